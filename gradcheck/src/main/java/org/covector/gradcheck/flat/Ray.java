package org.covector.gradcheck.flat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Op;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.difference.Differences;

/**
 * The line through the point along a direction within some elements. An input of which every element moves is computed where
 * tensors live, one without any is shared: with a million elements, copies from arrays to tensors would cost more than most
 * functions do.
 */
public final class Ray implements Differences.Line {
    /** {@code x + t u}, with the rounding of each operation, as plain code has it. */
    private static final Pointwise MOVED = Pointwise.row(new Formula("moved", List.of(Expr.Kind.VALUE, Expr.Kind.VALUE), 1,
            List.of(Expr.apply(Op.ADD, Expr.input(0), Expr.apply(Op.MUL, new Expr.Scalar(0), Expr.input(1))))));

    private final Subject subject;
    private final Probes probes;
    private final Options options;
    private final int[] elements;
    private final double[] u;
    private final boolean bounded;
    private final Part[] parts; // by input
    private final Map<Double, double[]> seen = new HashMap<>(); // by step

    /** How one input moves. */
    private sealed interface Part {
        Tensor at(double t);

        /** Not at all. */
        record Still(Tensor x) implements Part {
            @Override
            public Tensor at(double t) {
                return x;
            }
        }

        /** As a whole. */
        record Whole(Tensor x, Tensor u) implements Part {
            @Override
            public Tensor at(double t) {
                return MOVED.with(t).of(x, u);
            }
        }

        /** Some elements, or numbers that have to be rounded: always the same ones of a copy. */
        record Some(Subject subject, int input, int[] elements, double[] u, double[] x) implements Part {
            Some(Subject subject, int input, int[] elements, double[] u) {
                this(subject, input, elements, u, Arrays.copyOfRange(subject.point(), subject.start(input),
                        subject.start(input) + subject.size(input)));
            }

            @Override
            public Tensor at(double t) {
                for (int k = 0; k < u.length; k++) {
                    int j = elements[k];
                    x[j - subject.start(input)] = subject.rounded(j, subject.point()[j] + t * u[k]);
                }
                return Subject.tensor(subject.inputs().get(input), x);
            }
        }
    }

    /** The direction has one number for each of the elements, which are in ascending order. */
    public Ray(Subject subject, Options options, Probes probes, int[] elements, double[] u) {
        this.subject = subject;
        this.probes = probes;
        this.options = options;
        this.elements = elements;
        this.u = u;
        this.bounded = options.intervals().stream().anyMatch(i -> !i.equals(Options.Interval.ALL));
        this.parts = new Part[subject.inputs().size()];
        int from = 0;
        for (int i = 0; i < parts.length; i++) {
            int to = from;
            while (to < elements.length && elements[to] < subject.start(i) + subject.size(i)) {
                to++;
            }
            parts[i] = part(i, from, to);
            from = to;
        }
    }

    private Part part(int input, int from, int to) {
        Tensor x = subject.inputs().get(input);
        if (from == to) {
            return new Part.Still(x);
        }
        double[] own = to - from == u.length ? u : Arrays.copyOfRange(u, from, to);
        return to - from == subject.size(input) && x.dtype() == DType.FLOAT64
                ? new Part.Whole(Tensor.of(x.array().dense()), Tensor.of(NdArray.of(own).reshape(x.shape())))
                : new Part.Some(subject, input, Arrays.copyOfRange(elements, from, to), own);
    }

    @Override
    public double[] at(double t) {
        return seen.computeIfAbsent(t, this::look);
    }

    private double[] look(double t) {
        if (bounded && !isInside(t)) {
            return probes.nowhere();
        }
        try {
            Tensor[] x = new Tensor[parts.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = parts[i].at(t);
            }
            return probes.see(subject.function().apply(List.of(x)));
        } catch (ArithmeticException | IllegalArgumentException outside) {
            return probes.nowhere();
        }
    }

    @Override
    public double reached(double t) {
        return t;
    }

    private boolean isInside(double t) {
        return IntStream.range(0, u.length).allMatch(k -> {
            int j = elements[k];
            return options.interval(subject.inputs(j)).contains(subject.rounded(j, subject.point()[j] + t * u[k]));
        });
    }
}
