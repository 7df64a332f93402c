package org.covector.gradcheck.sample;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.covector.engine.DType;
import org.covector.functional.Tensor;

/** Tensors as Java source that makes them again. */
public final class Source {
    private Source() {}

    /** {@code Tensor.of(new double[] {1.0, 0.5}, 2)}, in its layout. */
    public static String of(Tensor x) {
        DType dtype = x.dtype();
        String elements = Arrays.stream(x.array().toDoubleArray()).mapToObj(v -> element(v, dtype)).collect(Collectors.joining(", "));
        String dims = Arrays.stream(x.shape().dims()).mapToObj(d -> ", " + d).collect(Collectors.joining());
        String dense = x.rank() == 1 && x.size() > 0 ? "Tensor.of(" + elements + ")"
                : dtype == DType.BOOL ? "F.reshape(Tensor.of(new boolean[] {" + elements + "})" + dims + ")"
                : x.rank() == 0 && dtype.isFloating() ? "Tensor.scalar(" + elements + ")"
                        : "Tensor.of(new " + type(dtype) + "[] {" + elements + "}" + dims + ")";
        Layout layout = Layout.of(x);
        return layout == Layout.DENSE ? dense : "Layout." + layout.name() + ".lay(" + dense + ")";
    }

    private static String type(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "float";
            case FLOAT64 -> "double";
            case INT64 -> "long";
            case BOOL -> "boolean";
        };
    }

    private static String element(double v, DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> Double.isFinite(v) ? (float) v + "f" : "Float." + special(v);
            case FLOAT64 -> Double.isFinite(v) ? Double.toString(v) : "Double." + special(v);
            case INT64 -> (long) v + "L";
            case BOOL -> Boolean.toString(v != 0);
        };
    }

    private static String special(double v) {
        return Double.isNaN(v) ? "NaN" : v > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY";
    }
}
