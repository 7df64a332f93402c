package org.covector.engine.storage;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/** A run of heap memory of one dtype. The only place that knows that arrays live in Java arrays. */
public sealed interface Storage {
    /** Elements of {@code float}. */
    record Floats(float[] array) implements Storage {
        @Override
        public Storage copy(int from, int n) {
            float[] y = new float[n];
            System.arraycopy(array, from, y, 0, n);
            return new Floats(y);
        }

        @Override
        public DType dtype() {
            return DType.FLOAT32;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** Elements of {@code double}. */
    record Doubles(double[] array) implements Storage {
        @Override
        public Storage copy(int from, int n) {
            double[] y = new double[n];
            System.arraycopy(array, from, y, 0, n);
            return new Doubles(y);
        }

        @Override
        public DType dtype() {
            return DType.FLOAT64;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** Elements of {@code long}. */
    record Longs(long[] array) implements Storage {
        @Override
        public Storage copy(int from, int n) {
            long[] y = new long[n];
            System.arraycopy(array, from, y, 0, n);
            return new Longs(y);
        }

        @Override
        public DType dtype() {
            return DType.INT64;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** Elements of {@code boolean}. */
    record Booleans(boolean[] array) implements Storage {
        @Override
        public Storage copy(int from, int n) {
            boolean[] y = new boolean[n];
            System.arraycopy(array, from, y, 0, n);
            return new Booleans(y);
        }

        @Override
        public DType dtype() {
            return DType.BOOL;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** The largest number of elements of one array. */
    int MAX_SIZE = Integer.MAX_VALUE - 8;

    /** The Java array itself. Write only before the array is published. */
    Object array();

    /** Fresh zeros. */
    static Storage allocate(DType dtype, long size) {
        if (size > MAX_SIZE) {
            throw new ArgumentException("allocate", "number of elements", size, "at most " + MAX_SIZE + " in one array");
        }
        int n = (int) size;
        return dtype == DType.FLOAT32 ? new Floats(new float[n]) // a switch would be one class more on the way to the first result
                : dtype == DType.FLOAT64 ? new Doubles(new double[n])
                : dtype == DType.INT64 ? new Longs(new long[n])
                : new Booleans(new boolean[n]);
    }

    /** Wraps a Java array without copying. */
    static Storage wrap(Object array) {
        if (array instanceof float[] a) {
            return new Floats(a);
        } else if (array instanceof double[] a) {
            return new Doubles(a);
        } else if (array instanceof long[] a) {
            return new Longs(a);
        } else if (array instanceof boolean[] a) {
            return new Booleans(a);
        }
        throw new ArgumentException("wrap", "array", array.getClass().getSimpleName(), "float[], double[], long[] or boolean[]");
    }

    /**
     * Fresh storage with elements {@code from .. from + n - 1}. The compiler sees that all of the new array is copied over and does
     * not zero it first, which from some megabytes on takes longer than copying past the caches.
     */
    Storage copy(int from, int n);

    /** The dtype of the elements. */
    DType dtype();

    /** Number of elements. */
    int length();

    /** Element {@code i} as a double; true is 1. */
    default double getDouble(int i) {
        return switch (this) {
            case Floats(float[] a) -> a[i];
            case Doubles(double[] a) -> a[i];
            case Longs(long[] a) -> a[i];
            case Booleans(boolean[] a) -> a[i] ? 1 : 0;
        };
    }

    /** Element {@code i} as a long, truncated toward zero; true is 1. */
    default long getLong(int i) {
        return switch (this) {
            case Floats(float[] a) -> (long) a[i];
            case Doubles(double[] a) -> (long) a[i];
            case Longs(long[] a) -> a[i];
            case Booleans(boolean[] a) -> a[i] ? 1 : 0;
        };
    }

    /** Copies {@code n} elements {@code stride} apart to a dense run, converting the dtype if it differs. */
    default void copyRun(int from, int stride, Storage to, int at, int n) {
        if (dtype() == to.dtype()) {
            if (stride == 1) {
                System.arraycopy(array(), from, to.array(), at, n);
                return;
            }
            switch (this) {
                case Floats(float[] a) -> strided(a, from, stride, (float[]) to.array(), at, n);
                case Doubles(double[] a) -> strided(a, from, stride, (double[]) to.array(), at, n);
                case Longs(long[] a) -> strided(a, from, stride, (long[]) to.array(), at, n);
                case Booleans(boolean[] a) -> strided(a, from, stride, (boolean[]) to.array(), at, n);
            }
            return;
        }
        switch (to) {
            case Floats(float[] b) -> {
                if (this instanceof Longs(long[] a)) { // not by way of double: one rounding
                    for (int i = 0; i < n; i++) {
                        b[at + i] = a[from + i * stride];
                    }
                } else {
                    for (int i = 0; i < n; i++) {
                        b[at + i] = (float) getDouble(from + i * stride);
                    }
                }
            }
            case Doubles(double[] b) -> {
                for (int i = 0; i < n; i++) {
                    b[at + i] = getDouble(from + i * stride);
                }
            }
            case Longs(long[] b) -> {
                for (int i = 0; i < n; i++) {
                    b[at + i] = getLong(from + i * stride);
                }
            }
            case Booleans(boolean[] b) -> {
                for (int i = 0; i < n; i++) {
                    b[at + i] = getDouble(from + i * stride) != 0;
                }
            }
        }
    }

    private static void strided(float[] a, int from, int stride, float[] b, int at, int n) {
        for (int i = 0; i < n; i++) {
            b[at + i] = a[from + i * stride];
        }
    }

    private static void strided(double[] a, int from, int stride, double[] b, int at, int n) {
        for (int i = 0; i < n; i++) {
            b[at + i] = a[from + i * stride];
        }
    }

    private static void strided(long[] a, int from, int stride, long[] b, int at, int n) {
        for (int i = 0; i < n; i++) {
            b[at + i] = a[from + i * stride];
        }
    }

    private static void strided(boolean[] a, int from, int stride, boolean[] b, int at, int n) {
        for (int i = 0; i < n; i++) {
            b[at + i] = a[from + i * stride];
        }
    }
}
