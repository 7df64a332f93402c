package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.unit;
import static org.covector.gradcheck.Case.x;

import io.vavr.Function1;
import io.vavr.Tuple;
import org.covector.engine.ArgumentException;
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
