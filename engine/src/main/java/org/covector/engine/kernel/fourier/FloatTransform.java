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
     * @param yo where the result starts, runs without gaps; it may not overlap x
     */
    void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs,
            float[] yr, float[] yi, int yro, int yio);
}
