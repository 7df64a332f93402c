package org.covector.functional.core;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** Between tensors and nested Java arrays. */
public final class Nesting {
    private Nesting() {}

    /** A tensor of arrays of arrays, all of one level of equal length. */
    public static Tensor of(Object nested) {
        int[] dims = {};
        Object at = nested;
        while (at.getClass().isArray()) {
            dims = Arrays.copyOf(dims, dims.length + 1);
            dims[dims.length - 1] = Array.getLength(at);
            if (Array.getLength(at) == 0) {
                for (Class<?> inner = at.getClass().getComponentType(); inner.isArray(); inner = inner.getComponentType()) {
                    dims = Arrays.copyOf(dims, dims.length + 1);
                }
                break;
            }
            at = Array.get(at, 0);
        }
        Class<?> element = nested.getClass();
        while (element.isArray()) {
            element = element.getComponentType();
        }
        Object flat = Array.newInstance(element, Shape.length("Tensor.of", Shape.of(dims).size()));
        fill(nested, dims, 0, flat, 0);
        NdArray all = switch (flat) {
            case double[] d -> NdArray.of(d);
            case float[] f -> NdArray.of(f);
            case long[] l -> NdArray.of(l);
            case int[] i -> NdArray.of(Arrays.stream(i).asLongStream().toArray());
            default -> NdArray.of((boolean[]) flat);
        };
        return Tensor.of(all.reshape(Shape.of(dims)));
    }

    private static int fill(Object nested, int[] dims, int level, Object flat, int from) {
        int n = Array.getLength(nested);
        ArgumentException.require(n == dims[level], "Tensor.of", "length of an array at level " + level, n, dims[level] + ", as the first");
        if (level == dims.length - 1) {
            System.arraycopy(nested, 0, flat, from, n);
            return from + n;
        }
        int at = from;
        for (int i = 0; i < n; i++) {
            at = fill(Array.get(nested, i), dims, level + 1, flat, at);
        }
        return at;
    }

    /** Elements under a shape. */
    public static NdArray shaped(NdArray flat, int... dims) {
        Shape shape = Shape.of(dims);
        ArgumentException.require(shape.size() == flat.size(), "Tensor.of", "shape", shape + " for " + flat.size() + " elements",
                "a shape of as many elements");
        return flat.reshape(shape);
    }

    /** The rows of a matrix, of its elements. */
    public static <A> A[] rows(String function, Tensor x, A flat, IntFunction<A[]> make) {
        ArgumentException.require(x.rank() == 2, function, "shape", x.shape(), "a matrix");
        A[] rows = make.apply(x.dim(0));
        int columns = x.dim(1);
        for (int i = 0; i < rows.length; i++) {
            @SuppressWarnings("unchecked")
            A row = (A) Array.newInstance(flat.getClass().getComponentType(), columns);
            System.arraycopy(flat, i * columns, row, 0, columns);
            rows[i] = row;
        }
        return rows;
    }

    public static boolean same(Tensor x, Tensor y) {
        if (x.dtype() != y.dtype() || !x.shape().equals(y.shape())) {
            return false;
        }
        return switch (x.dtype()) {
            case INT64 -> Arrays.equals(x.toLongArray(), y.toLongArray());
            case FLOAT32, FLOAT64, BOOL -> Arrays.equals(x.toDoubleArray(), y.toDoubleArray());
        };
    }
}
