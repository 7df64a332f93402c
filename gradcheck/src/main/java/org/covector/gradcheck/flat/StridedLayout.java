package org.covector.gradcheck.flat;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** The same values as views of other memory. */
public enum StridedLayout implements UnaryOperator<NdArray> {
    /** Axes stored in reversed order. */
    TRANSPOSED("transposed views") {
        @Override
        public NdArray apply(NdArray a) {
            int[] reversed = IntStream.range(0, a.rank()).map(i -> a.rank() - 1 - i).toArray();
            return a.permute(reversed).dense().permute(reversed);
        }
    },
    /** Every other element of a larger array, from its second on; the others are no numbers that could go unnoticed. */
    SLICED("sliced views") {
        @Override
        public NdArray apply(NdArray a) {
            int n = Math.toIntExact(a.size());
            if (a.dtype() == DType.BOOL) {
                boolean[] from = a.toBooleanArray();
                boolean[] spaced = new boolean[2 * n + 1];
                for (int k = 0; k < n; k++) {
                    spaced[2 * k] = !from[k];
                    spaced[2 * k + 1] = from[k];
                }
                return everyOther(NdArray.of(spaced), a.shape());
            }
            if (a.dtype() == DType.INT64) {
                long[] from = a.toLongArray();
                long[] spaced = new long[2 * n + 1];
                for (int k = 0; k < n; k++) {
                    spaced[2 * k + 1] = from[k];
                }
                return everyOther(NdArray.of(spaced), a.shape());
            }
            double[] from = a.to(DType.FLOAT64).toDoubleArray();
            double[] spaced = new double[2 * n + 1];
            Arrays.fill(spaced, JUNK);
            for (int k = 0; k < n; k++) {
                spaced[2 * k + 1] = from[k];
            }
            return everyOther(NdArray.of(spaced).to(a.dtype()), a.shape());
        }
    },
    /** Every axis stored backward. */
    REVERSED("reversed views") {
        @Override
        public NdArray apply(NdArray a) {
            int[] axes = IntStream.range(0, a.rank()).toArray();
            return a.flip(axes).dense().flip(axes);
        }
    },
    /** The first element of the last axis repeated without copies: other values. */
    EXPANDED("expanded views") {
        @Override
        public NdArray apply(NdArray a) {
            return a.rank() == 0 || a.size() == 0 ? a : a.slice(-1, 0, 1, 1).dense().expand(a.shape());
        }
    };

    private static final double JUNK = 12345.678;

    private final String description;

    StridedLayout(String what) {
        this.description = what;
    }

    public String description() {
        return description;
    }

    /** Tensors with the same values, laid out so. */
    public List<Tensor> of(List<Tensor> tensors) {
        return tensors.stream().map(t -> Tensor.of(apply(t.array()))).toList();
    }

    /** The values of these, dense. */
    public static List<Tensor> dense(List<Tensor> tensors) {
        return tensors.stream().map(t -> Tensor.of(t.array().dense())).toList();
    }

    private static NdArray everyOther(NdArray spaced, Shape shape) {
        int[] strides = Arrays.stream(shape.strides()).map(s -> 2 * s).toArray();
        return spaced.asStrided(shape, strides, 1);
    }
}
