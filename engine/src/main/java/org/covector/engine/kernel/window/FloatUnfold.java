package org.covector.engine.kernel.window;

/** {@link UnfoldKernel} for one element type. */
final class FloatUnfold implements UnfoldKernel {
    static final FloatUnfold INSTANCE = new FloatUnfold();

    private FloatUnfold() {}

    @Override
    public void unfold(TapWindow w, Object x, int xo, Object y, int from, int to) {
        rows(w, (float[]) x, xo, (float[]) y, 0, from, to, false);
    }

    @Override
    public void fold(TapWindow w, Object y, int yo, Object x, int from, int to) {
        rows(w, (float[]) x, 0, (float[]) y, yo, from, to, true);
    }

    private static void rows(TapWindow w, float[] x, int xo, float[] y, int yo, int from, int to, boolean fold) {
        TapAxis az = w.z();
        TapAxis ay = w.y();
        TapAxis ax = w.x();
        int volume = az.source() * ay.source() * ax.source();
        int windows = az.outputs() * ay.outputs() * ax.outputs();
        for (int plane = from; plane < to; plane++) {
            int out = yo + plane * w.taps() * windows;
            for (int t = 0; t < w.taps(); t++) {
                int tx = t % ax.taps();
                int ty = t / ax.taps() % ay.taps();
                int tz = t / ax.taps() / ay.taps();
                int first = Math.max(0, Math.ceilDiv(-ax.start(tx), ax.step()));
                int end = Math.min(ax.outputs(), Math.ceilDiv(ax.source() - ax.start(tx), ax.step()));
                for (int oz = 0; oz < az.outputs(); oz++) {
                    int iz = az.start(tz) + az.step() * oz;
                    for (int oy = 0; oy < ay.outputs(); oy++, out += ax.outputs()) {
                        int iy = ay.start(ty) + ay.step() * oy;
                        if (iz >= 0 && iz < az.source() && iy >= 0 && iy < ay.source() && first < end) {
                            int in = xo + plane * volume + (iz * ay.source() + iy) * ax.source() + ax.start(tx) + first * ax.step();
                            row(x, in, ax.step(), y, out + first, end - first, fold);
                        }
                    }
                }
            }
        }
    }

    private static void row(float[] x, int xo, int step, float[] y, int yo, int n, boolean fold) {
        if (!fold && step == 1) {
            System.arraycopy(x, xo, y, yo, n);
        } else if (!fold) {
            for (int i = 0; i < n; i++) {
                y[yo + i] = x[xo + i * step];
            }
        } else if (step == 1) {
            for (int i = 0; i < n; i++) {
                x[xo + i] += y[yo + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                x[xo + i * step] += y[yo + i];
            }
        }
    }
}
