package org.covector.functional.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.nn.Init;
import org.covector.functional.nn.StateDict;

/**
 * torch.nn.init. Where torch draws at random, its distribution's bounds, mean and deviation are looked for in many draws of ours; the
 * deviations that follow from fans are compared exactly. The default initialisation of layers belongs to the layers' dispatch.
 */
final class InitDispatch implements ModelDispatch {
    private static final int DRAWS = 20_000;

    @Override
    public String group() {
        return "init";
    }

    @Override
    public void run(JsonObject c) {
        String op = c.get("op").getAsString();
        Arguments o = new Arguments(c.getAsJsonObject("options"));
        if (op.equals("calculate_gain")) {
            double gain = gain(o.text("nonlinearity", "linear"), o.number("param", 0.01));
            assertThat(gain).isCloseTo(c.get("gain").getAsDouble(), within(1e-12));
            o.requireAllRead();
            return;
        }
        if (!op.endsWith("_")) {
            layer(c, op, o);
            return;
        }
        int[] dims = new int[c.getAsJsonArray("shape").size()];
        Arrays.setAll(dims, i -> c.getAsJsonArray("shape").get(i).getAsInt());
        Shape shape = Shape.of(dims);
        Function<Key, Tensor> draw = initialiser(op, o, shape, c);
        o.requireAllRead();
        if (c.has("expected")) {
            OptimDispatch.check(c).same("expected", draw.apply(Key.of(0)), Arguments.tensor(c.getAsJsonObject("expected")), 1);
            return;
        }
        Tensor one = draw.apply(Key.of(1));
        assertThat(one.shape()).isEqualTo(shape);
        if (c.has("orthogonal")) {
            Tensor m = F.reshape(one, dims[0], (int) (shape.size() / dims[0]));
            Tensor gram = c.get("orthogonal").getAsString().equals("rows") ? F.matmul(m, m.t()) : F.matmul(m.t(), m);
            Tensor want = F.mul(Tensor.eye(DType.FLOAT64, gram.dim(0), gram.dim(0)), c.get("gram_diagonal").getAsDouble());
            new Check(1e-12, 1e-14).same("gram", gram, want, 1);
        } else if (c.has("zeros_per_column")) {
            double[][] rows = one.toDoubleArray2d();
            for (int j = 0; j < dims[1]; j++) {
                int column = j;
                assertThat(Arrays.stream(rows).filter(r -> r[column] == 0).count()).isEqualTo(c.get("zeros_per_column").getAsLong());
            }
        }
        if (c.has("distribution")) {
            distribution(c, draw, shape);
        }
    }

    /** The default initialisation of a layer: of each of its tensors, by its state name. */
    private static void layer(JsonObject c, String op, Arguments o) {
        LayerModels.build(op, o, Key.of(0));
        o.requireAllRead();
        for (var parameter : c.getAsJsonObject("parameters").entrySet()) {
            JsonObject d = parameter.getValue().getAsJsonObject();
            Function<Key, Tensor> draw = key -> StateDict.of(LayerModels.build(op, o, key)).get(parameter.getKey())
                    .getOrElseThrow(() -> new AssertionError("no state " + parameter.getKey()));
            Tensor one = draw.apply(Key.of(1));
            int[] dims = new int[d.getAsJsonArray("shape").size()];
            Arrays.setAll(dims, i -> d.getAsJsonArray("shape").get(i).getAsInt());
            assertThat(one.shape()).as(parameter.getKey()).isEqualTo(Shape.of(dims));
            if (d.get("distribution").getAsString().equals("constant")) {
                assertThat(one.toDoubleArray()).as(parameter.getKey()).containsOnly(d.get("value").getAsDouble());
            } else if (d.has("zero_row")) {
                assertThat(one.at(d.get("zero_row").getAsInt()).toDoubleArray()).as(parameter.getKey()).containsOnly(0);
                int row = (d.get("zero_row").getAsInt() + 1) % dims[0];
                distribution(d, key -> draw.apply(key).at(row), Shape.of(dims).without(0));
            } else {
                distribution(d, draw, Shape.of(dims));
            }
        }
    }

    static double gain(String name, double slope) {
        return name.startsWith("conv") ? 1 : Init.calculateGain(Init.Nonlinearity.valueOf(name.toUpperCase(Locale.ROOT)), slope);
    }

    /** Many draws against mean, deviation and bounds, within six standard errors. */
    static void distribution(JsonObject d, Function<Key, Tensor> draw, Shape shape) {
        int n = (int) Math.max(1, Math.min(DRAWS, DRAWS / Math.max(1, shape.size())));
        double[] all = IntStream.range(0, n).boxed().flatMapToDouble(i -> Arrays.stream(draw.apply(Key.of(17).fold(i)).toDoubleArray()))
                .filter(v -> !d.has("zeros_per_column") || v != 0).toArray();
        if (all.length == 0) {
            return;
        }
        double mean = Arrays.stream(all).average().orElseThrow();
        double std = Math.sqrt(Arrays.stream(all).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
        double want = d.get("std").getAsDouble();
        assertThat(mean).as("mean").isCloseTo(d.get("mean").getAsDouble(), within(6 * want / Math.sqrt(all.length)));
        assertThat(std).as("std").isCloseTo(want, within(6 * want / Math.sqrt(all.length)));
        if (d.has("low")) {
            double slack = 1e-12 * Math.max(1, Math.abs(d.get("high").getAsDouble()));
            assertThat(Arrays.stream(all).min().orElseThrow()).isGreaterThanOrEqualTo(d.get("low").getAsDouble() - slack);
            assertThat(Arrays.stream(all).max().orElseThrow()).isLessThanOrEqualTo(d.get("high").getAsDouble() + slack);
        }
    }

    private static Function<Key, Tensor> initialiser(String op, Arguments o, Shape shape, JsonObject c) {
        DType d = DType.FLOAT64;
        Init.Kind kind = op.contains("uniform") ? Init.Kind.UNIFORM : Init.Kind.NORMAL;
        switch (op) {
            case "uniform_" -> {
                double a = o.number("a", 0);
                double b = o.number("b", 1);
                return k -> Init.uniform(d, k, shape, a, b);
            }
            case "normal_" -> {
                double mean = o.number("mean", 0);
                double std = o.number("std", 1);
                return k -> Init.normal(d, k, shape, mean, std);
            }
            case "trunc_normal_" -> {
                double mean = o.number("mean", 0);
                double std = o.number("std", 1);
                double[] bounds = {o.number("a", -2), o.number("b", 2)};
                return k -> Init.truncatedNormal(d, k, shape, mean, std, bounds);
            }
            case "xavier_uniform_", "xavier_normal_" -> {
                double gain = o.number("gain", 1);
                if (c.has("std")) {
                    assertThat(Init.xavierStd(shape, gain)).isCloseTo(c.get("std").getAsDouble(), within(1e-12));
                }
                return k -> Init.xavier(d, k, shape, gain, kind);
            }
            case "kaiming_uniform_", "kaiming_normal_" -> {
                double gain = gain(o.text("nonlinearity", "leaky_relu"), o.number("a", 0));
                Init.FanMode mode = Init.FanMode.valueOf(o.text("mode", "fan_in").toUpperCase(Locale.ROOT));
                if (c.has("std")) {
                    assertThat(Init.kaimingStd(shape, gain, mode)).isCloseTo(c.get("std").getAsDouble(), within(1e-12));
                }
                return k -> Init.kaiming(d, k, shape, gain, mode, kind);
            }
            default -> {
                return fixed(op, o, shape);
            }
        }
    }

    private static Function<Key, Tensor> fixed(String op, Arguments o, Shape shape) {
        DType d = DType.FLOAT64;
        double value = o.number("val", 0);
        double gain = o.number("gain", 1);
        double sparsity = o.number("sparsity", 0);
        double std = o.number("std", 0.01);
        int groups = o.whole("groups", 1);
        return switch (op) {
            case "constant_" -> _ -> Init.constant(d, shape, value);
            case "zeros_" -> _ -> Init.constant(d, shape, 0);
            case "ones_" -> _ -> Init.constant(d, shape, 1);
            case "eye_" -> _ -> Init.identity(d, shape);
            case "dirac_" -> _ -> Init.dirac(d, shape, groups);
            case "orthogonal_" -> k -> Init.orthogonal(d, k, shape, gain);
            case "sparse_" -> k -> Init.sparse(d, k, shape, sparsity, std);
            default -> throw new UnsupportedCase("initialiser " + op);
        };
    }
}
