package org.covector.engine.runtime;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Scratch arrays that outlive a call: a few of each dtype, shared by all threads. What does not fit is left to the collector.
 *
 * <p>A borrowed array holds garbage, and may be longer than asked for.
 */
public final class Buffers {
    private static final int SLOTS = 8;

    /** Longer arrays are not kept. */
    private static final int LONGEST = 1 << 22;

    private static final AtomicReferenceArray<float[]> FLOATS = new AtomicReferenceArray<>(SLOTS);
    private static final AtomicReferenceArray<double[]> DOUBLES = new AtomicReferenceArray<>(SLOTS);

    private Buffers() {}

    /** At least {@code length} floats. */
    public static float[] floats(int length) {
        for (int i = 0; i < SLOTS; i++) {
            float[] a = FLOATS.get(i);
            if (a != null && a.length >= length && FLOATS.compareAndSet(i, a, null)) {
                return a;
            }
        }
        return new float[rounded(length)];
    }

    /** At least {@code length} doubles. */
    public static double[] doubles(int length) {
        for (int i = 0; i < SLOTS; i++) {
            double[] a = DOUBLES.get(i);
            if (a != null && a.length >= length && DOUBLES.compareAndSet(i, a, null)) {
                return a;
            }
        }
        return new double[rounded(length)];
    }

    /** Gives a borrowed array back; nobody may use it afterwards. */
    public static void release(float[] a) {
        if (a.length <= LONGEST) {
            keep(FLOATS, a, a.length, x -> x.length);
        }
    }

    /** Gives a borrowed array back; nobody may use it afterwards. */
    public static void release(double[] a) {
        if (a.length <= LONGEST) {
            keep(DOUBLES, a, a.length, x -> x.length);
        }
    }

    /** Sizes of similar calls fall together. */
    private static int rounded(int length) {
        return length > LONGEST ? length : Math.max(1 << 12, Integer.highestOneBit(Math.max(1, length - 1)) << 1);
    }

    /** Into a free place, or in place of a shorter array. */
    private static <T> void keep(AtomicReferenceArray<T> slots, T array, int length, java.util.function.ToIntFunction<T> size) {
        for (int i = 0; i < SLOTS; i++) {
            if (slots.get(i) == null && slots.compareAndSet(i, null, array)) {
                return;
            }
        }
        for (int i = 0; i < SLOTS; i++) {
            T kept = slots.get(i);
            if (kept != null && size.applyAsInt(kept) < length && slots.compareAndSet(i, kept, array)) {
                return;
            }
        }
    }
}
