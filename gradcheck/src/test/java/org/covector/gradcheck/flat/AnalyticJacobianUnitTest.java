package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** Jacobians of a few elements and their errors, worked out by hand. */
class AnalyticJacobianUnitTest {
    private static AnalyticJacobian of(FlatFunction s, OutputProjection p) {
        return AnalyticJacobian.of(s, p, new SplittableRandom(5));
    }

    private static FlatFunction function(Function1<Tensor, Tensor> f, double... x) {
        return FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
    }

    @Test
    void rowsAreDerivativesOfResults() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.mul(in.get(0), in.get(1))), List.of(Tensor.of(2.0, 3), Tensor.of(-5.0, 7)));
        AnalyticJacobian j = of(s, OutputProjection.basis(2, new SplittableRandom(1)));
        assertThat(j.rows()[0]).containsExactly(new double[] {-5, 0, 2, 0}, within(1e-14));
        assertThat(j.rows()[1]).containsExactly(new double[] {0, 7, 0, 3}, within(1e-14));
        assertThat(j.at(1, 3)).isCloseTo(3, within(1e-14));
        assertThat(j.rowScale(0, 0)).isCloseTo(5, within(1e-14));
        assertThat(j.rowScale(0, 1)).isCloseTo(2, within(1e-14));
        assertThat(j.rowScale(1, 0)).isCloseTo(7, within(1e-14));
        assertThat(AnalyticJacobian.withoutErrors(s, OutputProjection.basisVector(2, 1)).rows()[0])
                .containsExactly(new double[] {0, 7, 0, 3}, within(1e-14));
    }

    @Test
    void infiniteElementsAreNoScale() {
        FlatFunction s = function(customVjp("odd", t -> withPullback(F.mul(t, 1),
                dy -> Tuple.of(() -> F.mul(dy, Tensor.of(Double.POSITIVE_INFINITY, -2, Double.NaN))))), 1, 1, 1);
        AnalyticJacobian j = AnalyticJacobian.withoutErrors(s, OutputProjection.basisVector(3, 1));
        assertThat(j.rowScale(0, 0)).isEqualTo(2);
    }

    @Test
    void withoutErrorsThereAreNone() {
        FlatFunction s = function(t -> F.sin(F.mul(t, 1e9)), 0.3, 0.7);
        AnalyticJacobian j = AnalyticJacobian.withoutErrors(s, OutputProjection.basisVector(2, 1));
        assertThat(j.error(0, 0)).isZero();
        assertThat(j.error(0, 1)).isZero();
    }

    /** The derivative of sin(1e9 x), 1e9 cos, moves by 1e18 times what x does, which is twice its rounding to either side. */
    @Test
    void theErrorIsWhatLastBitsOfTheInputsDo() {
        double[] x = {0.3, 0.7};
        FlatFunction s = function(t -> F.sin(F.mul(t, 1e9)), x);
        AnalyticJacobian j = of(s, OutputProjection.basis(2, new SplittableRandom(1)));
        for (int k = 0; k < 2; k++) {
            double most = 4 * 0x1p-52 * x[k] * 1e18 * Math.abs(Math.sin(1e9 * x[k]));
            assertThat(j.error(k, k)).as("of element " + k).isBetween(most / 8, most * 4);
        }
        assertThat(j.error(0, 1)).as("of an element that the result does not depend on").isZero();
        AnalyticJacobian line = of(function(t -> F.mul(t, 3), 0.3, 0.7), OutputProjection.basis(2, new SplittableRandom(1)));
        assertThat(line.error(0, 0)).isLessThan(1e-14);
    }

    /** A pullback that jumps with the sign of the last bits: by 2, never by 4, and not by what it is at the point itself. */
    @Test
    void theErrorIsTheDistanceOfNeighbours() {
        double[] x = {1, 1, 1, 1, 1, 1, 1, 1};
        FlatFunction s = function(customVjp("jumps", t -> withPullback(F.mul(t, 1),
                dy -> Tuple.of(() -> F.mul(dy, F.add(F.sign(F.sub(t, 1)), F.where(F.eq(t, 1), Tensor.scalar(100.0),
                        Tensor.scalar(3.0))))))), x);
        AnalyticJacobian j = of(s, OutputProjection.basis(8, new SplittableRandom(1)));
        double[] errors = new double[8];
        Arrays.setAll(errors, k -> j.error(k, k));
        assertThat(Arrays.stream(errors).boxed().toList()).as("two of three neighbours on different sides, or all on one")
                .allMatch(e -> Math.abs(e - 2) < 1e-9 || e < 1e-9);
        assertThat(Arrays.stream(errors).filter(e -> e > 1).count()).isBetween(3L, 8L);
    }

    @Test
    void pointsThatAreRefusedMoveNothing() {
        FlatFunction s = function(t -> {
            if (Arrays.stream(Autograd.stopGradient(t).array().toDoubleArray()).anyMatch(v -> v != 1 && v != 2)) {
                throw new IllegalArgumentException("whole numbers only");
            }
            return F.square(t);
        }, 1, 2);
        AnalyticJacobian j = of(s, OutputProjection.basis(2, new SplittableRandom(1)));
        assertThat(j.error(1, 1)).isLessThan(1e-12);
    }

    /** 1e12 x - (1e12 - 3) x: the pullback's terms have roundings of 1e12 * 2^-53. */
    @Test
    void roundingsOfTheWayAreErrors() {
        FlatFunction s = function(t -> F.sub(F.mul(t, 1e12), F.mul(t, 1e12 - 3)), 0.3, 0.7, 0.9);
        double random = of(s, OutputProjection.random(1, s.value(), new SplittableRandom(2))).error(0, 0);
        assertThat(random).isBetween(1e-6, 1e-3);
        double single = of(s, OutputProjection.basis(3, new SplittableRandom(1))).error(1, 1);
        assertThat(single).isBetween(1e-6, 1e-3);
        FlatFunction large = function(t -> F.mul(F.sub(F.mul(t, 1e12), F.mul(t, 1e12 - 3)), 1e6), 0.3, 0.7, 0.9);
        assertThat(of(large, OutputProjection.basis(3, new SplittableRandom(1))).error(1, 1)).as("in units of the result")
                .isBetween(1.0, 1e3);
        FlatFunction none = function(customVjp("none", t -> withPullback(F.mul(t, 1), dy -> Tuple.of(() -> F.mul(dy, Double.NaN)))), 1, 2);
        assertThat(of(none, OutputProjection.basis(2, new SplittableRandom(1))).error(0, 0)).as("of no number").isZero();
    }
}
