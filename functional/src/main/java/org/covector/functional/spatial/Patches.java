package org.covector.functional.spatial;

import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.spatial.ConvWindow;
import org.covector.functional.ConvOptions;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;

/** Sliding windows as columns (im2col), and its adjoint, their sum back into place (col2im). */
final class Patches {
    private Patches() {}

    /** [N, C, spatial...] to [N, C K, L]. */
    private record Unfold(Ints kernel, ConvWindow window) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {org.covector.engine.op.spatial.Unfold.unfold("unfold", x[0], kernel.toArray(), window)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Ints spatial = SpatialAxes.tail(x[0].shape(), kernel.size());
            return Vjp.linear(this, x, dy -> Apply.one(new Fold(spatial, kernel, window), dy));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor y = Apply.one(this, SpatialAxes.merged(x[0], kernel.size()));
            return new Tensor[] {SpatialAxes.restored(y, x[0].shape(), kernel.size() + 1, 2)};
        }
    }

    /** [N, C K, L] to [N, C, spatial...]. */
    private record Fold(Ints spatial, Ints kernel, ConvWindow window) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {org.covector.engine.op.spatial.Unfold.fold("fold", x[0], spatial.toArray(), kernel.toArray(), window)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.linear(this, x, dy -> Apply.one(new Unfold(kernel, window), dy));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor y = Apply.one(this, SpatialAxes.merged(x[0], 1));
            return new Tensor[] {SpatialAxes.restored(y, x[0].shape(), 2, kernel.size() + 1)};
        }
    }

    /** One length stands for two axes, as in torch. */
    private static int[] kernel(String function, int... given) {
        boolean ok = given.length >= 1 && given.length <= 3;
        ArgumentException.require(ok, function, "kernelSize", Ints.of(given), "a length for both axes, or one for each of 2 or 3");
        return SpatialAxes.each(function, "kernelSize", Math.max(2, given.length), 1, Ints.of(given));
    }

    static Tensor unfold(Tensor x, int[] kernelSize, ConvOptions options) {
        AxisReduction.floating("unfold", x);
        int[] kernel = kernel("unfold", kernelSize);
        int n = kernel.length;
        ArgumentException.require(x.rank() == n + 1 || x.rank() == n + 2, "unfold", "x", x.shape(),
                "(N, C, " + n + " spatial axes) or without N");
        Shape lead = x.shape().sub(0, x.rank() - n);
        int[] spatial = SpatialAxes.tail(x.shape(), n).toArray();
        return Apply.one(new Unfold(Ints.of(kernel), ConvolutionArguments.patches("unfold", lead, spatial, kernel, options)), x);
    }

    static Tensor fold(Tensor x, int[] outputSize, int[] kernelSize, ConvOptions options) {
        AxisReduction.floating("fold", x);
        int[] kernel = kernel("fold", kernelSize);
        int[] spatial = SpatialAxes.each("fold", "outputSize", kernel.length, 0, Ints.of(outputSize));
        ArgumentException.require(x.rank() == 2 || x.rank() == 3, "fold", "x", x.shape(),
                "(N, C K, L) or (C K, L), K elements of the kernel, L windows");
        ConvWindow window = ConvolutionArguments.patches("fold", Shape.SCALAR, spatial, kernel, options);
        long taps = Shape.of(kernel).size();
        ArgumentException.require(x.dim(-2) % taps == 0, "fold", "x", x.shape(),
                "a multiple of the " + taps + " elements of the kernel along axis -2");
        long windows = 1;
        for (int i = 0; i < kernel.length; i++) {
            long span = (long) window.dilation()[i] * (kernel[i] - 1) + 1;
            windows *= ((long) spatial[i] + window.padding()[i] + window.paddingEnd()[i] - span) / window.stride()[i] + 1;
        }
        ArgumentException.require(x.dim(-1) == windows, "fold", "x", x.shape(),
                "as many columns as there are windows, " + windows + ", along axis -1");
        Shape lead = x.shape().sub(0, x.rank() - 2);
        SpatialAxes.requireSize("fold", "outputSize", Ints.of(spatial), lead.size(), x.dim(-2) / taps, Shape.of(spatial).size());
        return Apply.one(new Fold(Ints.of(spatial), Ints.of(kernel), window), x);
    }
}
