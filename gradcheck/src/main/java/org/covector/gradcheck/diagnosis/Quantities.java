package org.covector.gradcheck.diagnosis;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.Tensor;
import org.covector.gradcheck.flat.FlatFunction;

/** Numbers that a factor or a term can be made of: inputs and results, laid out as a tensor of some shape. */
final class Quantities {
    private Quantities() {}

    /** By name: {@code x0}, {@code out}, {@code onehot(x1)}, {@code (x0 - mean)}; those that broadcast to the shape. */
    static Map<String, double[]> of(FlatFunction function, Shape shape) {
        Map<String, double[]> all = new LinkedHashMap<>();
        List<Tensor> y = function.outputs();
        for (int k = 0; k < y.size(); k++) {
            put(all, y.size() == 1 ? "out" : "out" + k, y.get(k), shape);
        }
        for (int i = 0; i < function.inputs().size(); i++) {
            put(all, "x" + i, function.inputs().get(i), shape);
        }
        Map<String, double[]> centred = new LinkedHashMap<>();
        all.forEach((name, values) -> addCentred(centred, name, values, shape));
        all.putAll(centred);
        return all;
    }

    private static void put(Map<String, double[]> all, String name, Tensor t, Shape shape) {
        NdArray a = Autograd.stopGradient(t).array();
        if (t.dtype().isFloating()) {
            broadcast(a.to(DType.FLOAT64), shape).forEach(v -> all.put(name, v));
        } else if (t.dtype() == DType.INT64 && shape.rank() == t.rank() + 1
                && Arrays.equals(t.shape().dims(), Arrays.copyOf(shape.dims(), t.rank()))) {
            int classes = shape.dim(shape.rank() - 1);
            long[] at = a.toLongArray();
            all.put("onehot(" + name + ")", IntStream.range(0, (int) shape.size()).mapToDouble(k -> at[k / classes] == k % classes ? 1 : 0)
                    .toArray());
        }
    }

    /** Broadcast, with an axis inserted where a reduction has taken one away. */
    private static Option<double[]> broadcast(NdArray a, Shape shape) {
        if (a.size() == shape.size()) {
            return Option.of(a.toDoubleArray());
        }
        int rank = shape.rank();
        if (a.rank() > rank) {
            return Option.none();
        }
        for (int missing = 0; missing <= (a.rank() == rank - 1 ? a.rank() : 0); missing++) {
            int[] dims = new int[rank];
            Arrays.fill(dims, 1);
            for (int k = 0; k < a.rank(); k++) {
                int to = a.rank() == rank - 1 ? k < missing ? k : k + 1 : k + rank - a.rank();
                dims[to] = a.shape().dim(k);
            }
            if (IntStream.range(0, rank).allMatch(k -> dims[k] == 1 || dims[k] == shape.dim(k))) {
                return Option.of(a.reshape(Shape.of(dims)).expand(shape).dense().toDoubleArray());
            }
        }
        return Option.none();
    }

    /** Without the mean over the last axis. */
    private static void addCentred(Map<String, double[]> all, String name, double[] values, Shape shape) {
        int n = shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
        if (n > 2) {
            double[] sums = new double[values.length / n];
            for (int k = 0; k < values.length; k++) {
                sums[k / n] += values[k];
            }
            all.put("(" + name + " - mean)", IntStream.range(0, values.length).mapToDouble(k -> values[k] - sums[k / n] / n).toArray());
        }
    }
}
