package org.covector.engine.op.spatial;

import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.SpatialKernels;
import org.covector.engine.kernel.convolution.ConvolutionKernel;
import org.covector.engine.kernel.convolution.ConvolutionPlan;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Convolution (cross-correlation, as in torch) over 1, 2 or 3 spatial axes, and its two adjoints.
 *
 * <p>Inputs are (N, C, spatial...) or (C, spatial...), weights (K, C / groups, kernel...), FLOAT32 or FLOAT64, of any strides.
 * Padding contributes nothing, also where a weight is not finite. Sums are fused multiply-adds in one order fixed by the shapes; a
 * kernel of a single element without stride and padding is a matrix product. {@code function} is the name that an
 * {@link ArgumentException} shows.
 */
public final class Convolution {
    private static final int UNITS_PER_THREAD = 4;
    private static final long FLOPS_PER_NANO = 100;

    private Convolution() {}

    /** {@code y[n, k, q] = sum over c, t of w[k, c, t] x[n, c, stride q + dilation t - padding]}. */
    public static NdArray forward(String function, NdArray x, NdArray w, ConvWindow window) {
        checkDtypes(function, "weight", x, w);
        ConvGeometry g = ConvGeometry.of(function, x, x.shape(), w.shape(), window);
        return forward(g, x, w, NdArray.zeros(x.dtype(), Shape.of(0)));
    }

    /**
     * As {@link #forward(String, NdArray, NdArray, ConvWindow)}, plus {@code bias[k]}: each sum begins with it, or in a kernel of one
     * element ends with it.
     */
    public static NdArray forward(String function, NdArray x, NdArray w, NdArray bias, ConvWindow window) {
        checkDtypes(function, "weight", x, w);
        checkDtypes(function, "bias", x, bias);
        ConvGeometry g = ConvGeometry.of(function, x, x.shape(), w.shape(), window);
        ArgumentException.require(bias.shape().equals(Shape.of(w.shape().dim(0))), function, "bias", "of shape " + bias.shape(),
                "shape [" + w.shape().dim(0) + "]");
        return forward(g, x, w, bias.dense());
    }

    private static NdArray forward(ConvGeometry g, NdArray x, NdArray w, NdArray bias) {
        NdArray in = x.dense();
        NdArray weights = w.dense();
        if (g.isEmpty()) {
            return bias.size() == 0 ? NdArray.zeros(x.dtype(), g.output()) : perChannel(g, bias);
        }
        if (g.isOneTap()) {
            return g.channelMix().forward(in, weights, bias, g.output());
        }
        NdArray none = NdArray.zeros(x.dtype(), Shape.of(0));
        PaddedProducts.Ends ends = PaddedProducts.Ends.outermost(g.groups() * g.outputs(), 1, g.axes());
        return PaddedProducts.without(sums(g, in, weights, bias), ends, weights, in,
                f -> sums(g, in, f, bias), (f, padded) -> sums(g, padded, f, none));
    }

    private static NdArray sums(ConvGeometry g, NdArray in, NdArray weights, NdArray bias) {
        ConvolutionKernel kernel = SpatialKernels.convolution(in.dtype());
        Storage y = Storage.uninitialised(in.dtype(), g.output().size());
        Object a = kernel.packWeights(weights.storage().array(), weights.offset(), g.forwardWeights());
        Object values = bias.storage().copy(bias.offset(), (int) bias.size()).array();
        correlate(g.forward(), kernel, a, values, in, y);
        return NdArray.wrap(y, g.output());
    }

    private static NdArray perChannel(ConvGeometry g, NdArray bias) {
        Shape shape = bias.shape();
        for (int i = 0; i < g.axes(); i++) {
            shape = shape.insert(shape.rank(), 1);
        }
        return bias.reshape(shape).expand(g.output());
    }

    /**
     * {@code dx[n, c, i] = sum over k, t of w[k, c, t] dy[n, k, q]} where {@code stride q + dilation t - padding = i}: the adjoint
     * of {@code forward} in x, and the transposed convolution. {@code xSpatial} are the spatial lengths of the input; those that
     * leave room for more outputs than {@code dy} has are fine (output padding).
     */
    public static NdArray inputGradient(String function, NdArray dy, NdArray w, int[] xSpatial, ConvWindow window) {
        checkDtypes(function, "weight", dy, w);
        int n = w.rank() - 2;
        ArgumentException.require(n >= 1 && n <= 3, function, "weight", "of shape " + w.shape(), "1 to 3 spatial axes");
        ArgumentException.require(dy.rank() == n + 1 || dy.rank() == n + 2, function, "dy", "of shape " + dy.shape(),
                (n + 1) + " or " + (n + 2) + " axes");
        long channels = (long) w.shape().dim(1) * window.groups();
        ArgumentException.require(window.groups() >= 1 && channels <= Storage.MAX_SIZE, function, "groups", window.groups(), "1 or more");
        Shape x = dy.shape().sub(0, dy.rank() - n - 1).concat(Shape.of((int) channels)).concat(Shape.of(xSpatial));
        ConvGeometry g = ConvGeometry.of(function, dy, x, w.shape(), window).outputsOf(function, dy.shape());
        NdArray in = dy.dense();
        NdArray weights = w.dense();
        if (g.isEmpty()) {
            return NdArray.zeros(dy.dtype(), g.input());
        }
        if (g.isOneTap()) {
            return g.channelMix().inputGradient(in, weights, g.input());
        }
        PaddedProducts.Ends ends = new PaddedProducts.Ends((int) channels, 1, window.stride());
        return PaddedProducts.without(inputSums(g, in, weights), ends, weights, in,
                f -> inputSums(g, in, f), (f, padded) -> inputSums(g, padded, f));
    }

    private static NdArray inputSums(ConvGeometry g, NdArray in, NdArray weights) {
        Storage dx = Storage.zeros(in.dtype(), g.input().size()); // strides may leave elements out
        ConvolutionKernel kernel = SpatialKernels.convolution(in.dtype());
        Object noBias = Storage.zeros(in.dtype(), 0).array();
        for (ConvGeometry.InputPhase phase : g.inputPhases()) {
            Object a = kernel.packWeights(weights.storage().array(), weights.offset(), g.turnedWeights(phase.taps()));
            correlate(phase.plan(), kernel, a, noBias, in, dx);
        }
        return NdArray.wrap(dx, g.input());
    }

    /**
     * {@code dw[k, c, t] = sum over n, q of dy[n, k, q] x[n, c, stride q + dilation t - padding]}: the adjoint of {@code forward}
     * in w. {@code kernel} are the spatial lengths of the weights.
     */
    public static NdArray weightGradient(String function, NdArray dy, NdArray x, int[] kernel, ConvWindow window) {
        checkDtypes(function, "dy", x, dy);
        int n = kernel.length;
        ArgumentException.require(dy.rank() == x.rank() && x.rank() > n, function, "dy", "of shape " + dy.shape(),
                "the rank of input " + x.shape());
        int groups = Math.max(1, window.groups());
        int channels = x.shape().dim(x.rank() - n - 1);
        ArgumentException.require(channels % groups == 0, function, "groups", window.groups(),
                "a divisor of the " + channels + " channels");
        Shape w = Shape.of(dy.shape().dim(dy.rank() - n - 1), channels / groups).concat(Shape.of(kernel));
        ConvGeometry g = ConvGeometry.of(function, x, x.shape(), w, window).outputsOf(function, dy.shape());
        NdArray in = x.dense();
        NdArray cotangent = dy.dense();
        if (g.isEmpty()) {
            return NdArray.zeros(x.dtype(), w);
        }
        if (g.isOneTap()) {
            return g.channelMix().weightGradient(cotangent, in, w);
        }
        PaddedProducts.Ends ends = PaddedProducts.Ends.outermost(w.dim(0), w.dim(1), n);
        return PaddedProducts.without(weightSums(g, cotangent, in, w), ends, cotangent, in,
                f -> weightSums(g, f, in, w), (f, padded) -> weightSums(g, f, padded, w));
    }

    private static NdArray weightSums(ConvGeometry g, NdArray cotangent, NdArray in, Shape w) {
        Storage dw = Storage.uninitialised(in.dtype(), w.size());
        ConvolutionPlan plan = g.forward();
        int threads = EngineRuntime.threads();
        int parts = threads == 1 || g.groups() >= 2 * threads ? 1 : Math.clamp(Math.ceilDiv(g.outputs(), 16), 1, threads);
        int units = g.groups() * parts;
        int chunks = threads == 1 ? 1 : Math.min(units, threads * UNITS_PER_THREAD);
        Object from = in.storage().array();
        Object cotangents = cotangent.storage().array();
        Object to = dw.array();
        EngineRuntime.parallel(chunks, plan.flops() / FLOPS_PER_NANO, i -> SpatialKernels.convolution(in.dtype()).weightGradient(plan,
                from, in.offset(), cotangents, cotangent.offset(), to, parts,
                (int) ((long) i * units / chunks), (int) ((i + 1L) * units / chunks)));
        return NdArray.wrap(dw, w);
    }

    private static void checkDtypes(String function, String argument, NdArray x, NdArray other) {
        ArgumentException.require(other.dtype() == x.dtype(), function, argument, other.dtype(),
                "the dtype of the other argument, " + x.dtype());
    }

    private static void correlate(ConvolutionPlan plan, ConvolutionKernel kernel, Object a, Object bias, NdArray x, Storage y) {
        int threads = EngineRuntime.threads();
        int whole = plan.units(1);
        if (whole == 0) {
            return;
        }
        int parts = threads == 1 || whole >= 2 * threads ? 1 : Math.ceilDiv(2 * threads, whole);
        int units = plan.units(parts);
        int chunks = threads == 1 ? 1 : Math.min(units, threads * UNITS_PER_THREAD);
        Object from = x.storage().array();
        Object to = y.array();
        EngineRuntime.parallel(chunks, plan.flops() / FLOPS_PER_NANO, i -> kernel.convolve(plan, a, bias, from, x.offset(), to, parts,
                (int) ((long) i * units / chunks), (int) ((i + 1L) * units / chunks)));
    }
}
