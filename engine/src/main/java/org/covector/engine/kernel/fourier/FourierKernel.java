package org.covector.engine.kernel.fourier;

/**
 * Discrete Fourier transforms of one dtype, unscaled. Several lie side by side: element j of the transforms is a run of {@code lanes}
 * adjacent numbers, runs are {@code step} apart. The inverse transform is the forward one with real and imaginary parts exchanged,
 * in what goes in and in what comes out.
 */
public interface FourierKernel {
    /** What can be prepared for complex transforms of a length, n >= 1. */
    Object plan(int n);

    /** What can be prepared for real transforms of a length, n >= 1. */
    Object realPlan(int n);

    /** The most transforms side by side that a plan does at once. */
    int mostLanes(Object plan);

    /** The length of the complex transform inside of a real one of length n. */
    static int realLength(int n) {
        return n % 2 == 0 ? n / 2 : n;
    }

    /** Where one part of complex numbers lies. */
    record Parts(Object re, int reAt, Object im, int imAt, int step) {
        /** The same, further on. */
        public Parts from(int start) {
            return new Parts(re, reAt + start, im, imAt + start, step);
        }
    }

    /** {@code y[k] = sum over j of exp(-2 pi i j k / n) x[j]}. */
    void complex(Object plan, int n, int lanes, Parts x, Parts y);

    /** The numbers y[0] to y[n / 2] of the transform of n real numbers, from {@code x.re()}. */
    void realForward(Object plan, int n, int lanes, Parts x, Parts y);

    /**
     * The n real numbers, times n, whose {@link #realForward} is x, to {@code y.re()}; the imaginary parts of x[0], and of x[n / 2]
     * for n even, do not count.
     */
    void realInverse(Object plan, int n, int lanes, Parts x, Parts y);

    /** The kinds of transforms. */
    enum Of { COMPLEX, REAL_FORWARD, REAL_INVERSE }

    /** The transform of a kind. */
    default void transform(Of kind, Object plan, int n, int lanes, Parts x, Parts y) {
        switch (kind) {
            case COMPLEX -> complex(plan, n, lanes, x, y);
            case REAL_FORWARD -> realForward(plan, n, lanes, x, y);
            case REAL_INVERSE -> realInverse(plan, n, lanes, x, y);
        }
    }

    /**
     * Transforms of adjacent lines, one behind the other: element j of the first at {@code at + j}, steps of parts do not count. They are
     * laid side by side on the way; the bits are those of single ones.
     */
    void lines(Of transform, Object plan, int n, int lines, Parts x, Parts y);
}
