package org.covector.functional.nn;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;

/** The distributions of torch's layers. */
final class Draws {
    private Draws() {}

    /** {@code U(-bound, bound)}. */
    static Tensor uniform(DType dtype, Key key, double bound, int... dims) {
        return F.add(F.mul(Tensor.uniform(dtype, key, dims), 2 * bound), -bound);
    }

    /** {@code 1 / sqrt(fanIn)}, 0 for none: the bound of torch's {@code kaiming_uniform_(a=sqrt(5))}. */
    static double bound(long fanIn) {
        return fanIn == 0 ? 0 : 1 / Math.sqrt(fanIn);
    }

    /** {@code sqrt(6 / (fanIn + fanOut))}: the bound of torch's {@code xavier_uniform_}. */
    static double xavier(int rows, int columns) {
        return Math.sqrt(6.0 / ((long) rows + columns));
    }

    static void positive(String layer, String name, long n) {
        ArgumentException.require(n >= 1, layer, name, n, "1 or more");
    }

    static void number(String layer, String name, double x) {
        ArgumentException.require(!Double.isNaN(x), layer, name, x, "a number");
    }

    static void eps(String layer, double eps) {
        ArgumentException.require(eps >= 0, layer, "eps", eps, "0 or more");
    }

    static long product(int... dims) {
        return Shape.of(dims).size();
    }
}
