package org.covector.functional;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.PoolWindow;
import org.covector.engine.op.Pooling;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tensor;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Maxima and means over windows. */
final class Pool {
    private Pool() {}

    /** The largest of each window and, if asked for, its flat index in the plane, which is where the cotangent goes. */
    private record MaxPool(String name, PoolWindow window, boolean indexed) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            if (!indexed) {
                return new NdArray[] {Pooling.maxPoolValues(name, x[0], window)};
            }
            Pooling.MaxPool y = Pooling.maxPool(name, x[0], window);
            return new NdArray[] {y.values(), y.indices()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(new MaxPool(name, window, true), x);
            Shape shape = x[0].shape();
            return new Vjp(indexed ? y : new Tensor[] {y[0]}, List.of(y[1]), (dy, _) -> new Cotangent[] {
                dy[0] instanceof Tensor t ? Apply.one(new MaxPoolPullback(name, shape, window.kernel().length), t, y[1]) : Cotangent.ZERO
            });
        }
    }

    /** Cotangents at the places of the maxima. Inputs dy, indices. */
    private record MaxPoolPullback(String name, Shape shape, int spatialAxes) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Pooling.maxPoolBackward(name, x[0], x[1], shape, spatialAxes)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            int planes = shape.rank() - spatialAxes;
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dx, _) -> new Cotangent[] {
                Shapes.reshape(Index.gather(Shapes.flatten(dx, planes, -1), planes, Shapes.flatten(x[1], planes, -1)), x[0].shape()),
                Cotangent.ZERO
            });
        }
    }

    /** The mean of each window. Its adjoint is {@link AvgPoolPullback}. */
    private record AvgPool(String name, PoolWindow window, boolean countIncludePad, int divisor) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Pooling.avgPool(name, x[0], window, countIncludePad, divisor)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.linear(this, x, dy -> Apply.one(new AvgPoolPullback(this, shape), dy));
        }
    }

    /** Each cotangent spread over its window. */
    private record AvgPoolPullback(AvgPool of, Shape shape) implements Structural {
        @Override
        public NdArray[] compute(NdArray... dy) {
            return new NdArray[] {Pooling.avgPoolBackward(of.name, dy[0], shape, of.window, of.countIncludePad, of.divisor)};
        }

        @Override
        public Vjp vjp(Tensor[] dy, Wanted wanted) {
            return Vjp.linear(this, dy, x -> Apply.one(of, x));
        }
    }

    /** Means over as many bins as the output has places. Its adjoint is {@link AdaptiveAvgPoolPullback}. */
    private record AdaptiveAvgPool(String name, int... size) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Pooling.adaptiveAvgPool(name, x[0], size)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.linear(this, x, dy -> Apply.one(new AdaptiveAvgPoolPullback(this, shape), dy));
        }
    }

    private record AdaptiveAvgPoolPullback(AdaptiveAvgPool of, Shape shape) implements Structural {
        @Override
        public NdArray[] compute(NdArray... dy) {
            return new NdArray[] {Pooling.adaptiveAvgPoolBackward(of.name, dy[0], shape, of.size.length)};
        }

        @Override
        public Vjp vjp(Tensor[] dy, Wanted wanted) {
            return Vjp.linear(this, dy, x -> Apply.one(of, x));
        }
    }

    private static void check(String function, Tensor x) {
        AxisReduction.floating(function, x);
        ArgumentException.require(x.rank() == 3 || x.rank() == 4, function, "x", x.shape(), "[N, C, H, W] or [C, H, W]");
    }

    /** Values and, if {@code indexed}, indices. */
    static Tensor[] maxPool2d(Tensor x, int[] kernel, MaxPool2d options, boolean indexed) {
        check("maxPool2d", x);
        int[] k = Pair.of("maxPool2d", "kernelSize", 1, kernel);
        return Apply.all(new MaxPool("maxPool2d", PoolWindow.of(k).stride(options.stride().getOrElse(k)).padding(options.padding())
                .dilation(options.dilation()).ceilMode(options.ceilMode()), indexed), x);
    }

    static Tensor avgPool2d(Tensor x, int[] kernel, AvgPool2d options) {
        check("avgPool2d", x);
        int[] k = Pair.of("avgPool2d", "kernelSize", 1, kernel);
        PoolWindow window = PoolWindow.of(k).stride(options.stride().getOrElse(k)).padding(options.padding()).ceilMode(options.ceilMode());
        return Apply.one(new AvgPool("avgPool2d", window, options.countIncludePad(), options.divisorOverride().getOrElse(0)), x);
    }

    static Tensor adaptiveAvgPool2d(Tensor x, int... size) {
        check("adaptiveAvgPool2d", x);
        return Apply.one(new AdaptiveAvgPool("adaptiveAvgPool2d", Pair.of("adaptiveAvgPool2d", "outputSize", 1, size)), x);
    }
}
