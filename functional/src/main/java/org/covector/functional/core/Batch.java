package org.covector.functional.core;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.SumTo;

/**
 * What a batching rule is told: how many examples there are and which inputs are mapped. A mapped input has the examples along its first
 * axis, the others are the same for all; every result has the examples along its first axis.
 */
public final class Batch {
    private final Level level;
    private final int size;
    private final boolean[] mapped;

    public Batch(Level level, int size, boolean[] mapped) {
        this.level = level;
        this.size = size;
        this.mapped = mapped;
    }

    /** Number of examples. */
    public int size() {
        return size;
    }

    /** Whether input {@code i} is mapped. */
    public boolean has(int i) {
        return mapped[i];
    }

    /** Which inputs are mapped. */
    public List<Boolean> mapped() {
        return IntStream.range(0, mapped.length).mapToObj(i -> mapped[i]).toList();
    }

    /** The same mapping at a fresh level: for programs that are traced above this one. */
    public Batch again() {
        return new Batch(new Level(), size, mapped);
    }

    /** Whether input {@code i} is the only one that is mapped. */
    public boolean only(int i) {
        for (int k = 0; k < mapped.length; k++) {
            if (mapped[k] != (k == i)) {
                return false;
            }
        }
        return true;
    }

    /** Input {@code i} with the examples along its first axis, repeated if it is not mapped. */
    public Tensor full(Tensor[] x, int i) {
        return mapped[i] ? x[i] : repeated(x[i]);
    }

    /** All inputs with the examples along their first axis. */
    public Tensor[] full(Tensor... x) {
        Tensor[] all = new Tensor[x.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = full(x, i);
        }
        return all;
    }

    /** The same for every example. */
    public Tensor repeated(Tensor t) {
        return Expand.to(t, t.shape().insert(0, size));
    }

    /** The rank of input {@code i} as an example has it. */
    public int rank(Tensor[] x, int i) {
        return x[i].rank() - (mapped[i] ? 1 : 0);
    }

    /**
     * Input {@code i} with axes of length 1 put after that of the examples until an example has {@code rank} axes, so that inputs of
     * different ranks broadcast as those of one example do.
     */
    public Tensor aligned(Tensor[] x, int i, int rank) {
        Tensor t = x[i];
        int missing = rank - rank(x, i);
        if (!mapped[i] || missing <= 0) {
            return t;
        }
        Shape shape = t.shape();
        for (int k = 0; k < missing; k++) {
            shape = shape.insert(1, 1);
        }
        return Reshape.to(t, shape);
    }

    /** A composition, example by example: what it does is batched operation by operation. */
    public Tensor[] composed(Function<Tensor[], Tensor[]> definition, Tensor... x) {
        return left(definition.apply(entered(x)));
    }

    /** Inputs as examples. */
    public Tensor[] entered(Tensor... x) {
        Tensor[] in = x.clone();
        for (int i = 0; i < in.length; i++) {
            if (mapped[i]) {
                in[i] = new Batched(x[i], level);
            }
        }
        return in;
    }

    /** A value with the examples along its first axis as one example. */
    public Tensor entered(Tensor all) {
        return new Batched(all, level);
    }

    /** Examples as one value each, the examples along the first axis. */
    public Tensor[] left(Tensor... y) {
        Tensor[] out = new Tensor[y.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = left(y[i]);
        }
        return out;
    }

    public Tensor left(Tensor y) {
        return y instanceof Batched b && b.level == level ? b.value : repeated(y);
    }

    /** The cotangent of input {@code i}: of all examples, or, where the input is the same for all, their sum. */
    public Cotangent left(Cotangent dx, int i) {
        return !(dx instanceof Tensor t) ? dx : mapped[i] ? left(t) : SumTo.to(left(t), t.shape());
    }
}
