package org.covector.engine.kernel.move;

import java.util.Arrays;

/** {@link MoveKernel} for one element type. */
final class FloatMove implements MoveKernel {
    static final FloatMove INSTANCE = new FloatMove();

    /** Below this length a loop is faster than a call of arraycopy. */
    private static final int SHORT_RUN = 16;

    /** Side of the square tiles of a transposition, which pass through a buffer. */
    private static final int TILE = 64;

    /** Row length of the buffer, a constant for the sake of range check elimination; odd, so that columns fall in all cache sets. */
    private static final int ROW = TILE + 1;

    /** Where tiles are not worth their buffer. */
    private static final int SMALL_TILE = 8;

    private FloatMove() {}

    @Override
    public void copy(Object from, int xo, int xs0, int xs1, Object to, int yo, int ys0, int ys1, int n0, int n1) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        if (ys1 == 1 && xs1 == 1) {
            rows(x, xo, xs0, y, yo, ys0, n0, n1);
        } else if (ys1 == 1 && xs1 == 0) {
            for (int i = 0; i < n0; i++) {
                int at = yo + i * ys0;
                Arrays.fill(y, at, at + n1, x[xo + i * xs0]);
            }
        } else if (Math.abs(xs0) < Math.abs(xs1) && Math.min(n0, n1) >= SMALL_TILE) {
            tiles(x, xo, xs0, xs1, y, yo, ys0, ys1, n0, n1);
        } else if (n0 > n1 && n1 < SMALL_TILE) {
            for (int j = 0; j < n1; j++) {
                strided(x, xo + j * xs1, xs0, y, yo + j * ys1, ys0, n0);
            }
        } else {
            for (int i = 0; i < n0; i++) {
                strided(x, xo + i * xs0, xs1, y, yo + i * ys0, ys1, n1);
            }
        }
    }

    private static void rows(float[] x, int xo, int xs, float[] y, int yo, int ys, int n0, int n1) {
        for (int i = 0; i < n0; i++) {
            if (n1 >= SHORT_RUN) {
                System.arraycopy(x, xo + i * xs, y, yo + i * ys, n1);
            } else {
                for (int j = 0; j < n1; j++) {
                    y[yo + i * ys + j] = x[xo + i * xs + j];
                }
            }
        }
    }

    private static void strided(float[] x, int xo, int xs, float[] y, int yo, int ys, int n) {
        for (int j = 0; j < n; j++) {
            y[yo + j * ys] = x[xo + j * xs];
        }
    }

    private static void tiles(float[] x, int xo, int xs0, int xs1, float[] y, int yo, int ys0, int ys1, int n0, int n1) {
        float[] buffer = new float[ROW * Math.min(TILE, n1)];
        for (int j = 0; j < n1; j += TILE) {
            int w = Math.min(TILE, n1 - j);
            for (int i = 0; i < n0; i += TILE) {
                int h = Math.min(TILE, n0 - i);
                for (int k = 0; k < w; k++) {
                    int from = xo + i * xs0 + (j + k) * xs1;
                    if (xs0 == 1) {
                        System.arraycopy(x, from, buffer, k * ROW, h);
                    } else {
                        strided(x, from, xs0, buffer, k * ROW, 1, h);
                    }
                }
                for (int k = 0; k < h; k++) {
                    column(buffer, k, y, yo + (i + k) * ys0 + j * ys1, ys1, w);
                }
            }
        }
    }

    private static void column(float[] buffer, int column, float[] y, int yo, int ys, int n) {
        if (ys == 1) {
            for (int j = 0; j < n; j++) {
                y[yo + j] = buffer[j * ROW + column];
            }
        } else {
            for (int j = 0; j < n; j++) {
                y[yo + j * ys] = buffer[j * ROW + column];
            }
        }
    }

    @Override
    public void take(Object from, int[] at, int start, int end, int run, Object to, int yo) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        if (run == 1) {
            for (int i = start; i < end; i++) {
                y[yo + i] = x[at[i]];
            }
        } else if (run < SHORT_RUN) {
            for (int i = start; i < end; i++) {
                for (int j = 0; j < run; j++) {
                    y[yo + i * run + j] = x[at[i] + j];
                }
            }
        } else {
            for (int i = start; i < end; i++) {
                System.arraycopy(x, at[i], y, yo + i * run, run);
            }
        }
    }

    @Override
    public void put(Object from, int xo, int run, Object to, int[] at) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        for (int i = 0; i < at.length; i++) {
            if (run < SHORT_RUN) {
                for (int j = 0; j < run; j++) {
                    y[at[i] + j] = x[xo + i * run + j];
                }
            } else {
                System.arraycopy(x, xo + i * run, y, at[i], run);
            }
        }
    }

    @Override
    public int takeLine(Object from, int xo, int step, int lineStep, long[] index, int io, int n, int limit, Object to, int yo) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        for (int j = 0; j < n; j++) {
            long k = index[io + j];
            if (k < 0 || k >= limit) {
                return j;
            }
            y[yo + j] = x[xo + j * lineStep + (int) k * step];
        }
        return -1;
    }

    @Override
    public int putLine(Object from, int xo, int xs, long[] index, int io, int n, int limit, Object to, int yo, int step, int lineStep) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        for (int j = 0; j < n; j++) {
            long k = index[io + j];
            if (k < 0 || k >= limit) {
                return j;
            }
            y[yo + j * lineStep + (int) k * step] = x[xo + j * xs];
        }
        return -1;
    }
}
