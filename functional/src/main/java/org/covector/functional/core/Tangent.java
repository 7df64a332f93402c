package org.covector.functional.core;

import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.jspecify.annotations.Nullable;

/**
 * Forward mode by rules that share nothing with those of the pullbacks: formulas have a tangent, an operation that is affine in an
 * argument is its own, and functions with a pullback of the user's, checkpoints and fused programs are what they are made of. That
 * an operation is affine is not declared but tried, on the values at hand, their multiples and random ones. Other operations have
 * no rule, and a function that contains one has no tangent here. It is an oracle for pullbacks, not a way to differentiate.
 */
public final class Tangent {
    private static final long SEED = 0x7a6e;
    private static final double DOUBLE = 1e-11;
    private static final double SINGLE = 1e-4;

    private final @Nullable NdArray[] tangents; // by place; absent where zero

    private Tangent(int places) {
        this.tangents = new NdArray[places];
    }

    /** {@code df/dx . dx}, one array for each result, zeros for those that are no numbers; or the reason why it is not known. */
    public static Either<String, NdArray[]> of(Function<Tensor[], Tensor[]> f, NdArray[] x, NdArray[] dx) {
        try {
            Trace trace = Trace.of(f, x);
            @Nullable NdArray[] dy = along(trace, dx);
            NdArray[] dense = new NdArray[dy.length];
            for (int i = 0; i < dy.length; i++) {
                NdArray t = dy[i];
                NdArray y = trace.examples.get(trace.outputs[i]);
                dense[i] = t != null ? t : NdArray.zeros(y.dtype(), y.shape());
            }
            return Either.right(dense);
        } catch (NoRule missing) {
            return Either.left(missing.reason());
        } catch (RuntimeException untraceable) {
            return Either.left(String.valueOf(untraceable.getMessage()));
        }
    }

    /** The largest finite number among the values that a function computes on its way, 0 where it cannot be followed. */
    public static double magnitude(Function<Tensor[], Tensor[]> f, NdArray... x) {
        try {
            return magnitude(Trace.of(f, x));
        } catch (RuntimeException untraceable) {
            return 0;
        }
    }

    private static double magnitude(Trace trace) {
        double most = 0;
        for (NdArray value : trace.examples) {
            for (double v : value.dtype().isFloating() ? value.toDoubleArray() : new double[0]) {
                most = Math.abs(v) > most && Double.isFinite(v) ? Math.abs(v) : most;
            }
        }
        for (Trace.Step step : trace.steps) {
            NdArray[] x = Arrays.stream(step.inputs()).mapToObj(trace.examples::get).toArray(NdArray[]::new);
            most = switch (step.primitive()) {
                case Custom c -> Math.max(most, magnitude(Trace.of(in -> c.body().apply(in).outputs(), x)));
                case Checkpoint c -> Math.max(most, magnitude(Trace.of(c.function(), x)));
                case Fused f -> Math.max(most, magnitude(f.replayed(x)));
                default -> most;
            };
        }
        return most;
    }

    /** Leaves the sweep when an operation has no rule. */
    private static final class NoRule extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoRule(Primitive primitive) {
            super(primitive.name() + " has no forward rule", null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private static @Nullable NdArray[] along(Trace trace, @Nullable NdArray[] dx) {
        Tangent t = new Tangent(trace.examples.size());
        System.arraycopy(dx, 0, t.tangents, 0, dx.length);
        for (Trace.Step step : trace.steps) {
            t.push(trace, step);
        }
        @Nullable NdArray[] dy = new NdArray[trace.outputs.length];
        for (int i = 0; i < dy.length; i++) {
            dy[i] = t.tangents[trace.outputs[i]];
        }
        return dy;
    }

    private void push(Trace trace, Trace.Step step) {
        NdArray[] x = new NdArray[step.inputs().length];
        @Nullable NdArray[] dx = new NdArray[x.length];
        boolean any = false;
        for (int i = 0; i < x.length; i++) {
            x[i] = trace.examples.get(step.inputs()[i]);
            dx[i] = x[i].dtype().isFloating() ? tangents[step.inputs()[i]] : null;
            any |= dx[i] != null;
        }
        if (!any) {
            return;
        }
        @Nullable NdArray[] dy = switch (step.primitive()) {
            case Pointwise p -> p.tangent(x, dx);
            case Custom c -> along(Trace.of(in -> c.body().apply(in).outputs(), x), dx);
            case Checkpoint c -> along(Trace.of(c.function(), x), dx);
            case Fused f -> along(f.replayed(x), dx);
            case Structural s -> affine(s, x, dx);
        };
        for (int i = 0; i < dy.length; i++) {
            boolean number = trace.examples.get(step.outputs()[i]).dtype().isFloating();
            tangents[step.outputs()[i]] = number ? dy[i] : null;
        }
    }

    /** The sum over arguments of {@code p(.., dx, ..) - p(.., 0, ..)}. */
    private static @Nullable NdArray[] affine(Primitive p, NdArray[] x, @Nullable NdArray[] dx) {
        List<NdArray[]> parts = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            NdArray d = dx[i];
            if (d == null) {
                continue;
            }
            NdArray[] at0 = with(p, x, i, NdArray.zeros(x[i].dtype(), x[i].shape()));
            if (!additive(p, x, i, at0)) {
                throw new NoRule(p);
            }
            parts.add(minus(with(p, x, i, d), at0));
        }
        NdArray[] sum = parts.getFirst();
        for (NdArray[] more : parts.subList(1, parts.size())) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] = sum[k].dtype().isFloating() ? sum(sum[k], 1, more[k]) : sum[k];
            }
        }
        return sum;
    }

    /** Whether {@code p(a + b) + p(0) = p(a) + p(b)} in argument i, for b of any sign and place. */
    private static boolean additive(Primitive p, NdArray[] x, int i, NdArray[] at0) {
        NdArray a = x[i];
        NdArray[] atA = with(p, x, i, a);
        double[] noise = new Random(SEED + i).doubles(a.size(), -2, 2).toArray();
        NdArray random = NdArray.of(noise).to(a.dtype()).reshape(a.shape());
        for (NdArray b : new NdArray[] {random, sum(a, -3, a)}) {
            NdArray[] atB = with(p, x, i, b);
            NdArray[] together = with(p, x, i, sum(a, 1, b));
            for (int k = 0; k < atA.length; k++) {
                if (atA[k].dtype().isFloating() && !adds(together[k], at0[k], atA[k], atB[k])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean adds(NdArray together, NdArray at0, NdArray atA, NdArray atB) {
        double[] s = together.toDoubleArray();
        double[] z = at0.toDoubleArray();
        double[] a = atA.toDoubleArray();
        double[] b = atB.toDoubleArray();
        double size = 0;
        double off = 0;
        for (int k = 0; k < s.length; k++) {
            size = Math.max(size, Math.abs(s[k]) + Math.abs(z[k]) + Math.abs(a[k]) + Math.abs(b[k]));
            double d = Math.abs(s[k] + z[k] - a[k] - b[k]);
            off = d <= off ? off : d; // NaN stays
        }
        return off <= (together.dtype() == DType.FLOAT64 ? DOUBLE : SINGLE) * size;
    }

    private static NdArray[] with(Primitive p, NdArray[] x, int i, NdArray argument) {
        NdArray[] moved = x.clone();
        moved[i] = argument;
        return p.compute(moved);
    }

    private static NdArray[] minus(NdArray[] a, NdArray[] b) {
        NdArray[] d = new NdArray[a.length];
        for (int k = 0; k < d.length; k++) {
            d[k] = a[k].dtype().isFloating() ? sum(a[k], -1, b[k]) : a[k];
        }
        return d;
    }

    /** {@code a + factor b}. */
    private static NdArray sum(NdArray a, double factor, NdArray b) {
        double[] s = a.toDoubleArray();
        double[] t = b.toDoubleArray();
        for (int k = 0; k < s.length; k++) {
            s[k] += factor * t[k];
        }
        return NdArray.of(s).to(a.dtype()).reshape(a.shape());
    }
}
