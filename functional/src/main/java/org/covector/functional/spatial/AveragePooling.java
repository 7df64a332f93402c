package org.covector.functional.spatial;

import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.spatial.PoolWindow;
import org.covector.engine.op.spatial.Pooling;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.PoolOptions;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Means and sums over windows. */
final class AveragePooling {
    private AveragePooling() {}

    /** The mean of each window. Its adjoint is {@link AvgPoolPullback}. */
    private record AvgPool(String name, PoolWindow window, boolean countIncludePad, int divisor) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Pooling.avgPool(name, x[0], window, countIncludePad, divisor)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.linear(this, x, dy -> Apply.one(new AvgPoolPullback(this, shape), dy));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            int n = window.kernel().length;
            return new Tensor[] {SpatialAxes.restored(Apply.one(this, SpatialAxes.merged(x[0], n)), x[0].shape(), n, n)};
        }
    }

    /** Each cotangent divided among its window. */
    private record AvgPoolPullback(AvgPool of, Shape shape) implements Linear {
        @Override
        public NdArray[] compute(NdArray... dy) {
            return new NdArray[] {Pooling.avgPoolBackward(of.name, dy[0], shape, of.window, of.countIncludePad, of.divisor)};
        }

        @Override
        public Vjp vjp(Tensor[] dy, Wanted wanted) {
            return Vjp.linear(this, dy, x -> Apply.one(of, x));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... dy) {
            int n = of.window.kernel().length;
            Shape all = SpatialAxes.merged(shape.insert(0, at.size()), n);
            Tensor dx = Apply.one(new AvgPoolPullback(of, all), SpatialAxes.merged(dy[0], n));
            return new Tensor[] {SpatialAxes.restored(dx, dy[0].shape(), n, n)};
        }
    }

    /** Means over as many bins as the output has places. Its adjoint is {@link AdaptiveAvgPoolPullback}. */
    private record AdaptiveAvgPool(String name, Ints size) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Pooling.adaptiveAvgPool(name, x[0], size.toArray())};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.linear(this, x, dy -> Apply.one(new AdaptiveAvgPoolPullback(this, shape), dy));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            int n = size.size();
            return new Tensor[] {SpatialAxes.restored(Apply.one(this, SpatialAxes.merged(x[0], n)), x[0].shape(), n, n)};
        }
    }

    private record AdaptiveAvgPoolPullback(AdaptiveAvgPool of, Shape shape) implements Linear {
        @Override
        public NdArray[] compute(NdArray... dy) {
            return new NdArray[] {Pooling.adaptiveAvgPoolBackward(of.name, dy[0], shape, of.size.size())};
        }

        @Override
        public Vjp vjp(Tensor[] dy, Wanted wanted) {
            return Vjp.linear(this, dy, x -> Apply.one(of, x));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... dy) {
            int n = of.size.size();
            Shape all = SpatialAxes.merged(shape.insert(0, at.size()), n);
            Tensor dx = Apply.one(new AdaptiveAvgPoolPullback(of, all), SpatialAxes.merged(dy[0], n));
            return new Tensor[] {SpatialAxes.restored(dx, dy[0].shape(), n, n)};
        }
    }

    // ---- functions

    static Tensor average(String function, int axes, Tensor x, int[] kernelSize, PoolOptions options) {
        PoolArguments.check(function, x, axes);
        PoolArguments.requirePlaneIndices(function, options);
        int divisor = options.averaging().divisorOverride().getOrElse(0);
        ArgumentException.require(divisor != 0 || options.averaging().divisorOverride().isEmpty(), function, "divisorOverride", divisor,
                "a number other than 0");
        PoolWindow window = PoolArguments.window(function, axes, kernelSize, options);
        return Apply.one(new AvgPool(function, window, options.averaging().countIncludePad(), divisor), x);
    }

    static Tensor adaptive(String function, int axes, Tensor x, int... outputSize) {
        PoolArguments.check(function, x, axes);
        return Apply.one(new AdaptiveAvgPool(function, PoolArguments.outputSize(function, x, axes, outputSize)), x);
    }

    /** Sums over windows; that over a last one which reaches over the end as if it were whole. */
    static Tensor sums(String function, Tensor x, PoolWindow window) {
        return window.ceilMode()
                ? F.mul(Apply.one(new AvgPool(function, window, true, 0), x), (double) Shape.of(window.kernel()).size())
                : Apply.one(new AvgPool(function, window, true, 1), x);
    }
}
