package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.gradcheck.Case.x;

import io.vavr.Function1;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies in a domain, and maps onto it. */
class InputDomainUnitTest {
    private static final Tensor POSITIVE = Tensor.of(new double[] {4, 1, 0.5, 1, 3, -0.7, 0.5, -0.7, 2}, 3, 3);
    private static final Tensor SYMMETRIC = Tensor.of(new double[] {1, 2, -0.5, 2, -3, 0.7, -0.5, 0.7, 5}, 3, 3);

    static Tensor of(InputDomain domain) {
        return switch (domain) {
            case POSITIVE_DEFINITE -> POSITIVE;
            case SYMMETRIC -> SYMMETRIC;
            case LOWER_TRIANGULAR -> F.tril(x(3, 3));
            case UPPER_TRIANGULAR -> F.triu(x(3, 3));
            case ORTHOGONAL -> F.qr(x(4, 2), QrMode.REDUCED)._1();
            case PROBABILITY -> Tensor.of(new double[] {0.2, 0.3, 0.5, 0, 0.25, 0.75}, 2, 3);
            case SORTED -> Tensor.of(new double[] {-1, 0.5, 0.5, 2, 1, 3, 4, 7}, 2, 4);
        };
    }

    // ---- maps

    @ParameterizedTest
    @EnumSource
    void aMapIsTheIdentityAtTheInputAndStaysInsideElsewhere(InputDomain domain) {
        Tensor x = of(domain);
        assertThat(domain.contains(x)).isTrue();
        double[] same = domain.retract(x, x).array().toDoubleArray();
        for (int k = 0; k < same.length; k++) {
            assertThat(same[k]).isCloseTo(x.array().toDoubleArray()[k], within(1e-14));
        }
        for (double far : new double[] {1e-3, 1, -4}) {
            Tensor there = domain.retract(x, F.add(x, F.mul(x(x.shape().dims()), far)));
            assertThat(domain.contains(there)).as("%s %s", far, Arrays.toString(there.array().toDoubleArray())).isTrue();
            assertThat(there.array().toDoubleArray()).isNotEqualTo(same);
        }
        assertThat(domain.contains(x(4, 4))).isFalse();
    }

    /**
     * For a smooth curve inside, so for a velocity that is a direction inside: the map moves the input with that velocity, so its
     * derivative is a projection.
     */
    @ParameterizedTest
    @EnumSource
    void aDirectionInsideIsKept(InputDomain domain) {
        Tensor x = of(domain);
        Function1<Tensor, Tensor> map = p -> domain.retract(x, p);
        Tensor along = Autograd.jvp(map, x, x(x.shape().dims()))._2();
        double[] again = Autograd.jvp(map, x, along)._2().array().toDoubleArray();
        for (int k = 0; k < again.length; k++) {
            assertThat(again[k]).isCloseTo(along.array().toDoubleArray()[k], within(1e-12));
        }
    }

    @Test
    void aFunctionOfAnInputWithADomainIsOneOfAFreeTensor() {
        Function1<List<Tensor>, List<Tensor>> all = in -> in;
        Tensor p = Tensor.of(new double[] {1, 2, 4, 8}, 2, 2);
        List<Tensor> at = List.of(p, Tensor.of(new double[] {1, 5, 5, 9}, 2, 2));
        List<Tensor> inside = InputDomain.within(all, at, Map.of(1, InputDomain.SYMMETRIC)).apply(List.of(p, p));
        assertThat(inside.get(0)).isSameAs(p);
        assertThat(inside.get(1).array().toDoubleArray()).containsExactly(1, 3, 3, 8);
        assertThat(InputDomain.within(all, at, Map.of())).isSameAs(all);
        assertThatThrownBy(() -> InputDomain.within(all, at, Map.of(0, InputDomain.SYMMETRIC))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("FLOAT64 [2, 2] outside of its domain").hasMessageContaining("symmetric");
        assertThatThrownBy(() -> InputDomain.within(all, at, Map.of(2, InputDomain.SYMMETRIC))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("missing");
    }

    // ---- what lies inside

    private static Tensor matrix(int rows, double... values) {
        return Tensor.of(values, rows, values.length / rows);
    }

    private static void inside(InputDomain domain, Tensor... all) {
        assertThat(all).allMatch(domain::contains, "inside of " + domain);
    }

    private static void outside(InputDomain domain, Tensor... all) {
        assertThat(all).noneMatch(domain::contains);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoFloatingNumberOrNoneLiesNowhere(InputDomain domain) {
        outside(domain, Tensor.of(new double[0], 0, 0), Tensor.of(1L, 2), Tensor.of(0.5, Double.NaN), Tensor.scalar(1.0),
                matrix(2, Double.POSITIVE_INFINITY, 0, 0, 1));
    }

    @Test
    void symmetricMatricesAreSquareAndTheirOwnTransposes() {
        inside(InputDomain.SYMMETRIC, matrix(2, 1, 2, 2, -3), matrix(2, 1e6, 2, 2 + 0.9e-6, 1), matrix(2, 1e-6, 0, 0, 1e-6));
        outside(InputDomain.SYMMETRIC, matrix(2, 1, 2, 2 + 1e-9, 3), matrix(2, 1e6, 2, 2 + 1.1e-6, 1), matrix(2, 1e-6, 1e-12, 0, 1e-6),
                matrix(1, 5), matrix(2, 1, 2, 3, 4, 5, 6), Tensor.of(1.0, 2));
        inside(InputDomain.SYMMETRIC, Tensor.of(new float[] {1, 2, 2.000005f, 3}, 2, 2));
        outside(InputDomain.SYMMETRIC, Tensor.of(new float[] {1, 2, 2.00002f, 3}, 2, 2));
        inside(InputDomain.SYMMETRIC, matrix(2, 0, 0, 0, 0));
    }

    @Test
    void positiveDefiniteMatricesHavePositiveEigenvalues() {
        inside(InputDomain.POSITIVE_DEFINITE, matrix(2, 2, 1, 1, 2));
        outside(InputDomain.POSITIVE_DEFINITE, matrix(2, 1, 2, 2, 1), matrix(2, -2, 0, 0, -1), matrix(2, 1, 0, 0, 0),
                matrix(2, 2, 1, 0, 2));
    }

    @Test
    void triangularMatricesAreZeroOnOneSide() {
        inside(InputDomain.LOWER_TRIANGULAR, matrix(2, 1, 0, 2, 3), matrix(2, 1, 0, 0, 2, 3, 0));
        outside(InputDomain.LOWER_TRIANGULAR, matrix(2, 1, 2, 0, 3), matrix(2, 1, 2), Tensor.of(1.0, 0));
        inside(InputDomain.UPPER_TRIANGULAR, matrix(2, 1, 2, 0, 3));
        outside(InputDomain.UPPER_TRIANGULAR, matrix(2, 1, 0, 2, 3), matrix(1, 1, 2), Tensor.of(1.0, 0));
    }

    @Test
    void orthogonalColumnsHaveTheLengthOne() {
        inside(InputDomain.ORTHOGONAL, matrix(2, 0.6, 0.8, -0.8, 0.6), matrix(2, 0.6, 0.8), matrix(2, 1, 0, 0, -1));
        outside(InputDomain.ORTHOGONAL, matrix(2, 1, 0, 0, 2), matrix(2, 1, 1, 0, 0), matrix(1, 0.6, 0.8), Tensor.of(1.0, 0));
    }

    @Test
    void probabilitiesAreNotNegativeAndHaveTheSumOne() {
        inside(InputDomain.PROBABILITY, Tensor.of(0.25, 0.75), Tensor.of(0.0, 1), matrix(2, 0.5, 0.5, 1, 0));
        outside(InputDomain.PROBABILITY, Tensor.of(1.25, -0.25), Tensor.of(0.5, 0.25), Tensor.of(1.0), matrix(2, 0.5, 0.5, 1, 1));
    }

    @Test
    void sortedVectorsAscend() {
        inside(InputDomain.SORTED, Tensor.of(-1.0, 2), Tensor.of(1.0, 1, 3));
        outside(InputDomain.SORTED, Tensor.of(2.0, 1), Tensor.of(1.0, 3, 2), Tensor.of(1.0), matrix(2, 1, 2, 4, 3));
    }

    @Test
    void aDomainHasItsNameInWords() {
        assertThat(InputDomain.POSITIVE_DEFINITE.words()).isEqualTo("positive definite");
    }
}
