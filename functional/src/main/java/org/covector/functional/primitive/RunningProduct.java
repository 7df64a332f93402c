package org.covector.functional.primitive;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.engine.op.ProductDerivatives;
import org.covector.engine.op.Scans;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/**
 * Running products along the last axis, {@code y[i] = x[0] ... x[i]}, and their derivatives of every order: exact where elements are 0,
 * and within the range of the dtype wherever the results are. Derivatives in directions and their adjoints are derivatives of each other.
 */
public final class RunningProduct {
    private RunningProduct() {}

    /** {@code y[i] = x[0] ... x[i]} along the last axis. */
    public static Tensor of(Tensor x) {
        return Apply.one(new Forward(0, false), x);
    }

    /** {@code y[i] = x[j] ... x[i]} along the last axis, j the last place up to i where {@code begins}, BOOL of x's shape, holds. */
    public static Tensor of(Tensor x, Tensor begins) {
        return Apply.one(new Forward(0, true), x, begins);
    }

    private static Tensor[] with(Tensor[] x, int at, Tensor t) {
        Tensor[] y = x.clone();
        y[at] = t;
        return y;
    }

    private static Tensor[] and(Tensor[] x, Tensor t) {
        Tensor[] y = Arrays.copyOf(x, x.length + 1);
        y[x.length] = t;
        return y;
    }

    private static Tensor[] without(Tensor[] x, int at) {
        return IntStream.range(0, x.length).filter(i -> i != at).mapToObj(i -> x[i]).toArray(Tensor[]::new);
    }

    private static Tensor[] before(Tensor t, Tensor... x) {
        Tensor[] y = new Tensor[x.length + 1];
        y[0] = t;
        System.arraycopy(x, 0, y, 1, x.length);
        return y;
    }

    /** The sum of what moves with each input. */
    private static Tangent sum(List<Tensor> parts) {
        return parts.stream().reduce((a, b) -> F.add(a, b)).<Tangent>map(t -> t).orElse(Cotangent.ZERO);
    }

    /** Where runs begin, if that is an input, the one behind x. */
    private static Option<NdArray> begins(boolean parted, NdArray[] x, int at) {
        return parted ? Option.some(x[at]) : Option.none();
    }

    /** The derivative of some order in as many directions. Inputs x, where runs begin if they are {@code parted}, and these. */
    private record Forward(int order, boolean parted) implements Structural {
        /** The first direction. */
        private int first() {
            return parted ? 2 : 1;
        }

        @Override
        public String name() {
            return "runningProduct";
        }

        @Override
        public Linearity linearity() {
            return order == 0 ? Linearity.NONE : Linearity.each(IntStream.range(first(), first() + order).toArray());
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {x.length == 1 ? Scans.cumprod(x[0], x[0].rank() - 1, Scans.Direction.FORWARD, Scans.Bound.INCLUSIVE)
                    : ProductDerivatives.forward(x[0], begins(parted, x, 1), Arrays.copyOfRange(x, first(), x.length))};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x), (dy, which) -> {
                Cotangent[] dx = new Cotangent[x.length];
                Arrays.fill(dx, Cotangent.ZERO);
                if (which.has(0)) {
                    dx[0] = Apply.one(new Adjoint(order, parted), before(dy, x));
                }
                for (int s = first(); s < x.length; s++) {
                    if (which.has(s)) {
                        dx[s] = Apply.one(new Adjoint(order - 1, parted), before(dy, without(x, s)));
                    }
                }
                return dx;
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            List<Tensor> parts = new ArrayList<>();
            if (dx[0] instanceof Tensor t) {
                parts.add(Apply.one(new Forward(order + 1, parted), and(x, t)));
            }
            for (int s = first(); s < x.length; s++) {
                if (dx[s] instanceof Tensor t) {
                    parts.add(Apply.one(this, with(x, s, t)));
                }
            }
            return Jvp.of(Apply.one(this, x), sum(parts));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }

    /**
     * The adjoint of the derivative of the next order in its last direction. Inputs dy, x, where runs begin if they are {@code parted}, the
     * other directions.
     */
    private record Adjoint(int order, boolean parted) implements Structural {
        /** The first direction. */
        private int first() {
            return parted ? 3 : 2;
        }

        @Override
        public String name() {
            return "runningProductPullback";
        }

        @Override
        public Linearity linearity() {
            return Linearity.each(IntStream.range(0, first() + order).filter(i -> i == 0 || i >= first()).toArray());
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {ProductDerivatives.adjoint(x[0], x[1], begins(parted, x, 2), Arrays.copyOfRange(x, first(), x.length))};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x), (c, which) -> {
                Cotangent[] dx = new Cotangent[x.length];
                Arrays.fill(dx, Cotangent.ZERO);
                if (which.has(0)) {
                    dx[0] = Apply.one(new Forward(order + 1, parted), and(without(x, 0), c));
                }
                if (which.has(1)) {
                    dx[1] = Apply.one(new Adjoint(order + 1, parted), and(x, c));
                }
                for (int s = first(); s < x.length; s++) {
                    if (which.has(s)) {
                        dx[s] = Apply.one(this, with(x, s, c));
                    }
                }
                return dx;
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            List<Tensor> parts = new ArrayList<>();
            if (dx[1] instanceof Tensor t) {
                parts.add(Apply.one(new Adjoint(order + 1, parted), and(x, t)));
            }
            for (int s = 0; s < x.length; s++) {
                if ((s == 0 || s >= first()) && dx[s] instanceof Tensor t) {
                    parts.add(Apply.one(this, with(x, s, t)));
                }
            }
            return Jvp.of(Apply.one(this, x), sum(parts));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }
}
