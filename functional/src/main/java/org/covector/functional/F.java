package org.covector.functional;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.AxisReduction.Finding;

/**
 * Functions of tensors, in the style of torch.nn.functional: pure, differentiable to every order, FLOAT32 and FLOAT64. Each family
 * stands in a class of its own, from which F inherits: this is the one name to write.
 */
public final class F extends LossFunctions {
    private static final int[] ALL = {};

    private F() {}

    // ---- reductions

    /** The sum of all elements; BOOL and INT64 give INT64. */
    public static Tensor sum(Tensor x) {
        return AxisReduction.sum(x, ALL, false);
    }

    /** The sum of the elements along some axes; none named means all; BOOL and INT64 give INT64. */
    public static Tensor sum(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.sum(x, axes, keepdim);
    }

    /** The sum of the elements along some axes, which disappear; BOOL and INT64 give INT64. */
    public static Tensor sum(Tensor x, int... axes) {
        return AxisReduction.sum(x, axes, false);
    }

    /** The mean of all elements. */
    public static Tensor mean(Tensor x) {
        return AxisReduction.mean(x, ALL, false);
    }

    /** The mean of the elements along some axes; none named means all. */
    public static Tensor mean(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.mean(x, axes, keepdim);
    }

    /** The mean of the elements along some axes, which disappear. */
    public static Tensor mean(Tensor x, int... axes) {
        return AxisReduction.mean(x, axes, false);
    }

    /** The product of all elements; the gradient is exact where elements are zero. */
    public static Tensor prod(Tensor x) {
        return AxisReduction.prod(x, ALL, false);
    }

    /** The product of the elements along some axes; none named means all; the gradient is exact where elements are zero. */
    public static Tensor prod(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.prod(x, axes, keepdim);
    }

    /** The product of the elements along some axes, which disappear; the gradient is exact where elements are zero. */
    public static Tensor prod(Tensor x, int... axes) {
        return AxisReduction.prod(x, axes, false);
    }

    /** The largest element along axes; none named means all; NaN if there is one. Elements that tie share the gradient evenly. */
    public static Tensor amax(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.extremum(x, axes, keepdim, true);
    }

    /** The largest element along axes, which disappear; elements that tie share the gradient evenly. */
    public static Tensor amax(Tensor x, int... axes) {
        return AxisReduction.extremum(x, axes, false, true);
    }

    /** The smallest element along axes; none named means all; NaN if there is one. Elements that tie share the gradient evenly. */
    public static Tensor amin(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.extremum(x, axes, keepdim, false);
    }

    /** The smallest element along axes, which disappear; elements that tie share the gradient evenly. */
    public static Tensor amin(Tensor x, int... axes) {
        return AxisReduction.extremum(x, axes, false, false);
    }

    /** The largest of all elements; elements that tie share the gradient evenly. */
    public static Tensor max(Tensor x) {
        return AxisReduction.extremum(x, ALL, false, true);
    }

    /** The largest element along an axis and its index, the first of those that tie, which gets the gradient. */
    public static Selected max(Tensor x, int axis, boolean keepdim) {
        return Selected.of(AxisReduction.extremumAt(x, axis, keepdim, true));
    }

    /** The smallest of all elements; elements that tie share the gradient evenly. */
    public static Tensor min(Tensor x) {
        return AxisReduction.extremum(x, ALL, false, false);
    }

    /** The smallest element along an axis and its index, the first of those that tie, which gets the gradient. */
    public static Selected min(Tensor x, int axis, boolean keepdim) {
        return Selected.of(AxisReduction.extremumAt(x, axis, keepdim, false));
    }

    /** The flat index of the largest element, the first of those that tie; NaN wins. INT64, without gradient. */
    public static Tensor argmax(Tensor x) {
        return AxisReduction.arg(Finding.ARGMAX, x, Option.none(), false);
    }

    /** The index along an axis of the largest element, the first of those that tie; NaN wins. INT64, without gradient. */
    public static Tensor argmax(Tensor x, int axis, boolean keepdim) {
        return AxisReduction.arg(Finding.ARGMAX, x, Option.of(axis), keepdim);
    }

    /** The flat index of the smallest element, the first of those that tie; NaN wins. INT64, without gradient. */
    public static Tensor argmin(Tensor x) {
        return AxisReduction.arg(Finding.ARGMIN, x, Option.none(), false);
    }

    /** The index along an axis of the smallest element, the first of those that tie; NaN wins. INT64, without gradient. */
    public static Tensor argmin(Tensor x, int axis, boolean keepdim) {
        return AxisReduction.arg(Finding.ARGMIN, x, Option.of(axis), keepdim);
    }

    /** Whether all elements along axes are not 0; none named means all axes. BOOL. */
    public static Tensor all(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.discrete(Finding.ALL, x, axes, keepdim);
    }

    /** Whether any elements along axes are not 0; none named means all axes. BOOL. */
    public static Tensor any(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.discrete(Finding.ANY, x, axes, keepdim);
    }

    /** How many elements along axes are not 0; none named means all axes. INT64. */
    public static Tensor countNonzero(Tensor x, int... axes) {
        return AxisReduction.discrete(Finding.COUNT_NONZERO, x, axes, false);
    }

    /** {@code log sum e^x} along axes without overflow; none named means all axes. */
    public static Tensor logsumexp(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.logsumexp(x, axes, keepdim);
    }

    /** {@code log sum e^x} along axes, which disappear, without overflow. */
    public static Tensor logsumexp(Tensor x, int... axes) {
        return AxisReduction.logsumexp(x, axes, false);
    }

    /** {@code log mean e^x} along axes; none named means all axes. */
    public static Tensor logmeanexp(Tensor x, boolean keepdim, int... axes) {
        return sub(logsumexp(x, keepdim, axes), Math.log(AxisReduction.count(x.shape(), AxisReduction.axes("logmeanexp", x.shape(), axes))));
    }

    /** {@code (sum |x|^p)^(1/p)} along axes; none named means all; p may be 0 (a count) or infinite (an extreme). Gradient 0 where the norm is 0. */
    public static Tensor norm(Tensor x, double p, boolean keepdim, int... axes) {
        return Moments.norm(x, p, axes, keepdim);
    }

    /** The Euclidean norm of all elements; gradient 0 at 0. */
    public static Tensor norm(Tensor x) {
        return Moments.norm(x, 2, ALL, false);
    }

    /** {@code sum (x - mean)^2 / (n - correction)} along axes; none named means all. */
    public static Tensor var(Tensor x, double correction, boolean keepdim, int... axes) {
        return Moments.varMean(x, axes, correction, keepdim)[0];
    }

    /** The unbiased variance along axes, which disappear. */
    public static Tensor var(Tensor x, int... axes) {
        return Moments.varMean(x, axes, 1, false)[0];
    }

    /** The square root of the variance along axes; gradient 0 where it is 0. */
    public static Tensor std(Tensor x, double correction, boolean keepdim, int... axes) {
        return Moments.std(x, axes, correction, keepdim);
    }

    /** The unbiased standard deviation along axes, which disappear; gradient 0 where it is 0. */
    public static Tensor std(Tensor x, int... axes) {
        return Moments.std(x, axes, 1, false);
    }

    /** Variance and mean along axes, in one go. */
    public static Tuple2<Tensor, Tensor> varMean(Tensor x, double correction, boolean keepdim, int... axes) {
        return pair(Moments.varMean(x, axes, correction, keepdim));
    }

    /** Running sums along an axis. */
    public static Tensor cumsum(Tensor x, int axis) {
        return Scan.cumsum(x, axis);
    }

    /** Running products along an axis; the gradient is exact where elements are zero. */
    public static Tensor cumprod(Tensor x, int axis) {
        return Scan.cumprod(x, axis);
    }

    // ---- matrices

    /** The matrix product, with every case of torch: vectors count as rows on the left and columns on the right, batch axes broadcast. */
    public static Tensor matmul(Tensor x, Tensor y) {
        return Matrix.matmul(x, y);
    }

    /** The product of two matrices. */
    public static Tensor mm(Tensor x, Tensor y) {
        return Matrix.mm(x, y);
    }

    /** The product of a matrix and a vector. */
    public static Tensor mv(Tensor x, Tensor y) {
        return Matrix.mv(x, y);
    }

    /** The products of two equally long batches of matrices. */
    public static Tensor bmm(Tensor x, Tensor y) {
        return Matrix.bmm(x, y);
    }

    /** The inner product of two vectors. */
    public static Tensor dot(Tensor x, Tensor y) {
        return Matrix.dot(x, y);
    }

    /** The outer product of two vectors. */
    public static Tensor outer(Tensor x, Tensor y) {
        return Matrix.outer(x, y);
    }

    /** The Einstein sum, as {@code einsum("bij,bjk->bik", x, y)}: any labels, repeated ones, an ellipsis, no arrow for the implicit output; contracted pair by pair, the cheapest first. */
    public static Tensor einsum(String expression, Tensor... x) {
        return Einsum.of(expression, x);
    }

    /** {@code x w^T}; w is [out, in]. */
    public static Tensor linear(Tensor x, Tensor w) {
        return Matrix.linear(x, w, Option.none());
    }

    /** {@code x w^T + b}; w is [out, in], b is [out]. */
    public static Tensor linear(Tensor x, Tensor w, Tensor b) {
        return Matrix.linear(x, w, Option.of(b));
    }

    /** {@code x w^T + b}, b maybe absent. */
    public static Tensor linear(Tensor x, Tensor w, Option<Tensor> b) {
        return Matrix.linear(x, w, b);
    }

    /** The lower triangular factor L of {@code A = L L^T}, or the upper one; A symmetric positive definite, batched. */
    public static Tensor cholesky(Tensor a, boolean upper) {
        return LinearSolve.cholesky(a, upper);
    }

    /** The solution x of {@code A x = b}, batched; b a matrix, or a vector per matrix. */
    public static Tensor solve(Tensor a, Tensor b) {
        return LinearSolve.solve(a, b);
    }

    /** The solution x of {@code A x = b} for a triangular A, batched. */
    public static Tensor solveTriangular(Tensor a, Tensor b, Triangle triangle) {
        return LinearSolve.solveTriangular(a, b, triangle);
    }

    /** The singular value decomposition {@code A = U diag(S) Vh}, singular values descending; reduced unless {@code fullMatrices}. The gradient is defined where singular values differ. */
    public static Tuple3<Tensor, Tensor, Tensor> svd(Tensor a, boolean fullMatrices) {
        return Decomposition.svd(a, fullMatrices);
    }

    // ---- softmax and attention

    /** {@code e^x / sum e^x} along an axis. */
    public static Tensor softmax(Tensor x, int axis) {
        return SoftmaxFamily.softmax(x, axis);
    }

    /** {@code x - log sum e^x} along an axis. */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return SoftmaxFamily.logSoftmax(x, axis);
    }

    /** {@code softmax(-x)} along an axis. */
    public static Tensor softmin(Tensor x, int axis) {
        return SoftmaxFamily.softmax(neg(x), axis);
    }

    /** {@code a sigmoid(b)} for the halves a, b of x along an axis. */
    public static Tensor glu(Tensor x, int axis) {
        return Gate.glu(x, axis);
    }

    /** {@code silu(a) b} for the halves a, b of x along an axis (Shazeer, 2020). */
    public static Tensor swiglu(Tensor x, int axis) {
        return Gate.swiglu(x, axis);
    }

    /** A random sample of softmax with noise of the Gumbel distribution (Jang et al., 2017); hard samples are one-hot with the gradient of the soft ones. */
    public static Tensor gumbelSoftmax(Tensor x, double tau, boolean hard, int axis, Key key) {
        return Gate.gumbelSoftmax(x, tau, hard, axis, key);
    }

    /** leakyRelu with a random slope between two bounds for each element while training, their mean otherwise. */
    public static Tensor rrelu(Tensor x, double lower, double upper, boolean training, Key key) {
        return Gate.rrelu(x, lower, upper, training, key);
    }

    // ---- losses

    /** {@code (x - target)^2}. */
    public static Tensor mseLoss(Tensor x, Tensor target, Reduction reduction) {
        return Loss.mseLoss(x, target, reduction);
    }

    /** The mean of {@code (x - target)^2}. */
    public static Tensor mseLoss(Tensor x, Tensor target) {
        return Loss.mseLoss(x, target, Reduction.MEAN);
    }

    /** {@code -log softmax(x)[target]}, classes along axis 1 (axis 0 of a vector); targets are INT64 class indices or probabilities. */
    public static Tensor crossEntropy(Tensor x, Tensor target, CrossEntropy options) {
        return Loss.crossEntropy(x, target, options);
    }

    /** The mean of {@code -log softmax(x)[target]}. */
    public static Tensor crossEntropy(Tensor x, Tensor target) {
        return Loss.crossEntropy(x, target, CrossEntropy.DEFAULT);
    }

    /** {@code -x[target]} for log probabilities x, classes along axis 1 (axis 0 of a vector). */
    public static Tensor nllLoss(Tensor x, Tensor target, CrossEntropy options) {
        return Loss.nllLoss(x, target, options);
    }

    /** The mean of {@code -x[target]}. */
    public static Tensor nllLoss(Tensor x, Tensor target) {
        return Loss.nllLoss(x, target, CrossEntropy.DEFAULT);
    }

    /** Cross entropy of sigmoid(x) and target without overflow; weight of elements, posWeight of the positive class. */
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target, Option<Tensor> weight, Option<Tensor> posWeight, Reduction reduction) {
        return Loss.binaryCrossEntropyWithLogits(x, target, weight, posWeight, reduction);
    }

    /** The mean cross entropy of sigmoid(x) and target. */
    public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target) {
        return Loss.binaryCrossEntropyWithLogits(x, target, Option.none(), Option.none(), Reduction.MEAN);
    }

    // ---- shape

    /** The same elements under another shape; one length may be -1. */
    public static Tensor reshape(Tensor x, int... dims) {
        return Shapes.reshape(x, dims);
    }

    /** Axes {@code startAxis} to {@code endAxis} as one. */
    public static Tensor flatten(Tensor x, int startAxis, int endAxis) {
        return Shapes.flatten(x, startAxis, endAxis);
    }

    /** One axis as several; one length may be -1. */
    public static Tensor unflatten(Tensor x, int axis, int... dims) {
        return Shapes.unflatten(x, axis, dims);
    }

    /** Axes reordered: axis i of the result is axis {@code axes[i]} of x. */
    public static Tensor permute(Tensor x, int... axes) {
        return Shapes.permute(x, axes);
    }

    /** Two axes exchanged. */
    public static Tensor transpose(Tensor x, int axis0, int axis1) {
        return Shapes.transpose(x, axis0, axis1);
    }

    /** An axis moved to another place. */
    public static Tensor movedim(Tensor x, int source, int destination) {
        return Shapes.movedim(x, source, destination);
    }

    /** Without these axes where they have length 1; none named means all. */
    public static Tensor squeeze(Tensor x, int... axes) {
        return Shapes.squeeze(x, axes);
    }

    /** With a new axis of length 1. */
    public static Tensor unsqueeze(Tensor x, int axis) {
        return Shapes.unsqueeze(x, axis);
    }

    /** Axes of length 1, and new leading ones, repeated; -1 keeps a length. */
    public static Tensor expand(Tensor x, int... dims) {
        return Shapes.expand(x, dims);
    }

    /** Axes reversed. */
    public static Tensor flip(Tensor x, int... axes) {
        return Shapes.flip(x, axes);
    }

    /** Elements {@code start, start + step, ...} before {@code stop} along an axis, as Python's slices; step at least 1. */
    public static Tensor slice(Tensor x, int axis, int start, int stop, int step) {
        return Shapes.slice(x, axis, start, stop, step);
    }

    /** {@code length} elements along an axis from {@code start} on. */
    public static Tensor narrow(Tensor x, int axis, int start, int length) {
        return Shapes.narrow(x, axis, start, length);
    }

    /** One index of an axis, which disappears. */
    public static Tensor select(Tensor x, int axis, int index) {
        return Shapes.select(x, axis, index);
    }

    /** Tensors one after the other along an axis. */
    public static Tensor cat(List<Tensor> x, int axis) {
        return Joining.cat(x, axis);
    }

    /** Tensors along a new axis. */
    public static Tensor stack(List<Tensor> x, int axis) {
        return Joining.stack(x, axis);
    }

    /** Pieces of a length; the last may be shorter. */
    public static List<Tensor> split(Tensor x, int length, int axis) {
        return Joining.split(x, length, axis);
    }

    /** Pieces of given lengths. */
    public static List<Tensor> split(Tensor x, int[] lengths, int axis) {
        return Joining.split(x, lengths, axis);
    }

    /** Elements on and below a diagonal; zeros elsewhere. */
    public static Tensor tril(Tensor x, int diagonal) {
        return Decomposition.triangle(x, diagonal, true);
    }

    /** Elements on and above a diagonal; zeros elsewhere. */
    public static Tensor triu(Tensor x, int diagonal) {
        return Decomposition.triangle(x, diagonal, false);
    }

    // ---- index

    /** {@code y[.., i, ..] = x[.., index[.., i, ..], ..]}. */
    public static Tensor gather(Tensor x, int axis, Tensor index) {
        return Index.gather(x, axis, index);
    }

    /** x with src added at the places that gather reads. */
    public static Tensor scatterAdd(Tensor x, int axis, Tensor index, Tensor src) {
        return Index.scatterAdd(x, axis, index, src);
    }

    /** Whole slices of an axis. */
    public static Tensor indexSelect(Tensor x, int axis, Tensor index) {
        return Index.indexSelect(x, axis, index);
    }

    /** x with slices of src added along an axis. */
    public static Tensor indexAdd(Tensor x, int axis, Tensor index, Tensor src) {
        return Index.indexAdd(x, axis, index, src);
    }

    /** NumPy's advanced indexing: an index, BOOL mask or nothing per axis. */
    public static Tensor index(Tensor x, List<Option<Tensor>> indices) {
        return Index.index(x, indices);
    }

    /** x with values put, or added, at the places that index reads. */
    public static Tensor indexPut(Tensor x, List<Option<Tensor>> indices, Tensor values, boolean accumulate) {
        return Index.indexPut(x, indices, values, accumulate);
    }

    /** Sorted along an axis, stable, NaN last (first if descending), with the indices. */
    public static Selected sort(Tensor x, int axis, boolean descending) {
        return Selected.of(Order.sort(x, axis, descending));
    }

    /** The k largest or smallest along an axis, sorted, with their indices. */
    public static Selected topk(Tensor x, int k, int axis, boolean largest) {
        return Selected.of(Order.topk(x, k, axis, largest));
    }

    /** Rows of a table: {@code weight[index]}. */
    public static Tensor embedding(Tensor index, Tensor weight) {
        return Index.embedding(index, weight, Option.none());
    }

    /** Rows of a table; row {@code paddingIdx} gets no gradient. */
    public static Tensor embedding(Tensor index, Tensor weight, int paddingIdx) {
        return Index.embedding(index, weight, Option.of(paddingIdx));
    }

    /** INT64 0 and 1 along a new last axis; {@code classes} -1 means one more than the largest index. */
    public static Tensor oneHot(Tensor index, int classes) {
        return Index.oneHot(index, classes);
    }

    // ---- convolution and pooling

    /** The cross-correlation of x [N, C, H, W], or without N, and w [K, C / groups, h, w]. */
    public static Tensor conv2d(Tensor x, Tensor w) {
        return Convolve.conv2d(x, w, Option.none(), Conv2d.DEFAULT);
    }

    /** As {@link #conv2d(Tensor, Tensor)}, with options. */
    public static Tensor conv2d(Tensor x, Tensor w, Conv2d options) {
        return Convolve.conv2d(x, w, Option.none(), options);
    }

    /** As {@link #conv2d(Tensor, Tensor)}, with a bias [K] and options. */
    public static Tensor conv2d(Tensor x, Tensor w, Tensor bias, Conv2d options) {
        return Convolve.conv2d(x, w, Option.of(bias), options);
    }

    /** The transposed convolution: the adjoint of conv2d in its input. x [N, C, H, W], or without N; w [C, K / groups, h, w]. */
    public static Tensor convTranspose2d(Tensor x, Tensor w, ConvTranspose2d options) {
        return Convolve.convTranspose2d(x, w, Option.none(), options);
    }

    /** As {@link #convTranspose2d(Tensor, Tensor, ConvTranspose2d)}, with a bias [K]. */
    public static Tensor convTranspose2d(Tensor x, Tensor w, Tensor bias, ConvTranspose2d options) {
        return Convolve.convTranspose2d(x, w, Option.of(bias), options);
    }

    /** The largest of each window, side by side. */
    public static Tensor maxPool2d(Tensor x, int kernelSize) {
        return Pool.maxPool2d(x, new int[] {kernelSize}, MaxPool2d.DEFAULT, false)[0];
    }

    /** The largest of each window; the first of those that tie gets the gradient. */
    public static Tensor maxPool2d(Tensor x, int[] kernelSize, MaxPool2d options) {
        return Pool.maxPool2d(x, kernelSize, options, false)[0];
    }

    /** The largest of each window and its flat index in the plane. */
    public static Selected maxPool2dWithIndices(Tensor x, int[] kernelSize, MaxPool2d options) {
        return Selected.of(Pool.maxPool2d(x, kernelSize, options, true));
    }

    /** The mean of each window, side by side. */
    public static Tensor avgPool2d(Tensor x, int kernelSize) {
        return Pool.avgPool2d(x, new int[] {kernelSize}, AvgPool2d.DEFAULT);
    }

    /** The mean of each window. */
    public static Tensor avgPool2d(Tensor x, int[] kernelSize, AvgPool2d options) {
        return Pool.avgPool2d(x, kernelSize, options);
    }

    /** Means over as many bins as the output has places: [H, W], or one number for both. */
    public static Tensor adaptiveAvgPool2d(Tensor x, int... outputSize) {
        return Pool.adaptiveAvgPool2d(x, outputSize);
    }

    /** The numbers 0 to {@code n - 1} in a random order, INT64 [n], without gradient. */
    public static Tensor permutation(Key key, int n) {
        return Draw.of("permutation", new Draw.Permutation(), key, Shape.of(n), DType.INT64);
    }

    private static Tuple2<Tensor, Tensor> pair(Tensor... two) {
        return Tuple.of(two[0], two[1]);
    }
}
