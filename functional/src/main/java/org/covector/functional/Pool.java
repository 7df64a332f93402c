package org.covector.functional;

import java.util.List;
import java.util.function.UnaryOperator;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.PoolWindow;
import org.covector.engine.op.Pooling;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Ints;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Reshape;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
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

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(new MaxPool(name, window, true), x);
            Tensor dy = taken((Tensor) dx[0], y[1], window.kernel().length);
            return indexed ? new Jvp(y, new Tangent[] {dy, Cotangent.ZERO}) : Jvp.of(y[0], dy);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return planes(x[0], window.kernel().length, in -> Apply.all(this, in));
        }
    }

    /** Cotangents at the places of the maxima. Inputs dy, indices. */
    private record MaxPoolPullback(String name, Shape shape, int spatialAxes) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Pooling.maxPoolBackward(name, x[0], x[1], shape, spatialAxes)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dx, _) -> new Cotangent[] {taken(dx, x[1], spatialAxes), Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Shape all = shape.insert(0, at.size());
            Tensor dx = Apply.one(new MaxPoolPullback(name, merged(all, spatialAxes), spatialAxes), merged(at.full(x, 0), spatialAxes), merged(at.full(x, 1), spatialAxes));
            return new Tensor[] {Reshape.to(dx, all)};
        }
    }

    /** The elements of each plane at flat indices. */
    private static Tensor taken(Tensor x, Tensor index, int spatialAxes) {
        int planes = x.rank() - spatialAxes;
        return Shapes.reshape(Index.gather(Shapes.flatten(x, planes, -1), planes, Shapes.flatten(index, planes, -1)), index.shape());
    }

    /** The axes before the channels as one. */
    private static Shape merged(Shape shape, int spatialAxes) {
        int lead = shape.rank() - spatialAxes - 1;
        return lead <= 1 ? shape : Shape.of(Math.toIntExact(shape.sub(0, lead).size())).concat(shape.sub(lead, shape.rank()));
    }

    private static Tensor merged(Tensor x, int spatialAxes) {
        return Reshape.to(x, merged(x.shape(), spatialAxes));
    }

    /** An operation on planes, which does not mind how many axes the planes have, for many examples of them. */
    private static Tensor[] planes(Tensor x, int spatialAxes, UnaryOperator<Tensor[]> of) {
        Tensor[] y = of.apply(new Tensor[] {merged(x, spatialAxes)});
        Shape lead = x.shape().sub(0, x.rank() - spatialAxes);
        for (int i = 0; i < y.length; i++) {
            y[i] = Reshape.to(y[i], lead.concat(y[i].shape().sub(y[i].rank() - spatialAxes, y[i].rank())));
        }
        return y;
    }

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
            return planes(x[0], window.kernel().length, in -> Apply.all(this, in));
        }
    }

    /** Each cotangent spread over its window. */
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
            Shape all = merged(shape.insert(0, at.size()), of.window.kernel().length);
            return planes(dy[0], of.window.kernel().length, in -> Apply.all(new AvgPoolPullback(of, all), in));
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
            return planes(x[0], size.size(), in -> Apply.all(this, in));
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
            Shape all = merged(shape.insert(0, at.size()), of.size.size());
            return planes(dy[0], of.size.size(), in -> Apply.all(new AdaptiveAvgPoolPullback(of, all), in));
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
        return Apply.one(new AdaptiveAvgPool("adaptiveAvgPool2d", Ints.of(Pair.of("adaptiveAvgPool2d", "outputSize", 1, size))), x);
    }
}
