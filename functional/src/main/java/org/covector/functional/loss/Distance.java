package org.covector.functional.loss;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.T;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.and;
import static org.covector.engine.expr.Expressions.ge;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.or;
import static org.covector.engine.expr.Expressions.select;

import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.expr.Formula;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Promotion;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Direction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Shapes;

/** Distances and angles between vectors. Differences are formed before norms: no inner product cancels. */
final class Distance {
    /** What to divide by: the largest magnitude if it lies outside of 1 / S to S, else 1. */
    private static final Pointwise UNIT = Pointwise.row(Formula.of("norm", 1, 2,
            select(and(and(lt(0, X), lt(X, Double.POSITIVE_INFINITY)), or(le(X, T), ge(X, S))), X, 1)));

    private Distance() {}

    /** Of pdist and cdist, which torch restricts to it; norms take any power. */
    private static void power(String function, double p) {
        ArgumentException.require(p >= 0, function, "p", p, "0 or more, infinity included");
    }

    private static Shape broadcast(String function, Tensor x1, Tensor x2) {
        AxisReduction.floating(function, x1);
        AxisReduction.floating(function, x2);
        return x1.shape().broadcast(function, x2.shape());
    }

    /** Powers below it, and above its reciprocal, neither overflow in a sum nor lose digits to underflow. */
    private static double safe(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> 1e30;
            case FLOAT64 -> 1e280;
            case INT64, BOOL -> throw ArgumentException.notFloating("pairwiseDistance", dtype);
        };
    }

    /** {@code |x|_p}: a power of an element too large or too small for that is one of the element divided by the largest. */
    static Tensor length(Tensor x, double p, int[] axes, boolean keepdim) {
        if (p == 0 || p == 1 || Double.isInfinite(p) || x.size() == 0) {
            return F.norm(x, p, keepdim, axes);
        }
        Tensor constant = Autograd.stopGradient(x);
        Tensor low = F.neg(AxisReduction.extremum("pairwiseDistance", constant, axes, true, false));
        Tensor largest = F.maximum(AxisReduction.extremum("pairwiseDistance", constant, axes, true, true), low);
        double safe = Math.pow(safe(x.dtype()), 1 / Math.abs(p));
        Tensor unit = UNIT.with(safe, 1 / safe).of(largest);
        Tensor norm = F.norm(F.div(x, unit), p, keepdim, axes);
        return F.mul(norm, Shapes.reshape(unit, norm.shape()));
    }

    static Tensor pairwiseDistance(Tensor x1, Tensor x2, double p, double eps, boolean keepdim) {
        String function = "pairwiseDistance";
        Shape shape = broadcast(function, x1, x2);
        ArgumentException.require(shape.rank() > 0, function, "x1 and x2", "scalars", "vectors along the last axis");
        return length(F.add(F.sub(x1, x2), eps), p, new int[] {-1}, keepdim);
    }

    static Tensor cosineSimilarity(Tensor x1, Tensor x2, int axis, double eps) {
        String function = "cosineSimilarity";
        Shape shape = broadcast(function, x1, x2);
        ArgumentException.require(eps >= 0, function, "eps", eps, "0 or more");
        int a = shape.axis(function, axis);
        if (shape.rank() == 0) {
            return F.mul(Direction.of(x1, 2, eps, new int[0]), Direction.of(x2, 2, eps, new int[0]));
        }
        int[] axes = {a};
        Tensor cosines = F.mul(Direction.of(Expand.to(x1, shape), 2, eps, axes), Direction.of(Expand.to(x2, shape), 2, eps, axes));
        return AxisReduction.sum(cosines, axes, false);
    }

    static Tensor dist(Tensor x1, Tensor x2, double p) {
        broadcast("dist", x1, x2);
        return length(F.sub(x1, x2), p, new int[0], false);
    }

    static Tensor pdist(Tensor x, double p) {
        AxisReduction.floating("pdist", x);
        power("pdist", p);
        ArgumentException.require(x.rank() == 2, "pdist", "x", "of shape " + x.shape(), "[N, M]");
        int n = x.dim(0);
        long pairs = (long) n * Math.max(0, n - 1) / 2;
        ArgumentException.require(pairs <= Integer.MAX_VALUE, "pdist", "number of rows", n, "one with less than 2^31 pairs");
        long[] first = Create.longs(pairs);
        long[] second = Create.longs(pairs);
        int k = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                first[k] = i;
                second[k++] = j;
            }
        }
        Tensor difference = F.sub(F.indexSelect(x, 0, Tensor.of(first)), F.indexSelect(x, 0, Tensor.of(second)));
        return length(difference, p, new int[] {1}, false);
    }

    static Tensor cdist(Tensor x1, Tensor x2, double p) {
        AxisReduction.floating("cdist", x1);
        AxisReduction.floating("cdist", x2);
        power("cdist", p);
        boolean fits = x1.rank() >= 2 && x2.rank() >= 2 && x1.dim(-1) == x2.dim(-1);
        ArgumentException.require(fits, "cdist", "x1 and x2", "of shapes " + x1.shape() + " and " + x2.shape(),
                "[..., P, M] and [..., R, M]");
        Shape leading = x1.shape().sub(0, x1.rank() - 2).broadcast("cdist", x2.shape().sub(0, x2.rank() - 2));
        DType dtype = Promotion.of(x1, x2);
        return Apply.one(new CrossDistance(p), matrices(x1, dtype, leading), matrices(x2, dtype, leading));
    }

    private static Tensor matrices(Tensor x, DType dtype, Shape leading) {
        return Expand.to(Convert.to(x, dtype), leading.concat(x.shape().sub(x.rank() - 2, x.rank())));
    }
}
