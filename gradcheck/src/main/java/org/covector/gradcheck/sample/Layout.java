package org.covector.gradcheck.sample;

import java.util.Arrays;
import java.util.Locale;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** How a tensor lies in memory; the elements are the same, bit for bit. */
public enum Layout {
    /** Row-major, without gaps. */
    DENSE,
    /** First and last axis exchanged in memory. */
    TRANSPOSED,
    /** Every second element of a longer last axis; NaN (1 for integers) between them, so that a stray read shows. */
    SLICED,
    /** Every axis backwards in memory. */
    REVERSED,
    /** The first axis repeated without memory of its own: its slices are equal. */
    EXPANDED;

    /** The same elements in this layout, or dense where the shape allows no such view; EXPANDED repeats the first slice. */
    public Tensor lay(Tensor x) {
        NdArray a = x.array().dense();
        int rank = a.rank();
        if (a.size() == 0 || rank == 0) {
            return Tensor.of(a);
        }
        return Tensor.of(switch (this) {
            case DENSE -> a;
            case TRANSPOSED -> a.transpose(0, rank - 1).dense().transpose(0, rank - 1);
            case SLICED -> spread(a).slice(rank - 1, 1, 2 * a.shape().dim(rank - 1) + 1, 2);
            case REVERSED -> a.flip(axes(rank)).dense().flip(axes(rank));
            case EXPANDED -> a.slice(0, 0, 1, 1).dense().expand(a.shape());
        });
    }

    /** The layout of a tensor. */
    public static Layout of(Tensor x) {
        NdArray a = x.array();
        if (a.isDense()) {
            return DENSE;
        }
        boolean repeated = false;
        boolean backwards = false;
        boolean falling = true;
        int last = Integer.MAX_VALUE;
        for (int axis = 0; axis < a.rank(); axis++) {
            if (a.shape().dim(axis) > 1) {
                int stride = a.stride(axis);
                repeated |= stride == 0;
                backwards |= stride < 0;
                falling &= stride < last;
                last = stride;
            }
        }
        return repeated ? EXPANDED : backwards ? REVERSED : falling ? SLICED : TRANSPOSED;
    }

    private static int[] axes(int rank) {
        int[] all = new int[rank];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static NdArray spread(NdArray a) {
        int n = a.shape().dim(-1);
        double[] values = a.toDoubleArray();
        double[] wide = new double[values.length / n * (2 * n + 1)];
        Arrays.fill(wide, a.dtype().isFloating() ? Double.NaN : 1);
        for (int i = 0; i < values.length; i++) {
            wide[i / n * (2 * n + 1) + 2 * (i % n) + 1] = values[i];
        }
        Shape shape = a.shape().with(a.rank() - 1, 2 * n + 1);
        return NdArray.of(wide).to(a.dtype()).reshape(shape);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
