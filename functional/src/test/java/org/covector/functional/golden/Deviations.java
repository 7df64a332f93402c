package org.covector.functional.golden;

import static java.lang.Double.isFinite;
import static java.lang.Double.isInfinite;
import static java.lang.Double.isNaN;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.DoubleBinaryOperator;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.golden.Subject.Slope;

/**
 * Where ours is not what the reference has, and right. Each rule says what ours must be, from the arguments alone: by differences of
 * values, by a limit, by a formula. What none explains is a fault.
 */
final class Deviations {
    /** An element that is not the reference's, by more than a tolerance; and all that ours has there. */
    record Difference(String what, int index, double got, double want, double tolerance, double[] all) {
        boolean isValue() {
            return what.startsWith("outputs");
        }

        boolean isGradient() {
            return what.startsWith("grads.");
        }

        /** Which of several results it belongs to. */
        int output() {
            return Integer.parseInt(what.substring("outputs[".length(), what.length() - 1));
        }

        String argument() {
            return what.substring(what.indexOf("grads.") + "grads.".length());
        }
    }

    private record Rule(String reason, BiPredicate<Subject, Difference> holds) {}

    private static final List<Rule> RULES = List.of(
            new Rule("a kink: the least of the subgradients, 0 where it is one; or the derivative, which the reference's is not",
                    Deviations::derivative),
            new Rule("at infinity the limit, where the reference computes infinity - infinity, or 0 times it", Deviations::limit),
            new Rule("NaN stays NaN, and where a value is NaN, so is what follows from it", Deviations::stays),
            new Rule("NaN passes a piecewise function by its middle branch; the reference's vector and scalar loops disagree",
                    Deviations::passes),
            new Rule("the reference rounds a parameter to float32", Deviations::rounded),
            new Rule("the derivative at a pole is infinite; the reference rounds sin(pi x)", Deviations::pole),
            new Rule("which of equal elements is chosen is open", Deviations::tied),
            new Rule("the limit where an argument is infinite and the reference has NaN", SpecialValues::limit),
            new Rule("NaN is what follows from NaN", SpecialValues::follows),
            new Rule("NaN takes a branch, the reference another", SpecialValues::branch),
            new Rule("the slope of a product is the product of the other factors", SpecialValues::product),
            new Rule("NaN is an extremum, and takes the gradient", SpecialValues::extremum),
            new Rule("norms of numbers whose squares overflow", SpecialValues::range),
            new Rule("float32 nearer to float64 than the reference's", SpecialValues::nearer),
            new Rule("singular or eigenvalues that are repeated, or 0: another choice of vectors", RepeatedValues::choice),
            new Rule("a slope of infinity, with the sign of the cotangent", Deviations::steep),
            new Rule("what is dropped is 0, NaN and infinity too", Deviations::dropped),
            new Rule("a second derivative by the cotangents is the derivative of the values, of repeated writes too", Deviations::along),
            new Rule("a singular matrix: infinite, or NaN where signs differ on its two sides; the reference by rounding",
                    Deviations::singular),
            new Rule("a coordinate that is NaN gives NaN; the reference takes another, or 0", Deviations::nowhere),
            new Rule("attention of a query that sees no key is 0, as in newer versions of the reference", Deviations::blind));

    private Deviations() {}

    static boolean explain(Subject s, Difference d) {
        return RULES.stream().anyMatch(r -> r.holds.test(s, d));
    }

    // ---- derivatives by differences of values

    /** Beyond it a difference says too little. */
    private static final double COARSE = 1e-4;

    private static boolean derivative(Subject s, Difference d) {
        if (!d.isGradient() || !Double.isFinite(d.got)) {
            return false;
        }
        int argument = s.names().indexOf(d.argument());
        Slope left = s.slope(argument, d.index, -1);
        Slope right = s.slope(argument, d.index, 1);
        double spread = 10 * (left.error() + right.error());
        double extra = s.single() ? d.tolerance : 0;
        if (Math.abs(left.value() - right.value()) <= spread) {
            Slope both = s.slope(argument, d.index, 0);
            double tolerance = 10 * both.error() + 1e-9 * Math.abs(both.value()) + extra;
            return near(d.got, both.value(), tolerance) && !near(d.want, both.value(), 10 * tolerance);
        }
        double low = Math.min(left.value(), right.value());
        double high = Math.max(left.value(), right.value());
        double least = low > 0 ? low : high < 0 ? high : 0;
        return near(d.got, least, spread + extra) || between(s) && near(d.got, (low + high) / 2, spread + extra)
                || (CHOOSING.contains(s.fn()) || largest(s)) && d.got >= low - spread && d.got <= high + spread && spread < COARSE;
    }

    /** Where bounds are tensors, element and bound share the gradient at a tie: the least of the subgradients by both. */
    private static boolean between(Subject s) {
        return s.name().equals("clamp") && (s.args().isTensor("min") || s.args().isTensor("max"));
    }

    /** Largest differences that are equal share the gradient: the least of the subgradients by all of them. */
    private static boolean largest(Subject s) {
        return Set.of("cdist", "pdist", "pairwise_distance", "dist").contains(s.name()) && isInfinite(s.args().number("p", 2));
    }

    private static boolean near(double got, double want, double tolerance) {
        return Math.abs(got - want) <= tolerance && tolerance <= COARSE * Math.max(1, Math.abs(want));
    }

    private static boolean along(Subject s, Difference d) {
        String prefix = "second.cotangent_grads[";
        if (!d.what.startsWith(prefix) || !Double.isFinite(d.got)) {
            return false;
        }
        int output = Integer.parseInt(d.what.substring(prefix.length(), d.what.length() - 1));
        double[] off = new double[2];
        for (int k = 0; k < 2; k++) {
            double h = Math.scalb(1, -10 - k);
            off[k] = Math.abs((s.along(h).get(output)[d.index] - s.along(-h).get(output)[d.index]) / (2 * h) - d.got);
        }
        double size = Math.max(1, Math.abs(d.got));
        return off[1] <= 1e-9 * size || off[1] <= 1e-5 * size && off[1] <= off[0] / 3; // falls with the square of the step
    }

    // ---- where there is no derivative, or no place

    private static boolean singular(Subject s, Difference d) {
        double rounding = Math.ulp(1.0);
        if (s.name().equals("cond")) {
            return d.isValue() && Math.min(d.got, d.want) > 1e-2 / rounding;
        }
        return Set.of("slogdet", "logdet").contains(s.name()) && d.isGradient() && isNaN(d.got)
                && Arrays.stream(s.values().getLast()).anyMatch(y -> y == NEGATIVE_INFINITY);
    }

    private static boolean nowhere(Subject s, Difference d) {
        if (!s.name().equals("grid_sample") || !isNaN(d.got)) {
            return false;
        }
        double[] grid = s.args().tensor("grid").array().toDoubleArray();
        int axes = s.args().tensor("grid").dim(-1);
        int points = grid.length / axes / s.args().tensor("grid").dim(0);
        int sample = d.isValue() ? d.index / points / s.args().tensor("input").dim(1) : 0;
        int point = d.isValue() ? sample * points + d.index % points : d.index / axes;
        return (d.isValue() || d.argument().equals("grid"))
                && Arrays.stream(grid, point * axes, (point + 1) * axes).anyMatch(Double::isNaN);
    }

    // ---- limits

    /** Values and slopes at plus and minus infinity. */
    private record Limits(double above, double below, double slopeAbove, double slopeBelow) {}

    private static final Limits GATE = new Limits(POSITIVE_INFINITY, 0, 1, 0);
    private static final Map<String, Limits> LIMITS = Map.ofEntries(
            Map.entry("gelu", GATE), Map.entry("silu", GATE), Map.entry("mish", GATE), Map.entry("hardswish", GATE),
            Map.entry("softsign", new Limits(1, -1, 0, 0)), Map.entry("sinc", new Limits(0, 0, 0, 0)),
            Map.entry("i0", new Limits(POSITIVE_INFINITY, POSITIVE_INFINITY, POSITIVE_INFINITY, NEGATIVE_INFINITY)),
            Map.entry("i1", new Limits(POSITIVE_INFINITY, NEGATIVE_INFINITY, POSITIVE_INFINITY, POSITIVE_INFINITY)),
            Map.entry("zeta", new Limits(0, NaN, NaN, NaN)), Map.entry("i0e", new Limits(0, 0, 0, 0)),
                    Map.entry("i1e", new Limits(0, 0, 0, 0)),
            Map.entry("erfcx", new Limits(0, POSITIVE_INFINITY, 0, NEGATIVE_INFINITY)),
            Map.entry("log_ndtr", new Limits(0, NEGATIVE_INFINITY, 0, POSITIVE_INFINITY)),
            Map.entry("polygamma", new Limits(0, NaN, 0, NaN)), Map.entry("digamma", new Limits(POSITIVE_INFINITY, NaN, 0, NaN)));

    /** Partial derivatives where an argument is infinite, or both are 0; NaN where they are not meant. */
    private static final Map<String, DoubleBinaryOperator> PARTIAL_LIMITS = Map.ofEntries(
            Map.entry("atan2 input", (y, x) -> isInfinite(x) || isInfinite(y) ? 0 : NaN),
            Map.entry("atan2 other", (y, x) -> isInfinite(x) || isInfinite(y) ? 0 : NaN),
            Map.entry("hypot input", Deviations::towards), Map.entry("hypot other", (x, y) -> towards(y, x)),
            Map.entry("logaddexp input", Deviations::half), Map.entry("logaddexp other", Deviations::half),
            Map.entry("logaddexp2 input", Deviations::half), Map.entry("logaddexp2 other", Deviations::half),
            Map.entry("copysign input", (x, y) -> isNaN(x) ? 0 : Math.signum(x) * Math.copySign(1, y)),
            Map.entry("xlogy other", (x, y) -> x == 0 ? 0 : NaN), Map.entry("xlog1py other", (x, y) -> x == 0 ? 0 : NaN),
            Map.entry("pow exponent", (x, y) -> Math.pow(x, y) == 0 ? 0 : NaN));

    private static double towards(double x, double y) {
        return isInfinite(x) ? Math.signum(x) : isInfinite(y) ? 0 : NaN;
    }

    private static double half(double x, double y) {
        return x == y && isInfinite(x) ? 0.5 : NaN;
    }

    private static boolean limit(Subject s, Difference d) {
        String name = s.name();
        if (name.equals("pow") && d.isValue() && s.args().isTensor("input")) { // as IEEE 754 has it
            double exponent = s.args().isTensor("exponent") ? s.element("exponent", d.index) : s.args().number("exponent", NaN);
            double exact = Math.pow(s.element("input", d.index), exponent);
            return d.got == exact && !Double.isFinite(exact * d.want);
        }
        if (!isNaN(d.want)) {
            return false;
        }
        if (d.isGradient() && PARTIAL_LIMITS.containsKey(name + " " + d.argument())) {
            String other = name.equals("pow") ? "exponent" : "other";
            double slope = PARTIAL_LIMITS.get(name + " " + d.argument())
                    .applyAsDouble(s.element("input", d.index), s.element(other, d.index));
            return scaled(s, d, slope);
        }
        double x = s.element(d.isGradient() ? d.argument() : "input", d.index);
        if (!isInfinite(x) || !LIMITS.containsKey(name)) {
            return false;
        }
        Limits at = LIMITS.get(name);
        return d.isGradient() ? scaled(s, d, x > 0 ? at.slopeAbove : at.slopeBelow)
                : d.isValue() && d.got == (x > 0 ? at.above : at.below);
    }

    /** Whether ours is the slope times the cotangent: 0 of a cotangent of 0. */
    private static boolean scaled(Subject s, Difference d, double slope) {
        double dy = s.cotangent(d.index);
        double want = dy == 0 || slope == 0 ? 0 : dy * slope;
        return d.got == want || Math.abs(d.got - want) <= 1e-6 * Math.abs(want) * (s.single() ? 1 : 1e-6);
    }

    // ---- NaN

    /** Functions that leave NaN out: there it does not stay. */
    static final Set<String> DROPPING_NAN = Set.of("where", "nan_to_num", "fmax", "fmin", "nansum", "nanmean", "nanmedian",
            "nanquantile", "masked_fill");

    private static boolean stays(Subject s, Difference d) {
        return !DROPPING_NAN.contains(s.name()) && isNaN(d.got)
                && (s.hasNaN(d.index) || d.isGradient() && isNaN(s.value(d.argument(), d.index)));
    }

    /** What the gradient of NaN is multiplied by. */
    private static final Map<String, Double> MIDDLE = Map.ofEntries(Map.entry("relu6", 1.0), Map.entry("hardtanh", 1.0),
            Map.entry("elu", 1.0), Map.entry("celu", 1.0), Map.entry("selu", 1.0507009873554805), Map.entry("hardshrink", 1.0),
            Map.entry("hardswish", 1.0), Map.entry("hardsigmoid", 1 / 6.0), Map.entry("softshrink", 1.0), Map.entry("clamp", 1.0));

    private static boolean passes(Subject s, Difference d) {
        String name = s.name();
        return d.isGradient() && isNaN(s.element(d.argument(), d.index)) && (MIDDLE.containsKey(name) && scaled(s, d, MIDDLE.get(name))
                || name.equals("rrelu") && scaled(s, d, (s.args().number("lower", 1.0 / 8) + s.args().number("upper", 1.0 / 3)) / 2));
    }

    // ---- parameters rounded to float32

    private static boolean rounded(Subject s, Difference d) {
        String name = s.name();
        if (d.isValue() && Set.of("vector_norm", "norm").contains(name)) { // the power
            double other = s.at(s.args().rounded()).values().getFirst()[d.index];
            return Math.abs(d.want - other) <= 1e-12 * Math.abs(other) && Math.abs(d.got - d.want) <= 10 * Math.ulp(1f) * Math.abs(d.want);
        }
        if (d.isGradient() && Set.of("cosine_embedding_loss", "vector_norm", "norm").contains(name) // eps, the power
                && Math.abs(d.got - d.want) <= Math.ulp(1f) * Math.abs(d.want)) {
            Slope slope = s.slope(s.names().indexOf(d.argument()), d.index, 0);
            return near(d.got, slope.value(), 10 * slope.error());
        }
        if (d.isValue() || !name.equals("celu") && !name.equals("hardsigmoid")) {
            return false;
        }
        double x = s.element("input", d.index);
        double alpha = s.args().number("alpha", 1);
        boolean celu = name.equals("celu");
        double slope = celu ? x > 0 ? 1 : Math.exp(x / alpha) : Math.abs(x) < 3 ? 1 / 6.0 : 0;
        double bend = celu && x <= 0 ? slope / alpha : 0;
        double exact = switch (d.what) {
            case "grads.input" -> s.cotangent(d.index) * slope;
            case "second.grads.input" -> s.cotangent(d.index) * s.direction(d.index) * bend;
            default -> s.direction(d.index) * slope;
        };
        double digits = Math.ulp(1f) * (1 + Math.abs(x / alpha)) * Math.abs(exact);
        return Math.abs(d.got - exact) <= 1e-12 * Math.abs(exact) * (1 + Math.abs(x / alpha)) && Math.abs(d.want - exact) <= digits;
    }

    // ---- poles

    private static boolean pole(Subject s, Difference d) {
        String name = s.name();
        if (!d.isGradient() || !Set.of("digamma", "polygamma").contains(name)) {
            return false;
        }
        double x = s.element("input", d.index);
        int order = s.args().whole("n", 0);
        return x <= 0 && x == Math.rint(x) && d.got == s.cotangent(d.index) * (order % 2 == 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY);
    }

    // ---- ties

    private static final Set<String> CHOOSING = Set.of("torch.kthvalue", "torch.median", "torch.nanmedian", "torch.mode", "torch.max",
            "torch.min", "torch.sort", "torch.argsort", "torch.topk", "torch.argmax", "torch.argmin", "torch.nn.functional.embedding_bag");

    /** Whether both indices lead to the same value. */
    private static boolean tied(Subject s, Difference d) {
        boolean argument = s.fn().startsWith("torch.arg");
        if (!CHOOSING.contains(s.fn()) || s.args().flag("stable", false) || !d.what.equals(argument ? "outputs[0]" : "outputs[1]")) {
            return false;
        }
        Tensor x = s.args().tensor("input");
        int axis = x.shape().axis("golden", s.args().has("dim") ? s.args().whole("dim", -1) : -1);
        double[] run = s.run(x, axis, d.index);
        double got = run[(int) d.got];
        double want = run[(int) d.want];
        return got == want || isNaN(got) && isNaN(want);
    }

    // ---- slopes and drops

    private static boolean steep(Subject s, Difference d) {
        if (!d.isGradient() || isFinite(d.want)) {
            return false;
        }
        double x = s.elements(s.names().indexOf(d.argument()))[d.index];
        if (s.name().equals("pow") && d.argument().equals("input") && !s.args().isTensor("exponent")) {
            double exponent = s.args().number("exponent", NaN); // the reference takes a root of -0 to be positive, and divides by it
            return Double.compare(d.got, s.cotangent(d.index) * exponent * Math.pow(x, exponent - 1)) == 0;
        }
        return s.name().equals("kl_div") && d.argument().equals("target") && x == 0 && isInfinite(d.got)
                && Math.signum(d.got) == -Math.signum(s.spread(d.index));
    }

    private static boolean dropped(Subject s, Difference d) {
        return s.name().contains("dropout") && s.args().number("p", 0) == 1 && d.got == 0 && isNaN(d.want);
    }

    // ---- attention

    private static boolean blind(Subject s, Difference d) {
        if (!s.fn().endsWith("scaled_dot_product_attention") || !d.what.equals("outputs[0]") || !s.args().isTensor("attn_mask")) {
            return false;
        }
        Tensor mask = s.args().tensor("attn_mask");
        Tensor seen = mask.dtype() == DType.BOOL ? mask : F.gt(mask, NEGATIVE_INFINITY);
        int[] rows = s.args().tensor("query").shape().dims();
        int features = s.args().tensor("value").dim(-1);
        int[] shape = Arrays.copyOf(rows, rows.length);
        shape[shape.length - 1] = features;
        double[] any = F.expand(F.any(seen, true, -1), shape).array().toDoubleArray();
        return any[d.index] == 0 && d.got == 0;
    }
}
