package org.covector.functional.shape;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Indexing;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Move;
import org.covector.functional.primitive.Shapes;

/** Views in which elements may occur several times. Their adjoints add up what those elements get. */
final class Windows {
    private Windows() {}

    /** {@code y[.., w, .., k] = x[.., w step + k, ..]}: a view. */
    private record Unfold(int axis, int size, int step) implements Move {
        @Override
        public NdArray move(NdArray x) {
            Shape shape = x.shape().with(axis, count(x.shape().dim(axis), size, step)).concat(Shape.of(size));
            int[] strides = new int[shape.rank()];
            Arrays.setAll(strides, i -> i == x.rank() ? x.stride(axis) : x.stride(i));
            strides[axis] = shape.dim(axis) > 1 ? x.stride(axis) * step : 0;
            return x.asStrided(shape, strides, x.offset());
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new FoldBack(axis, size, step, from.dim(axis)), dy);
        }

        @Override
        public Move lifted(int examples) {
            return new Unfold(axis + 1, size, step);
        }
    }

    /** The sum of windows at their places along an axis of {@code length}. */
    private record FoldBack(int axis, int size, int step, int length) implements Move {
        @Override
        public NdArray move(NdArray dy) {
            int windows = dy.shape().dim(axis);
            int last = dy.rank() - 1;
            int[] order = new int[dy.rank()]; // the axis within windows beside the one that counts them
            for (int i = 0; i < last; i++) {
                order[i <= axis ? i : i + 1] = i;
            }
            order[axis + 1] = last;
            int positions = Shape.length("unfold", (long) windows * size);
            NdArray parts = dy.permute(order).reshape(dy.shape().sub(0, last).with(axis, positions));
            long[] index = Create.longs(positions);
            for (int i = 0; i < index.length; i++) {
                index[i] = (long) (i / size) * step + i % size;
            }
            NdArray zeros = NdArray.zeros(dy.dtype(), parts.shape().with(axis, length));
            return Indexing.indexAdd(zeros, axis, NdArray.of(index), parts);
        }

        @Override
        public Tensor adjoint(Tensor dx, Shape from) {
            return Apply.one(new Unfold(axis, size, step), dx);
        }

        @Override
        public Move lifted(int examples) {
            return new FoldBack(axis + 1, size, step, length);
        }
    }

    /** {@code y[i] = x[offset + sum of i * strides]}, x counted in row-major order: a view where x is dense. */
    private record Strided(Shape shape, Ints strides, int offset) implements Linear {
        @Override
        public String name() {
            return "asStrided";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            NdArray dense = x[0].dense();
            return new NdArray[] {dense.asStrided(shape, strides.toArray(), dense.offset() + offset)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape from = x[0].shape();
            return Vjp.linear(this, x, dy -> Apply.one(new Gathered(this, from), dy));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(each(at.size(), x[0].size() / Math.max(1, at.size())), x);
        }

        /** The same of examples of so many elements. */
        Strided each(int examples, long elements) {
            return new Strided(shape.insert(0, examples), strides.prepend((int) elements), offset);
        }
    }

    /** The adjoint of {@link Strided}: elements added at the places that it reads, in their order. */
    private record Gathered(Strided view, Shape from) implements Linear {
        @Override
        public NdArray[] compute(NdArray... dy) {
            int n = Shape.length("asStrided", dy[0].size());
            long[] index = Create.longs(n);
            Shape shape = view.shape;
            for (int i = 0; i < n; i++) {
                long place = view.offset;
                int rest = i;
                for (int a = shape.rank() - 1; a >= 0; a--) {
                    place += (long) (rest % shape.dim(a)) * view.strides.get(a);
                    rest /= shape.dim(a);
                }
                index[i] = place;
            }
            NdArray zeros = NdArray.zeros(dy[0].dtype(), Shape.of((int) from.size()));
            return new NdArray[] {Indexing.indexAdd(zeros, 0, NdArray.of(index), dy[0].reshape(Shape.of(n))).reshape(from)};
        }

        @Override
        public Vjp vjp(Tensor[] dy, Wanted wanted) {
            return Vjp.linear(this, dy, dx -> Apply.one(view, dx));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... dy) {
            return Apply.all(new Gathered(view.each(at.size(), from.size()), from.insert(0, at.size())), dy);
        }
    }

    private static int count(int length, int size, int step) {
        return (length - size) / step + 1;
    }

    static Tensor unfold(Tensor x, int axis, int size, int step) {
        int a = x.shape().axis("unfold", axis);
        Tensor t = x.rank() == 0 ? Shapes.reshape(x, Shape.of(1)) : x; // a scalar counts as a vector of one
        ArgumentException.require(size >= 0 && size <= t.dim(a), "unfold", "size", size,
                "from 0 to " + t.dim(a) + ", the length of axis " + axis);
        ArgumentException.require(step > 0, "unfold", "step", step, "1 or more");
        Tensor y = Apply.one(new Unfold(a, size, step), t);
        return x.rank() == 0 ? Shapes.reshape(y, Shape.of(size)) : y;
    }

    static Tensor asStrided(Tensor x, int[] size, int[] strides, int offset) {
        ArgumentException.require(size.length == strides.length, "asStrided", "strides", Arrays.toString(strides),
                "as many as axes in " + Arrays.toString(size));
        Shape shape = Shape.of(size);
        long last = offset;
        for (int i = 0; i < size.length; i++) {
            ArgumentException.require(strides[i] >= 0, "asStrided", "strides", Arrays.toString(strides), "0 or more each");
            last += (long) strides[i] * Math.max(0, size[i] - 1);
        }
        ArgumentException.require(offset >= 0 && (shape.size() == 0 || last < x.size()), "asStrided", "last element",
                last, "from 0 to " + (x.size() - 1) + ", offset not negative");
        return Apply.one(new Strided(shape, Ints.of(strides), offset), x);
    }
}
