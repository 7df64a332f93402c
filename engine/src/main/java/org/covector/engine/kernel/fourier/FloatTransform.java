package org.covector.engine.kernel.fourier;

/** A complex transform of one length, forward and unscaled. */
interface FloatTransform {
    /** The most transforms side by side. */
    int mostLanes();

    /**
     * Transforms {@code lanes} sequences side by side.
     *
     * @param b the loops
     * @param xs from one element's run of lanes to the next in x
     * @param yro where the result starts, which may not overlap x
     * @param ys from one element's run of lanes to the next in y
     */
    void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs,
            float[] yr, float[] yi, int yro, int yio, int ys);
}
