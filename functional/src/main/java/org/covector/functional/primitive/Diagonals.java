package org.covector.functional.primitive;

import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;

/** Diagonals of planes, read and written: each other's adjoints. Axes are counted from 0 before a primitive sees them. */
public final class Diagonals {
    private Diagonals() {}

    /** {@code y[..., k] = x[.., k + max(0, -offset), .., k + max(0, offset), ..]}: a view. */
    private record Diagonal(int offset, int axis1, int axis2) implements Move {
        @Override
        public NdArray move(NdArray x) {
            return Assembly.diagonal(x, offset, axis1, axis2);
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            int square = dy.dim(-1) + Math.abs(offset);
            int[] high = new int[from.rank()];
            high[axis1] = from.dim(axis1) - square;
            high[axis2] = from.dim(axis2) - square;
            Tensor dx = Apply.one(new Embed(offset, axis1, axis2), dy);
            return high[axis1] == 0 && high[axis2] == 0 ? dx : Shapes.padConstant(dx, new int[from.rank()], high, 0);
        }

        @Override
        public Move lifted(int size) {
            return new Diagonal(offset, axis1 + 1, axis2 + 1);
        }
    }

    /** Zeros but for the last axis of x on a diagonal of square planes. */
    private record Embed(int offset, int axis1, int axis2) implements Move {
        @Override
        public String name() {
            return "diagEmbed";
        }

        @Override
        public NdArray move(NdArray x) {
            return Assembly.diagEmbed(x, offset, axis1, axis2);
        }

        @Override
        public Tensor adjoint(Tensor dy, Shape from) {
            return Apply.one(new Diagonal(offset, axis1, axis2), dy);
        }

        @Override
        public Move lifted(int size) {
            return new Embed(offset, axis1 + 1, axis2 + 1);
        }
    }

    public static Tensor diagonal(String function, Tensor x, int offset, int axis1, int axis2) {
        ArgumentException.require(x.rank() >= 2, function, "x", x.shape(), "a tensor with at least two axes");
        int a = x.shape().axis(function, axis1);
        int b = x.shape().axis(function, axis2);
        ArgumentException.require(a != b, function, "axes", axis1 + " and " + axis2, "two different axes");
        int rows = x.dim(a);
        int columns = x.dim(b);
        boolean empty = offset >= columns || -(long) offset >= rows;
        if (empty) { // beyond the plane: nothing, wherever the diagonal would lie
            Tensor plane = Shapes.movedim(x, new int[] {a, b}, new int[] {-2, -1});
            return Shapes.reshape(Shapes.slice(plane, -1, 0, 0, 1), plane.shape().sub(0, x.rank() - 2).concat(Shape.of(0)));
        }
        return Apply.one(new Diagonal(offset, a, b), x);
    }

    public static Tensor diagEmbed(Tensor x, int offset, int axis1, int axis2) {
        ArgumentException.require(x.rank() >= 1, "diagEmbed", "x", "a scalar", "a tensor with at least one axis");
        long side = x.dim(-1) + Math.abs((long) offset);
        ArgumentException.require(side <= Integer.MAX_VALUE, "diagEmbed", "offset", offset,
                "matrices of a side of at most " + Integer.MAX_VALUE);
        int n = x.rank() + 1;
        int a = axis("diagEmbed", axis1, n);
        int b = axis("diagEmbed", axis2, n);
        ArgumentException.require(a != b, "diagEmbed", "axes", axis1 + " and " + axis2, "two different axes");
        return Apply.one(new Embed(offset, a, b), x);
    }

    private static int axis(String function, int axis, int rank) {
        ArgumentException.require(axis >= -rank && axis < rank, function, "axis", axis, "from " + -rank + " to " + (rank - 1));
        return axis < 0 ? axis + rank : axis;
    }

    public static Tensor diag(Tensor x, int diagonal) {
        ArgumentException.require(x.rank() == 1 || x.rank() == 2, "diag", "x", x.shape(), "a vector or a matrix");
        return x.rank() == 1 ? diagEmbed(x, diagonal, -2, -1) : diagonal("diag", x, diagonal, 0, 1);
    }
}
