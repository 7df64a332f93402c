package org.covector.functional.linalg;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.shape.ShapeFunctions;

/** Products of matrices and tensors; part of {@link F}. */
public abstract sealed class MatrixFunctions extends LinalgFunctions permits ShapeFunctions {
    protected MatrixFunctions() {}

    // ---- products of matrices

    /**
     * {@code z[.., i, j] = sum over k of x[.., i, k] y[.., k, j]}: the matrix product with every case of torch. A vector counts as a
     * row on the left and as a column on the right, and its axis disappears; batch axes broadcast. Sums go over k in fixed blocks, so
     * the bits depend on shapes and values alone.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new double[][] {{1, 2}, {3, 4}});
     * Tensor y = F.matmul(a, a); // [[7, 10], [15, 22]]
     * Tensor z = F.matmul(a, Tensor.of(1.0, 1)); // [3, 7]
     * }
     *
     * @param x {@code [.., m, k]} or {@code [k]}, numbers
     * @param y {@code [.., k, n]} or {@code [k]}, numbers; dtypes are promoted
     * @return {@code [broadcast batch axes, m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL, or one is a scalar
     */
    public static Tensor matmul(Tensor x, Tensor y) {
        return Matrix.matmul(x, y);
    }

    /**
     * {@code z[i, j] = sum over k of x[i, k] y[k, j]}: the product of two matrices.
     *
     * {@snippet :
     * Tensor y = F.mm(Tensor.of(new double[][] {{1, 2}}), Tensor.of(new double[][] {{3}, {4}})); // [[11]]
     * }
     *
     * @param x {@code [m, k]}
     * @param y {@code [k, n]}
     * @return {@code [m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL
     */
    public static Tensor mm(Tensor x, Tensor y) {
        return Matrix.mm(x, y);
    }

    /**
     * {@code z[i] = sum over k of x[i, k] y[k]}: the product of a matrix and a vector.
     *
     * {@snippet :
     * Tensor y = F.mv(Tensor.of(new double[][] {{1, 2}, {3, 4}}), Tensor.of(1.0, 10)); // [21, 43]
     * }
     *
     * @param x {@code [m, k]}
     * @param y {@code [k]}
     * @return {@code [m]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL
     */
    public static Tensor mv(Tensor x, Tensor y) {
        return Matrix.mv(x, y);
    }

    /**
     * {@code z[b, i, j] = sum over k of x[b, i, k] y[b, k, j]}: the products of two equally long batches of matrices.
     *
     * {@snippet :
     * Tensor y = F.bmm(Tensor.of(new double[][][] {{{1, 2}}, {{3, 4}}}), Tensor.of(new double[][][] {{{1}, {1}}, {{1}, {10}}}));
     * // [[[3]], [[43]]]
     * }
     *
     * @param x {@code [b, m, k]}
     * @param y {@code [b, k, n]}
     * @return {@code [b, m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL
     */
    public static Tensor bmm(Tensor x, Tensor y) {
        return Matrix.bmm(x, y);
    }

    /**
     * {@code input + x y}: a matrix product and what is added to it.
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [m, k]}
     * @param y {@code [k, n]}
     * @return {@code [m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL
     */
    public static Tensor addmm(Tensor input, Tensor x, Tensor y) {
        return Products.added("addmm", input, Matrix.mm(x, y), 1, 1);
    }

    /**
     * {@code beta input + alpha x y}. ONNX: Gemm.
     *
     * {@snippet :
     * Tensor i = Tensor.eye(DType.FLOAT64, 2, 2);
     * Tensor y = F.addmm(Tensor.of(1.0, 2), i, i, 10, 1); // [[11, 20], [10, 21]]
     * }
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [m, k]}
     * @param y {@code [k, n]}
     * @param beta the factor of input; 0 means that input does not count, NaN included
     * @param alpha the factor of the product
     * @return {@code [m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL, or a factor of integers is not whole
     */
    public static Tensor addmm(Tensor input, Tensor x, Tensor y, double beta, double alpha) {
        return Products.added("addmm", input, Matrix.mm(x, y), beta, alpha);
    }

    /**
     * {@code input + x y}, y a vector.
     *
     * {@snippet :
     * Tensor y = F.addmv(Tensor.of(10.0, 20), Tensor.of(new double[][] {{1, 2}, {3, 4}}), Tensor.of(1.0, 1)); // [13, 27]
     * }
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [m, k]}
     * @param y {@code [k]}
     * @return {@code [m]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL
     */
    public static Tensor addmv(Tensor input, Tensor x, Tensor y) {
        return Products.added("addmv", input, Matrix.mv(x, y), 1, 1);
    }

    /**
     * {@code beta input + alpha x y}, y a vector.
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [m, k]}
     * @param y {@code [k]}
     * @param beta the factor of input; 0 means that input does not count, NaN included
     * @param alpha the factor of the product
     * @return {@code [m]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL, or a factor of integers is not whole
     */
    public static Tensor addmv(Tensor input, Tensor x, Tensor y, double beta, double alpha) {
        return Products.added("addmv", input, Matrix.mv(x, y), beta, alpha);
    }

    /**
     * {@code input + x y^T}, the outer product of two vectors.
     *
     * {@snippet :
     * Tensor y = F.addr(Tensor.of(10.0, 20), Tensor.of(1.0, 2), Tensor.of(3.0, 4)); // [[13, 24], [16, 28]]
     * }
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [m]}
     * @param y {@code [n]}
     * @return {@code [m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL
     */
    public static Tensor addr(Tensor input, Tensor x, Tensor y) {
        return Products.added("addr", input, Matrix.outer(x, y), 1, 1);
    }

    /**
     * {@code beta input + alpha x y^T}, the outer product of two vectors.
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [m]}
     * @param y {@code [n]}
     * @param beta the factor of input; 0 means that input does not count, NaN included
     * @param alpha the factor of the product
     * @return {@code [m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL, or a factor of integers is not whole
     */
    public static Tensor addr(Tensor input, Tensor x, Tensor y, double beta, double alpha) {
        return Products.added("addr", input, Matrix.outer(x, y), beta, alpha);
    }

    /**
     * {@code input[b] + x[b] y[b]}: a product for each of a batch and what is added to it.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][][] {{{1, 2}}});
     * Tensor y = F.baddbmm(Tensor.scalar(10.0), x, F.mT(x)); // [[[15]]]
     * }
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [b, m, k]}
     * @param y {@code [b, k, n]}
     * @return {@code [b, m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL
     */
    public static Tensor baddbmm(Tensor input, Tensor x, Tensor y) {
        return Products.added("baddbmm", input, Matrix.bmm(x, y), 1, 1);
    }

    /**
     * {@code beta input[b] + alpha x[b] y[b]}: a product for each of a batch and what is added to it, with factors.
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [b, m, k]}
     * @param y {@code [b, k, n]}
     * @param beta the factor of input; 0 means that input does not count, NaN included
     * @param alpha the factor of the product
     * @return {@code [b, m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL, or a factor of integers is not whole
     */
    public static Tensor baddbmm(Tensor input, Tensor x, Tensor y, double beta, double alpha) {
        return Products.added("baddbmm", input, Matrix.bmm(x, y), beta, alpha);
    }

    /**
     * {@code input + sum over b of x[b] y[b]}: the sum of the products of a batch and what is added to it.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][][] {{{1, 2}}, {{3, 4}}});
     * Tensor y = F.addbmm(Tensor.scalar(10.0), x, F.mT(x)); // [[40]]
     * }
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [b, m, k]}
     * @param y {@code [b, k, n]}
     * @return {@code [m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL
     */
    public static Tensor addbmm(Tensor input, Tensor x, Tensor y) {
        return Products.added("addbmm", input, Products.summedProducts(x, y), 1, 1);
    }

    /**
     * {@code beta input + alpha sum over b of x[b] y[b]}, as one product of the matrices side by side.
     *
     * @param input a shape that broadcasts to that of the result, of its dtype
     * @param x {@code [b, m, k]}
     * @param y {@code [b, k, n]}
     * @param beta the factor of input; 0 means that input does not count, NaN included
     * @param alpha the factor of the product
     * @return {@code [m, n]}
     * @throws ArgumentException if shapes do not fit, or dtypes are BOOL, or a factor of integers is not whole
     */
    public static Tensor addbmm(Tensor input, Tensor x, Tensor y, double beta, double alpha) {
        return Products.added("addbmm", input, Products.summedProducts(x, y), beta, alpha);
    }

    /**
     * {@code x_0 x_1 ..} in the order of the fewest multiplications (Cormen et al., "Introduction to Algorithms", 15.2).
     *
     * {@snippet :
     * Tensor column = Tensor.of(new double[][] {{1}, {2}});
     * Tensor y = F.chainMatmul(column, F.t(column), column); // [[5], [10]]
     * }
     *
     * @param matrices one or more of two axes, of one dtype
     * @return {@code [rows of the first, columns of the last]}
     * @throws ArgumentException if there is no matrix, or they do not fit
     */
    public static Tensor chainMatmul(Tensor... matrices) {
        return Products.chain("chainMatmul", List.of(matrices));
    }

    /**
     * {@code x_0 x_1 ..} in the order of the fewest multiplications (Cormen et al., "Introduction to Algorithms", 15.2); torch:
     * linalg.multi_dot.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1.0, 2);
     * Tensor y = F.multiDot(List.of(x, Tensor.eye(DType.FLOAT64, 2, 2), x)); // 5
     * }
     *
     * @param tensors one or more matrices; the first may be a vector, a row, the last, a column
     * @return {@code [m, n]} without the axes of vectors
     * @throws ArgumentException if there is no tensor, or they do not fit
     */
    public static Tensor multiDot(List<Tensor> tensors) {
        return Products.chain("multiDot", tensors);
    }

    // ---- products of vectors

    /**
     * {@code sum over i of x[i] y[i]}: the inner product of two vectors.
     *
     * {@snippet :
     * Tensor y = F.dot(Tensor.of(1.0, 2), Tensor.of(3.0, 4)); // 11
     * }
     *
     * @param x {@code [n]}
     * @param y {@code [n]}
     * @return a scalar
     * @throws ArgumentException if they are not vectors of equal length
     */
    public static Tensor dot(Tensor x, Tensor y) {
        return Matrix.dot(x, y);
    }

    /**
     * {@code sum over i of x[i] y[i]}, of equal dtypes; without complex numbers it is {@link #dot}.
     *
     * {@snippet :
     * Tensor y = F.vdot(Tensor.of(1.0, 2), Tensor.of(3.0, 4)); // 11
     * }
     *
     * @param x {@code [n]}
     * @param y {@code [n]}, of the dtype of x
     * @return a scalar
     * @throws ArgumentException if they are not vectors of equal length and dtype
     */
    public static Tensor vdot(Tensor x, Tensor y) {
        return Products.vdot(x, y);
    }

    /**
     * {@code z[..] = sum over i of x[.., i, ..] y[.., i, ..]} along an axis; shapes broadcast. torch: linalg.vecdot, whose axis is -1
     * by default.
     *
     * {@snippet :
     * Tensor y = F.vecdot(Tensor.of(new double[][] {{1, 2}, {3, 4}}), Tensor.of(1.0, 10), -1); // [21, 43]
     * }
     *
     * @param x floating or INT64
     * @param y as x
     * @param axis the axis of the broadcast shape, negative from the end
     * @return the broadcast shape without the axis
     * @throws ArgumentException if shapes do not broadcast, or the axis is out of range
     */
    public static Tensor vecdot(Tensor x, Tensor y, int axis) {
        return Products.vecdot(x, y, axis);
    }

    /**
     * {@code z[i, j] = x[i] y[j]}: every product of elements of two vectors.
     *
     * {@snippet :
     * Tensor y = F.outer(Tensor.of(1.0, 2), Tensor.of(3.0, 4)); // [[3, 4], [6, 8]]
     * }
     *
     * @param x {@code [m]}
     * @param y {@code [n]}
     * @return {@code [m, n]}
     * @throws ArgumentException if they are not vectors
     */
    public static Tensor outer(Tensor x, Tensor y) {
        return Matrix.outer(x, y);
    }

    /**
     * {@code z[i] = x[i + 1] y[i + 2] - x[i + 2] y[i + 1]}, indices modulo 3, along an axis of length 3; the others broadcast. torch:
     * linalg.cross, whose axis is -1 by default.
     *
     * {@snippet :
     * Tensor y = F.cross(Tensor.of(1.0, 0, 0), Tensor.of(0.0, 1, 0), -1); // [0, 0, 1]
     * }
     *
     * @param x floating or INT64
     * @param y as x
     * @param axis of length 3, negative from the end
     * @return the broadcast shape
     * @throws ArgumentException if the axis is not 3 long in both, or they have not equally many axes
     */
    public static Tensor cross(Tensor x, Tensor y, int axis) {
        return Products.cross(x, y, axis);
    }

    // ---- products of tensors

    /**
     * {@code z[.., ..] = sum over k of x[.., k] y[.., k]}: every last axis of x with every one of y; with a scalar the plain product.
     *
     * {@snippet :
     * Tensor y = F.inner(Tensor.of(new double[][] {{1, 2}, {3, 4}}), Tensor.of(1.0, 10)); // [21, 43]
     * }
     *
     * @param x {@code [.., k]}
     * @param y {@code [.., k]}
     * @return {@code [axes of x but the last, axes of y but the last]}
     * @throws ArgumentException if the last axes differ in length
     */
    public static Tensor inner(Tensor x, Tensor y) {
        return Products.inner(x, y);
    }

    /**
     * {@code z[.., ..] = sum over k of x[.., k_1, .., k_axes] y[k_1, .., k_axes, ..]}: the last axes of x with the first of y, as one
     * matrix product.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
     * Tensor y = F.tensordot(x, x, 1); // [[7, 10], [15, 22]]
     * Tensor z = F.tensordot(x, x, 2); // 30
     * }
     *
     * @param x floating or INT64
     * @param y as x
     * @param axes how many are contracted; 0 gives the outer product
     * @return {@code [other axes of x, other axes of y]}
     * @throws ArgumentException if lengths differ, neither being 1
     */
    public static Tensor tensordot(Tensor x, Tensor y, int axes) {
        return Products.tensordot(x, y, axes);
    }

    /**
     * {@code z[.., ..] = sum over k of x[.., k, ..] y[.., k, ..]} over pairs of axes, as one matrix product.
     *
     * @param x floating or INT64
     * @param y as x
     * @param axesOfX contracted, negative from the end
     * @param axesOfY as many, each with the one of x at its place
     * @return {@code [other axes of x, other axes of y]}
     * @throws ArgumentException if lengths differ, neither being 1, or an axis occurs twice
     */
    public static Tensor tensordot(Tensor x, Tensor y, int[] axesOfX, int[] axesOfY) {
        return Products.tensordot(x, y, axesOfX, axesOfY);
    }

    /**
     * {@code z[i p + k, j q + l] = x[i, j] y[k, l]} for y {@code [p, q]}, along every axis: the Kronecker product; missing leading
     * axes count as length 1.
     *
     * {@snippet :
     * Tensor y = F.kron(Tensor.of(new double[][] {{1, 2}}), Tensor.of(new double[][] {{1}, {10}})); // [[1, 2], [10, 20]]
     * }
     *
     * @param x any shape and dtype
     * @param y any shape and dtype
     * @return the products of the lengths, of the common dtype
     * @throws ArgumentException if a length would be beyond 2^31 - 1
     */
    public static Tensor kron(Tensor x, Tensor y) {
        return Products.kron(x, y);
    }

    /**
     * {@code y[.., k] = sum over i, j of x1[.., i] weight[k, i, j] x2[.., j]}: a linear map in each of two inputs.
     *
     * {@snippet :
     * Tensor weight = Tensor.of(new double[][][] {{{1, 0}, {0, 1}}});
     * Tensor y = F.bilinear(Tensor.of(1.0, 2), Tensor.of(3.0, 4), weight); // [11]
     * }
     *
     * @param x1 {@code [.., in1]}, floating
     * @param x2 {@code [.., in2]}
     * @param weight {@code [out, in1, in2]}
     * @return {@code [.., out]}
     * @throws ArgumentException if shapes do not fit
     */
    public static Tensor bilinear(Tensor x1, Tensor x2, Tensor weight) {
        return Products.bilinear(x1, x2, weight, Option.none());
    }

    /**
     * {@code y[.., k] = sum over i, j of x1[.., i] weight[k, i, j] x2[.., j] + bias[k]}: linear in each of two inputs, and a bias.
     *
     * @param x1 {@code [.., in1]}, floating
     * @param x2 {@code [.., in2]}
     * @param weight {@code [out, in1, in2]}
     * @param bias {@code [out]}
     * @return {@code [.., out]}
     * @throws ArgumentException if shapes do not fit
     */
    public static Tensor bilinear(Tensor x1, Tensor x2, Tensor weight, Tensor bias) {
        return Products.bilinear(x1, x2, weight, Option.of(bias));
    }

    /**
     * {@code z[output] = sum over all other labels of x_0[..] x_1[..] ..}: the Einstein sum, as {@code einsum("bij,bjk->bik", x, y)}.
     * A label that occurs twice in a term takes the diagonal; an ellipsis stands for the axes that labels leave over, which
     * broadcast; without an arrow the output is the ellipsis and then the labels that occur once, in alphabetical order (capitals
     * first); axes of length 1 broadcast. Operands are contracted two at a time, the cheapest pair first, each as one batched matrix
     * product.
     *
     * {@snippet :
     * Tensor a = Tensor.of(new double[][] {{1, 2}, {3, 4}});
     * Tensor y = F.einsum("ij,jk->ik", a, a); // [[7, 10], [15, 22]]
     * Tensor diagonal = F.einsum("ii->i", a); // [1, 4]
     * }
     *
     * @param expression terms of letters, separated by commas, maybe {@code "->"} and the output; blanks do not count
     * @param x one tensor for each term, numbers
     * @return the axes that the output names
     * @throws ArgumentException if the expression and the shapes do not fit
     */
    public static Tensor einsum(String expression, Tensor... x) {
        return Einsum.of(expression, x);
    }

    /**
     * {@code z[output] = sum over all other labels of x_0[..] x_1[..] ..}: {@link #einsum(String, Tensor...)} with numbers for
     * labels; torch's sublist form.
     *
     * @param x one tensor for each list, numbers
     * @param labels for each tensor one number per axis, 0 to 51 (A to Z, then a to z); -1 is the ellipsis
     * @param output the labels of the result; none means the implicit output
     * @return the axes that the output names
     * @throws ArgumentException if the labels and the shapes do not fit
     */
    public static Tensor einsum(List<Tensor> x, List<int[]> labels, Option<int[]> output) {
        return Products.einsum(x, labels, output);
    }

    /**
     * {@code sum over i of x[i, i]}: the trace of a matrix.
     *
     * {@snippet :
     * Tensor y = F.trace(Tensor.of(new double[][] {{1, 2}, {3, 4}})); // 5
     * }
     *
     * @param x {@code [m, n]}
     * @return a scalar
     * @throws ArgumentException if x is not a matrix
     */
    public static Tensor trace(Tensor x) {
        return Products.trace(x);
    }

    // ---- linear layers

    /**
     * {@code y = x w^T}: a linear layer without bias.
     *
     * @param x {@code [.., in]}, numbers
     * @param w {@code [out, in]} or {@code [in]}
     * @return {@code [.., out]}, or {@code [..]} for a weight {@code [in]}
     * @throws ArgumentException if shapes do not fit
     */
    public static Tensor linear(Tensor x, Tensor w) {
        return Matrix.linear(x, w, Option.none());
    }

    /**
     * {@code y = x w^T + b}: a linear layer.
     *
     * {@snippet :
     * Tensor y = F.linear(Tensor.of(1.0, 2), Tensor.of(new double[][] {{1, 1}, {0, 3}}), Tensor.of(10.0, 20)); // [13, 26]
     * }
     *
     * @param x {@code [.., in]}, numbers
     * @param w {@code [out, in]} or {@code [in]}
     * @param b {@code [out]}
     * @return {@code [.., out]}
     * @throws ArgumentException if shapes do not fit
     */
    public static Tensor linear(Tensor x, Tensor w, Tensor b) {
        return Matrix.linear(x, w, Option.of(b));
    }

    /**
     * {@code y = x w^T + b}, b maybe absent.
     *
     * @param x {@code [.., in]}, numbers
     * @param w {@code [out, in]} or {@code [in]}
     * @param b {@code [out]}, or none
     * @return {@code [.., out]}
     * @throws ArgumentException if shapes do not fit
     */
    public static Tensor linear(Tensor x, Tensor w, Option<Tensor> b) {
        return Matrix.linear(x, w, b);
    }

    // ---- triangles

    /**
     * {@code y[.., i, j] = x[.., i, j]} where {@code j <= i}, else 0: the lower triangle.
     *
     * {@snippet :
     * Tensor y = F.tril(Tensor.of(new int[][] {{1, 2}, {3, 4}})); // [[1, 0], [3, 4]]
     * }
     *
     * @param x {@code [.., m, n]}, any dtype
     * @return the shape of x
     * @throws ArgumentException if x has fewer than two axes
     */
    public static Tensor tril(Tensor x) {
        return Decomposition.triangle(x, 0, true);
    }

    /**
     * {@code y[.., i, j] = x[.., i, j]} where {@code j - i <= diagonal}, else 0; nothing of the rest reaches value or gradient.
     *
     * @param x {@code [.., m, n]}, any dtype
     * @param diagonal the last one that is kept
     * @return the shape of x
     * @throws ArgumentException if x has fewer than two axes
     */
    public static Tensor tril(Tensor x, int diagonal) {
        return Decomposition.triangle(x, diagonal, true);
    }

    /**
     * {@code y[.., i, j] = x[.., i, j]} where {@code j >= i}, else 0: the upper triangle.
     *
     * @param x {@code [.., m, n]}, any dtype
     * @return the shape of x
     * @throws ArgumentException if x has fewer than two axes
     */
    public static Tensor triu(Tensor x) {
        return Decomposition.triangle(x, 0, false);
    }

    /**
     * {@code y[.., i, j] = x[.., i, j]} where {@code j - i >= diagonal}, else 0; nothing of the rest reaches value or gradient.
     *
     * {@snippet :
     * Tensor y = F.triu(Tensor.of(new int[][] {{1, 2}, {3, 4}}), 1); // [[0, 2], [0, 0]]
     * }
     *
     * @param x {@code [.., m, n]}, any dtype
     * @param diagonal the first one that is kept
     * @return the shape of x
     * @throws ArgumentException if x has fewer than two axes
     */
    public static Tensor triu(Tensor x, int diagonal) {
        return Decomposition.triangle(x, diagonal, false);
    }
}
