package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Difference quotients and the noise of values, on lines whose derivative and noise are known. */
class DifferencesUnitTest {
    private static Differences.Line line(DoubleUnaryOperator f) {
        return new Differences.Line() {
            @Override
            public double[] at(double t) {
                return new double[] {f.applyAsDouble(t)};
            }

            @Override
            public double reached(double t) {
                return t;
            }
        };
    }

    private static Estimate central(DoubleUnaryOperator f, double h) {
        double[] origin = {f.applyAsDouble(0)};
        return Differences.central(line(f), origin, new double[] {Math.abs(origin[0])}, h, 0x1p-53);
    }

    private static void right(Estimate e, double derivative, double atMost) {
        assertThat(e.value()[0]).isCloseTo(derivative, within(3 * e.error()[0]));
        assertThat(e.error()[0]).isPositive().isLessThan(atMost);
    }

    @Test
    void theErrorOfACentralQuotientIsWhatItSays() {
        right(central(t -> Math.exp(1 + t), 1.0 / 16), Math.E, 1e-11);
        right(central(t -> Math.exp(1 + t), 1.0 / 2), Math.E, 1e-6);
        right(central(t -> Math.sin(50 * t), 1.0 / 64), 50, 1e-3);
        right(central(t -> 1e9 + t, 1.0 / 4), 1, 1e-5);
        right(central(t -> t * t * t, 1.0 / 4), 0, 1e-15);
        assertThat(central(t -> Math.exp(1 + t), 1.0 / 16).jumps(0)).isFalse();
    }

    @Test
    void aKinkShowsAsAJumpOfTheDerivative() {
        Estimate e = central(t -> Math.abs(t) + 2 * t, 1.0 / 4);
        assertThat(e.value()[0]).isCloseTo(2, within(1e-12));
        assertThat(e.jump()[0]).isCloseTo(2, within(1e-12));
        assertThat(e.jumps(0)).isTrue();
    }

    @Test
    void oneSidedQuotientsLookToTheirSideOnly() {
        DoubleUnaryOperator f = t -> t < 0 ? Math.exp(3 * t) : Math.exp(t);
        right(Differences.oneSided(line(f), new double[] {1}, 1.0 / 16, 0x1p-53), 1, 1e-6);
        right(Differences.oneSided(line(f), new double[] {1}, -1.0 / 16, 0x1p-53), 3, 1e-4);
    }

    @Test
    void nothingIsKnownWhereStepsCannotBeTakenOrValuesAreNone() {
        Differences.Line stuck = new Differences.Line() {
            @Override
            public double[] at(double t) {
                return new double[] {1};
            }

            @Override
            public double reached(double t) {
                return 0;
            }
        };
        assertThat(Differences.central(stuck, new double[] {1}, new double[] {1}, 0.1, 0x1p-53).known(0)).isFalse();
        assertThat(Differences.oneSided(stuck, new double[] {1}, 0.1, 0x1p-53).known(0)).isFalse();
        assertThat(central(Math::sqrt, 0.1).known(0)).isFalse();
    }

    @Test
    void smallerStepsAreTakenUntilAnEstimateIsEnough() {
        AtomicInteger calls = new AtomicInteger();
        DoubleUnaryOperator counted = t -> {
            calls.incrementAndGet();
            return Math.exp(t);
        };
        Differences.central(line(counted), new double[] {1}, new double[] {1}, 0.1, 0x1p-53, _ -> true);
        assertThat(calls).hasValue(4);
        calls.set(0);
        Differences.central(line(counted), new double[] {1}, new double[] {1}, 0.1, 0x1p-53, _ -> false);
        assertThat(calls).hasValue(10);
    }

    @Test
    void noiseIsMeasuredNotAssumed() {
        boolean[] wanted = {true};
        DoubleUnaryOperator rough = t -> Math.sin(t) + 1e-6 * (Math.floorMod(Double.hashCode(t), 1000) / 500.0 - 1);
        double[] noise = Noise.of(line(rough), new double[] {rough.applyAsDouble(0)}, 0x1p-30, 1, wanted);
        assertThat(noise[0]).isBetween(1e-7, 2e-6);
        assertThat(Noise.of(line(rough), new double[] {0}, 0x1p-30, 1, new boolean[] {false})[0]).isZero();
        assertThat(Noise.of(line(t -> 3), new double[] {3}, 0x1p-30, 1, wanted)[0]).isZero();
        double[] exact = Noise.of(line(t -> 1 + t), new double[] {1}, 0x1p-40, 1, wanted);
        assertThat(exact[0]).isLessThan(1e-15);
    }

    @Test
    void coarseValuesAreLookedAtFurtherApart() {
        boolean[] wanted = {true};
        DoubleUnaryOperator coarse = t -> Math.rint((t + 0.3) * 0x1p20) * 0x1p-20;
        double[] origin = {coarse.applyAsDouble(0)};
        assertThat(Noise.of(line(coarse), origin, 0x1p-42, 1, wanted)[0]).isBetween(0x1p-23, 0x1p-19);
        DoubleUnaryOperator stairs = t -> Math.floor(t + 0.3);
        assertThat(Noise.of(line(stairs), new double[] {0}, 0x1p-38, 1e-12, wanted)[0]).as("steps larger than the grain are no rounding").isZero();
        assertThat(Noise.of(line(stairs), new double[] {0}, 0x1p-38, 2, wanted)[0]).as("and smaller ones are").isPositive();
    }

    @Test
    void exactValuesHaveNoNoiseHoweverFarTheNextPieceIs() {
        DoubleUnaryOperator saw = t -> t + 0.5 - Math.floor(t + 0.5);
        assertThat(Noise.of(line(saw), new double[] {0.5}, 0x1p-42, 1, new boolean[] {true})[0]).isZero();
    }

    @Test
    void distancesThatAreReallyGoneCount() {
        Differences.Line uneven = new Differences.Line() {
            @Override
            public double[] at(double t) {
                return new double[] {7 + 3 * reached(t)};
            }

            @Override
            public double reached(double t) {
                return t > 0 ? 1.25 * t : t;
            }
        };
        Estimate e = Differences.central(uneven, new double[] {7}, new double[] {7}, 1.0 / 8, 0x1p-53);
        assertThat(e.value()[0]).isCloseTo(3, within(1e-12));
        assertThat(e.jump()[0]).isCloseTo(0, within(1e-12));
        assertThat(Differences.oneSided(uneven, new double[] {7}, 1.0 / 8, 0x1p-53).value()[0]).isCloseTo(3, within(1e-12));
        assertThat(Differences.oneSided(uneven, new double[] {7}, 1.0 / 8, 0x1p-53).error()[0]).isGreaterThan(2 * 7 * 0x1p-53 * 8);
    }

    @Test
    void noiseMakesAnEstimateBlunter() {
        Estimate e = central(Math::exp, 1.0 / 16);
        Estimate with = e.withNoise(new double[] {1e-6});
        assertThat(with.error()[0]).isCloseTo(e.error()[0] + 16e-6 * 16, within(1e-12));
        assertThat(with.jumpError()[0]).isGreaterThan(e.jumpError()[0]);
        assertThat(with.value()).isEqualTo(e.value());
        assertThat(with.agrees(central(Math::sin, 1.0 / 16), 0)).isTrue();
        assertThat(e.contradicts(central(t -> 1.1 * t, 1.0 / 16), 0)).isTrue();
        assertThat(e.agrees(central(t -> 1.1 * t, 1.0 / 16), 0)).isFalse();
        assertThat(e.allows(1, 0)).isTrue();
        assertThat(e.allows(1.1, 0)).isFalse();
    }
}
