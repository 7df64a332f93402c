package org.covector.gradcheck;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * Structure that an input has and that the function relies on: {@code Options.DEFAULT.withDomain(0, InputDomain.SYMMETRIC)}. The checker
 * moves such an input inside its domain only, and so compares gradients by their components along it: what a gradient is across the
 * domain is a matter of convention (that of cholesky is symmetric, in torch as here).
 *
 * <p>Each domain is a smooth map {@code p -> x} of tensors of the same shape, onto points of the domain, that is the identity at the given
 * input and whose derivative there is the projection onto the directions inside (P.-A. Absil, R. Mahony, R. Sepulchre, Optimization
 * Algorithms on Matrix Manifolds, 2008, on retractions). The function of p is checked. Matrices are the last two axes, vectors the last.
 */
public enum InputDomain {
    /** {@code S + D + D S^-1 D / 2}, with D symmetric: positive definite for every D (B. Jeuris et al., ETNA 39, 2012). */
    POSITIVE_DEFINITE {
        @Override
        public Tensor retract(Tensor x, Tensor p) {
            Tensor q = SYMMETRIC.retract(x, p);
            return F.mul(F.add(x, F.matmul(q, F.solve(x, q))), 0.5);
        }

        @Override
        boolean holds(Tensor x) {
            return SYMMETRIC.holds(x) && Arrays.stream(numbers(F.eigvalsh(x, false))).allMatch(w -> w > 0);
        }
    },
    /** {@code A = A^T}. */
    SYMMETRIC {
        @Override
        public Tensor retract(Tensor x, Tensor p) {
            return F.mul(F.add(p, turned(p)), 0.5);
        }

        @Override
        boolean holds(Tensor x) {
            return isSquare(x) && isZero(F.sub(x, turned(x)), x);
        }
    },
    /** 0 above the diagonal. */
    LOWER_TRIANGULAR {
        @Override
        public Tensor retract(Tensor x, Tensor p) {
            return F.tril(p);
        }

        @Override
        boolean holds(Tensor x) {
            return x.rank() >= 2 && x.dim(-1) > 1 && isZero(F.triu(x, 1), x);
        }
    },
    /** 0 below the diagonal. */
    UPPER_TRIANGULAR {
        @Override
        public Tensor retract(Tensor x, Tensor p) {
            return F.triu(p);
        }

        @Override
        boolean holds(Tensor x) {
            return x.rank() >= 2 && x.dim(-2) > 1 && isZero(F.tril(x, -1), x);
        }
    },
    /** Orthonormal columns: the Cayley transform {@code (I - W/2)^-1 (I + W/2) Q} (Z. Wen, W. Yin, Math. Program. 142, 2013). */
    ORTHOGONAL {
        @Override
        public Tensor retract(Tensor x, Tensor p) {
            Tensor tangent = F.sub(p, F.mul(F.matmul(x, F.matmul(turned(x), p)), 0.5));
            Tensor m = F.matmul(tangent, turned(x));
            Tensor half = F.mul(F.sub(m, turned(m)), 0.5);
            Tensor unit = Tensor.eye(p.dtype(), x.dim(-2), x.dim(-2));
            return F.solve(F.sub(unit, half), F.add(x, F.matmul(half, x)));
        }

        @Override
        boolean holds(Tensor x) {
            return x.rank() >= 2 && x.dim(-2) >= x.dim(-1) && x.dim(-1) > 0
                    && isZero(F.sub(F.matmul(turned(x), x), Tensor.eye(x.dtype(), x.dim(-1), x.dim(-1))), Tensor.scalar(1.0));
        }
    },
    /** Vectors of probabilities: none below 0, and of sum 1; what is 0 stays 0. */
    PROBABILITY {
        @Override
        public Tensor retract(Tensor x, Tensor p) {
            Tensor positive = F.gt(x, 0);
            Tensor safe = F.where(positive, x, 1);
            return F.softmax(F.where(positive, F.add(F.log(safe), F.div(F.sub(p, x), safe)), Double.NEGATIVE_INFINITY), -1);
        }

        @Override
        boolean holds(Tensor x) {
            return x.rank() >= 1 && x.dim(-1) > 1 && Arrays.stream(numbers(x)).allMatch(v -> v >= 0)
                    && isZero(F.sub(F.sum(x, -1), 1), Tensor.scalar(1.0));
        }
    },
    /** Vectors in ascending order; what is equal stays equal. */
    SORTED {
        @Override
        public Tensor retract(Tensor x, Tensor p) {
            Tensor gap = differences(x);
            Tensor positive = F.gt(gap, 0);
            Tensor safe = F.where(positive, gap, 1);
            Tensor moved = F.where(positive, F.mul(safe, F.exp(F.div(F.sub(differences(p), gap), safe))), 0);
            return F.cumsum(F.cat(List.of(F.narrow(p, -1, 0, 1), moved), -1), -1);
        }

        @Override
        boolean holds(Tensor x) {
            return x.rank() >= 1 && x.dim(-1) > 1 && Arrays.stream(numbers(differences(x))).allMatch(d -> d >= 0);
        }
    };

    /** A retraction onto the domain at x: a point of the domain for every p, x for x. */
    public abstract Tensor retract(Tensor x, Tensor p);

    /** Whether a tensor of the right rank lies in the domain. */
    abstract boolean holds(Tensor x);

    /** Whether a tensor lies in the domain. */
    public boolean contains(Tensor x) {
        if (!x.dtype().isFloating() || x.size() == 0 || !Arrays.stream(numbers(x)).allMatch(Double::isFinite)) {
            return false;
        }
        try {
            return holds(x);
        } catch (IllegalArgumentException | ArithmeticException otherwise) {
            return false;
        }
    }

    /** In words: {@code positive definite}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A function of tensors some of which have a domain, as one of free tensors. */
    static Function1<List<Tensor>, List<Tensor>> within(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> x,
            Map<Integer, InputDomain> domains) {
        domains.forEach((i, domain) -> ArgumentException.require(i < x.size() && domain.contains(x.get(i)), "gradcheck", "input " + i,
                i < x.size() ? x.get(i).dtype() + " " + x.get(i).shape() + " outside of its domain" : "missing", domain.words()));
        return around(f, x, domains);
    }

    /** The same at inputs that lie in their domains. */
    static Function1<List<Tensor>, List<Tensor>> around(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> x,
            Map<Integer, InputDomain> domains) {
        return domains.isEmpty() ? f : in -> {
            List<Tensor> inside = new ArrayList<>(in);
            domains.forEach((i, domain) -> inside.set(i, domain.retract(Tensor.of(x.get(i).array().to(in.get(i).dtype())), in.get(i))));
            return f.apply(inside);
        };
    }

    private static Tensor turned(Tensor a) {
        return F.transpose(a, -2, -1);
    }

    private static Tensor differences(Tensor x) {
        int n = x.dim(-1);
        return F.sub(F.narrow(x, -1, 1, n - 1), F.narrow(x, -1, 0, n - 1));
    }

    private static boolean isSquare(Tensor x) {
        return x.rank() >= 2 && x.dim(-1) == x.dim(-2) && x.dim(-1) > 1;
    }

    /** But for rounding, next to the largest element of another. */
    private static boolean isZero(Tensor difference, Tensor of) {
        double size = Arrays.stream(numbers(of)).map(Math::abs).max().orElse(0);
        double slack = (difference.dtype() == DType.FLOAT32 ? 0x1p-18 : 0x1p-40) * size;
        return Arrays.stream(numbers(difference)).allMatch(d -> Math.abs(d) <= slack);
    }

    private static double[] numbers(Tensor t) {
        NdArray a = Autograd.stopGradient(t).array();
        return a.to(DType.FLOAT64).toDoubleArray();
    }
}
