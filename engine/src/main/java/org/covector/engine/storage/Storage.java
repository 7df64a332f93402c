package org.covector.engine.storage;

import java.math.BigInteger;
import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.runtime.EngineRuntime;

/**
 * A run of memory of one dtype: the one door through which arrays of results and scratch come, and the only place that knows that
 * they are Java arrays.
 *
 * <p>The array is reached through {@link #array()} and its typed forms alone, once for each call of a kernel, on the thread that
 * made the call: there it can be counted, checked and one day taken away.
 */
public final class Storage {
    /** The largest number of elements of one array. */
    public static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private final DType dtype;
    private final int length;
    private final Object array;

    private Storage(DType dtype, int length, Object array) {
        this.dtype = dtype;
        this.length = length;
        this.array = array;
    }

    // ---- allocation

    /**
     * Fresh zeros: for sums that start from them, and for results of which only some elements are written.
     *
     * @throws ArgumentException if there are too many elements for an array, or for the heap
     */
    public static Storage zeros(DType dtype, long size) {
        return new Storage(dtype, (int) size, newArray(dtype, size));
    }

    /**
     * Fresh memory whose elements hold anything: for what is written before it is read, every element of a result. Filled with NaN,
     * {@code Long.MIN_VALUE} and true if {@link EngineRuntime#poison()}, so that tests find who relies on zeros.
     *
     * @throws ArgumentException if there are too many elements for an array, or for the heap
     */
    public static Storage uninitialised(DType dtype, long size) {
        Storage y = new Storage(dtype, (int) size, newArray(dtype, size));
        if (EngineRuntime.poison()) {
            y.poison();
        }
        return y;
    }

    /** A Java array of zeros that will be handed out, and is nobody's storage; errors as in {@link #zeros}. */
    public static Object newArray(DType dtype, long size) {
        if (size > MAX_SIZE) {
            throw new ArgumentException("allocate", "number of elements", elements(dtype, size), "at most " + MAX_SIZE + " in one array");
        }
        try {
            return dtype.newArray((int) size);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(dtype, size, e);
        }
    }

    private static String elements(DType dtype, long size) {
        return size + " of " + dtype + " (" + BigInteger.valueOf(size).multiply(BigInteger.valueOf(dtype.bytes())) + " bytes)";
    }

    private static ArgumentException outOfMemory(DType dtype, long size, OutOfMemoryError cause) {
        ArgumentException e = new ArgumentException("allocate", "number of elements", elements(dtype, size),
                "what fits into the heap of " + Runtime.getRuntime().maxMemory() + " bytes (-Xmx) beside what is in use");
        e.initCause(cause);
        return e;
    }

    /** A copy of an array of a user's. */
    public static Storage of(float... values) {
        return new Storage(DType.FLOAT32, values.length, values).copy(0, values.length);
    }

    /** A copy of an array of a user's. */
    public static Storage of(double... values) {
        return new Storage(DType.FLOAT64, values.length, values).copy(0, values.length);
    }

    /** A copy of an array of a user's. */
    public static Storage of(long... values) {
        return new Storage(DType.INT64, values.length, values).copy(0, values.length);
    }

    /** A copy of an array of a user's. */
    public static Storage of(boolean... values) {
        return new Storage(DType.BOOL, values.length, values).copy(0, values.length);
    }

    /**
     * Fresh storage with elements {@code from .. from + n - 1}. The compiler sees that all of the new array is copied over and does
     * not zero it first, which from some megabytes on takes longer than copying past the caches.
     */
    public Storage copy(int from, int n) {
        try {
            return new Storage(dtype, n, switch (dtype) {
                case FLOAT32 -> copy(floats(), from, n);
                case FLOAT64 -> copy(doubles(), from, n);
                case INT64 -> copy(longs(), from, n);
                case BOOL -> copy(booleans(), from, n);
            });
        } catch (OutOfMemoryError e) {
            throw outOfMemory(dtype, n, e);
        }
    }

    /** A fresh array of the elements {@code from .. to - 1}, with zeros beyond the end of {@code a}: scratch to be changed, or to grow. */
    public static double[] copyOfRange(double[] a, int from, int to) {
        double[] y = zeros(DType.FLOAT64, to - from).doubles();
        System.arraycopy(a, from, y, 0, Math.min(y.length, a.length - from));
        return y;
    }

    private static float[] copy(float[] a, int from, int n) {
        float[] y = new float[n];
        System.arraycopy(a, from, y, 0, n);
        return y;
    }

    private static double[] copy(double[] a, int from, int n) {
        double[] y = new double[n];
        System.arraycopy(a, from, y, 0, n);
        return y;
    }

    private static long[] copy(long[] a, int from, int n) {
        long[] y = new long[n];
        System.arraycopy(a, from, y, 0, n);
        return y;
    }

    private static boolean[] copy(boolean[] a, int from, int n) {
        boolean[] y = new boolean[n];
        System.arraycopy(a, from, y, 0, n);
        return y;
    }

    /** Fills the array with what no computation should meet. */
    void poison() {
        switch (dtype) {
            case FLOAT32 -> Arrays.fill(floats(), Float.NaN);
            case FLOAT64 -> Arrays.fill(doubles(), Double.NaN);
            case INT64 -> Arrays.fill(longs(), Long.MIN_VALUE);
            case BOOL -> Arrays.fill(booleans(), true);
        }
    }

    // ---- access

    /** The dtype of the elements. */
    public DType dtype() {
        return dtype;
    }

    /** Number of elements. */
    public int length() {
        return length;
    }

    /** The Java array itself, for a kernel of the dtype. Write only before the array is published. */
    public Object array() {
        return array;
    }

    /** The array of FLOAT32. */
    public float[] floats() {
        return (float[]) array;
    }

    /** The array of FLOAT64. */
    public double[] doubles() {
        return (double[]) array;
    }

    /** The array of INT64. */
    public long[] longs() {
        return (long[]) array;
    }

    /** The array of BOOL. */
    public boolean[] booleans() {
        return (boolean[]) array;
    }

    /** Element {@code i} as a double; true is 1. */
    public double getDouble(int i) {
        return switch (dtype) {
            case FLOAT32 -> floats()[i];
            case FLOAT64 -> doubles()[i];
            case INT64 -> longs()[i];
            case BOOL -> booleans()[i] ? 1 : 0;
        };
    }

    /** Element {@code i} as a long, truncated toward zero; true is 1. */
    public long getLong(int i) {
        return switch (dtype) {
            case FLOAT32 -> (long) floats()[i];
            case FLOAT64 -> (long) doubles()[i];
            case INT64 -> longs()[i];
            case BOOL -> booleans()[i] ? 1 : 0;
        };
    }

    /** Writes element {@code i} of fresh storage, rounded to the dtype; BOOL: not zero. */
    public void set(int i, double value) {
        switch (dtype) {
            case FLOAT32 -> floats()[i] = (float) value;
            case FLOAT64 -> doubles()[i] = value;
            case INT64 -> longs()[i] = (long) value;
            case BOOL -> booleans()[i] = value != 0;
        }
    }

    /** Copies {@code n} elements to fresh storage of the same dtype. */
    public void copyRun(int from, Storage to, int at, int n) {
        System.arraycopy(array(), from, to.array(), at, n);
    }

    /** Copies {@code n} elements {@code stride} apart to a dense run of doubles. */
    public void readDoubles(int from, int stride, double[] to, int at, int n) {
        switch (dtype) {
            case FLOAT32 -> {
                float[] a = floats();
                for (int i = 0; i < n; i++) {
                    to[at + i] = a[from + i * stride];
                }
            }
            case FLOAT64 -> {
                double[] a = doubles();
                for (int i = 0; i < n; i++) {
                    to[at + i] = a[from + i * stride];
                }
            }
            case INT64 -> {
                long[] a = longs();
                for (int i = 0; i < n; i++) {
                    to[at + i] = a[from + i * stride];
                }
            }
            case BOOL -> {
                boolean[] a = booleans();
                for (int i = 0; i < n; i++) {
                    to[at + i] = a[from + i * stride] ? 1 : 0;
                }
            }
        }
    }

    /** Writes {@code n} doubles to elements {@code at .. at + n - 1} of fresh storage, rounded to the dtype. */
    public void writeDoubles(double[] from, int at, int n) {
        switch (dtype) {
            case FLOAT32 -> {
                float[] a = floats();
                for (int i = 0; i < n; i++) {
                    a[at + i] = (float) from[i];
                }
            }
            case FLOAT64 -> System.arraycopy(from, 0, doubles(), at, n);
            case INT64 -> {
                long[] a = longs();
                for (int i = 0; i < n; i++) {
                    a[at + i] = (long) from[i];
                }
            }
            case BOOL -> {
                boolean[] a = booleans();
                for (int i = 0; i < n; i++) {
                    a[at + i] = from[i] != 0;
                }
            }
        }
    }
}
