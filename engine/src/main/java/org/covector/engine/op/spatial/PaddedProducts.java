package org.covector.engine.op.spatial;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.Z;
import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.and;
import static org.covector.engine.expr.Expressions.eq;
import static org.covector.engine.expr.Expressions.isNan;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sign;
import static org.covector.engine.expr.Expressions.sub;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Pointwise;

/**
 * Bilinear maps of which one factor is padded. Their kernels multiply the zeros of padding too, which is NaN where the other factor is
 * not finite; padding must contribute nothing. Such a sum shows at the ends of the axes of a result, where all that is padded at all
 * meets padding. Then the map is taken apart into maps of finite numbers: of the finite part, and counts of infinite and NaN products.
 */
final class PaddedProducts {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Expr IS_INFINITE = eq(abs(X), INFINITY);

    private static final Pointwise FINITE = row(select(lt(abs(X), INFINITY), X, 0));
    private static final Pointwise POLE = row(select(IS_INFINITE, sign(X), 0));
    private static final Pointwise SIZE_OF_POLE = row(select(IS_INFINITE, 1, 0.0));
    private static final Pointwise NAN = row(select(isNan(X), 1, 0.0));
    private static final Pointwise SIGN = row(sign(X));
    private static final Pointwise SIZE_OF_SIGN = row(abs(sign(X)));
    private static final Pointwise NO_SIGN = row(sub(1, abs(sign(X))));

    private static final Pointwise SUM = Pointwise.of(Formula.of("add", 2, add(X, Y)));

    /** Of a finite sum, the infinite products with their signs, their number, and the number of products that are NaN. */
    private static final Pointwise JOINED = joined();

    private PaddedProducts() {}

    private static Pointwise row(Expr e) {
        return Pointwise.of(Formula.of("paddedProducts", 1, e));
    }

    private static Pointwise joined() {
        Expr nans = Expr.input(3);
        Expr isPole = and(eq(nans, 0), eq(abs(Y), Z));
        Expr sum = add(X, select(isPole, mul(Y, INFINITY), Double.NaN));
        return Pointwise.of(Formula.of("paddedProducts", 4, select(and(eq(nans, 0), eq(Z, 0)), X, sum)));
    }

    /**
     * Elements at the ends of the spatial axes, which are last: whatever meets padding anywhere meets it there.
     *
     * @param planes how many planes of the first sample
     * @param step from one of them to the next
     * @param edge how many elements from each end of each axis
     */
    record Ends(int planes, int step, int[] edge) {
        /** The outermost element of each axis. */
        static Ends outermost(int planes, int step, int axes) {
            int[] edge = new int[axes];
            Arrays.fill(edge, 1);
            return new Ends(planes, step, edge);
        }

        boolean haveNan(NdArray y) {
            Shape spatial = y.shape().sub(y.rank() - edge.length, y.rank());
            int[] at = {0};
            for (int a = 0; a < edge.length; a++) {
                int n = spatial.dim(a);
                int near = Math.min(edge[a], n);
                int[] outer = at;
                int[] ends = IntStream.concat(IntStream.range(0, near), IntStream.range(Math.max(near, n - near), n)).toArray();
                at = IntStream.of(outer).flatMap(o -> IntStream.of(ends).map(i -> o * n + i)).toArray();
            }
            int plane = (int) spatial.size();
            for (int p = 0; p < planes; p++) {
                for (int i : at) {
                    if (Double.isNaN(y.storage().getDouble(y.offset() + p * step * plane + i))) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /**
     * {@code y}, or what it is without the products of padding.
     *
     * @param y the result of {@code map}, to which a constant may be added, its spatial axes last
     * @param ends where padding shows
     * @param factor the factor that is not padded
     * @param padded the other one
     * @param whole what gave y, of a factor
     * @param map the same without the constant, of both factors
     */
    static NdArray without(NdArray y, Ends ends, NdArray factor, NdArray padded, UnaryOperator<NdArray> whole,
            BinaryOperator<NdArray> map) {
        if (!ends.haveNan(y)) {
            return y;
        }
        NdArray elements = factor.dense();
        if (elements.storage().isFinite(elements.offset(), (int) elements.size())) {
            return y;
        }
        NdArray poles = map.apply(POLE.apply(factor), SIGN.apply(padded));
        NdArray size = SIZE_OF_POLE.apply(factor);
        NdArray number = map.apply(size, SIZE_OF_SIGN.apply(padded));
        NdArray nans = SUM.apply(map.apply(NAN.apply(factor), NdArray.ones(padded.dtype(), padded.shape()).dense()),
                map.apply(size, NO_SIGN.apply(padded)));
        return JOINED.apply(y.dtype(), new double[0], whole.apply(FINITE.apply(factor)), poles, number, nans)[0];
    }
}
