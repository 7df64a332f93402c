package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.unit;
import static org.covector.gradcheck.Case.when;
import static org.covector.gradcheck.Case.x;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs with structure are moved inside it only. */
class InputDomainTest {
    private static final Tensor POSITIVE = InputDomainUnitTest.of(InputDomain.POSITIVE_DEFINITE);
    private static final Tensor SYMMETRIC = InputDomainUnitTest.of(InputDomain.SYMMETRIC);

    private static Report check(Function1<Tensor, Tensor> f, InputDomain domain) {
        return Gradcheck.check(f, InputDomainUnitTest.of(domain), Options.DEFAULT.withDomain(0, domain));
    }

    private static void proven(Function1<Tensor, Tensor> f, InputDomain domain) {
        Report report = check(f, domain);
        assertThat(report.isProven()).as(report.toString()).isTrue();
    }

    /** A linear function, whose gradient is w in every direction. */
    private static Function1<Tensor, Tensor> linear(Tensor w, Tensor gradient) {
        return customVjp("linear", x -> withPullback(F.sum(F.mul(x, w)), dy -> Tuple.of(() -> F.mul(dy, gradient))));
    }

    @ParameterizedTest
    @EnumSource
    void whatDiffersAcrossTheDomainOnlyIsNotAccusedAndWhatDiffersInsideIs(InputDomain domain) {
        Tensor x = InputDomainUnitTest.of(domain);
        Tensor w = x(x.shape().dims());
        Tensor noise = unit(x.shape().dims());
        Tensor across = F.sub(noise, Autograd.vjp((Tensor p) -> domain.retract(x, p), x).pullback().apply(noise));
        Tensor twice = F.sub(across, Autograd.vjp((Tensor p) -> domain.retract(x, p), x).pullback().apply(across));
        boolean orthogonalProjection = domain != InputDomain.PROBABILITY && domain != InputDomain.SORTED;
        Options options = Options.DEFAULT.withDomain(0, domain).withOrder(1).withVariations();
        if (orthogonalProjection) {
            assertThat(Gradcheck.check(linear(w, F.add(w, twice)), x, options).isWrong()).isFalse();
        }
        Report wrong = Gradcheck.check(linear(w, F.mul(w, 1.01)), x, options);
        assertThat(wrong.isWrong()).as(wrong.toString()).isTrue();
        assertThat(wrong.diagnosis()).extracting(Cause::kind).containsExactly(Cause.Kind.FACTOR);
    }

    @Test
    void decompositionsAreProven() {
        proven(a -> F.cholesky(a, false), InputDomain.POSITIVE_DEFINITE);
        proven(a -> F.eigvalsh(a, false), InputDomain.SYMMETRIC);
        proven(a -> F.sum(F.mul(F.inv(a), x(3, 3))), InputDomain.POSITIVE_DEFINITE);
        proven(a -> F.solve(a, x(3, 2)), InputDomain.LOWER_TRIANGULAR);
        proven(a -> F.matmul(a, F.transpose(F.square(a), 0, 1)), InputDomain.UPPER_TRIANGULAR);
        proven(q -> F.matmul(x(3, 4), F.mul(q, x(4, 2))), InputDomain.ORTHOGONAL);
        proven(s -> F.cumsum(F.exp(s), -1), InputDomain.SORTED);
    }

    /** Where a factor does not depend on an element at all, its rounding hides how little that is. */
    @Test
    void factorsOfQrAreNotAccused() {
        Report report = check(q -> F.qr(F.add(q, x(4, 2)), QrMode.REDUCED)._2(), InputDomain.ORTHOGONAL);
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(report.second().get().isProven()).isTrue();
    }

    @Test
    void functionsOfProbabilitiesAreProven() {
        Report entropy = Gradcheck.check(p -> F.neg(F.sum(F.mul(p, F.log(p)), -1)), Tensor.of(0.2, 0.3, 0.5),
                Options.DEFAULT.withDomain(0, InputDomain.PROBABILITY));
        assertThat(entropy.isWrong()).as(entropy.toString()).isFalse();
        assertThat(entropy.count(Verdict.PROVEN)).isEqualTo(3);
        proven(p -> F.sum(F.square(p), -1), InputDomain.PROBABILITY);
    }

    // ---- varied points

    private static final Tensor PROBABILITIES = F.softmax(F.mul(x(3, 4), 0.7), -1);
    private static final Tensor ASCENDING = Tensor.of(-2.2, -0.9, -0.85, 0.4, 0.7, 2.1);

    private static Report at(Tensor x, InputDomain domain, Function1<Tensor, Tensor> f) {
        return Gradcheck.check(f, x, Options.DEFAULT.withDomain(0, domain));
    }

    private static void provenAt(Tensor x, InputDomain domain, List<Function1<Tensor, Tensor>> all) {
        for (Function1<Tensor, Tensor> f : all) {
            Report report = at(x, domain, f);
            assertThat(report.isProven()).as(report.toString()).isTrue();
        }
    }

    private static Function1<Tensor, Tensor> custom(Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx) {
        return customVjp("custom", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> dx.apply(t, dy))));
    }

    private static Tensor entropy(Tensor p) {
        return F.neg(F.sum(F.mul(p, F.log(p)), -1));
    }

    /** Of the library, but for a factor where a condition on the input holds. */
    private static Function1<Tensor, Tensor> twiceWhere(Function1<Tensor, Tensor> f, Function1<Tensor, Tensor> condition) {
        return custom(f, (t, dy) -> F.mul(Autograd.vjp((Tensor a) -> f.apply(a), t).pullback().apply(dy),
                when(condition.apply(t), 2, 1)));
    }

    /** Roots, logarithms and quotients have no gradient at the boundary, where long steps of free parameters end by rounding. */
    @Test
    void noVariedPointLiesOnTheBoundary() {
        provenAt(PROBABILITIES, InputDomain.PROBABILITY, List.of(p -> F.sum(F.entr(p), -1), F::sqrt, p -> F.pow(p, 0.5), F::reciprocal,
                p -> F.log(F.div(p, F.sub(1, p))), custom(InputDomainTest::entropy,
                (p, dy) -> F.mul(F.neg(F.unsqueeze(dy, -1)), F.add(F.log(p), 1)))));
        provenAt(ASCENDING, InputDomain.SORTED,
                List.of(s -> F.sqrt(F.diff(s)), s -> F.reciprocal(F.diff(s)), s -> F.log(F.diff(s)), s -> F.pow(F.diff(s), -1.5)));
        provenAt(POSITIVE, InputDomain.POSITIVE_DEFINITE,
                List.of(a -> F.sqrt(F.eigvalsh(a, false)), F::inv, a -> F.log(F.diagonal(F.cholesky(a, false)))));
        provenAt(InputDomainUnitTest.of(InputDomain.ORTHOGONAL), InputDomain.ORTHOGONAL,
                List.of(q -> F.sqrt(F.sub(1.001, F.square(q))), q -> F.asin(F.mul(q, 0.999))));
        provenAt(F.add(F.tril(x(3, 3)), Tensor.eye(3)), InputDomain.LOWER_TRIANGULAR,
                List.of(a -> F.solve(a, x(3, 2)), a -> F.log(F.abs(F.diagonal(a)))));
    }

    @Test
    void inFloat32TheyLieInsideToo() {
        provenAt(PROBABILITIES.to(DType.FLOAT32), InputDomain.PROBABILITY, List.of(p -> F.sum(F.entr(p), -1), F::sqrt));
        provenAt(ASCENDING.to(DType.FLOAT32), InputDomain.SORTED, List.of(s -> F.reciprocal(F.diff(s))));
    }

    /** A constant in all elements of the gradient cannot be seen from inside, for probabilities keep their sum. */
    @Test
    void theEntropyWithoutItsConstantIsRightInside() {
        provenAt(PROBABILITIES, InputDomain.PROBABILITY,
                List.of(custom(InputDomainTest::entropy, (p, dy) -> F.mul(F.neg(F.unsqueeze(dy, -1)), F.log(p)))));
        Report wrong = at(PROBABILITIES, InputDomain.PROBABILITY,
                custom(InputDomainTest::entropy, (p, dy) -> F.mul(F.neg(F.unsqueeze(dy, -1)), F.add(F.log(p), p))));
        assertThat(wrong.elements()).anyMatch(Element::isWrong);
    }

    private static void wrongElsewhere(Tensor x, InputDomain domain, Function1<Tensor, Tensor> f, Function1<Tensor, Tensor> condition) {
        Report report = at(x, domain, twiceWhere(f, condition));
        assertThat(report.elements()).as(report.toString()).noneMatch(Element::isWrong);
        assertThat(report.breaches()).as(report.toString()).extracting(Breach::kind).isNotEmpty().containsOnly(Breach.Kind.ELSEWHERE);
        assertThat(report.breaches().toString()).contains("varied").doesNotContain("Infinity]");
    }

    @Test
    void whatIsWrongAtOtherPointsInsideIsFound() {
        wrongElsewhere(PROBABILITIES, InputDomain.PROBABILITY, F::sqrt, p -> F.lt(p, 0.01));
        wrongElsewhere(PROBABILITIES, InputDomain.PROBABILITY, p -> F.sum(F.entr(p), -1), p -> F.gt(p, 0.9));
        wrongElsewhere(ASCENDING, InputDomain.SORTED, s -> F.reciprocal(F.diff(s)), s -> F.gt(F.amax(F.diff(s), -1), 8));
        wrongElsewhere(ASCENDING, InputDomain.SORTED, s -> F.sqrt(F.diff(s)), s -> F.lt(F.amin(F.diff(s), -1), 0.01));
        wrongElsewhere(POSITIVE, InputDomain.POSITIVE_DEFINITE, a -> F.cholesky(a, false), a -> F.lt(F.select(a, 0, 0), 0.01));
        wrongElsewhere(POSITIVE, InputDomain.POSITIVE_DEFINITE, F::logdet, a -> F.gt(F.select(a, 0, 0), 1000));
        wrongElsewhere(SYMMETRIC, InputDomain.SYMMETRIC, a -> F.matmul(a, a), a -> F.lt(F.select(F.diagonal(a), 0, 0), 0));
        wrongElsewhere(F.qr(x(4, 2), QrMode.REDUCED)._1(), InputDomain.ORTHOGONAL, F::sin, InputDomainTest::isTurned);
    }

    /** Whether the first column points away from where it does at the given point. */
    private static Tensor isTurned(Tensor q) {
        return F.lt(F.sum(F.mul(F.select(q, 1, 0), F.select(F.qr(x(4, 2), QrMode.REDUCED)._1(), 1, 0))), 0.3);
    }

    /** Probabilities, not what they are computed from. */
    @Test
    void theReportSaysThePointInside() {
        Report report = at(PROBABILITIES, InputDomain.PROBABILITY, twiceWhere(F::sqrt, p -> F.lt(p, 0.01)));
        String text = report.breaches().getFirst().toString();
        double[] said = Arrays.stream(text.substring(text.lastIndexOf('[') + 1, text.lastIndexOf(']')).split(", "))
                .mapToDouble(Double::parseDouble).toArray();
        assertThat(InputDomain.PROBABILITY.contains(F.reshape(Tensor.of(said), 3, 4))).as(text).isTrue();
        assertThat(Arrays.stream(said)).allMatch(p -> p > 0);
    }

    /** The second derivative of a logarithm along exponentials is 0 but for rounding. */
    @Test
    void aSecondDerivativeThatCancelsIsProven() {
        provenAt(POSITIVE, InputDomain.POSITIVE_DEFINITE, List.of(F::logdet, a -> F.sum(F.log(F.eigvalsh(a, false)))));
        Function1<Tensor, Tensor> cut = custom(F::logdet, (a, dy) -> F.mul(dy, F.add(F.inv(a),
                F.mul(Autograd.stopGradient(F.sub(a, POSITIVE)), 1e-3))));
        assertThat(at(POSITIVE, InputDomain.POSITIVE_DEFINITE, cut).isWrong()).as("a term whose derivative is lost").isTrue();
        Function1<Tensor, Tensor> half = custom(F::logdet, (a, dy) -> F.mul(dy, Autograd.stopGradient(F.inv(a))));
        assertThat(at(POSITIVE, InputDomain.POSITIVE_DEFINITE, half).isWrong()).as("no second derivative").isTrue();
    }

    @Test
    void choleskyAtASymmetricMatrixSaysHowToAsk() {
        Report plain = Gradcheck.check(a -> F.cholesky(a, false), POSITIVE, Options.DEFAULT.withOrder(1));
        assertThat(plain.diagnosis()).as(plain.toString()).extracting(Cause::kind).containsExactly(Cause.Kind.DOMAIN);
        assertThat(plain.toString()).contains("withDomain(0, InputDomain.POSITIVE_DEFINITE)");
        assertThat(check(a -> F.cholesky(a, false), InputDomain.POSITIVE_DEFINITE).toString())
                .contains("x0 FLOAT64 [3, 3] positive definite");
    }

    @Test
    void aWrongCholeskyIsWrongInsideToo() {
        Function1<Tensor, Tensor> wrong = customVjp("cholesky", a -> withPullback(F.cholesky(a, false),
                dl -> Tuple.of(() -> F.mul(Autograd.vjp((Tensor b) -> F.cholesky(b, false), a).pullback().apply(dl), 0.5))));
        Report report = check(wrong, InputDomain.POSITIVE_DEFINITE);
        assertThat(report.isWrong()).as(report.toString()).isTrue();
        assertThat(report.diagnosis().toString()).contains("a factor 2 is missing");
    }

    @Test
    void anInputOutsideIsRefused() {
        assertThatThrownBy(() -> Gradcheck.check(F::exp, x(3, 3), Options.DEFAULT.withDomain(0, InputDomain.SYMMETRIC)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("symmetric").hasMessageContaining("input 0");
        assertThatThrownBy(() -> Gradcheck.check(F::exp, SYMMETRIC, Options.DEFAULT.withDomain(1, InputDomain.SYMMETRIC)))
                .isInstanceOf(ArgumentException.class);
    }
}
