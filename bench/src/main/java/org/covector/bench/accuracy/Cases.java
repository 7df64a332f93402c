package org.covector.bench.accuracy;

import static org.covector.bench.accuracy.Case.first;
import static org.covector.bench.accuracy.Case.second;
import static org.covector.bench.accuracy.Case.unary;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;
import org.apfloat.Apint;
import org.covector.functional.F;
import org.covector.functional.PoissonNll;
import org.covector.functional.Reduction;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Convert;

/** The pointwise functions with references. What chooses or rounds without computing (relu, floor, where, ...) is exact and not here. */
final class Cases {
    private Cases() {}

    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        arithmetic(all);
        elementary(all);
        hyperbolic(all);
        special(all);
        gamma(all);
        activations(all);
        smooth(all);
        pairs(all);
        mixed(all);
        losses(all);
        return all;
    }

    private static Jet inside(Jet x, boolean isInside) {
        if (!isInside) {
            throw Case.excluded();
        }
        return x;
    }

    private static Jet positive(Jet x) {
        return inside(x, x.v().signum() > 0);
    }

    private static Jet unit(Jet x) {
        return inside(x, !x.isBelow(-1) && x.isBelow(Math.nextUp(1.0)));
    }

    private static Jet openUnit(Jet x) {
        return inside(x, x.isBelow(1) && x.negated().isBelow(1));
    }

    private static void arithmetic(List<Case> all) {
        all.add(unary("square", F::square, Jet::square));
        all.add(unary("reciprocal", F::reciprocal, Jet::inverse));
        all.add(unary("sqrt", F::sqrt, x -> positive(x).sqrt()));
        all.add(unary("rsqrt", F::rsqrt, x -> positive(x).power(-0.5)));
        all.add(unary("pow(x, 2.5)", x -> F.pow(x, 2.5), x -> positive(x).power(2.5)));
        all.add(unary("pow(x, -0.3)", x -> F.pow(x, -0.3f), x -> positive(x).power(-0.3f)));
        all.add(unary("pow(x, 3)", x -> F.pow(x, 3), x -> x.square().times(x)));
        all.add(unary("pow(2.5, x)", x -> F.pow(2.5, x), x -> x.times(x.of(2.5).log()).exp()));
        all.add(unary("deg2rad", F::deg2rad, x -> x.times(x.pi()).over(180)));
        all.add(unary("rad2deg", F::rad2deg, x -> x.times(180).over(x.pi())));
    }

    private static void elementary(List<Case> all) {
        all.add(unary("exp", F::exp, Jet::exp, 709.78, 88.7, -745, -103.9));
        all.add(unary("exp2", F::exp2, x -> x.times(x.of(2).log()).exp(), 1023, 127, -1074, -149));
        all.add(unary("expm1", F::expm1, x -> x.exp().minus(1), 709.78, 88.7));
        all.add(unary("log", F::log, x -> positive(x).log(), 1));
        all.add(unary("log2", F::log2, x -> positive(x).log().over(x.of(2).log()), 1));
        all.add(unary("log10", F::log10, x -> positive(x).log().over(x.of(10).log()), 1));
        all.add(unary("log1p", F::log1p, x -> positive(x.plus(1)).log(), -1));
        all.add(unary("sin", F::sin, Jet::sin, Math.PI, Math.PI / 2, 1e5));
        all.add(unary("cos", F::cos, Jet::cos, Math.PI, Math.PI / 2, 1e5));
        all.add(unary("tan", F::tan, x -> x.sin().over(x.cos()), Math.PI, Math.PI / 2, 1e5));
        all.add(unary("asin", F::asin, x -> openUnit(x).asin(), 1, -1, 0.5));
        all.add(unary("acos", F::acos, x -> openUnit(x).asin().negated().plus(x.pi().times(0.5)), 1, -1, 0.5));
        all.add(unary("atan", F::atan, Jet::atan, 1));
        all.add(unary("logit", F::logit, x -> inside(x, x.v().signum() > 0 && x.isBelow(1)).over(x.negated().plus(1)).log(), 0.5, 1, 0.25,
                0.75));
        all.add(unary("sinc", F::sinc, Cases::sinc, 1, 2, 3.5, 0.47, 1.43, 100));
    }

    private static Jet sinc(Jet x) {
        Apint nearest = ApfloatMath.floor(x.v().add(new Apfloat("0.5", x.precision())));
        Jet sine = x.minus(Jet.constant(nearest, x.precision())).times(x.pi()).sin();
        return (nearest.mod(new Apint(2)).signum() == 0 ? sine : sine.negated()).over(x.times(x.pi()));
    }

    private static void hyperbolic(List<Case> all) {
        all.add(unary("sinh", F::sinh, Jet::sinh, 710.4, 89.4));
        all.add(unary("cosh", F::cosh, Jet::cosh, 710.4, 89.4));
        all.add(unary("tanh", F::tanh, Jet::tanh, 1, 20));
        all.add(unary("asinh", F::asinh, x -> asinh(x), 0.5));
        all.add(unary("acosh", F::acosh, x -> inside(x, x.negated().isBelow(-1)).plus(x.minus(1).times(x.plus(1)).sqrt()).log(), 1, 2));
        all.add(unary("atanh", F::atanh, x -> openUnit(x).plus(1).over(x.negated().plus(1)).log().times(0.5), 1, -1, 0.5));
        all.add(unary("logcosh", F::logcosh, x -> softplus(x.abs().times(-2)).plus(x.abs()).minus(x.of(2).log()), 1));
        all.add(unary("tanhshrink", F::tanhshrink, x -> x.minus(x.tanh()), 1));
        all.add(unary("softsign", F::softsign, x -> x.over(x.abs().plus(1))));
        all.add(unary("squareplus", F::squareplus, x -> x.v().signum() < 0 ? x.square().plus(4).sqrt().minus(x).inverse().times(2)
                : x.plus(x.square().plus(4).sqrt()).times(0.5)));
        all.add(unary("hypot(x, 2)", x -> F.hypot(x, Tensor.full(x.dtype(), x.shape(), 2)), x -> x.square().plus(4).sqrt()));
    }

    private static Jet asinh(Jet x) {
        Jet a = x.abs();
        Jet y = a.plus(a.square().plus(1).sqrt()).log();
        return x.v().signum() < 0 ? y.negated() : y;
    }

    private static void special(List<Case> all) {
        all.add(unary("erf", F::erf, SpecialReference::erf, 1, 4, 6));
        all.add(unary("erfc", F::erfc, SpecialReference::erfc, 0.5, 10, 26.5));
        all.add(unary("erfcx", F::erfcx, SpecialReference::erfcx, 1, 20, -26, -9));
        all.add(unary("erfinv", F::erfinv, x -> SpecialReference.erfinv(openUnit(x)), 1, -1, 0.5));
        all.add(unary("ndtr", F::ndtr, SpecialReference::ndtr, -13, -37, 5));
        all.add(unary("ndtri", F::ndtri, x -> SpecialReference.ndtri(inside(x, x.v().signum() > 0 && x.isBelow(1))), 0.5, 1, 0.25, 0.75));
        all.add(unary("logNdtr", F::logNdtr, SpecialReference::logNdtr, -1, 8, -37));
        all.add(unary("entr", F::entr, x -> positive(x).log().times(x).negated(), 1, Math.exp(-1)));
        all.add(unary("i0", F::i0, x -> SpecialReference.bessel(0, x), 25, 713, 91));
        all.add(unary("i0e", F::i0e, x -> SpecialReference.scaledBessel(0, x), 25));
        all.add(unary("i1", F::i1, x -> SpecialReference.bessel(1, x), 25, 713, 91));
        all.add(unary("i1e", F::i1e, x -> SpecialReference.scaledBessel(1, x), 25, 1.545));
    }

    private static void gamma(List<Case> all) {
        double[] at = {1, 2, 0.5, 1.5, 12, -1, -2, -3, -2.4570247382208, -2.7476826467274, -3.1435808883499798,
            -3.955294284773, -4.039361839740537, -5.00829, -0.5, -10.5, -170.5};
        all.add(unary("lgamma", F::lgamma, x -> SpecialReference.lgamma(noPole(x)), at));
        double[] zeros = {1.4616321449683623, -0.5040830082644554, -1.5734984731623904, -2.610720868444145,
            -3.6352933664369, -9.7026725400018637, -1, -2, -10.5, -1000.25};
        all.add(unary("digamma", F::digamma, x -> SpecialReference.polygamma(0, noPole(x)), zeros));
        for (int n : new int[] {1, 2, 10}) {
            all.add(unary("polygamma(" + n + ")", x -> F.polygamma(n, x), x -> SpecialReference.polygamma(n, noPole(x)), zeros));
        }
    }

    private static Jet noPole(Jet x) {
        double v = x.v().doubleValue();
        return inside(x, v != Math.rint(v) || v > 2); // at 1 and 2 lgamma is exactly 0, its reference nearly
    }

    private static void activations(List<Case> all) {
        all.add(unary("elu(x, 1.5)", x -> F.elu(x, 1.5), x -> x.v().signum() > 0 ? x : x.exp().minus(1).times(1.5)));
        all.add(unary("celu(x, 1.5)", x -> F.celu(x, 1.5), x -> x.v().signum() > 0 ? x : x.over(1.5).exp().minus(1).times(1.5)));
        all.add(unary("selu", F::selu, x -> (x.v().signum() > 0 ? x : x.exp().minus(1).times(1.6732632423543772))
                .times(1.0507009873554805)));
        all.add(unary("hardsigmoid", F::hardsigmoid, x -> openThree(x).plus(3).over(6), -3, 3));
        all.add(unary("hardswish", F::hardswish, x -> openThree(x).plus(3).times(x).over(6), -3, 3, -1.5));
        all.add(unary("sparsePlus", F::sparsePlus, x -> openUnit(x).plus(1).square().times(0.25), -1, 1));
    }

    private static Jet openThree(Jet x) {
        return inside(x, x.isBelow(3) && x.negated().isBelow(3));
    }

    private static Jet softplus(Jet x) {
        Jet low = x.abs().negated().exp().plus(1).log();
        return x.v().signum() > 0 ? x.plus(low) : low;
    }

    private static void smooth(List<Case> all) {
        all.add(unary("sigmoid", F::sigmoid, Jet::sigmoid, 15, 37));
        all.add(unary("logsigmoid", F::logsigmoid, x -> softplus(x.negated()).negated(), 15, 37));
        all.add(unary("softplus", F::softplus, x -> softplus(inside(x, x.isBelow(20)))));
        all.add(unary("softplus(x, 0.7, inf)", x -> F.softplus(x, 0.7f, Double.POSITIVE_INFINITY),
                x -> softplus(x.times(0.7f)).over(0.7f)));
        all.add(unary("silu", F::silu, x -> x.times(x.sigmoid()), -1.278, 2.4));
        all.add(unary("mish", F::mish, x -> x.times(softplus(x).tanh()), -1.19));
        all.add(unary("gelu", F::gelu, x -> x.times(SpecialReference.ndtr(x)), -0.7518, Math.sqrt(2), -13, -37));
        all.add(unary("geluTanh", F::geluTanh, x -> x.times(geluGate(x).sigmoid()), -0.75, -9, -21));
        all.add(unary("log1mexp", F::log1mexp, x -> positive(x).negated().exp().negated().plus(1).log(), Math.log(2)));
    }

    private static Jet geluGate(Jet x) {
        return x.square().times(44715).over(1_000_000).plus(1).times(x).times(x.of(2).over(x.pi()).sqrt()).times(2);
    }

    private static void pairs(List<Case> all) {
        all.add(first("div", F::div, Jet::over));
        all.add(second("div", F::div, Jet::over));
        all.add(first("hypot", F::hypot, (x, y) -> x.square().plus(y.square()).sqrt()));
        all.add(first("atan2", F::atan2, (x, y) -> atan2(x, y)));
        all.add(second("atan2", F::atan2, (x, y) -> atan2(x, y)));
        all.add(first("pow", F::pow, (x, y) -> y.times(positive(x).log()).exp(), 1));
        all.add(second("pow", F::pow, (x, y) -> y.times(positive(x).log()).exp(), 0, 1));
        all.add(first("xlogy", F::xlogy, (x, y) -> x.times(positive(y).log())));
        all.add(second("xlogy", F::xlogy, (x, y) -> x.times(positive(y).log()), 1));
        all.add(second("xlog1py", F::xlog1py, (x, y) -> x.times(positive(y.plus(1)).log()), -1));
        all.add(first("logaddexp", F::logaddexp,
                (x, y) -> y.minus(x).abs().negated().exp().plus(1).log().plus(y.minus(x).v().signum() < 0 ? x : y)));
        all.add(first("logaddexp2", F::logaddexp2,
                (x, y) -> y.minus(x).abs().negated().times(x.of(2).log()).exp().plus(1).log().over(x.of(2).log())
                .plus(y.minus(x).v().signum() < 0 ? x : y)));
    }

    /** Functions of two arguments of which one is a number that both formats have. */
    private static void mixed(List<Case> all) {
        all.add(unary("lerp(x, 2, 0.25)", x -> F.lerp(x, like(x, 2), 0.25), x -> x.times(0.75).plus(0.5), -2.0 / 3));
        all.add(unary("fmod(x, 0.75)", x -> F.fmod(x, 0.75), x -> remainder(x, 0), 0.75, 1e22));
        all.add(unary("remainder(x, 0.75)", x -> F.remainder(x, 0.75), x -> remainder(x, x.v().signum() < 0 ? 0.75 : 0), 0.75, 1e22));
        all.add(unary("floatPower(x, 1.5)", x -> F.floatPower(x, like(x, 1.5)), x -> positive(x).power(1.5)));
        all.add(unary("leakyRelu(x, 0.0625)", x -> F.leakyRelu(x, 0.0625), x -> x.v().signum() > 0 ? x : x.times(0.0625)));
        all.add(unary("prelu(x, 0.25)", x -> F.prelu(x, Convert.to(Tensor.scalar(0.25), x.dtype())), x -> x.v().signum() > 0 ? x
                : x.times(0.25)));
        all.add(unary("multigammaln(x, 2)", x -> F.multigammaln(x, 2), x -> multigamma(inside(x, x.negated().isBelow(-0.5))), 1, 2, 1.5,
                0.5));
        all.add(unary("zeta(3, y)", y -> F.zeta(like(y, 3), y), y -> SpecialReference.polygamma(2, positive(y)).over(-2), 1));
        all.add(unary("gammaincc(3, y)", y -> F.gammaincc(like(y, 3), y), y -> tail(positive(y)), 3, 700));
        all.add(unary("gammainc(3, y)", y -> F.gammainc(like(y, 3), y), y -> tail(positive(y)).negated().plus(1), 3, 700));
    }

    /** The exact remainder by 3/4 with the sign of x, plus {@code shift} where it is not 0. */
    private static Jet remainder(Jet x, double shift) {
        Jet r = Jet.constant(ApfloatMath.fmod(x.v(), new Apfloat("0.75", 500)), 500);
        return x.minus(Jet.constant(x.v(), 500)).plus(r.v().signum() == 0 ? r : r.plus(shift));
    }

    private static Tensor like(Tensor x, double value) {
        return Tensor.full(x.dtype(), x.shape(), value);
    }

    private static Jet multigamma(Jet x) {
        return SpecialReference.lgamma(x).plus(SpecialReference.lgamma(x.minus(0.5))).plus(x.pi().log().times(0.5));
    }

    /** The upper tail of the gamma distribution of parameter 3. */
    private static Jet tail(Jet y) {
        return y.negated().exp().times(y.plus(1).plus(y.square().times(0.5)));
    }

    /** Losses of single elements for the target 1 / 4, or 1. */
    private static void losses(List<Case> all) {
        all.add(unary("mseLoss(x, 0.25)", x -> F.mseLoss(x, like(x, 0.25), Reduction.NONE), x -> x.minus(0.25).square(), 0.25));
        all.add(unary("huberLoss(x, 0)", x -> F.huberLoss(x, like(x, 0), 1, Reduction.NONE), x -> noKink(x).isBelow(1)
                && x.negated().isBelow(1)
                ? x.square().times(0.5) : x.abs().minus(0.5), 1));
        all.add(unary("smoothL1Loss(x, 0)", x -> F.smoothL1Loss(x, like(x, 0), 1, Reduction.NONE), x -> noKink(x).isBelow(1)
                && x.negated().isBelow(1)
                ? x.square().times(0.5) : x.abs().minus(0.5), 1));
        all.add(unary("binaryCrossEntropyWithLogits(x, 0.25)",
                x -> F.binaryCrossEntropyWithLogits(x, like(x, 0.25), Option.none(), Option.none(), Reduction.NONE),
                x -> softplus(x).minus(x.times(0.25)), 15, 37, -Math.log(3)));
        all.add(unary("softMarginLoss(x, 1)", x -> F.softMarginLoss(x, like(x, 1), Reduction.NONE), x -> softplus(x.negated()), 15, 37));
        all.add(unary("poissonNllLoss(x, 0.25)", x -> F.poissonNllLoss(x, like(x, 0.25), PoissonNll.DEFAULT.withReduction(Reduction.NONE)),
                x -> x.exp().minus(x.times(0.25)), -Math.log(4)));
    }

    private static Jet noKink(Jet x) {
        return inside(x, x.abs().minus(1).v().signum() != 0);
    }

    private static Jet atan2(Jet y, Jet x) {
        Jet angle = inside(x, x.v().signum() != 0).v().signum() != 0 && x.abs().minus(y.abs()).v().signum() >= 0 ? y.over(x).atan()
                : x.over(y).atan().negated().plus(x.pi().times(0.5 * y.v().signum()));
        boolean isLeft = x.v().signum() < 0 && x.abs().minus(y.abs()).v().signum() >= 0;
        return isLeft ? angle.plus(x.pi().times(y.v().signum() < 0 ? -1 : 1)) : angle;
    }
}
