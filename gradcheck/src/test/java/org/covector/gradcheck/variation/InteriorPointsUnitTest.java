package org.covector.gradcheck.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.gradcheck.Case.x;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;
import org.covector.gradcheck.InputDomain;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Variations of inputs with a domain stay well inside it. */
class InteriorPointsUnitTest {
    private static final Tensor POSITIVE = Tensor.of(new double[] {4, 1, 0.5, 1, 3, -0.7, 0.5, -0.7, 2}, 3, 3);
    private static final Tensor PROBABILITY = Tensor.of(new double[] {0.2, 0.3, 0.5, 0, 0.25, 0.75}, 2, 3);
    private static final Tensor SORTED = Tensor.of(-1, 0.5, 0.5, 2.0);

    private static Tensor given(InputDomain domain) {
        return switch (domain) {
            case POSITIVE_DEFINITE -> POSITIVE;
            case SYMMETRIC -> F.add(x(3, 3), F.transpose(x(3, 3), 0, 1));
            case LOWER_TRIANGULAR -> F.tril(x(3, 3));
            case UPPER_TRIANGULAR -> F.triu(x(3, 3));
            case ORTHOGONAL -> F.qr(x(4, 2), QrMode.REDUCED)._1();
            case PROBABILITY -> PROBABILITY;
            case SORTED -> SORTED;
        };
    }

    private static InteriorPoints of(InputDomain domain) {
        return new InteriorPoints(in -> in, at -> in -> List.of(domain.retract(at.getFirst(), in.getFirst())), Map.of(0, domain));
    }

    private static VariedInput varied(Tensor to, VariedInput.Reach reach) {
        return new VariedInput(Variation.POINTS, "", () -> List.of(to), new int[0], reach);
    }

    private static Tensor moved(InputDomain domain, Tensor to) {
        return of(domain).of(List.of(given(domain).to(to.dtype())), varied(to, VariedInput.Reach.ORDINARY)).getFirst();
    }

    private static double[] numbers(Tensor t) {
        return FlatFunction.flatten(List.of(t));
    }

    private static double least(Tensor t) {
        return Arrays.stream(numbers(t)).min().getAsDouble();
    }

    private static double most(Tensor t) {
        return Arrays.stream(numbers(t)).max().getAsDouble();
    }

    /** Tensors of the shape that lead far away from the given one. */
    private static Stream<Tensor> farFrom(Tensor x) {
        Tensor other = x(x.shape().dims());
        Tensor infinite = F.where(F.gt(other, 0.4), Double.POSITIVE_INFINITY, x);
        return Stream.of(infinite, F.neg(infinite), F.mul(x, 0), F.mul(x, -64), F.mul(x, 1e300), F.mul(x, 1e-300), F.mul(other, 1e5),
                other, F.mul(other, -3), F.pow(F.abs(other), 30), F.flip(x, -1), F.add(x, 1e-3));
    }

    @ParameterizedTest
    @EnumSource
    void whatLeadsFarAwayStaysWellInside(InputDomain domain) {
        Tensor x = given(domain);
        farFrom(x).forEach(to -> {
            Tensor there = moved(domain, to);
            assertThat(domain.contains(there)).as("%s to %s", domain, to).isTrue();
            assertThat(wellInside(domain, there)).as("%s to %s", domain, to).isTrue();
        });
    }

    private static boolean wellInside(InputDomain domain, Tensor there) {
        return switch (domain) {
            case PROBABILITY -> least(F.where(F.gt(PROBABILITY, 0), F.div(there, F.maximum(PROBABILITY, 1e-300)), 1)) > Math.exp(-9)
                    && most(F.select(there, 0, 1)) < 0.999 && F.select(F.select(there, 0, 1), 0, 0).item() == 0;
            case POSITIVE_DEFINITE -> {
                Tensor w = F.eigvalsh(there, false);
                yield most(w) / least(w) < 30 * most(F.eigvalsh(POSITIVE, false)) / least(F.eigvalsh(POSITIVE, false));
            }
            case SORTED -> {
                Tensor gap = F.diff(there);
                double[] g = numbers(gap);
                yield g[1] == 0 && g[0] > 1e-5 * most(F.abs(there)) && g[2] > 1e-5 * most(F.abs(there));
            }
            case SYMMETRIC, LOWER_TRIANGULAR, UPPER_TRIANGULAR, ORTHOGONAL -> true;
        };
    }

    @ParameterizedTest
    @EnumSource
    void inFloat32Too(InputDomain domain) {
        Tensor x = given(domain).to(DType.FLOAT32);
        Tensor far = F.where(F.gt(x(x.shape().dims()), 0.4).to(DType.BOOL), Double.POSITIVE_INFINITY, x).to(DType.FLOAT32);
        Tensor there = moved(domain, far);
        assertThat(there.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(domain.contains(there)).as("%s", there).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNearIsReached(InputDomain domain) {
        Tensor x = given(domain);
        Tensor to = F.add(x, F.mul(x(x.shape().dims()), 0.01));
        Tensor expected = domain.retract(x, to);
        double[] there = numbers(of(domain).of(List.of(x), varied(to, VariedInput.Reach.BREAKPOINT)).getFirst());
        assertThat(there).as("there and nowhere else").isEqualTo(numbers(expected));
        double[] limited = of(domain).limited(FlatFunction.of(in -> in, List.of(x)), numbers(to));
        double[] again = numbers(domain.retract(x, FlatFunction.unflatten(x, limited)));
        for (int k = 0; k < again.length; k++) {
            assertThat(again[k]).isCloseTo(there[k], within(1e-14));
        }
    }

    /** Along a line to the limit nothing is cut. */
    @ParameterizedTest
    @EnumSource
    void theLimitIsItsOwn(InputDomain domain) {
        FlatFunction at = FlatFunction.of(in -> in, List.of(given(domain)));
        double[] limit = of(domain).limited(at, numbers(F.mul(x(given(domain).shape().dims()), 1e6)));
        double[] again = of(domain).limited(at, limit);
        for (int k = 0; k < again.length; k++) {
            assertThat(again[k]).isCloseTo(limit[k], within(1e-12 * Math.max(1, Math.abs(limit[k]))));
        }
    }

    @Test
    void multiplesOfPointsOfAConeAreReachedWithinOrdinaryNumbers() {
        for (InputDomain cone : new InputDomain[] {InputDomain.POSITIVE_DEFINITE, InputDomain.SORTED}) {
            Tensor x = given(cone);
            for (double c : new double[] {0x1p-30, 0.125, 8, 1024, 0x1p30}) {
                double[] there = numbers(moved(cone, F.mul(x, c)));
                for (int k = 0; k < there.length; k++) {
                    assertThat(there[k]).isCloseTo(c * numbers(x)[k], within(1e-14 * c * 4));
                }
            }
            assertThat(most(moved(cone, F.mul(x, 1e200)))).isCloseTo(0x1p30 * most(x), within(0x1p-8));
            assertThat(most(moved(cone, F.mul(x, 1e-200)))).isCloseTo(0x1p-30 * most(x), within(0x1p-70));
        }
        assertThat(numbers(moved(InputDomain.SYMMETRIC, F.mul(given(InputDomain.SYMMETRIC), 1e200))))
                .as("a space has no boundary").isEqualTo(numbers(F.mul(given(InputDomain.SYMMETRIC), 1e200)));
    }

    // ---- other shapes

    private static Tensor cut(InputDomain domain, Tensor v) {
        return of(domain).of(List.of(given(domain)), varied(v, VariedInput.Reach.ORDINARY)).getFirst();
    }

    private static void refused(InputDomain domain, Tensor v) {
        assertThatThrownBy(() -> cut(domain, v)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherShapesAreMadePointsOfTheDomainOrRefused() {
        assertThat(numbers(cut(InputDomain.SYMMETRIC, Tensor.of(new double[] {1, 2, 4, 3}, 2, 2)))).containsExactly(1, 3, 3, 3);
        assertThat(numbers(cut(InputDomain.LOWER_TRIANGULAR, Tensor.of(new double[] {1, 2, 4, 3}, 2, 2)))).containsExactly(1, 0, 4, 3);
        assertThat(numbers(cut(InputDomain.UPPER_TRIANGULAR, Tensor.of(new double[] {1, 2, 4, 3}, 2, 2)))).containsExactly(1, 2, 0, 3);
        assertThat(cut(InputDomain.SYMMETRIC, Tensor.of(new double[0], 0, 0)).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(numbers(cut(InputDomain.PROBABILITY, Tensor.of(0.2, 0.3)))).satisfies(p -> {
            assertThat(p[0]).isCloseTo(0.4, within(1e-15));
            assertThat(p[1]).isCloseTo(0.6, within(1e-15));
        });
        refused(InputDomain.PROBABILITY, Tensor.of(0.2));
        Tensor corner = Tensor.of(new double[] {4, 1, 1, 3}, 2, 2);
        assertThat(cut(InputDomain.POSITIVE_DEFINITE, corner)).isSameAs(corner);
        refused(InputDomain.POSITIVE_DEFINITE, Tensor.of(new double[] {1, 2, 2, 1}, 2, 2));
        refused(InputDomain.ORTHOGONAL, Tensor.of(new double[] {1, 2, 2, 1}, 2, 2));
        assertThat(numbers(cut(InputDomain.SORTED, Tensor.of(1.0, 2)))).containsExactly(1, 2);
        refused(InputDomain.SORTED, Tensor.of(1.0, 2, 1, 2, 1));
    }

    // ---- the function there

    @Test
    void theFunctionIsMovedInsideAtTheNewPoint() {
        Tensor there = Tensor.of(new double[] {0.1, 0.1, 0.8}, 3);
        FlatFunction s = of(InputDomain.PROBABILITY).at(List.of(there));
        assertThat(s.value()).containsExactly(numbers(there), within(1e-15));
        double[] beside = s.evaluate(new double[] {0.11, 0.1, 0.8});
        assertThat(Arrays.stream(beside).sum()).isCloseTo(1, within(1e-15));
        assertThat(beside[0]).isGreaterThan(0.1);
        assertThat(of(InputDomain.PROBABILITY).contain(List.of(there))).isTrue();
        assertThat(of(InputDomain.PROBABILITY).contain(List.of(F.mul(there, 2)))).isFalse();
    }

    @Test
    void inputsWithoutADomainGoAnywhere() {
        FlatFunction s = FlatFunction.of(in -> in, List.of(Tensor.of(1.0, 2)));
        InteriorPoints all = new InteriorPoints(s.tensorFunction(), _ -> s.tensorFunction(), Map.of());
        Tensor to = Tensor.of(Double.POSITIVE_INFINITY, -1e300);
        assertThat(all.of(s.inputs(), varied(to, VariedInput.Reach.EXTREME))).containsExactly(to);
        assertThat(all.limited(s, new double[] {1e300, 5})).containsExactly(1e300, 5);
        assertThat(all.contain(List.of(to))).isTrue();
        assertThat(all.at(List.of(to)).value()).containsExactly(numbers(to));
    }
}
