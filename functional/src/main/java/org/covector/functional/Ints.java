package org.covector.functional;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Integers as a value: axes, paddings, strides of a primitive. Equal by content, printable, never changed. */
public final class Ints {
    private final int[] values;

    private Ints(int[] values) {
        this.values = values;
    }

    /** A copy of {@code values}. */
    public static Ints of(int... values) {
        return new Ints(values.clone());
    }

    /** A copy of the numbers. */
    public int[] toArray() {
        return values.clone();
    }

    /** The numbers one by one. */
    public IntStream stream() {
        return Arrays.stream(values);
    }

    /** How many. */
    public int size() {
        return values.length;
    }

    /** Number {@code i}. */
    public int get(int i) {
        return values[i];
    }

    /** Whether {@code value} is among them. */
    public boolean contains(int value) {
        return stream().anyMatch(v -> v == value);
    }

    /** {@code amount} added to each: axes with one more before them. */
    public Ints plus(int amount) {
        return new Ints(stream().map(v -> v + amount).toArray());
    }

    /** {@code value} first. */
    public Ints prepend(int value) {
        return new Ints(IntStream.concat(IntStream.of(value), stream()).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ints o && Arrays.equals(values, o.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
