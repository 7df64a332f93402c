package org.covector.engine.storage;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.covector.engine.DType;
import org.covector.engine.runtime.EngineRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Scratch arrays that outlive a call: a few of each dtype, shared by all threads, left to the collector when memory is short.
 *
 * <p>A borrowed array holds garbage, and may be longer than asked for.
 */
public final class ScratchBuffers {
    /** Longer arrays are not kept: room for a packed operand and its alignment. */
    private static final int LONGEST = (1 << 22) + (1 << 10);

    private static final int SHORTEST = 1 << 12;

    private static final Kept<float[]> FLOATS = new Kept<>();
    private static final Kept<double[]> DOUBLES = new Kept<>();

    private ScratchBuffers() {}

    /** At least {@code length} floats. */
    public static float[] floats(int length) {
        float[] a = FLOATS.take(length);
        if (a == null) {
            a = (float[]) Storage.newArray(DType.FLOAT32, rounded(length)); // nobody's storage: it outlives every scope
        }
        if (EngineRuntime.poison()) {
            Arrays.fill(a, Float.NaN);
        }
        return a;
    }

    /** At least {@code length} doubles. */
    public static double[] doubles(int length) {
        double[] a = DOUBLES.take(length);
        if (a == null) {
            a = (double[]) Storage.newArray(DType.FLOAT64, rounded(length)); // nobody's storage: it outlives every scope
        }
        if (EngineRuntime.poison()) {
            Arrays.fill(a, Double.NaN);
        }
        return a;
    }

    /** Gives a borrowed array back; nobody may use it afterwards. */
    public static void release(float[] a) {
        FLOATS.give(a, a.length);
    }

    /** Gives a borrowed array back; nobody may use it afterwards. */
    public static void release(double[] a) {
        DOUBLES.give(a, a.length);
    }

    /** Sizes of similar calls fall together. */
    private static int rounded(int length) {
        return length > LONGEST ? length : Math.clamp(Integer.highestOneBit(Math.max(1, length - 1)) * 2L, SHORTEST, LONGEST);
    }

    /** An array and its length, known without looking at it. */
    private static final class Entry<T> extends SoftReference<T> {
        final int length;

        Entry(T array, int length) {
            super(array);
            this.length = length;
        }
    }

    /** Free arrays; whoever exchanges an entry for null owns its array. */
    private static final class Kept<T> {
        private final AtomicReferenceArray<@Nullable Entry<T>> slots =
                new AtomicReferenceArray<>(Math.max(8, 4 * Runtime.getRuntime().availableProcessors()));

        /** The shortest array that is long enough. */
        @Nullable T take(int length) {
            while (true) {
                int best = -1;
                Entry<T> found = null;
                for (int i = 0; i < slots.length(); i++) {
                    Entry<T> e = slots.get(i);
                    if (e != null && e.length >= length && (found == null || e.length < found.length)) {
                        best = i;
                        found = e;
                    }
                }
                if (found == null) {
                    return null;
                }
                if (slots.compareAndSet(best, found, null)) {
                    T array = found.get();
                    if (array != null) {
                        return array;
                    }
                }
            }
        }

        /** Into a free place, or in place of a shorter array. */
        void give(T array, int length) {
            if (length > LONGEST) {
                return;
            }
            Entry<T> fresh = new Entry<>(array, length);
            for (int i = 0; i < slots.length(); i++) {
                if (slots.get(i) == null && slots.compareAndSet(i, null, fresh)) {
                    return;
                }
            }
            for (int i = 0; i < slots.length(); i++) {
                Entry<T> kept = slots.get(i);
                if (kept != null && kept.length < length && slots.compareAndSet(i, kept, fresh)) {
                    return;
                }
            }
        }
    }
}
