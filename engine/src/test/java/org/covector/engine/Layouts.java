package org.covector.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Random arrays, and the same values lying differently in memory. */
public final class Layouts {
    private Layouts() {}

    /** Small values with repetitions, so that ties occur; whole numbers for INT64. */
    public static NdArray random(DType dtype, Random random, int... dims) {
        Shape shape = Shape.of(dims);
        double[] v = new double[(int) shape.size()];
        Arrays.setAll(v, i -> random.nextInt(41) / 4.0 - 5);
        return NdArray.of(v).reshape(shape).to(dtype);
    }

    /** Random indices below n. */
    public static NdArray indices(Random random, int n, int... dims) {
        Shape shape = Shape.of(dims);
        long[] v = new long[(int) shape.size()];
        Arrays.setAll(v, i -> random.nextInt(n));
        return NdArray.of(v).reshape(shape);
    }

    /** The array, and arrays equal to it that are transposed, stepped, flipped and offset in storage. */
    public static List<NdArray> all(NdArray x) {
        List<NdArray> all = new ArrayList<>(List.of(x));
        if (x.rank() == 0 || x.size() == 0) {
            return all;
        }
        int[] reverse = new int[x.rank()];
        Arrays.setAll(reverse, i -> x.rank() - 1 - i);
        NdArray transposed = x.permute(reverse).dense().permute(reverse);
        all.add(transposed);
        int last = x.rank() - 1;
        all.add(x.flip(last).dense().flip(last));
        all.add(stepped(x, last));
        all.add(stepped(x, 0));
        return all;
    }

    /** Every third slice of a larger array, from the second on. */
    private static NdArray stepped(NdArray x, int axis) {
        int n = x.shape().dim(axis);
        NdArray wide = NdArray.full(x.dtype(), x.shape().with(axis, 3 * n + 2), 7).dense();
        Object to = wide.storage().array();
        int step = wide.stride(axis);
        int inner = step;
        Object from = x.dense().storage().array();
        int outer = (int) (x.size() / Math.max(1, (long) n * inner));
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < n; i++) {
                int at = (o * (3 * n + 2) + 1 + 3 * i) * inner;
                System.arraycopy(from, x.dense().offset() + (o * n + i) * inner, to, at, inner);
            }
        }
        return NdArray.wrap(wide.storage(), wide.shape()).slice(axis, 1, 3 * n, 3);
    }

    /** An array filled element by element from a function of the multi-index. */
    public static NdArray build(DType dtype, Shape shape, ToDoubleFunction<int[]> value) {
        double[] v = new double[(int) shape.size()];
        int[] index = new int[shape.rank()];
        for (int p = 0; p < v.length; p++) {
            v[p] = value.applyAsDouble(index);
            for (int a = index.length - 1; a >= 0 && ++index[a] == shape.dim(a); a--) {
                index[a] = 0;
            }
        }
        return NdArray.of(v).reshape(shape).to(dtype);
    }
}
