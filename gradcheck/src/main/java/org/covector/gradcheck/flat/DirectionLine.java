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

/**
 * The line through the point along a direction within some elements. An input of which every element moves is computed where
 * tensors live, one without any is shared: with a million elements, copies from arrays to tensors would cost more than most
 * functions do.
 */
public final class DirectionLine implements Line {
    /** {@code x + t u}, with the rounding of each operation, as plain code has it. */
    private static final Pointwise MOVED = Pointwise.row(new Formula("moved", List.of(Expr.Kind.VALUE, Expr.Kind.VALUE), 1,
            List.of(Expr.apply(Op.ADD, Expr.input(0), Expr.apply(Op.MUL, new Expr.Scalar(0), Expr.input(1))))));

    private final FlatFunction function;
    private final OutputProjection projection;
    private final Options options;
    private final int[] elements;
    private final double[] u;
    private final boolean bounded;
    private final MovingInput[] inputs; // by input
    private final Map<Double, double[]> values = new HashMap<>(); // by step

    /** How one input moves. */
    private sealed interface MovingInput {
        Tensor at(double t);

        /** Not at all. */
        record Constant(Tensor x) implements MovingInput {
            @Override
            public Tensor at(double t) {
                return x;
            }
        }

        /** As a whole. */
        record Moved(Tensor x, Tensor u) implements MovingInput {
            @Override
            public Tensor at(double t) {
                return MOVED.with(t).of(x, u);
            }
        }

        /** Some elements, or numbers that have to be rounded: always the same ones of a copy. */
        record PartlyMoved(FlatFunction function, int input, int[] elements, double[] u, double[] x) implements MovingInput {
            static PartlyMoved of(FlatFunction function, int input, int[] elements, double[] u) {
                int from = function.offset(input);
                return new PartlyMoved(function, input, elements, u,
                        Arrays.copyOfRange(function.point(), from, from + function.size(input)));
            }

            @Override
            public Tensor at(double t) {
                for (int k = 0; k < u.length; k++) {
                    int j = elements[k];
                    x[j - function.offset(input)] = function.rounded(j, function.point()[j] + t * u[k]);
                }
                return FlatFunction.unflatten(function.inputs().get(input), x);
            }
        }
    }

    private DirectionLine(FlatFunction function, Options options, OutputProjection projection, int[] elements, double[] u,
            MovingInput... inputs) {
        this.function = function;
        this.projection = projection;
        this.options = options;
        this.elements = elements;
        this.u = u;
        this.bounded = options.intervals().stream().anyMatch(i -> !i.equals(Options.Interval.ALL));
        this.inputs = inputs;
    }

    /** The direction has one number for each of the elements, which are in ascending order. */
    public static DirectionLine of(FlatFunction function, Options options, OutputProjection projection, int[] elements, double[] u) {
        MovingInput[] inputs = new MovingInput[function.inputs().size()];
        int from = 0;
        for (int i = 0; i < inputs.length; i++) {
            int to = from;
            while (to < elements.length && elements[to] < function.offset(i) + function.size(i)) {
                to++;
            }
            inputs[i] = input(function, i, to - from == u.length ? elements : Arrays.copyOfRange(elements, from, to),
                    to - from == u.length ? u : Arrays.copyOfRange(u, from, to));
            from = to;
        }
        return new DirectionLine(function, options, projection, elements, u, inputs);
    }

    private static MovingInput input(FlatFunction function, int input, int[] elements, double[] u) {
        Tensor x = function.inputs().get(input);
        if (u.length == 0) {
            return new MovingInput.Constant(x);
        }
        return u.length == function.size(input) && x.dtype() == DType.FLOAT64
                ? new MovingInput.Moved(Tensor.of(x.array().dense()), Tensor.of(NdArray.of(u).reshape(x.shape())))
                : MovingInput.PartlyMoved.of(function, input, elements, u);
    }

    @Override
    public double[] at(double t) {
        return values.computeIfAbsent(t, this::evaluate);
    }

    private double[] evaluate(double t) {
        if (bounded && !isInside(t)) {
            return projection.undefined();
        }
        try {
            Tensor[] x = new Tensor[inputs.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = inputs[i].at(t);
            }
            return projection.project(function.tensorFunction().apply(List.of(x)));
        } catch (ArithmeticException | IllegalArgumentException outside) {
            return projection.undefined();
        }
    }

    @Override
    public double representableStep(double t) {
        return t;
    }

    private boolean isInside(double t) {
        return IntStream.range(0, u.length).allMatch(k -> {
            int j = elements[k];
            return options.interval(function.inputOf(j)).contains(function.rounded(j, function.point()[j] + t * u[k]));
        });
    }
}
