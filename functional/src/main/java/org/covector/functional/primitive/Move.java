package org.covector.functional.primitive;

import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** A move of the elements of one input without computing: linear, each beside its adjoint. */
public interface Move extends Linear {
    NdArray move(NdArray x);

    Tensor adjoint(Tensor dy, Shape shape);

    /** The same for {@code size} examples along a further first axis. */
    Move lifted(int size);

    @Override
    default NdArray[] compute(NdArray... x) {
        return new NdArray[] {move(x[0])};
    }

    @Override
    default Vjp vjp(Tensor[] x, Wanted wanted) {
        Shape shape = x[0].shape();
        return Vjp.linear(this, x, dy -> adjoint(dy, shape));
    }

    @Override
    default Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(lifted(at.size()), x);
    }

    record Permute(Ints axes) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return x.permute(axes.toArray());
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            int[] inverse = new int[axes.size()];
            for (int i = 0; i < inverse.length; i++) {
                inverse[axes.get(i)] = i;
            }
            return Apply.one(new Permute(Ints.of(inverse)), dy);
        }

        @Override
        public Move lifted(int size) {
            return new Permute(axes.plus(1).prepend(0));
        }
    }

    record Flip(Ints axes) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return x.flip(axes.toArray());
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(this, dy);
        }

        @Override
        public Move lifted(int size) {
            return new Flip(axes.plus(1));
        }
    }

    /** Every {@code step}-th element of each axis, {@code shape} of them from {@code start} on. */
    record Slice(Ints start, Ints step, Shape shape) implements Move {
        @Override
        public NdArray move(NdArray x) {
            NdArray y = x;
            for (int i = 0; i < start.size(); i++) {
                int length = shape.dim(i);
                if (length != x.shape().dim(i)) {
                    int stop = length == 0 ? start.get(i) : start.get(i) + (length - 1) * step.get(i) + 1;
                    y = y.slice(i, start.get(i), stop, step.get(i));
                }
            }
            return y;
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new Place(start, step, from), dy);
        }

        @Override
        public Move lifted(int size) {
            return new Slice(start.prepend(0), step.prepend(1), shape.insert(0, size));
        }
    }

    /** Zeros of {@code shape} with the input at the indices that {@link Slice} takes. */
    record Place(Ints start, Ints step, Shape shape) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return Assembly.place(x, shape, start.toArray(), step.toArray());
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new Slice(start, step, from), dy);
        }

        @Override
        public Move lifted(int size) {
            return new Place(start.prepend(0), step.prepend(1), shape.insert(0, size));
        }
    }

    /** Padding with a constant; a negative padding cuts. Affine: linear with padding of 0. */
    record PadConstant(Ints low, Ints high, double value) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return Assembly.pad(x, low.toArray(), high.toArray(), value);
        }

        @Override
        public Primitive homogeneous() {
            return new PadConstant(low, high, 0);
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new PadConstant(negated(low), negated(high), 0), dy);
        }

        @Override
        public Move lifted(int size) {
            return new PadConstant(low.prepend(0), high.prepend(0), value);
        }

        private static Ints negated(Ints padding) {
            return Ints.of(padding.stream().map(b -> -b).toArray());
        }
    }
}
