package org.covector.functional.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which inputs' cotangents a pullback is asked for; it computes those and no others. */
public final class Wanted {
    private static final int CACHED = 3;
    private static final Wanted[] SMALL = small();

    /** None. */
    public static final Wanted NONE = SMALL[0];

    private final boolean[] inputs;
    private final int mask;

    private Wanted(boolean[] inputs) {
        this.inputs = inputs;
        int m = 0;
        for (int i = 0; i < Math.min(inputs.length, Integer.SIZE - 1); i++) {
            m |= inputs[i] ? 1 << i : 0;
        }
        this.mask = m;
    }

    private static Wanted[] small() {
        Wanted[] all = new Wanted[1 << CACHED];
        for (int m = 0; m < all.length; m++) {
            all[m] = new Wanted(new boolean[] {(m & 1) != 0, (m & 2) != 0, (m & 4) != 0});
        }
        return all;
    }

    /** Wants the inputs marked. Takes the array over. */
    public static Wanted of(boolean... inputs) {
        if (inputs.length > CACHED) {
            return new Wanted(inputs);
        }
        int m = 0;
        for (int i = 0; i < inputs.length; i++) {
            m |= inputs[i] ? 1 << i : 0;
        }
        return SMALL[m];
    }

    /** Wants the inputs that have a node. */
    public static Wanted of(@Nullable Node[] nodes) {
        if (nodes.length > CACHED) {
            boolean[] inputs = new boolean[nodes.length];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = nodes[i] != null;
            }
            return new Wanted(inputs);
        }
        int m = 0;
        for (int i = 0; i < nodes.length; i++) {
            m |= nodes[i] != null ? 1 << i : 0;
        }
        return SMALL[m];
    }

    /** Whether input {@code i}'s cotangent is wanted. */
    public boolean has(int i) {
        return i < inputs.length && inputs[i];
    }

    /** Equal where the same inputs are wanted: programs are kept by it. */
    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Wanted w && Arrays.equals(inputs, w.inputs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(inputs);
    }

    /** Bit {@code i} for input {@code i}: the first 31 inputs. */
    public int mask() {
        return mask;
    }
}
