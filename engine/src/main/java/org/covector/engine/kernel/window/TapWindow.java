package org.covector.engine.kernel.window;

/**
 * A sliding window over up to three spatial axes, and the layout of one packed channel: for each tap along z its slice, and in a
 * slice {@code [y phase][x phase][y][x]}. A slice's rows follow each other without gaps, so that pixel {@code oy * width + ox} of
 * every tap lies at a constant distance and a whole plane is one run; its last {@code width - outputs} columns are of no use.
 */
public record TapWindow(TapAxis z, TapAxis y, TapAxis x) {
    /** Elements of a packed row. */
    public int width() {
        return x.length();
    }

    /** Elements of a packed slice. */
    public int slice() {
        return y.slots() * x.slots() * y.length() * x.length();
    }

    /** Elements of a packed channel. */
    public int channel() {
        return z.taps() * slice();
    }

    /** Number of outputs. */
    public long windows() {
        return (long) z.outputs() * y.outputs() * x.outputs();
    }

    /** Number of taps. */
    public int taps() {
        return z.taps() * y.taps() * x.taps();
    }

    /** Pixels of one run: the outputs of a plane with the useless columns between rows. */
    public int run() {
        return y.outputs() == 0 || x.outputs() == 0 ? 0 : (y.outputs() - 1) * width() + x.outputs();
    }

    /** Where in a packed channel each tap reads for output 0, taps in row-major order. */
    public int[] offsets() {
        int[] at = new int[taps()];
        int i = 0;
        for (int tz = 0; tz < z.taps(); tz++) {
            for (int ty = 0; ty < y.taps(); ty++) {
                for (int tx = 0; tx < x.taps(); tx++) {
                    int phase = y.slot(ty) * x.slots() + x.slot(tx);
                    at[i++] = tz * slice() + (phase * y.length() + y.shift(ty)) * width() + x.shift(tx);
                }
            }
        }
        return at;
    }
}
