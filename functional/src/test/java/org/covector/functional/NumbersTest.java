package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Values and derivatives of pointwise functions where formulas cancel, overflow on the way, meet infinities or are masked. Right values
 * by mpmath with 50 digits, by limits, or by definition; docs/accuracy.md tells the rules.
 */
class NumbersTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static Tensor d(double... x) {
        return Tensor.of(x);
    }

    private static Tensor f(float... x) {
        return Tensor.of(x);
    }

    private static UnaryOperator<Tensor> slope(UnaryOperator<Tensor> g) {
        return x -> Autograd.grad((Tensor t) -> F.sum(g.apply(t))).apply(x);
    }

    private static Tensor first(UnaryOperator<Tensor> g, Tensor x) {
        return slope(g).apply(x);
    }

    private static Tensor second(UnaryOperator<Tensor> g, Tensor x) {
        return slope(slope(g)).apply(x);
    }

    private static void same(Tensor got, double tolerance, double... want) {
        double[] y = got.array().toDoubleArray();
        assertThat(y).hasSameSizeAs(want);
        for (int i = 0; i < want.length; i++) {
            boolean isRight = Double.isNaN(want[i]) ? Double.isNaN(y[i]) : y[i] == want[i]
                    || Math.abs(y[i] - want[i]) <= tolerance * Math.abs(want[i]);
            assertThat(isRight).as("%s, wanted %s", Arrays.toString(y), Arrays.toString(want)).isTrue();
        }
    }

    @Test
    void squaresDoNotOverflowOnTheWay() {
        same(first(F::acosh, f(1e22f)), 1e-6, 1e-22);
        same(first(F::acosh, d(1e200)), 1e-15, 1e-200);
        same(first(F::asinh, f(1e22f)), 1e-6, 1e-22);
        same(first(F::atan, f(1e20f)), 1e-5, 1e-40);
        same(second(F::atan, d(1e100)), 1e-15, -2e-300);
        same(F.squareplus(d(-1e200, 1e200)), 1e-15, 1e-200, 1e200);
        same(first(F::squareplus, d(-1e150, 1e300)), 1e-15, 1e-300, 1);
        same(first(x -> F.hypot(x, d(4e200)), d(3e200)), 1e-15, 0.6);
        same(second(x -> F.hypot(x, d(4e150)), d(3e150)), 1e-15, 16 / 125.0 * 1e-150);
    }

    @Test
    void saturatedDerivativesKeepTheirDigits() {
        double s = 4.248354255291589e-18;
        same(first(F::sigmoid, d(-40, 40)), 1e-14, s, s);
        same(first(F::sigmoid, f(20)), 1e-6, 2.0611536e-9);
        same(second(F::sigmoid, d(-40, 40)), 1e-14, s, -s);
        same(first(F::tanh, d(20, -20)), 1e-14, 1.6993417021166356e-17, 1.6993417021166356e-17);
        same(second(F::tanh, d(20)), 1e-14, -3.398683404233271e-17);
        same(second(F::logsigmoid, d(-40)), 1e-14, -s);
        same(second(F::softplus, f(15)), 1e-6, 3.0590213e-7);
        same(second(F::logcosh, d(20)), 1e-14, 1.6993417021166356e-17);
        same(first(x -> F.logaddexp(x, d(400.25)), d(-300.5)), 1e-14, 4.6573814201172454e-305);
    }

    @Test
    void tailsKeepTheirDigits() {
        same(F.gelu(d(-9)), 1e-14, -1.0157295653584566e-18);
        same(F.gelu(f(-6)), 1e-6, -5.9195258702261888e-9);
        same(first(F::gelu, d(-9)), 1e-14, -9.1389373739066393e-18);
        same(F.ndtr(d(-38)), 1e-7, 2.8854283600687843e-316);
        assertThat(F.geluTanh(d(-9)).item()).isNegative();
        same(F.tanhshrink(d(1e-5, 1e-100)), 1e-15, 3.3333333332000008e-16, 1e-300 / 3);
        same(first(F::ndtr, d(-37)), 1e-14, 2.1200065515246056e-298);
        same(first(F::erf, d(20)), 1e-14, 2.1610374743867985e-174);
    }

    @Test
    void cancellationNearZerosAndPoles() {
        same(F.logit(d(0.5 + 0x1p-40)), 1e-15, 4 * 0x1p-40);
        same(second(F::logit, d(0.5 + 0x1p-40)), 1e-15, 2.9103830456733704e-11);
        same(F.sinc(d(1000.5, 3, 1e300)), 1e-15, 3.1815081077840147e-4, 0, 0);
        same(second(F::sinc, d(0)), 1e-15, -Math.PI * Math.PI / 3);
        same(second(F::asin, d(1e-20)), 1e-15, 1e-20);
        same(second(F::i1, d(1e-8)), 1e-14, 0.375e-8);
        same(F.lgamma(d(-2.457024738220800)), 1e-14, 7.2925506126747033e-16);
        same(F.digamma(d(1.4616321449683622)), 1e-14, -9.2412655217294275e-17);
    }

    @Test
    void polygammaLeftOfZero() {
        same(F.polygamma(1, d(-9.5)), 1e-14, 9.769687445030232);
        same(F.polygamma(10, d(-16.5)), 1e-14, -1.7718996786602614e-7);
        same(F.polygamma(2, d(-1000000.5)), 1e-14, -9.9999800000275e-13);
        same(F.polygamma(1, d(-1e-20, -1e-10)), 1e-14, 1e40, 1e20);
        same(F.polygamma(170, d(300)), 1e-13, -4.335360007808032e-117);
        same(F.polygamma(1, d(-1, 0)), 0, INF, INF);
        same(F.polygamma(2, d(-1, 0.0, -0.0)), 0, NAN, -INF, INF);
    }

    @Test
    void remaindersAreExactForQuotientsOfAnySize() {
        same(F.remainder(f(1e15f), f(6.2831855f)), 0, 4.0238776206970215);
        same(F.fmod(f(1e38f), f(1e-3f)), 0, 1e38f % 1e-3f);
        same(F.fmod(d(1e308, 1e32, -1e308), d(0.5, 0.1, 3e-300)), 0, 0, 1e32 % 0.1, -1e308 % 3e-300);
        assertThat(1 / F.remainder(d(-4), d(2)).item()).isEqualTo(INF);
        assertThat(1 / F.remainder(d(4), d(-2)).item()).isEqualTo(-INF);
        assertThat(1 / F.fmod(d(-4), 2).item()).isEqualTo(-INF);
        same(first(y -> F.fmod(d(1), y), d(0.1)), 0, -9);
    }

    @Test
    void numbersAndTensorsAsBoundsAgree() {
        same(F.clamp(d(0.5), NAN, 1), 0, NAN);
        same(F.clamp(d(0.5), 0, NAN), 0, NAN);
        same(F.clamp(d(0.5), d(NAN), d(1)), 0, NAN);
        same(F.maximum(d(0.5), NAN), 0, NAN);
        same(F.maximum(d(0.5), d(NAN)), 0, NAN);
        same(F.minimum(d(NAN), 1), 0, NAN);
        assertThat(1 / F.minimum(d(-0.0), 0).item()).isEqualTo(-INF);
        assertThat(1 / F.minimum(d(-0.0), d(0)).item()).isEqualTo(-INF);
    }

    @Test
    void limitsAtInfinity() {
        same(F.softsign(d(-INF, INF)), 0, -1, 1);
        same(F.sinc(d(-INF, INF)), 0, 0, 0);
        same(first(F::sinc, d(INF)), 0, 0);
        for (UnaryOperator<Tensor> g : List.<UnaryOperator<Tensor>>of(F::gelu, F::geluTanh, F::silu, F::mish, F::softplus, F::squareplus)) {
            same(first(g, d(-INF, INF)), 0, 0, 1);
            same(second(g, d(-INF, INF)), 0, 0, 0);
        }
        same(F.leakyRelu(d(-INF), 0), 0, 0);
        same(first(x -> F.logaddexp(x, d(-INF)), d(-INF)), 0, 0.5);
        same(first(x -> F.atan2(x, d(INF)), d(1)), 0, 0);
        same(second(F::logNdtr, d(-INF, INF)), 0, -1, 0);
        same(first(x -> F.pow(d(INF), x), d(-1)), 0, 0);
    }

    @Test
    void outsideTheDomainDerivativesAreNotANumberWhereTheFormulaIsNotReal() {
        for (UnaryOperator<Tensor> g : List.<UnaryOperator<Tensor>>of(F::sqrt, F::rsqrt, F::logit, F::acosh, F::log1mexp)) {
            same(first(g, d(-0.5)), 0, NAN);
            same(second(g, d(-0.5)), 0, NAN);
        }
        for (UnaryOperator<Tensor> g : List.<UnaryOperator<Tensor>>of(F::asin, F::acos, F::erfinv, F::ndtri, F::logit)) {
            same(first(g, d(1.5)), 0, NAN);
            same(second(g, d(1.5)), 0, NAN);
        }
        same(first(F::log, d(-0.5, 0.0, -0.0)), 0, -2, INF, -INF);
        same(first(F::atanh, d(2)), 1e-15, -1 / 3.0);
        same(second(F::log, d(1e-100)), 1e-15, -1e200);
    }

    @Test
    void whatAMaskExcludesIsZeroToEveryOrder() {
        UnaryOperator<Tensor> xlogx = x -> F.where(F.gt(x, 0), F.mul(x, F.log(x)), 0.0);
        UnaryOperator<Tensor> power = x -> F.where(F.gt(x, 0), F.mul(F.sqrt(x), x), 0.0);
        UnaryOperator<Tensor> filled = x -> F.maskedFill(F.mul(x, F.log(x)), F.le(x, 0), 0);
        same(first(xlogx, d(0, 2)), 1e-15, 0, Math.log(2) + 1);
        same(second(xlogx, d(0, 2)), 1e-15, 0, 0.5);
        same(second(power, d(-1, 4)), 1e-15, 0, 0.375);
        same(second(filled, d(0)), 0, 0);
        same(second(x -> Functions.fuse(xlogx::apply).apply(x), d(0)), 0, 0);
        same(slope(slope(slope(xlogx))).apply(d(0, 2)), 1e-15, 0, -0.25);
        same(slope(slope(slope(power))).apply(d(-1, 4)), 1e-15, 0, -0.046875);
        same(second(x -> F.where(F.gt(x, 0), F.div(F.sin(x), F.mul(x, x)), 0.0), d(0)), 0, 0);
    }

    @Test
    void newFunctions() {
        same(F.zeta(d(2, 3, 2.5), d(1, 0.5, 3)), 1e-14, Math.PI * Math.PI / 6, 8.414398322117161, 0.1647105619542803);
        same(F.gammainc(d(0.5, 3, 100), d(0.3, 2, 120)), 1e-13, 0.56142197391900014, 0.32332358381693654, 0.97213626010947934);
        same(F.gammaincc(d(0.5, 3, 100), d(30, 20, 200)), 1e-13, 9.4857375710738484e-15, 4.5551495055892128e-7, 1.8438936497115742e-15);
        same(F.multigammaln(d(3.5), 3), 1e-14, 3.895898482154039);
        same(F.ldexp(d(1e-300, 3), d(1100, 2)), 1e-15, 1e-300 * 0x1p1000 * 0x1p100, 12);
        same(F.deg2rad(d(180)), 1e-15, Math.PI);
        same(F.rad2deg(d(Math.PI)), 1e-15, 180);
        same(F.hardsigmoid(d(-4, 0.5, 4), 0.2, 0.5), 1e-15, 0, 0.6, 1);
        same(F.selu(d(-1), 2, 3), 1e-15, 6 * Math.expm1(-1));
        same(first(x -> F.gammainc(d(3), x), d(2)), 1e-14, 2 * Math.exp(-2));
        same(second(x -> F.gammaincc(d(3), x), d(1)), 1e-14, -0.5 * Math.exp(-1));
        same(first(x -> F.zeta(d(2), x), d(1)), 1e-14, -2.4041138063191885);
        assertThatThrownBy(() -> first(a -> F.gammainc(a, d(1)), d(2))).isInstanceOf(MissingFormulaException.class);
    }

    /** log1p of the rest, and 1 - p by the others, in values, gradients, second gradients and tangents. */
    @Test
    void nearlyCertainProbabilitiesKeepTheRest() {
        double s = 4.248354255291589e-18; // e^-40
        Tensor x = d(40, 0);
        UnaryOperator<Tensor> winner = y -> F.select(y, 0, 0);
        same(F.logSoftmax(x, 0), 1e-14, -s, -40);
        same(F.logSoftmax(f(20, 0), 0), 1e-6, -2.0611536203143807e-9, -20);
        same(F.logsumexp(d(0, -40)), 1e-14, s);
        same(F.logcumsumexp(d(0, -40, -40), 0), 1e-14, 0, s, 2 * s);
        same(first(t -> winner.apply(F.softmax(t, 0)), x), 1e-14, s, -s);
        same(first(t -> winner.apply(first(u -> winner.apply(F.softmax(u, 0)), t)), x), 1e-14, -s, s);
        same(first(t -> winner.apply(F.logSoftmax(t, 0)), x), 1e-14, s, -s);
        same(first(t -> winner.apply(first(u -> winner.apply(F.logSoftmax(u, 0)), t)), x), 1e-14, -s, s);
        same(first(t -> winner.apply(first(F::logsumexp, t)), x), 1e-14, s, -s);
        same(Autograd.jvp(t -> F.logSoftmax(t, 0), x, d(1, 0))._2(), 1e-14, s, -1);
        same(Autograd.hvp(F::logsumexp, x, d(1, 0)), 1e-14, s, -s);
        // p[1] = 1 / (1 + 2 s): its own second derivative is p (1 - p)
        same(Autograd.hvp(t -> F.crossEntropy(F.unsqueeze(t, 0), Tensor.of(0L)), d(0, 40, 0), d(0, 1, 0)), 1e-14, -s, 2 * s, -s);
    }

    /** Writes without accumulation: the last of equal places wins, and only it has a gradient. */
    @Test
    void theLastOfRepeatedPlacesWins() {
        Tensor x = Tensor.of(new double[] {1, 2, 3}, 1, 1, 3);
        Tensor at = Tensor.of(new long[] {1, 4, 1}, 1, 1, 3);
        UnaryOperator<Tensor> unpooled = t -> F.maxUnpool1d(t, at, new int[] {2}, PoolOptions.DEFAULT, 6);
        same(F.reshape(unpooled.apply(x), 6), 0, 0, 3, 0, 0, 2, 0);
        same(F.reshape(first(t -> F.square(unpooled.apply(t)), x), 3), 0, 0, 4, 6);
        Tensor index = Tensor.of(0L, 2L, 0L);
        same(F.scatter(d(0, 0, 0), 0, index, d(1, 2, 3)), 0, 3, 0, 2);
        same(first(t -> F.square(F.scatter(d(0, 0, 0), 0, index, t)), d(1, 2, 3)), 0, 0, 4, 6);
    }

    /** Views of more elements than an array has: the right result, or a refusal by name. */
    @Test
    void viewsOfMoreThanTwoToThe31Elements() {
        Tensor x = F.expand(Tensor.of(new double[] {1, 4}, 2, 1, 1), 2, 1 << 16, 1 << 15);
        same(F.sum(x), 1e-15, 5.0 * (1L << 31));
        same(F.var(x, 0, false), 1e-14, 2.25);
        for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(t -> F.softmax(t, 0), t -> F.cumsum(t, 1),
                t -> F.sort(t, 2, false).values(), F::median, F::exp, t -> F.mseLoss(t, t))) {
            assertThatThrownBy(() -> f.apply(x)).isInstanceOf(org.covector.engine.ArgumentException.class);
        }
    }
}
