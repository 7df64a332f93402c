package org.covector.engine.op;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/** The same values in different storage: what must not change a bit of a result. */
public final class OperandLayouts {
    private OperandLayouts() {}

    /** Values around 1, of both signs, that round in every sum. */
    public static NdArray random(DType dtype, long seed, int... dims) {
        Random random = new Random(seed);
        Shape shape = Shape.of(dims);
        double[] v = random.doubles(shape.size()).map(u -> 4 * u - 1.7).toArray();
        return NdArray.of(v).to(dtype).reshape(shape);
    }

    /** The array dense, transposed in storage, as a slice of a larger one at an offset, and flipped twice. */
    public static List<NdArray> of(NdArray x) {
        NdArray d = x.dense();
        return List.of(d, transposed(d), slicedInside(d), flipped(d));
    }

    private static NdArray transposed(NdArray x) {
        int[] back = IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).toArray();
        return x.permute(back).dense().permute(back);
    }

    private static NdArray flipped(NdArray x) {
        int[] all = IntStream.range(0, x.rank()).toArray();
        return x.flip(all).dense().flip(all);
    }

    private static NdArray slicedInside(NdArray x) {
        if (x.rank() == 0) {
            return x;
        }
        int[] dims = x.shape().dims();
        int last = dims.length - 1;
        int wide = 2 * dims[last] + 3;
        NdArray big = NdArray.full(x.dtype(), x.shape().with(last, wide), 7).dense();
        double[] v = big.toDoubleArray();
        double[] from = x.toDoubleArray();
        int rows = dims[last] == 0 ? 0 : from.length / dims[last];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < dims[last]; c++) {
                v[r * wide + 3 + 2 * c] = from[r * dims[last] + c];
            }
        }
        return NdArray.of(v).to(x.dtype()).reshape(big.shape()).slice(last, 3, wide, 2);
    }

    /** The bits of the elements, all NaN as one. */
    public static long[] bits(NdArray x) {
        return Arrays.stream(x.toDoubleArray()).mapToLong(Double::doubleToLongBits).toArray();
    }
}
