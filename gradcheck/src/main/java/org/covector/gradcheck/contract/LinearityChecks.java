package org.covector.gradcheck.contract;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.FlatValues;
import org.covector.gradcheck.flat.PullbackRun;
import org.covector.gradcheck.flat.ResultRange;
import org.covector.gradcheck.flat.RoundingErrors;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Whether a gradient is linear in its cotangent.
 *
 * @param function whose gradient it is
 * @param run of it
 * @param u a cotangent
 * @param gradientAtU what the run gives for it
 */
record LinearityChecks(FlatFunction function, PullbackRun run, double[] u, double[] gradientAtU) {
    // a power of two: what is linear gives the same digits for a cotangent so much larger or smaller
    private static final double LARGE_MULTIPLE = 0x1p20;
    private static final double FULL_MANTISSA = 0.7390851332151607; // all digits of a cotangent count

    /**
     * {@code pullback(c u) = c pullback(u)} for c of -2, a million and a millionth, between which thresholds and limits of cotangents show,
     * and 0.739..., which rounds if they are rounded, and {@code pullback(u - 3 v) = pullback(u) - 3 pullback(v)}.
     */
    List<Breach> combinations(double[] v, double[] atV, double nondeterminism) {
        double[] sum = new double[u.length];
        double[] minus = new double[u.length];
        for (int i = 0; i < u.length; i++) {
            sum[i] = u[i] - 3 * v[i];
            minus[i] = -2 * u[i];
        }
        double[] atSum = run.flatGradient(sum);
        double[] atMinus = run.flatGradient(minus);
        double[] small = scaled(1 / LARGE_MULTIPLE);
        double[] atSmall = run.flatGradient(small);
        double[] atLarge = run.flatGradient(scaled(LARGE_MULTIPLE));
        double[] atOdd = run.flatGradient(scaled(FULL_MANTISSA));
        double[] zero = run.flatGradient(new double[u.length]);
        List<Breach> found = new ArrayList<>();
        for (int input = 0; input < function.inputs().size(); input++) {
            double largest = 0;
            double addition = 0;
            double multiple = 0;
            double rest = 0;
            double even = 0;
            for (int k = 0; k < function.size(input); k++) {
                int j = function.offset(input) + k;
                // not a number, or one whose multiples may overflow
                if (!(Math.abs(gradientAtU[j]) + Math.abs(atV[j]) < Thresholds.OVERFLOW)) {
                    continue;
                }
                largest = Math.max(largest, Math.abs(gradientAtU[j]) + Math.abs(atV[j]));
                addition = Math.max(addition, Math.abs(atSum[j] - (gradientAtU[j] - 3 * atV[j])));
                multiple = Math.max(Math.max(multiple, Math.abs(atMinus[j] + 2 * gradientAtU[j])),
                        Math.abs(atSmall[j] * LARGE_MULTIPLE - gradientAtU[j]));
                multiple = Math.max(multiple, Math.abs(atOdd[j] / FULL_MANTISSA - gradientAtU[j]));
                // it may overflow
                multiple = Double.isFinite(atLarge[j]) ? Math.max(multiple, Math.abs(atLarge[j] / LARGE_MULTIPLE - gradientAtU[j]))
                        : multiple;
                rest = Math.max(rest, Math.abs(zero[j]));
                even = Math.max(even, Math.abs(atMinus[j] - 4 * gradientAtU[j]));
            }
            double slack = slack(largest, nondeterminism);
            if (!(multiple <= slack && addition <= slack)) {
                slack += Thresholds.CONTRACT_SCATTER
                        * Math.max(roundingErrors(input, sum, u, v), roundingErrors(input, small) * LARGE_MULTIPLE);
            }
            if (!(multiple <= slack && addition <= slack && rest <= slack)
                    && !(Math.max(multiple, addition) <= Thresholds.CONTRACT_COARSE * largest && rest <= slack && isCoarse())) {
                String how = !(rest <= slack) ? "it is not 0 for a cotangent of 0: the cotangent is ignored, or something is added to it"
                        : even <= slack ? "it grows with the cotangent's square"
                        : String.format(Locale.ROOT, "off by %.3g of %.3g", Math.max(multiple, addition), largest);
                found.add(Breach.ofInput(rest <= slack ? Breach.Kind.NOT_LINEAR : Breach.Kind.COTANGENT_IGNORED, input,
                        "the gradient of input " + input + " is not linear in the cotangent: " + how));
            }
        }
        return found;
    }

    /**
     * The gradients of a cotangent's parts add up to that of the whole: of some of its elements, drawn, and the others; of one and the
     * others; of two that cancel in a sum, and the rest; of ones, as a sum's gradient has them, and the rest; of each result alone.
     */
    List<Breach> partialCotangents(double nondeterminism, RandomGenerator random) {
        List<Breach> found = new ArrayList<>();
        int one = random.nextInt(u.length);
        boolean[] drawn = new boolean[u.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextBoolean();
        }
        additivity("some of its elements are 0", nondeterminism, List.of(only(i -> drawn[i]), only(i -> !drawn[i]))).forEach(found::add);
        if (found.isEmpty()) {
            additivity("one of its elements is not 0, or only one", nondeterminism, List.of(only(i -> i == one), only(i -> i != one)))
                    .forEach(found::add);
        }
        if (found.isEmpty()) {
            double[] balanced = new double[u.length];
            balanced[one] = u[one] / 2;
            balanced[(one + 1) % u.length] = -u[one] / 2;
            additivity("the sum of its elements is 0", nondeterminism, List.of(balanced, rest(balanced))).forEach(found::add);
        }
        if (found.isEmpty()) {
            double[] ones = u.clone();
            Arrays.fill(ones, 1);
            List<double[]> parts = List.of(ones, rest(ones));
            List<double[]> gradients = parts.stream().map(run::flatGradient).toList();
            if (gradients.stream().allMatch(FlatValues::areFinite)) { // they may be larger than what is given
                additivity("all of its elements are 1", nondeterminism, parts, gradients).forEach(found::add);
            }
        }
        if (found.isEmpty() && run.floatingOutputs() > 1) {
            List<double[]> alone = ResultRange.of(run.outputs()).stream().map(y -> only(y::contains)).toList();
            additivity("that of one result is not 0", nondeterminism, alone).forEach(found::add);
        }
        return found;
    }

    private double[] only(IntPredicate chosen) {
        double[] part = new double[u.length];
        Arrays.setAll(part, i -> chosen.test(i) ? u[i] : 0);
        return part;
    }

    /** What is left of the cotangent. */
    private double[] rest(double[] part) {
        double[] rest = u.clone();
        Arrays.setAll(rest, i -> u[i] - part[i]);
        return rest;
    }

    private Option<Breach> additivity(String where, double nondeterminism, List<double[]> parts) {
        return additivity(where, nondeterminism, parts, parts.stream().map(run::flatGradient).toList());
    }

    private Option<Breach> additivity(String where, double nondeterminism, List<double[]> parts, List<double[]> gradients) {
        for (int input = 0; input < function.inputs().size(); input++) {
            double largest = 0;
            double off = 0;
            for (int j = function.offset(input); j < function.offset(input) + function.size(input); j++) {
                int at = j;
                double sum = 0;
                double size = Math.abs(gradientAtU[j]);
                for (double[] g : gradients) {
                    sum += g[j];
                    size += Math.abs(g[j]);
                }
                if (size < Thresholds.OVERFLOW) {
                    largest = Math.max(largest, size);
                    off = Math.max(off, Math.abs(sum - gradientAtU[j]));
                // huge ones may overflow
                } else if (Double.isFinite(gradientAtU[j]) && !gradients.stream().allMatch(g -> Double.isFinite(g[at]))) {
                    off = Double.POSITIVE_INFINITY;
                }
            }
            double slack = slack(largest, nondeterminism);
            if (!(off <= slack) && !(off <= slack + Thresholds.CONTRACT_SCATTER * roundingErrors(input, parts.toArray(double[][]::new)))
                    && !(off <= Thresholds.CONTRACT_COARSE * largest && isCoarse())) {
                return Option.of(Breach.ofInput(Breach.Kind.NOT_LINEAR, input, String.format(Locale.ROOT,
                        "the gradient of input %d is not linear in the cotangent: off by %.3g of %.3g where %s", input, off, largest,
                        where)));
            }
        }
        return Option.none();
    }

    /** What rounding makes of gradients of a size; below the normal numbers they have no digits to speak of. */
    private double slack(double largest, double nondeterminism) {
        return Thresholds.HALF_PRECISION * Math.sqrt(function.epsilon()) * largest + Thresholds.NONDETERMINISM * nondeterminism
                + (function.isSinglePrecision() ? Float.MIN_NORMAL : Double.MIN_NORMAL);
    }

    /** Whether the function's own values have no more digits than FLOAT32 has, here and close by: then its gradient need not have more. */
    private boolean isCoarse() {
        double[] x = Arrays.stream(function.point()).map(v -> v * FULL_MANTISSA).toArray();
        try {
            return !function.isSinglePrecision() && isSingle(function.value()) && isSingle(function.evaluate(x));
        } catch (RuntimeException refused) {
            return false; // nothing is known of its values there
        }
    }

    private static boolean isSingle(double... y) {
        return Arrays.stream(y).allMatch(v -> (float) v == v || Double.isNaN(v)) && !Arrays.stream(y).allMatch(v -> v == Math.rint(v));
    }

    private double[] scaled(double factor) {
        return Arrays.stream(u).map(d -> d * factor).toArray();
    }

    /**
     * What roundings inside the pullback leave at these cotangents: they are not of the size of the gradient where it is a
     * difference (that of a saturated softmax), and so are measured.
     */
    private double roundingErrors(int input, double[]... cotangents) {
        double most = 0;
        RoundingErrors roundingErrors = RoundingErrors.ofGradient(function, u, 1);
        for (double[] dy : cotangents) {
            FlatFunction gradient = function.gradient(dy);
            double[] errors = roundingErrors.standardDeviations(gradient.inputs(), gradient.value(), dx -> dx);
            for (int j = function.offset(input); j < function.offset(input) + function.size(input); j++) {
                most = Math.max(most, errors[j]);
            }
        }
        return most;
    }
}
