package org.covector.functional.golden;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * A reference case whose values and gradients are looked at again: in FLOAT64, whatever its own type is.
 *
 * @param dy the cotangents of its outputs, null for those without
 * @param values what the function gives for its arguments
 */
record Subject(JsonObject json, Arguments args, List<String> names, Tensor[] dy, Dispatch dispatch, List<double[]> values) {
    /** How many steps, each half of the one before, an extrapolation has; and the longest and shortest first step, as powers of 10. */
    private static final int HALVINGS = 7;
    private static final int LONGEST = 1;
    private static final int SHORTEST = 11;

    /** A derivative by differences of values, with the spread of its extrapolation. */
    record Slope(double value, double error) {}

    static Subject of(JsonObject json, Arguments given, List<String> names, Tensor[] dy, Dispatch dispatch) {
        Arguments args = given.inFloat64();
        Tensor[] cotangents = Arrays.stream(dy).map(v -> v == null ? null : v.to(DType.FLOAT64)).toArray(Tensor[]::new);
        return new Subject(json, args, names, cotangents, dispatch, numbers(dispatch.call(json.get("fn").getAsString(), args)));
    }

    String fn() {
        return json.get("fn").getAsString();
    }

    /** The name without its packages, and not an alias. */
    String name() {
        String name = fn().replaceFirst("^torch\\.", "");
        String own = AliasDispatch.NAMES.getOrDefault(name, name);
        return own.substring(own.lastIndexOf('.') + 1);
    }

    /** The values with other elements of one of the differentiated arguments. */
    List<double[]> at(int argument, double[] elements) {
        return with(names.get(argument), elements).values;
    }

    double[] elements(int argument) {
        return args.tensor(names.get(argument)).array().toDoubleArray();
    }

    /** This case at other arguments. */
    Subject at(Arguments other) {
        return new Subject(json, other, names, dy, dispatch, numbers(dispatch.call(fn(), other)));
    }

    private Subject with(String name, double[] elements) {
        return at(args.with(List.of(name), F.reshape(Tensor.of(elements), args.tensor(name).shape().dims())));
    }

    /** This case with every element of floating arguments exchanged. */
    Subject map(DoubleUnaryOperator f) {
        Arguments other = args;
        for (String name : args.names()) {
            Tensor t = args.tensor(name);
            if (t.dtype().isFloating()) {
                double[] elements = Arrays.stream(t.array().toDoubleArray()).map(f).toArray();
                other = other.with(List.of(name), F.reshape(Tensor.of(elements), t.shape().dims()));
            }
        }
        return at(other);
    }

    boolean anyElement(DoublePredicate p) {
        return args.names().stream().map(args::tensor).filter(t -> t.dtype().isFloating())
                .anyMatch(t -> Arrays.stream(t.array().toDoubleArray()).anyMatch(p));
    }

    boolean single() {
        return json.getAsJsonArray("outputs").get(0).getAsJsonObject().get("dtype").getAsString().equals("float32");
    }

    /** What second derivatives are multiplied by. */
    double direction(int index) {
        JsonObject v = json.getAsJsonObject("second").getAsJsonObject("v");
        return Arguments.tensor(v.getAsJsonObject(names.getFirst())).array().toDoubleArray()[index];
    }

    /** The values at {@code x + step v}, v the direction of second derivatives, all arguments together. */
    List<double[]> along(double step) {
        JsonObject v = json.getAsJsonObject("second").getAsJsonObject("v");
        Arguments moved = args;
        for (String name : names) {
            if (v.has(name) && !v.get(name).isJsonNull()) {
                Tensor direction = Arguments.tensor(v.getAsJsonObject(name)).to(DType.FLOAT64);
                moved = moved.with(List.of(name), F.add(args.tensor(name), F.mul(direction, step)));
            }
        }
        return at(moved).values;
    }

    /** The element of an argument at the place of a result's element; NaN of arguments of other sizes. */
    double element(String argument, int index) {
        double[] all = args.isTensor(argument) ? args.tensor(argument).array().toDoubleArray() : new double[0];
        return all.length == values.getFirst().length ? all[index] : Double.NaN;
    }

    boolean hasNaN(int index) {
        return args.names().stream().anyMatch(n -> args.tensor(n).size() == values.getFirst().length && Double.isNaN(element(n, index)));
    }

    /** The cotangent of a result's element, or that of all where a function reduces. */
    double spread(int index) {
        return dy.length > 0 && dy[0] != null && dy[0].size() == 1 ? cotangent(0) : cotangent(index);
    }

    /** The reference's gradient. */
    Tensor gradient(String argument) {
        return Arguments.tensor(json.getAsJsonObject("grads").getAsJsonObject(argument)).to(DType.FLOAT64);
    }

    /** The value at the place of an argument's element; 0 for arguments of other sizes. */
    double value(String argument, int index) {
        return args.tensor(argument).size() == values.getFirst().length ? values.getFirst()[index] : 0;
    }

    double cotangent(int index) {
        double[] v = dy.length == 0 || dy[0] == null ? new double[0] : dy[0].array().toDoubleArray();
        return index < v.length ? v[index] : Double.NaN;
    }

    /** The elements along an axis among which a reduction, or a choice along it, found its element at {@code index}. */
    double[] run(Tensor input, int axis, int index) {
        Tensor last = F.movedim(input, axis, -1);
        double[] all = last.array().toDoubleArray();
        int n = input.dim(axis);
        int runs = all.length / n;
        int inner = IntStream.range(axis + 1, input.rank()).map(input::dim).reduce(1, (a, b) -> a * b);
        int kept = values.getFirst().length / runs; // how many the function finds along the axis
        int run = index / (kept * inner) * inner + index % inner;
        return Arrays.copyOfRange(all, run * n, run * n + n);
    }

    private static List<double[]> numbers(List<Tensor> y) {
        return y.stream().map(t -> t.array().toDoubleArray()).toList();
    }

    /** {@code sum of dy (f(x + step e) - f(x))}, e the direction of one element; values that stay as they are, NaN too, count 0. */
    private double change(int argument, int element, double step) {
        List<double[]> y = moved(argument, element, step);
        return weighed(k -> i -> Double.compare(y.get(k)[i], values.get(k)[i]) == 0 ? 0 : y.get(k)[i] - values.get(k)[i]);
    }

    private List<double[]> moved(int argument, int element, double step) {
        double[] elements = elements(argument);
        elements[element] += step;
        return at(argument, elements);
    }

    /** {@code sum of dy f}, f of the results' elements; what is 0 stays so. */
    private double weighed(IntFunction<IntToDoubleFunction> f) {
        double sum = 0;
        for (int k = 0; k < values.size(); k++) {
            double[] v = k < dy.length && dy[k] != null ? dy[k].array().toDoubleArray() : new double[0];
            for (int i = 0; i < v.length; i++) {
                double term = f.apply(k).applyAsDouble(i);
                sum += term == 0 ? 0 : v[i] * term;
            }
        }
        return sum;
    }

    /** The rounding of a sum of {@code dy f} over the values that move with an element. */
    private double noise(int argument, int element, double step) {
        List<double[]> up = moved(argument, element, step);
        List<double[]> down = moved(argument, element, -step);
        return Math.abs(weighed(k -> i -> {
            double y = values.get(k)[i];
            boolean moves = up.get(k)[i] != y || down.get(k)[i] != y;
            return moves && Double.isFinite(y) ? Math.copySign(Math.ulp(y), dy[k].array().toDoubleArray()[i]) : 0;
        }));
    }

    /** The derivative to one side (sign 1 or -1), or of both (0), extrapolated from steps of the length that agrees best with itself. */
    Slope slope(int argument, int element, int sign) {
        double at = Math.max(1, Math.abs(elements(argument)[element]));
        double noise = noise(argument, element, at / 8);
        Slope best = new Slope(Double.NaN, Double.POSITIVE_INFINITY);
        for (int power = LONGEST; power <= SHORTEST; power++) {
            double h = at * Math.scalb(1, (int) Math.rint(-power * Math.log(10) / Math.log(2))); // powers of 2: sums with them are exact
            Slope one = extrapolated(argument, element, sign, h);
            double rounding = noise + Math.ulp(at) * Math.abs(one.value);
            double error = one.error + rounding / Math.scalb(h, -HALVINGS) + 1e-14 * Math.abs(one.value);
            best = error < best.error ? new Slope(one.value, error) : best;
        }
        return best;
    }

    /** Richardson's extrapolation, as far as it agrees better with itself. */
    private Slope extrapolated(int argument, int element, int sign, double h) {
        double[][] table = new double[HALVINGS][HALVINGS];
        for (int k = 0; k < HALVINGS; k++) {
            double step = Math.scalb(h, -k);
            table[k][0] = sign == 0 ? (change(argument, element, step) - change(argument, element, -step)) / (2 * step)
                    : change(argument, element, sign * step) / (sign * step);
            for (int j = 1; j <= k; j++) {
                double factor = Math.scalb(1, sign == 0 ? 2 * j : j) - 1;
                table[k][j] = table[k][j - 1] + (table[k][j - 1] - table[k - 1][j - 1]) / factor;
            }
        }
        int k = HALVINGS - 1;
        Slope best = new Slope(Double.NaN, Double.POSITIVE_INFINITY);
        for (int j = 2; j <= k; j++) {
            double error = Math.max(Math.abs(table[k][j] - table[k][j - 1]), Math.max(Math.abs(table[k][j] - table[k - 1][j - 1]),
                    Math.abs(table[k - 1][j - 1] - table[k - 2][j - 2])));
            best = error < best.error ? new Slope(table[k][j], error) : best;
        }
        return best;
    }
}
