package org.covector.gradcheck.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import org.covector.gradcheck.flat.Line;
import org.junit.jupiter.api.Test;

/** Difference quotients and the noise of values, on lines whose derivative and noise are known. */
class FiniteDifferencesUnitTest {
    private static Line line(DoubleUnaryOperator f) {
        return new Line() {
            @Override
            public double[] at(double t) {
                return new double[] {f.applyAsDouble(t)};
            }

            @Override
            public double representableStep(double t) {
                return t;
            }
        };
    }

    private static DerivativeEstimate central(DoubleUnaryOperator f, double h) {
        double[] origin = {f.applyAsDouble(0)};
        return FiniteDifferences.central(line(f), origin, new double[] {Math.abs(origin[0])}, h, 0x1p-53);
    }

    private static void right(DerivativeEstimate e, double derivative, double atMost) {
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
        assertThat(central(t -> Math.exp(1 + t), 1.0 / 16).hasJump(0)).isFalse();
    }

    @Test
    void aKinkShowsAsAJumpOfTheDerivative() {
        DerivativeEstimate e = central(t -> Math.abs(t) + 2 * t, 1.0 / 4);
        assertThat(e.value()[0]).isCloseTo(2, within(1e-12));
        assertThat(e.jump()[0]).isCloseTo(2, within(1e-12));
        assertThat(e.hasJump(0)).isTrue();
    }

    @Test
    void oneSidedQuotientsLookToTheirSideOnly() {
        DoubleUnaryOperator f = t -> t < 0 ? Math.exp(3 * t) : Math.exp(t);
        right(FiniteDifferences.oneSided(line(f), new double[] {1}, 1.0 / 16, 0x1p-53), 1, 1e-6);
        right(FiniteDifferences.oneSided(line(f), new double[] {1}, -1.0 / 16, 0x1p-53), 3, 1e-4);
    }

    @Test
    void nothingIsKnownWhereStepsCannotBeTakenOrValuesAreNone() {
        Line stuck = new Line() {
            @Override
            public double[] at(double t) {
                return new double[] {1};
            }

            @Override
            public double representableStep(double t) {
                return 0;
            }
        };
        assertThat(FiniteDifferences.central(stuck, new double[] {1}, new double[] {1}, 0.1, 0x1p-53).isKnown(0)).isFalse();
        assertThat(FiniteDifferences.oneSided(stuck, new double[] {1}, 0.1, 0x1p-53).isKnown(0)).isFalse();
        assertThat(central(Math::sqrt, 0.1).isKnown(0)).isFalse();
    }

    @Test
    void smallerStepsAreTakenUntilAnEstimateIsEnough() {
        AtomicInteger calls = new AtomicInteger();
        DoubleUnaryOperator counted = t -> {
            calls.incrementAndGet();
            return Math.exp(t);
        };
        FiniteDifferences.central(line(counted), new double[] {1}, new double[] {1}, 0.1, 0x1p-53, _ -> true);
        assertThat(calls).hasValue(4);
        calls.set(0);
        FiniteDifferences.central(line(counted), new double[] {1}, new double[] {1}, 0.1, 0x1p-53, _ -> false);
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
        assertThat(Noise.of(line(stairs), new double[] {0}, 0x1p-38, 1e-12, wanted)[0]).as("steps larger than the grain are no rounding")
                .isZero();
        assertThat(Noise.of(line(stairs), new double[] {0}, 0x1p-38, 2, wanted)[0]).as("and smaller ones are").isPositive();
    }

    @Test
    void exactValuesHaveNoNoiseHoweverFarTheNextPieceIs() {
        DoubleUnaryOperator saw = t -> t + 0.5 - Math.floor(t + 0.5);
        assertThat(Noise.of(line(saw), new double[] {0.5}, 0x1p-42, 1, new boolean[] {true})[0]).isZero();
    }

    @Test
    void distancesThatAreReallyGoneCount() {
        Line uneven = new Line() {
            @Override
            public double[] at(double t) {
                return new double[] {7 + 3 * representableStep(t)};
            }

            @Override
            public double representableStep(double t) {
                return t > 0 ? 1.25 * t : t;
            }
        };
        DerivativeEstimate e = FiniteDifferences.central(uneven, new double[] {7}, new double[] {7}, 1.0 / 8, 0x1p-53);
        assertThat(e.value()[0]).isCloseTo(3, within(1e-12));
        assertThat(e.jump()[0]).isCloseTo(0, within(1e-12));
        assertThat(FiniteDifferences.oneSided(uneven, new double[] {7}, 1.0 / 8, 0x1p-53).value()[0]).isCloseTo(3, within(1e-12));
        assertThat(FiniteDifferences.oneSided(uneven, new double[] {7}, 1.0 / 8, 0x1p-53).error()[0]).isGreaterThan(2 * 7 * 0x1p-53 * 8);
    }

    @Test
    void noiseMakesAnEstimateBlunter() {
        DerivativeEstimate e = central(Math::exp, 1.0 / 16);
        DerivativeEstimate with = e.withNoise(new double[] {1e-6});
        assertThat(with.error()[0]).isCloseTo(e.error()[0] + 16e-6 * 16, within(1e-12));
        assertThat(with.jumpError()[0]).isGreaterThan(e.jumpError()[0]);
        assertThat(with.value()).isEqualTo(e.value());
        assertThat(with.agreesWith(central(Math::sin, 1.0 / 16), 0)).isTrue();
        assertThat(e.contradicts(central(t -> 1.1 * t, 1.0 / 16), 0)).isTrue();
        assertThat(e.agreesWith(central(t -> 1.1 * t, 1.0 / 16), 0)).isFalse();
        assertThat(e.isConsistentWith(1, 0)).isTrue();
        assertThat(e.isConsistentWith(1.1, 0)).isFalse();
    }

    /** How many values a quotient takes, if it is never enough. */
    private static int values(DoubleUnaryOperator f) {
        AtomicInteger calls = new AtomicInteger();
        central(t -> {
            calls.addAndGet(t == 0 ? 0 : 1);
            return f.applyAsDouble(t);
        }, 1.0 / 16);
        return calls.get();
    }

    @Test
    void noStepsAreTakenThatCannotMakeAnEstimateSharper() {
        assertThat(values(t -> 3)).isEqualTo(4);
        assertThat(values(t -> 3 + 5 * t)).isEqualTo(4);
        assertThat(values(t -> Math.exp(1 + t))).isEqualTo(10);
        assertThat(values(t -> Math.pow(Math.abs(t), 1.5))).as("the derivative is known, whether there is a kink is not").isEqualTo(10);
    }

    @Test
    void theErrorIsNeverLessThanWhatRoundingMakesInevitable() {
        DerivativeEstimate e = central(t -> 3, 1.0 / 16);
        assertThat(e.error()[0]).isEqualTo(3 * 0x1p-53 * 32);
        assertThat(e.jumpError()[0]).isEqualTo(4 * 3 * 0x1p-53 * 32);
        assertThat(FiniteDifferences.oneSided(line(t -> 3), new double[] {3}, 1.0 / 16, 0x1p-53).error()[0])
                .isEqualTo(2 * 3 * 0x1p-53 * 32);
    }

    @Test
    void twoStepsAreAnEstimate() {
        AtomicInteger calls = new AtomicInteger();
        DerivativeEstimate e = FiniteDifferences.central(line(t -> {
            calls.incrementAndGet();
            return t + t * t * t;
        }), new double[] {0}, new double[] {0}, 1.0 / 16, 0x1p-53, sofar -> sofar.isKnown(0));
        assertThat(calls).hasValue(4);
        assertThat(e.value()[0]).as("the second order is gone").isCloseTo(1, within(1e-14));
    }

    @Test
    void nothingIsKnownWhereThereIsNoStepToOneSide() {
        Line wall = new Line() {
            @Override
            public double[] at(double t) {
                return new double[] {representableStep(t)};
            }

            @Override
            public double representableStep(double t) {
                return Math.abs(t) < 1.0 / 64 ? Math.min(t, 0) : t;
            }
        };
        DerivativeEstimate both = FiniteDifferences.central(wall, new double[] {0}, new double[] {1}, 1.0 / 128, 0x1p-53);
        assertThat(both.isKnown(0)).isFalse();
        assertThat(both.jump()[0]).isNaN();
        assertThat(FiniteDifferences.oneSided(wall, new double[] {0}, 1.0 / 16, 0x1p-53).isKnown(0)).as("the smallest steps are none")
                .isFalse();
        assertThat(FiniteDifferences.oneSided(wall, new double[] {0}, -1.0 / 16, 0x1p-53).isKnown(0)).isTrue();
    }

    // ---- noise

    @Test
    void valuesThatChangeWithoutAnyErrorAreNotLookedAtFurtherApart() {
        DoubleUnaryOperator exactNearBy = t -> Math.abs(t) < 1e-9 ? t : t + 1e-6 * (Math.floorMod(Double.hashCode(t), 1000) / 500.0 - 1);
        assertThat(noise(exactNearBy, 0x1p-42, 1)).isZero();
        assertThat(noise(exactNearBy, 0x1p-28, 1)).isGreaterThan(1e-8);
    }

    private static double noise(DoubleUnaryOperator f, double step, double grain) {
        return Noise.of(line(f), new double[] {f.applyAsDouble(0)}, step, grain, new boolean[] {true})[0];
    }

    @Test
    void noiseIsTheLeastThatDifferencesOfTheThirdToFifthOrderSay() {
        assertThat(noise(t -> t == 0 ? 1 : 0, 1, 1)).as("1 at one of seven points: third differences 1, -3, 3, -1 of variance 20")
                .isCloseTo(0.5, within(1e-15));
        assertThat(noise(t -> t * t, 1, 1)).isZero();
        assertThat(noise(t -> Math.pow(t, 5), 1, 1e9)).as("the sixth does not count").isPositive();
    }

    @Test
    void valuesThatChangeWithoutErrorAreExactThoughTheyJumpFurtherAway() {
        assertThat(noise(t -> t - Math.floor(t + 0.5), 0x1p-20, 1e9)).isZero();
    }

    @Test
    void whatChangesOnlyFarAwayIsNoiseUpToTheGrain() {
        DoubleUnaryOperator stairs = t -> Math.floor(t + 0.3);
        assertThat(noise(stairs, 0x1p-34, 1e-12)).isZero();
        double coarse = noise(stairs, 0x1p-34, 2);
        assertThat(coarse).isPositive();
        assertThat(noise(stairs, 0x1p-34, coarse)).isEqualTo(coarse);
        assertThat(noise(stairs, 0x1p-34, 0.99 * coarse)).isZero();
    }

    @Test
    void valuesThatNeverChangeAreAskedForAtTenDistances() {
        AtomicInteger calls = new AtomicInteger();
        Noise.of(line(t -> {
            calls.incrementAndGet();
            return 3;
        }), new double[] {3}, 1, 1, new boolean[] {true});
        assertThat(calls).hasValue(60);
    }
}
