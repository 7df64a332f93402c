package org.covector.engine.storage;

import java.math.BigInteger;
import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.runtime.EngineRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A run of memory of one dtype: the one door through which arrays of results and scratch come, and the only place that knows that
 * they are Java arrays.
 *
 * <p>The array is reached through {@link #array()} and its typed forms alone, once for each call of a kernel, on the thread that
 * made the call. What is made in a {@linkplain ScopeStack scope} belongs to it: when the scope ends the array is taken away and used again.
 */
public final class Storage {
    /** The largest number of elements of one array. */
    public static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private final DType dtype;
    private @Nullable Object array; // absent once the scope that it was made in has ended
    private @Nullable Object owner; // the thread whose scope it belongs to; absent where it belongs to everybody

    private Storage(DType dtype, Object array) {
        this.dtype = dtype;
        this.array = array;
    }

    /** As it is, or, in a scope of this thread, as the scope's. */
    private static Storage made(@Nullable ScopeStack scope, DType dtype, Object array) {
        Storage y = new Storage(dtype, array);
        if (scope != null) {
            scope.add(y);
        }
        return y;
    }

    // ---- allocation

    /**
     * Fresh zeros: for sums that start from them, and for results of which only some elements are written.
     *
     * @throws ArgumentException if there are too many elements for an array, or for the heap
     */
    public static Storage zeros(DType dtype, long size) {
        ScopeStack scope = ScopeStack.current();
        Object used = scope == null ? null : scope.take(dtype, size);
        if (used == null) {
            return made(scope, dtype, newArray(dtype, size));
        }
        Storage y = made(scope, dtype, used);
        y.clear();
        return y;
    }

    /**
     * Fresh memory whose elements hold anything: for what is written before it is read, every element of a result. Filled with NaN,
     * {@code Long.MIN_VALUE} and true if {@link EngineRuntime#poison()}, so that tests find who relies on zeros.
     *
     * @throws ArgumentException if there are too many elements for an array, or for the heap
     */
    public static Storage uninitialised(DType dtype, long size) {
        ScopeStack scope = ScopeStack.current();
        Object used = scope == null ? null : scope.take(dtype, size);
        Storage y = made(scope, dtype, used == null ? newArray(dtype, size) : used);
        if (EngineRuntime.poison()) {
            y.poison();
        }
        return y;
    }

    /**
     * An array for one call, that nobody sees afterwards and that holds anything. One that a pool takes belongs to the open scope and is
     * used again; a shorter one is nobody's, for a scope to hold it would take longer than zeroing it.
     */
    public static Object scratch(DType dtype, long size) {
        return Pool.takes(dtype, size) || EngineRuntime.poison() ? uninitialised(dtype, size).array() : newArray(dtype, size);
    }

    /**
     * Whether memory comes from a scope that uses it again: writing into a copy, which saves the zeroing of fresh memory, gains
     * nothing.
     */
    public static boolean isRecycled() {
        return ScopeStack.current() != null;
    }

    /** A Java array of zeros that will be handed out, and is nobody's storage; errors as in {@link #zeros}. */
    public static Object newArray(DType dtype, long size) {
        if (size > MAX_SIZE) {
            throw new ArgumentException("allocate", "number of elements", elements(dtype, size), "at most " + MAX_SIZE + " in one array");
        }
        try {
            return dtype.newArray((int) size);
        } catch (OutOfMemoryError e) {
            if (ScopeStack.releasePools()) {
                return newArray(dtype, size);
            }
            throw outOfMemory(dtype, size, e);
        }
    }

    /** A table of positions, as many as a caller's lengths make; errors as in {@link #zeros}. */
    public static int[] ints(long size) {
        if (size > MAX_SIZE) {
            throw new ArgumentException("allocate", "number of positions", size, "at most " + MAX_SIZE + " in one array");
        }
        try {
            return new int[(int) size];
        } catch (OutOfMemoryError e) {
            if (ScopeStack.releasePools()) {
                return ints(size);
            }
            throw outOfMemory(DType.FLOAT32, size, e); // of as many bytes
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
        return new Storage(DType.FLOAT32, values).copy(0, values.length);
    }

    /** A copy of an array of a user's. */
    public static Storage of(double... values) {
        return new Storage(DType.FLOAT64, values).copy(0, values.length);
    }

    /** A copy of an array of a user's. */
    public static Storage of(long... values) {
        return new Storage(DType.INT64, values).copy(0, values.length);
    }

    /** A copy of an array of a user's. */
    public static Storage of(boolean... values) {
        return new Storage(DType.BOOL, values).copy(0, values.length);
    }

    /**
     * Fresh storage with elements {@code from .. from + n - 1}. The compiler sees that all of the new array is copied over and does
     * not zero it first, which from some megabytes on takes longer than copying past the caches.
     */
    public Storage copy(int from, int n) {
        ScopeStack scope = ScopeStack.current();
        Object used = scope == null ? null : scope.take(dtype, n);
        if (used != null) {
            System.arraycopy(array(), from, used, 0, n);
            return made(scope, dtype, used);
        }
        try {
            return made(scope, dtype, switch (dtype) {
                case FLOAT32 -> copy(floats(), from, n);
                case FLOAT64 -> copy(doubles(), from, n);
                case INT64 -> copy(longs(), from, n);
                case BOOL -> copy(booleans(), from, n);
            });
        } catch (OutOfMemoryError e) {
            if (ScopeStack.releasePools()) {
                return copy(from, n);
            }
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

    /** Whether none of {@code n} elements is infinite or NaN. */
    public boolean isFinite(int from, int n) {
        return isWithin(from, n, 1);
    }

    /** Whether the magnitudes of {@code n} floating elements are up to a share of the largest number; NaN is not. True of integers. */
    public boolean isWithin(int from, int n, double share) {
        return switch (dtype) {
            case FLOAT32 -> largestBits(floats(), from, from + n) <= Float.floatToRawIntBits((float) share * Float.MAX_VALUE);
            case FLOAT64 -> largestBits(doubles(), from, from + n) <= Double.doubleToRawLongBits(share * Double.MAX_VALUE);
            case INT64, BOOL -> true;
        };
    }

    private static int largestBits(float[] a, int from, int to) {
        int largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(a[i]) & Integer.MAX_VALUE);
        }
        return largest;
    }

    private static long largestBits(double[] a, int from, int to) {
        long largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Double.doubleToRawLongBits(a[i]) & Long.MAX_VALUE);
        }
        return largest;
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

    /** Writes zeros. */
    public void clear() {
        switch (dtype) {
            case FLOAT32 -> Arrays.fill(floats(), 0);
            case FLOAT64 -> Arrays.fill(doubles(), 0);
            case INT64 -> Arrays.fill(longs(), 0);
            case BOOL -> Arrays.fill(booleans(), false);
        }
    }

    // ---- belonging

    /** Belongs to {@code thread} until its scope ends; absent: to everybody, for ever. */
    void owner(@Nullable Object thread) {
        owner = thread;
    }

    @Nullable Object owner() {
        return owner;
    }

    /** Ends: whoever reads it from now on is refused. */
    Object revoke() {
        Object last = array();
        array = null;
        return last;
    }

    /** Whether the scope that this was made in has ended. */
    public boolean hasEnded() {
        return array == null;
    }

    /** Belongs to everybody from now on, and outlives every scope. */
    public void keep() {
        array();
        owner = null;
    }

    /**
     * A number of elements as an {@code int}.
     *
     * @throws ArgumentException naming {@code function} if it is not one
     */
    public static int length(String function, long n) {
        ArgumentException.require(n <= Integer.MAX_VALUE, function, "number of elements", n, "at most " + Integer.MAX_VALUE);
        return (int) n;
    }

    // ---- access

    /** The dtype of the elements. */
    public DType dtype() {
        return dtype;
    }

    /** Number of elements. */
    public int length() {
        return switch (dtype) {
            case FLOAT32 -> floats().length;
            case FLOAT64 -> doubles().length;
            case INT64 -> longs().length;
            case BOOL -> booleans().length;
        };
    }

    /**
     * The Java array itself, for a kernel of the dtype. Write only before the array is published.
     *
     * @throws IllegalStateException if the scope that this was made in has ended, or is another thread's
     */
    public Object array() {
        Object o = owner;
        if (o != null && o != Thread.currentThread() && !ScopeStack.isOurs(o)) {
            throw new IllegalStateException("tensor belongs to a scope of another thread: return it from its scope, or Memory.keep it");
        }
        Object a = array;
        if (a == null) {
            throw new IllegalStateException("tensor belongs to a scope that has ended: return it from the scope to keep it");
        }
        return a;
    }

    /** The array of FLOAT32. */
    public float[] floats() {
        return (float[]) array();
    }

    /** The array of FLOAT64. */
    public double[] doubles() {
        return (double[]) array();
    }

    /** The array of INT64. */
    public long[] longs() {
        return (long[]) array();
    }

    /** The array of BOOL. */
    public boolean[] booleans() {
        return (boolean[]) array();
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
