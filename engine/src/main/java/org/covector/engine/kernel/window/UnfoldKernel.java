package org.covector.engine.kernel.window;

/** Between volumes {@code [plane][z][y][x]} and the windows over them, {@code [plane][tap][window]}; the planes from..to-1. */
public sealed interface UnfoldKernel permits FloatUnfold, DoubleUnfold {
    /** The loops for the element type of a Java array. */
    static UnfoldKernel of(Object array) {
        return switch (array) {
            case float[] _ -> FloatUnfold.INSTANCE;
            case double[] _ -> DoubleUnfold.INSTANCE;
            default -> throw new IllegalArgumentException(array.getClass().getName());
        };
    }

    /** What each tap of each window sees; y is zero, and stays so in the padding. */
    void unfold(TapWindow w, Object x, int xo, Object y, int from, int to);

    /** Adds to x, taps in row-major order, what {@code unfold} took from there. */
    void fold(TapWindow w, Object y, int yo, Object x, int from, int to);
}
