package org.covector.functional.linalg;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Diagonals;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Products of vectors, matrices and tensors, composed of matrix products. */
final class Products {
    private Products() {}

    /** {@code beta input + alpha product}; with beta 0 the input counts as absent, NaN included. */
    static Tensor added(String function, Tensor input, Tensor product, double beta, double alpha) {
        Shape shape = input.shape().broadcast(function, product.shape());
        if (!shape.equals(product.shape())) {
            throw new ArgumentException(function, "shape of input", input.shape(), "one that broadcasts to " + product.shape());
        }
        ArgumentException.require(input.dtype() == product.dtype(), function, "dtypes", input.dtype() + " and " + product.dtype(),
                "equal dtypes");
        Tensor y = Factors.scaled(function, "alpha", product, alpha);
        return beta == 0 ? y : F.add(Factors.scaled(function, "beta", input, beta), y);
    }

    static Tensor inner(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            return F.mul(x, y);
        }
        ArgumentException.require(x.dim(-1) == y.dim(-1), "inner", "shapes", x.shape() + " and " + y.shape(), "last axes of equal length");
        return contracted(x, y, new int[] {x.rank() - 1}, new int[] {y.rank() - 1});
    }

    static Tensor tensordot(Tensor x, Tensor y, int axes) {
        ArgumentException.require(axes >= 0 && axes <= Math.min(x.rank(), y.rank()), "tensordot", "axes", axes,
                "from 0 to " + Math.min(x.rank(), y.rank()));
        return tensordot(x, y, IntStream.range(x.rank() - axes, x.rank()).toArray(), IntStream.range(0, axes).toArray());
    }

    static Tensor tensordot(Tensor x, Tensor y, int[] axesOfX, int[] axesOfY) {
        ArgumentException.require(axesOfX.length == axesOfY.length, "tensordot", "axes",
                Arrays.toString(axesOfX) + " and " + Arrays.toString(axesOfY), "equally many of x and of y");
        int[] a = axes(x, axesOfX);
        int[] b = axes(y, axesOfY);
        Tensor left = x;
        Tensor right = y;
        for (int i = 0; i < a.length; i++) {
            int m = x.dim(a[i]);
            int n = y.dim(b[i]);
            ArgumentException.require(m == n || m == 1 || n == 1, "tensordot", "shapes", x.shape() + " and " + y.shape(),
                    "contracted axes of equal length, or 1");
            left = m == 1 && n != 1 ? Expand.to(left, left.shape().with(a[i], n)) : left;
            right = n == 1 && m != 1 ? Expand.to(right, right.shape().with(b[i], m)) : right;
        }
        return contracted(left, right, a, b);
    }

    private static int[] axes(Tensor x, int... axes) {
        ArgumentException.require(x.rank() > 0 || axes.length == 0, "tensordot", "axes", Arrays.toString(axes), "none for a scalar");
        return x.shape().axes("tensordot", "axes", axes);
    }

    /** One matrix product of what is left by what is contracted. */
    private static Tensor contracted(Tensor x, Tensor y, int[] a, int[] b) {
        int[] rows = others(x, a);
        int[] columns = others(y, b);
        int inner = length(x, a);
        Tensor left = Shapes.reshape(Shapes.permute(x, join(rows, a)), length(x, rows), inner);
        Tensor right = Shapes.reshape(Shapes.permute(y, join(b, columns)), inner, length(y, columns));
        int[] dims = IntStream.concat(Arrays.stream(rows).map(x::dim), Arrays.stream(columns).map(y::dim)).toArray();
        return Shapes.reshape(Matrix.matmul(left, right), Shape.of(dims));
    }

    private static int[] others(Tensor x, int... axes) {
        return IntStream.range(0, x.rank()).filter(i -> Arrays.stream(axes).noneMatch(a -> a == i)).toArray();
    }

    private static int length(Tensor x, int... axes) {
        return Shape.length("tensordot", Shape.of(Arrays.stream(axes).map(x::dim).toArray()).size());
    }

    private static int[] join(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    /** {@code y[i K + k, ...] = a[i, ...] b[k, ...]}: axes of both alternate, and merge in pairs. */
    static Tensor kron(Tensor x, Tensor y) {
        int rank = Math.max(x.rank(), y.rank());
        int[] left = new int[2 * rank];
        int[] right = new int[2 * rank];
        int[] merged = new int[rank];
        for (int i = 0; i < rank; i++) {
            int a = rank - i > x.rank() ? 1 : x.dim(i - rank + x.rank());
            int b = rank - i > y.rank() ? 1 : y.dim(i - rank + y.rank());
            left[2 * i] = a;
            left[2 * i + 1] = 1;
            right[2 * i] = 1;
            right[2 * i + 1] = b;
            merged[i] = Shape.length("kron", (long) a * b);
        }
        return Shapes.reshape(F.mul(Shapes.reshape(x, Shape.of(left)), Shapes.reshape(y, Shape.of(right))), Shape.of(merged));
    }

    static Tensor bilinear(Tensor x1, Tensor x2, Tensor w, Option<Tensor> bias) {
        ArgumentException.require(w.rank() == 3, "bilinear", "weight", w.shape(), "[out, in1, in2]");
        boolean fits = x1.rank() > 0 && x1.rank() == x2.rank() && x1.dim(-1) == w.dim(1) && x2.dim(-1) == w.dim(2)
                && x1.shape().sub(0, x1.rank() - 1).equals(x2.shape().sub(0, x2.rank() - 1));
        ArgumentException.require(fits, "bilinear", "shapes", x1.shape() + " and " + x2.shape(),
                "[..., " + w.dim(1) + "] and [..., " + w.dim(2) + "] for " + w.shape());
        bias.forEach(b -> ArgumentException.require(b.rank() == 1 && b.dim(0) == w.dim(0), "bilinear", "bias", b.shape(),
                "[" + w.dim(0) + "]"));
        Shape lead = x1.shape().sub(0, x1.rank() - 1);
        int n = Shape.length("bilinear", lead.size());
        int out = w.dim(0);
        int[] front = {1, 0, 2};
        Tensor table = Shapes.reshape(Shapes.permute(w, front), w.dim(1), Shape.length("bilinear", (long) out * w.dim(2)));
        Tensor half = Shapes.reshape(Matrix.matmul(Shapes.reshape(x1, n, w.dim(1)), table), n, out, w.dim(2));
        Tensor y = Shapes.reshape(Matrix.matmul(half, Shapes.reshape(x2, n, w.dim(2), 1)), lead.concat(Shape.of(out)));
        return bias.fold(() -> y, b -> F.add(y, b));
    }

    // ---- chains

    /**
     * The product of a chain in the order of the fewest multiplications (Cormen et al., "Introduction to Algorithms", 15.2); the first may
     * be a vector, a row, and the last, a column.
     */
    static Tensor chain(String function, List<Tensor> x) {
        int n = x.size();
        ArgumentException.require(n >= 1, function, "tensors", "none", "one or more");
        if (n == 1) {
            return x.getFirst();
        }
        Tensor[] m = x.toArray(Tensor[]::new);
        boolean row = m[0].rank() == 1;
        boolean column = m[n - 1].rank() == 1;
        m[0] = row ? Shapes.unsqueeze(m[0], 0) : m[0];
        m[n - 1] = column ? Shapes.unsqueeze(m[n - 1], 1) : m[n - 1];
        for (int i = 0; i < n; i++) {
            ArgumentException.require(m[i].rank() == 2 && (i == 0 || m[i].dim(0) == m[i - 1].dim(1)), function, "shapes",
                    x.stream().map(Tensor::shape).toList(),
                    "matrices, each with as many rows as the one before has columns");
        }
        Tensor y = n == 2 ? Matrix.matmul(m[0], m[1]) : product(m, best(m), 0, n - 1);
        y = row ? Shapes.reshape(y, y.shape().without(0)) : y;
        return column ? Shapes.reshape(y, y.shape().without(y.rank() - 1)) : y;
    }

    /** Where to split the chain from i to j. */
    private static int[][] best(Tensor... m) {
        int n = m.length;
        double[][] cost = new double[n][n];
        int[][] split = new int[n][n];
        for (int length = 1; length < n; length++) {
            for (int i = 0; i + length < n; i++) {
                int j = i + length;
                cost[i][j] = Double.POSITIVE_INFINITY;
                for (int k = i; k < j; k++) {
                    double c = cost[i][k] + cost[k + 1][j] + (double) m[i].dim(0) * m[k].dim(1) * m[j].dim(1);
                    if (c < cost[i][j]) {
                        cost[i][j] = c;
                        split[i][j] = k;
                    }
                }
            }
        }
        return split;
    }

    private static Tensor product(Tensor[] m, int[][] split, int i, int j) {
        return i == j ? m[i] : Matrix.matmul(product(m, split, i, split[i][j]), product(m, split, split[i][j] + 1, j));
    }

    // ---- vectors

    static Tensor vecdot(Tensor x, Tensor y, int axis) {
        Shape shape = x.shape().broadcast("vecdot", y.shape());
        Tensor products = F.mul(Expand.to(x, shape), Expand.to(y, shape));
        return AxisReduction.sum(products, new int[] {shape.axis("vecdot", axis)}, false);
    }

    /** {@code y[i] = a[i+1] b[i+2] - a[i+2] b[i+1]}, indices modulo 3. */
    static Tensor cross(Tensor x, Tensor y, int axis) {
        ArgumentException.require(x.rank() > 0 && x.rank() == y.rank(), "cross", "shapes", x.shape() + " and " + y.shape(),
                "equally many axes");
        int a = x.shape().axis("cross", axis);
        ArgumentException.require(x.dim(a) == 3 && y.dim(a) == 3, "cross", "shapes", x.shape() + " and " + y.shape(),
                "length 3 along axis " + axis);
        return F.sub(F.mul(turned(x, a, 2), turned(y, a, 1)), F.mul(turned(x, a, 1), turned(y, a, 2)));
    }

    private static Tensor turned(Tensor x, int axis, int shift) {
        return F.roll(x, shift, axis);
    }

    static Tensor trace(Tensor x) {
        ArgumentException.require(x.rank() == 2, "trace", "x", x.shape(), "a matrix");
        return AxisReduction.sum(Diagonals.diagonal("trace", x, 0, 0, 1), new int[] {0}, false);
    }

    /** Einstein summation by numbers: 0 to 51 are the letters A to Z, then a to z; -1 is the ellipsis. */
    static Tensor einsum(List<Tensor> x, List<int[]> labels, Option<int[]> output) {
        ArgumentException.require(x.size() == labels.size() && !x.isEmpty(), "einsum", "labels",
                labels.size() + " lists for " + x.size() + " tensors", "one list for each tensor");
        String terms = String.join(",", labels.stream().map(Products::term).toList());
        return Einsum.of(output.fold(() -> terms, o -> terms + "->" + term(o)), x.toArray(Tensor[]::new));
    }

    private static String term(int... labels) {
        StringBuilder term = new StringBuilder();
        for (int label : labels) {
            ArgumentException.require(label >= -1 && label < 52, "einsum", "label", label, "from 0 to 51, or -1 for the ellipsis");
            term.append(label < 0 ? "..." : Character.toString(label < 26 ? 'A' + label : 'a' + label - 26));
        }
        return term.toString();
    }

    /** Two tensors of a common dtype as integers or floating numbers. */
    static Tensor vdot(Tensor x, Tensor y) {
        ArgumentException.require(x.dtype() == y.dtype(), "vdot", "dtypes", x.dtype() + " and " + y.dtype(), "equal dtypes");
        ArgumentException.require(x.rank() == 1 && y.rank() == 1 && x.dim(0) == y.dim(0), "vdot", "shapes",
                x.shape() + " and " + y.shape(), "vectors of equal length");
        return Matrix.matmul(x, y);
    }

    /** The sum of products of pairs of matrices, as one product of the matrices side by side. */
    static Tensor summedProducts(Tensor x, Tensor y) {
        boolean fits = x.rank() == 3 && y.rank() == 3 && x.dim(0) == y.dim(0) && x.dim(2) == y.dim(1);
        ArgumentException.require(fits, "addbmm", "shapes", x.shape() + " and " + y.shape(), "[b, n, m] and [b, m, p]");
        int inner = Shape.length("addbmm", (long) x.dim(0) * x.dim(2));
        int[] rows = {1, 0, 2};
        return Matrix.matmul(Shapes.reshape(Shapes.permute(x, rows), x.dim(1), inner),
                Shapes.reshape(Convert.to(y, x.dtype()), inner, y.dim(2)));
    }
}
