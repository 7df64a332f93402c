package org.covector.gradcheck.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.x;

import io.vavr.Function1;
import io.vavr.Tuple;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.element.ElementChecker;
import org.covector.gradcheck.element.RandomDirections;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Taylor remainders and forward rules: what they see of wrong formulas, and that right ones are safe from them. */
class OraclesTest {
    private static final Options PLAIN = Options.DEFAULT.withVariations().withOrder(1);

    private static Evidence.Oracle oracle(Report report, String name) {
        return report.evidence().oracles().stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
    }

    private static Evidence.Oracle taylor(Report report) {
        return oracle(report, "Taylor remainder");
    }

    private static Evidence.Oracle forward(Report report) {
        return oracle(report, "forward rule");
    }

    private static Function1<Tensor, Tensor> wrong(Function1<Tensor, Tensor> f, double factor) {
        return customVjp("wrong", t -> withPullback(f.apply(t),
                dy -> Tuple.of(() -> F.mul(Autograd.vjp(f, t).pullback().apply(dy), factor))));
    }

    // ---- Taylor

    @Test
    void theRemainderOfARightDerivativeFallsWithTheSquare() {
        Report report = Gradcheck.check(t -> F.mul(F.exp(t), F.sum(t)), x(5), PLAIN);
        assertThat(report.evidence().remainders()).hasSize(2).allSatisfy(r -> {
            assertThat(r.rate()).isCloseTo(2, within(0.1));
            assertThat(r.steps()).hasSameSizeAs(r.first()).hasSameSizeAs(r.zeroth());
        });
        assertThat(taylor(report).right()).isTrue();
        assertThat(taylor(report).note()).contains("falls with h^2.0");
    }

    @Test
    void theRemainderOfAWrongDerivativeFallsWithTheStep() {
        for (double factor : new double[] {-1, 0.5, 1.01, 1.0001}) {
            Report report = Gradcheck.check(wrong(t -> F.mul(F.exp(t), F.sum(t)), factor), x(5), PLAIN);
            assertThat(taylor(report).right()).as(factor + " " + taylor(report)).isFalse();
        }
        Report half = Gradcheck.check(wrong(F::exp, 0.5), x(5), PLAIN);
        assertThat(half.evidence().remainders()).allSatisfy(r -> assertThat(r.rate()).isCloseTo(1, within(0.05)));
    }

    @Test
    void linearFunctionsHaveNoRemainder() {
        Report report = Gradcheck.check(t -> F.matmul(t, Tensor.of(new double[] {1, 2, 3, 4}, 2, 2)), x(2, 2), PLAIN);
        assertThat(taylor(report)).isEqualTo(new Evidence.Oracle("Taylor remainder", true, "linear: the remainder is rounding at every h"));
        assertThat(taylor(Gradcheck.check(wrong(F::neg, 1.001), x(3), PLAIN)).right()).isFalse();
    }

    @Test
    void steepAndFlatFunctionsAreNotAccused() {
        assertThat(taylor(Gradcheck.check(t -> F.sin(F.mul(t, 1000)), x(4), PLAIN)).right()).isTrue();
        assertThat(taylor(Gradcheck.check(t -> F.exp(F.mul(t, 300)), Tensor.of(0.3, -0.2, 1.1), PLAIN)).right()).isTrue();
        assertThat(taylor(Gradcheck.check(t -> F.mul(F.square(t), t), Tensor.of(1e30, 1e-20), PLAIN)).right()).isTrue();
        assertThat(taylor(Gradcheck.check(F::floor, x(4), PLAIN)).right()).isTrue();
    }

    @Test
    void kinksAreNotAccusedByTheRemainder() {
        Function1<Tensor, Tensor> hinge = t -> F.relu(F.sub(t, 1));
        Tensor at = Tensor.of(1, 2.0);
        assertThat(taylor(Gradcheck.check(hinge, at, PLAIN)).right()).isTrue();
        TaylorRemainders direct = of(hinge, Tensor.of(1.0));
        assertThat(direct.isWrong()).isFalse();
        assertThat(direct.vote().note()).contains("kink");
        assertThat(of(wrong(F::exp, 1.1), Tensor.of(1.0)).isWrong()).isTrue();
    }

    private static TaylorRemainders of(Function1<Tensor, Tensor> f, Tensor at) {
        java.util.Random random = new java.util.Random(1);
        FlatFunction function = FlatFunction.of(in -> java.util.List.of(f.apply(in.getFirst())), java.util.List.of(at));
        OutputProjection projection = OutputProjection.basis(function.value().length, random);
        AnalyticJacobian jacobian = AnalyticJacobian.of(function, projection, random);
        ElementChecker checker = ElementChecker.of(function, PLAIN, projection, jacobian);
        RandomDirections directions = RandomDirections.of(function, PLAIN, projection, jacobian, checker, random);
        return TaylorRemainders.measure(checker, jacobian, directions, new int[] {0}, 2, random);
    }

    @Test
    void noisyValuesGiveTheRemainderNoVote() {
        Report report = Gradcheck.check(t -> F.sub(F.add(F.sin(t), 1e12), 1e12), Tensor.of(0.5), PLAIN);
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(taylor(report).right()).isTrue();
    }

    // ---- forward rules

    @Test
    void forwardRulesAgreeWithRightPullbacks() {
        Tensor w = x(3, 4);
        Report report = Gradcheck.check(t -> F.sum(F.tanh(F.matmul(t, w)), 0), x(2, 3), PLAIN);
        assertThat(forward(report)).isEqualTo(new Evidence.Oracle("forward rule", true, "agrees along a random direction"));
        assertThat(forward(Gradcheck.check(t -> F.mul(F.sin(t), t), x(5), PLAIN.withOrder(2)).second().get()).note()).contains("agrees");
    }

    @Test
    void forwardRulesSeeThroughFunctionsWithAPullbackOfTheirOwn() {
        Report report = Gradcheck.check(wrong(t -> F.mul(F.exp(t), F.sum(t)), 1 + 1e-8), x(5), PLAIN);
        assertThat(forward(report).right()).isFalse();
        assertThat(forward(Gradcheck.check(wrong(F::exp, 1), x(5), PLAIN)).right()).isTrue();
        assertThat(forward(Gradcheck.check(Autograd.checkpoint(wrong(F::exp, 2)), x(5), PLAIN)).right()).isFalse();
    }

    @Test
    void functionsWithoutForwardRulesSaySo() {
        assertThat(forward(Gradcheck.check(t -> F.softmax(t, 0), x(5), PLAIN)).note()).startsWith("agrees");
        Function1<Tensor, Tensor> reader = customVjp("reader",
                t -> withPullback(Tensor.of(F.exp(t).array()), dy -> Tuple.of(() -> F.mul(dy, F.exp(t)))));
        assertThat(forward(Gradcheck.check(reader, x(5), PLAIN)).note()).startsWith("no vote: ").contains("reading the elements");
        assertThat(Gradcheck.check(F::exp, x(5), PLAIN.withCheckForwardAd(false)).evidence().oracles()).hasSize(2);
    }

    @Test
    void theForwardRuleDecidesWhereValuesAreTooCoarse() {
        Function1<Tensor, Tensor> coarse = t -> F.sub(F.add(F.sin(t), 1e13), 1e13);
        Report right = Gradcheck.check(coarse, Tensor.of(0.5, 1), PLAIN);
        assertThat(right.isWrong()).as(right.toString()).isFalse();
        assertThat(right.count(Verdict.NOISE)).isEqualTo(2);
        Report wrong = Gradcheck.check(wrong(coarse, 1.01), Tensor.of(0.5, 1), PLAIN);
        assertThat(wrong.isWrong()).as(wrong.toString()).isTrue();
        assertThat(wrong.toString()).contains("forward rule says otherwise");
    }

    @Test
    void anOracleThatDisagreesWithAProofAccusesNobody() {
        Function1<Tensor, Tensor> lifted = t -> F.where(F.eq(t, 0), 1, F.div(F.expm1(t), t)); // 1 + x/2 + ...; the program is constant at 0
        Function1<Tensor, Tensor> right = customVjp("lifted",
                t -> withPullback(lifted.apply(t), dy -> Tuple.of(() -> F.mul(dy, F.where(F.eq(t, 0), 0.5,
                F.div(F.sub(F.exp(t), F.div(F.expm1(t), t)), t))))));
        Report report = Gradcheck.check(right, Tensor.of(0.0, 1), PLAIN);
        assertThat(report.isProven()).as(report.toString()).isTrue();
    }

    @Test
    void everyOracleIsNamed() {
        Report report = Gradcheck.check(F::tanh, x(3), PLAIN);
        assertThat(report.evidence().oracles()).extracting(Evidence.Oracle::name)
                .containsExactly("difference quotients", "Taylor remainder", "forward rule");
        assertThat(oracle(Gradcheck.check(wrong(F::tanh, 2), x(3), PLAIN), "difference quotients"))
                .isEqualTo(new Evidence.Oracle("difference quotients", false, "3 of 3 disagree"));
    }

    // ---- what is kept for pictures

    @Test
    void theJacobianOfASmallFunctionIsKept() {
        Evidence.Jacobian j = Gradcheck.check(F::square, Tensor.of(1.0, 3), PLAIN).evidence().jacobians().getFirst();
        assertThat(j.analytic().get(1).getFirst()).isCloseTo(0, within(0.0)); // of either sign
        assertThat(j.analytic().get(1).get(1)).isCloseTo(6, within(1e-14));
        assertThat(j.numeric().get(1).get(1)).isCloseTo(6, within(1e-9));
        assertThat(j.projected()).isFalse();
        assertThat(Gradcheck.check(F::square, x(3000), PLAIN).evidence().jacobians()).isEmpty();
    }

    @Test
    void linesThroughKinksAndWrongElementsAreKept() {
        assertThat(Gradcheck.check(F::square, x(3), PLAIN).evidence().profiles()).isEmpty();
        Evidence.Profile kink = Gradcheck.check(F::relu, Tensor.of(0.0, 1), PLAIN).evidence().profiles().getFirst();
        assertThat(kink.t()).hasSameSizeAs(kink.y());
        assertThat(kink.y().getFirst()).isZero();
        assertThat(kink.y().getLast()).isEqualTo(kink.t().getLast());
        assertThat(Gradcheck.check(wrong(F::exp, 2), x(9), PLAIN).evidence().profiles()).hasSize(5);
    }

    @Test
    void singlePrecisionHasOraclesToo() {
        Report report = Gradcheck.check(t -> F.mul(F.sin(only32(t)), t), Tensor.of(0.4f, 1.3f, -2), PLAIN);
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(taylor(report).right()).isTrue();
        assertThat(forward(report).right()).isTrue();
    }

    private static Tensor only32(Tensor t) {
        if (t.dtype() != DType.FLOAT32) {
            throw new IllegalArgumentException("single precision only");
        }
        return t;
    }
}
