package org.covector.gradcheck.difference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** Whether a slope from afar is one close by: {@code f(t)} are values beside an element that is 1. */
class ScaleConsistencyUnitTest {
    private static boolean support(DoubleUnaryOperator f, double x, double size, double scatter, double numeric, double analytic) {
        FlatFunction function = FlatFunction.of(in -> List.of(F.square(in.getFirst())), List.of(Tensor.of(0.0, x)));
        double here = f.applyAsDouble(0);
        return new ScaleConsistency(function, new ScaleConsistency.ResultAlongElement(new ValuesNearby(x, f), 1, here, Math.abs(here),
                scatter), 1, size)
                .supports(numeric, analytic);
    }

    private static boolean support(DoubleUnaryOperator f, double numeric, double analytic) {
        return support(f, 1, 1, 0, numeric, analytic);
    }

    @Test
    void aSlopeThatHoldsEverywhereIsOne() {
        assertThat(support(t -> 3 * t + 1, 3, 2)).isTrue();
        assertThat(support(t -> Math.exp(t), 1, 1.001)).isTrue();
        assertThat(support(t -> -3 * t, -3, 3)).isTrue();
        assertThat(support(t -> 5, 0, 1)).as("a constant").isTrue();
        assertThat(support(t -> 3 * t + 1, 3, Double.NaN)).isTrue();
        assertThat(support(t -> 3 * t + 1, 3, Double.POSITIVE_INFINITY)).isTrue();
    }

    /** Values bend by more than a slope that is a rounding error, and by less than one that is not there. */
    @Test
    void aSlopeThatIsZeroButForRoundingIsOne() {
        assertThat(support(t -> 5 + t * t * t, 1e-12, 1)).isTrue();
        assertThat(support(t -> 5 + t * t * t, -1e-12, 1)).isTrue();
        assertThat(support(t -> 5 + t * t * t, 1.1e-12, 1)).as("a slope that is not there").isFalse();
        assertThat(support(t -> 5 + t, 1e-12, 1)).isFalse();
        assertThat(support(t -> 5 + t * t * t, 1e-12, Double.POSITIVE_INFINITY)).as("beside no number").isFalse();
    }

    @Test
    void noNumberIsNoSlope() {
        assertThat(support(t -> 3 * t, Double.NaN, 3)).isFalse();
        assertThat(support(t -> 3 * t, Double.POSITIVE_INFINITY, 3)).isFalse();
        assertThat(support(t -> Math.abs(t) < 1e-4 ? Double.NaN : 3 * t, 3, 2)).as("nor between values that are none").isFalse();
    }

    @Test
    void aSlopeThatIsAnotherOneCloseByIsNone() {
        assertThat(support(t -> t + 1e-3 * Math.sin(1e4 * t), 1, 11)).as("a ripple finer than the steps").isFalse();
        assertThat(support(t -> t > 0 ? 1 : 0, 1e3, 0)).as("a jump").isFalse();
        assertThat(support(t -> Math.rint(t * 0x1p20) * 0x1p-20, 1, 0)).as("stairs").isFalse();
        assertThat(support(t -> t + Math.rint(t * 0x1p36) * 0x1p-36, 2, 1)).isFalse();
    }

    /** Another piece begins two of the element's sizes away; closer by than a sixteenth the change is rounding. */
    @Test
    void aPieceOfTheElementsOwnSizeIsNoPartOfAnother() {
        double x = 0x1p-21;
        DoubleUnaryOperator f = t -> 1 + (Math.abs(t) < 2 * x ? 2 * x * t : 2.8 * x * t);
        assertThat(support(f, x, x, 1e-15, 2.8 * x, 2 * x)).isFalse();
        assertThat(support(f, x, x, 1e-15, 2 * x, 2.8 * x)).as("the one that is there").isTrue();
    }

    /** Stairs of 1 at every third of 1 are 3 of a slope of five millions, from afar. */
    @Test
    void lowStairsOnASteepSlopeAreNoPartOfIt() {
        double x = 2601258.1560667623;
        DoubleUnaryOperator square = t -> (x + t) * (x + t);
        assertThat(support(t -> square.applyAsDouble(t) + Math.floor(3 * (x + t)), x, x, 0, 2 * x + 3, 2 * x)).isFalse();
        assertThat(support(t -> square.applyAsDouble(t) + 3 * t, x, x, 0, 2 * x + 3, 2 * x)).as("a slope that is there").isTrue();
        assertThat(support(square, x, x, 0, 2 * x, 2 * x + 3)).as("one that is not").isTrue();
    }

    @Test
    void stairsOfTheLastDigitsAreSeenByValuesThatStayWhatTheyAre() {
        DoubleUnaryOperator stairs = t -> 1 + Math.rint(t * 0x1p43) * 0x1p-43;
        assertThat(support(stairs, 1, 1, 0x1p-40, 1, 0)).isFalse();
        assertThat(support(t -> 1 + t, 1, 1, 0x1p-40, 1, 0)).isTrue();
    }

    @Test
    void coarseValuesThatFollowTheGradientFarAwayAccuseNobody() {
        DoubleUnaryOperator coarse = t -> Math.rint(3 * t);
        assertThat(support(coarse, 0, 3)).isFalse();
        assertThat(support(coarse, 0, -3)).as("a gradient that they do not follow").isTrue();
        assertThat(support(coarse, 0, 30)).isTrue();
        assertThat(support(t -> Math.signum(t) * Math.max(0, Math.abs(t) - 1), 0, 1)).as("constant here only").isTrue();
    }

    @Test
    void changesBelowTheSmallestNumbersAreNone() {
        assertThat(support(t -> 0, 0, 0x1p-50)).as("no more than the rounding of the inputs").isFalse();
        assertThat(support(t -> 0, 0, 0x1p-40)).isTrue();
        assertThat(support(t -> 1e-300 * t, 1e-300, 2e-300)).isFalse();
        assertThat(support(t -> 1e-200 * t, 1e-200, 2e-200)).isTrue();
    }

    @Test
    void aRoundingOfTheElementMayExplainADifference() {
        assertThat(support(t -> 3 * t, 0x1p40, 0x1p40, 0, 3, 3.001)).as("a bit of 2^40 is 2^-12").isFalse();
        assertThat(support(t -> 3 * t, 1, 1, 0, 3, 3.001)).isTrue();
        assertThat(support(t -> 3 * t, 1, 0x1p-30, 0, 3, 3 + 1e-6)).as("distances of 2^-30").isFalse();
        assertThat(support(t -> 3 * t, 1, 0x1p-30, 0, 3, 3.1)).isTrue();
    }

    @Test
    void valuesThatScatterAreJudgedFurtherAway() {
        DoubleUnaryOperator rough = t -> 3 * t + 1e-9 * (Math.floorMod(Double.hashCode(t), 1000) / 500.0 - 1);
        assertThat(support(rough, 3, 2)).isFalse();
        assertThat(support(rough, 1, 1, 1e-9, 3, 2)).isTrue();
    }

    @Test
    void theSlopeMayBeOffByAQuarter() {
        assertThat(support(t -> 3.5 * t, 3, 0)).isTrue();
        assertThat(support(t -> 3.8 * t, 3, 0)).isFalse();
        assertThat(support(t -> 2.5 * t, 3, 100)).isTrue();
        assertThat(support(t -> 2.2 * t, 3, 100)).isFalse();
        assertThat(support(t -> t, 0, Double.POSITIVE_INFINITY)).as("nothing off 0 is 0").isFalse();
        assertThat(support(t -> 5, 0, Double.POSITIVE_INFINITY)).isTrue();
    }

    @Test
    void whereTheNoiseHidesEverythingNothingIsSeen() {
        assertThat(support(t -> 3 * t, 1, 1, 1e9, 3, 2)).isFalse();
        DoubleUnaryOperator rough = t -> 3 * t + 1e-9 * (Math.floorMod(Double.hashCode(t), 1000) / 500.0 - 1);
        assertThat(support(rough, 1, 1, 2.5e-10, 3, 2)).as("changes within eight times the noise do not count").isTrue();
    }

    @Test
    void smallIsMeasuredByTheElements() {
        assertThat(support(t -> 0, 4, 0.25, 0, 0, 0x1p-43)).isFalse();
        assertThat(support(t -> 0, 4, 0.25, 0, 0, 0x1p-43 * (1 + 0x1p-10))).isTrue();
        assertThat(support(t -> 0x1p-952 * t, 0x1p-952, 0)).isTrue();
        assertThat(support(t -> 0x1p-953 * t, 0x1p-953, 0)).isFalse();
        assertThat(support(t -> 1e-300 * t, 1e-300, Double.POSITIVE_INFINITY)).isFalse();
    }

    @Test
    void coarseStepsMayBeLargeAndFarFromZero() {
        DoubleUnaryOperator coarse = t -> 1e6 + 1024 * Math.rint(3 * t / 1024);
        assertThat(support(coarse, 0, 3)).isFalse();
        assertThat(support(coarse, 0, -3)).isTrue();
        assertThat(support(t -> t > 0 ? Math.rint(3 * t) : Math.min(0, 3 * t + 0.5), 0, 3)).as("coarse on the right only").isTrue();
        assertThat(support(t -> t < 0 ? Math.rint(3 * t) : Math.max(0, 3 * t - 0.5), 0, 3)).as("coarse on the left only").isTrue();
    }

    @Test
    void theNoiseIsGrantedOnTopOfTheQuarter() {
        assertThat(support(t -> 1.25 * t, 1, 1, 1e-9, 1, 2)).isTrue();
    }

    @Test
    void stairsAreLookedForOnlyWhereManyOfThemLieWithinTheSmallestSteps() {
        DoubleUnaryOperator wide = t -> Math.rint(t * 0x1p49) * 0x1p-49; // eight numbers to a stair, and as steep as t at 2^-48
        assertThat(support(wide, 1, 0x1p-40, 0x1p-53, 1, 2)).as("32 numbers are more than 2^-48").isTrue();
        assertThat(support(wide, 1, 0x1p-38, 0x1p-53, 1, 2)).as("and less than 2^-46").isFalse();
    }

    @Test
    void valuesThatDifferByTheirLastDigitsAreNoStairs() {
        assertThat(support(t -> 1024 + t, 1, 0)).isTrue();
        assertThat(support(t -> 1 + t / 1024, 0x1p-10, 0)).isTrue();
        assertThat(support(t -> 1024 + Math.rint(t * 0x1p33) * 0x1p-33, 1, 1, 0x1p-30, 1, 0)).isFalse();
    }

    // ---- one distance among all

    /** Distances of 2^-52, 2^-50, ..., 2^-8 of an element's size; of those at which a change is visible, the three smallest. */
    @Test
    void threeVisibleDistancesAreLookedAt() {
        assertThat(support(t -> Math.abs(t) < 0x1p-47 ? t : 0, 1, 2)).as("right at three").isTrue();
        assertThat(support(t -> Math.abs(t) < 0x1p-49 ? t : 0, 1, 2)).as("right at two").isFalse();
        DoubleUnaryOperator near = t -> Math.abs(t) < 0x1p-9 ? t : 0;
        assertThat(support(near, 1, 1, 0x1p-15, 1, 2)).as("visible at the last two").isFalse();
        assertThat(support(t -> t, 1, 1, 0x1p-15, 1, 2)).isTrue();
    }

    @Test
    void whereNoneIsVisibleLargerDistancesAreUpToTheElementItself() {
        assertThat(support(t -> t, 1, 1, 0x1p-5, 1, 2)).as("visible at 1 only").isTrue();
        assertThat(support(t -> t, 1, 1, 0x1p-4, 1, 2)).as("eight times the noise there, and no more").isFalse();
        assertThat(support(t -> 1.3125 * t, 1, 1, 0x1p-5, 1, 2)).as("a quarter and the noise").isTrue();
        assertThat(support(t -> 1.32 * t, 1, 1, 0x1p-5, 1, 2)).isFalse();
    }

    /** Half the last digit of 1, which is a step downward only, and of -1, upward only. */
    @Test
    void stepsThatRoundingSwallowsAreNone() {
        assertThat(support(t -> t == -0x1p-53 ? 5 : 3 * t, 1, 0.5, 0, 3, 2)).isTrue();
        assertThat(support(t -> t == 0x1p-53 ? 5 : 3 * t, -1, 0.5, 0, 3, 2)).isTrue();
        assertThat(support(t -> t > 0 ? t : 3 * t, 1, 0.5, 0, 2, 1)).isFalse();
        assertThat(support(t -> t > 0 ? 3 * t : t, -1, 0.5, 0, 2, 1)).isFalse();
    }

    @Test
    void asMuchAsARoundingOfTheElementIsExplained() {
        double off = 128 * FlatFunction.of(in -> in, List.of(Tensor.of(0.0, 1))).epsilon();
        assertThat(support(t -> (1 - off) * t, 1 - off, 1)).isFalse();
        assertThat(support(t -> (1 - 2 * off) * t, 1 - 2 * off, 1)).isTrue();
    }

    // ---- one side, and the smallest distances

    @Test
    void oneSideThatFollowsTheGradientAtTwoDistancesDeniesTheSlope() {
        assertThat(support(t -> t > 0 ? t : 3 * t, 2, 1)).isFalse();
        assertThat(support(t -> t < 0 ? t : 3 * t, 2, 1)).isFalse();
        assertThat(support(t -> t > 0 ? 1.25 * t : 2.75 * t, 2, 1)).as("off by a quarter").isFalse();
        assertThat(support(t -> t < 0 ? 1.25 * t : 2.75 * t, 2, 1)).isFalse();
        assertThat(support(t -> t > 0 ? 1.3 * t : 2.7 * t, 2, 1)).isTrue();
        assertThat(support(t -> t < 0 ? 1.3 * t : 2.7 * t, 2, 1)).isTrue();
        assertThat(support(t -> Math.abs(t) > 0x1p-52 ? 2 * t : t > 0 ? t : 3 * t, 2, 1)).as("at a single distance").isTrue();
        DoubleUnaryOperator close = t -> Math.abs(t) > 0.3 ? 2 * t : t > 0 ? t : 3 * t;
        assertThat(support(close, 1, 1, 0x1p-6, 2, 1)).as("at one of the two last, where noise is a quarter").isTrue();
        assertThat(support(close, 1, 1, 0x1p-7, 2, 1)).as("at two of the three last").isFalse();
        assertThat(support(t -> t > 0 ? t : 3 * t, 1, 1, 0x1.2p-6, 2, 1)).as("at the last, the only one above rounding").isFalse();
    }

    /** Close by, at a few units in the last place, where the slope itself is not visible yet. */
    @Test
    void denialsNeedNoMoreThanTheRoundingOfTheValue() {
        assertThat(support(t -> 1 + (Math.abs(t) < 0x1p-48 ? t : 2 * t), 2, 1)).isFalse();
        assertThat(support(t -> 1 + 2 * t, 2, 1)).isTrue();
    }

    // ---- coarse values

    @Test
    void coarseValuesFollowWithinAFactorOfFour() {
        DoubleUnaryOperator coarse = t -> Math.rint(3 * t);
        assertThat(support(coarse, 0, 12)).isTrue();
        assertThat(support(coarse, 0, 11.9)).isFalse();
        assertThat(support(coarse, 0, 0.75)).isTrue();
        assertThat(support(coarse, 0, 0.76)).isFalse();
        assertThat(support(t -> Math.signum(t) * Math.floor(3 * Math.abs(t)), 0, 3)).as("from the beginning of a step on").isFalse();
        double huge = 0x1p66;
        assertThat(support(t -> huge * Math.rint(3 * t / huge), 0, 3)).as("at 2^64").isFalse();
        assertThat(support(t -> 8 * huge * Math.rint(3 * t / huge / 8), 0, 3)).as("and no further").isTrue();
    }

    /** Values of 1 + t, but for those at 32 neighbours, by number from -16 to 16. */
    private static DoubleUnaryOperator among(DoubleUnaryOperator neighbours) {
        return t -> {
            if (Math.abs(t) > 1) {
                throw new IllegalArgumentException("far away");
            }
            return Math.abs(t) <= 0x1p-48 ? 1 + neighbours.applyAsDouble(t * 0x1p52) : 1 + t;
        };
    }

    @Test
    void moreThanHalfOfTheNeighboursAreTheSameOnPlateaus() {
        assertThat(support(among(_ -> 0), 1, 2)).isFalse();
        assertThat(support(among(m -> m * 0x1p-52), 1, 2)).isTrue();
        assertThat(support(among(m -> Math.min(m + 16, 15) * 0x1p-49), 1, 20)).as("seventeen of 32, the last among them").isFalse();
        assertThat(support(among(m -> Math.min(m + 16, 16) * 0x1p-49), 1, 20)).as("sixteen of 32").isTrue();
        assertThat(support(among(m -> m > 0 ? 0x1p-51 : 0), 1, 2)).as("a rise of eight units of a quarter of the value").isFalse();
        assertThat(support(among(m -> m > 0 ? 0x1p-52 : 0), 1, 2)).as("a rise that may be rounding").isTrue();
    }

    @Test
    void plateausAreMeasuredByTheRoundingOfTheValue() {
        assertThat(support(t -> Math.rint(t * 0x1p49) * 0x1p-49, 1, 0x1p-39, 0x1p-53, 1, 2)).as("32 numbers are 2^-47, and no less")
                .isTrue();
        DoubleUnaryOperator low = t -> 1024 + Math.rint(t * 0x1p39) * 0x1p-39;
        assertThat(support(low, 1, 1, 0x1p-40, 1, 0)).as("of values of 1024").isFalse();
        assertThat(support(t -> 1024 + t, 1, 1, 0x1p-40, 1, 0)).isTrue();
    }

    /** A last digit that is there for some numbers and not for others. */
    private static double wiggle(double t, double digit) {
        return Math.floorMod(Double.hashCode(t * 1e9 + 1), 5) == 0 ? digit : 0;
    }

    @Test
    void plateausMayHaveUnsteadyLastDigits() {
        assertThat(support(t -> 1 + Math.rint(t * 0x1p36) * 0x1p-36 + wiggle(t, 0x1p-52), 1, 1, 0x1p-33, 1, 0)).isFalse();
        assertThat(support(t -> 0x1p-10 + Math.rint(t * 0x1p44) * 0x1p-44 + wiggle(t, 0x1p-62), 1, 1, 0x1p-45, 1, 0)).isFalse();
        assertThat(support(t -> 0x1p-10 + t + wiggle(t, 0x1p-62), 1, 1, 0x1p-45, 1, 0)).isTrue();
    }
}
