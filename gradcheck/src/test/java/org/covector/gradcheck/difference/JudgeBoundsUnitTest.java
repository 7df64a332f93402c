package org.covector.gradcheck.difference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Verdict;
import org.junit.jupiter.api.Test;

/**
 * Exactly at a bound and just beyond it: what counts as agreement, as a contradiction, as proof. Errors are powers of two, so that
 * their multiples are exact.
 */
class JudgeBoundsUnitTest {
    private static final Judge JUDGE = Judge.of(0x1p-53);
    private static final double BEYOND = 1 + 0x1p-30;

    private static DerivativeEstimate at(double step, double value, double error, double jump, double jumpError) {
        return new DerivativeEstimate(step, new double[] {value}, new double[] {error}, new double[] {jump}, new double[] {jumpError});
    }

    private static DerivativeEstimate at(double step, double value, double error) {
        return at(step, value, error, 0, error);
    }

    private static Element verdict(double analytic, double scale, double rounding, DerivativeEstimate... estimates) {
        Element at = new Element(0, 0, 0, analytic, Double.NaN, Double.NaN, Verdict.OUTSIDE, "", true);
        return JUDGE.judge(at, new Judge.Claim(analytic, scale, rounding), List.of(estimates), 0);
    }

    private static Verdict twice(double analytic, double scale, double value, double error) {
        return verdict(analytic, scale, 0, at(0.1, value, error), at(0.01, value, error)).verdict();
    }

    @Test
    void estimatesAgreeUpToFiveTimesBothErrors() {
        double both = 5 * (0x1p-10 + 0x1p-11);
        assertThat(at(1, 0, 0x1p-10).agreesWith(at(1, both, 0x1p-11), 0)).isTrue();
        assertThat(at(1, 0, 0x1p-10).agreesWith(at(1, both * BEYOND, 0x1p-11), 0)).isFalse();
        assertThat(at(1, 0, 0, 0, 0x1p-10).hasSameJumpAs(at(1, 0, 0, both, 0x1p-11), 0)).isTrue();
        assertThat(at(1, 0, 0, 0, 0x1p-10).hasSameJumpAs(at(1, 0, 0, both * BEYOND, 0x1p-11), 0)).isFalse();
        assertThat(at(1, 0, 0x1p-10).isConsistentWith(5 * 0x1p-10, 0)).isTrue();
        assertThat(at(1, 0, 0x1p-10).isConsistentWith(5 * 0x1p-10 * BEYOND, 0)).isFalse();
    }

    @Test
    void theyContradictEachOtherBeyondThirtyTimesBothErrors() {
        double both = 30 * (0x1p-10 + 0x1p-11);
        assertThat(at(1, 0, 0x1p-10).contradicts(at(1, both, 0x1p-11), 0)).isFalse();
        assertThat(at(1, 0, 0x1p-10).contradicts(at(1, both * BEYOND, 0x1p-11), 0)).isTrue();
    }

    @Test
    void aJumpStandsAboveTwentyTimesEitherError() {
        double jump = 20 * 0x1p-10;
        assertThat(at(1, 0, 0x1p-20, jump, 0x1p-10).hasJump(0)).isFalse();
        assertThat(at(1, 0, 0x1p-20, jump * BEYOND, 0x1p-10).hasJump(0)).isTrue();
        assertThat(at(1, 0, 0x1p-10, jump, 0x1p-20).hasJump(0)).isFalse();
        assertThat(at(1, 0, 0x1p-10, jump * BEYOND, 0x1p-20).hasJump(0)).isTrue();
    }

    @Test
    void anErrorWithoutBoundIsNoKnowledge() {
        assertThat(at(1, 0, Double.POSITIVE_INFINITY).isKnown(0)).isFalse();
        assertThat(at(1, 0, Double.MAX_VALUE).isKnown(0)).isTrue();
    }

    @Test
    void noiseCountsByTheStep() {
        DerivativeEstimate e = at(0.25, 0, 0x1p-20, 0, 0x1p-19).withNoise(new double[] {0x1p-30});
        assertThat(e.error()[0]).isEqualTo(0x1p-20 + 64 * 0x1p-30);
        assertThat(e.jumpError()[0]).isEqualTo(0x1p-19 + 256 * 0x1p-30);
    }

    @Test
    void fineValuesAreJudgedFinely() {
        assertThat(Judge.of(0x1p-40).resolution()).isEqualTo(1e-7);
        assertThat(Judge.of(0x1p-39).resolution()).isEqualTo(3e-2);
    }

    @Test
    void aProofReachesThreeErrorsAndTheRounding() {
        double reach = 3 * 0x1p-30 + 0x1p-31;
        assertThat(JUDGE.proves(new Judge.Claim(reach, 1, 0x1p-31), at(1, 0, 0x1p-30), 0)).isTrue();
        assertThat(JUDGE.proves(new Judge.Claim(reach * BEYOND, 1, 0x1p-31), at(1, 0, 0x1p-30), 0)).isFalse();
        assertThat(JUDGE.proves(new Judge.Claim(0, 1, 0), at(1, 0, 1e-7), 0)).isTrue();
        assertThat(JUDGE.isSharp(new Judge.Claim(0, 1, 0), at(1, 0, 1e-3 * 1e-7, 0, 0), 0)).isTrue();
        assertThat(JUDGE.isSharp(new Judge.Claim(0, 2, 0), at(1, 0, 0, 0, 2e-3), 0)).isTrue();
        assertThat(JUDGE.isSharp(new Judge.Claim(0, 2, 0), at(1, 0, 0, 0, 2e-3 * BEYOND), 0)).isFalse();
    }

    @Test
    void betweenThreeAndTenErrorsNothingIsSaid() {
        assertThat(twice(3 * 0x1p-25, 1, 0, 0x1p-25)).isEqualTo(Verdict.PROVEN);
        assertThat(twice(3 * 0x1p-25 * BEYOND, 1, 0, 0x1p-25)).isEqualTo(Verdict.NOISE);
        assertThat(twice(10 * 0x1p-25, 1, 0, 0x1p-25)).isEqualTo(Verdict.NOISE);
        assertThat(twice(10 * 0x1p-25 * BEYOND, 1, 0, 0x1p-25)).isEqualTo(Verdict.WRONG);
        assertThat(twice(0, 1, 0, 1e-7)).isEqualTo(Verdict.PROVEN);
        assertThat(twice(0, 1, 0, 1e-7 * BEYOND)).isEqualTo(Verdict.NOISE);
    }

    @Test
    void aBluntQuotientAccusesFromAPerCentOn() {
        assertThat(twice(0.01, 1, 0, 0x1p-12)).isEqualTo(Verdict.NOISE);
        assertThat(twice(0.01 * BEYOND, 1, 0, 0x1p-12)).isEqualTo(Verdict.WRONG);
        assertThat(twice(0.03, 4, 0, 0x1p-12)).as("of the scale").isEqualTo(Verdict.NOISE);
    }

    @Test
    void whatIsOffByLessThanAHundredthOfTheResolutionIsProvenAllTheSame() {
        double least = 0.01 * JUDGE.resolution() * 1000;
        Element e = verdict(least, 1000, 0, at(0.1, 0, least / 5), at(0.01, 0, least / 5));
        assertThat(e.verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(e.error()).as("the error is then the difference").isEqualTo(least);
        assertThat(twice(least * BEYOND, 1000, 0, least / 5)).isEqualTo(Verdict.NOISE);
    }

    @Test
    void anInfiniteGradientIsWrongWhereTheQuotientIsKnownToAPerCent() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(twice(infinity, 1, 10, 0.05)).isEqualTo(Verdict.WRONG);
        assertThat(twice(infinity, 1, 10, 0.01 * 10)).isEqualTo(Verdict.WRONG);
        assertThat(twice(infinity, 1, 10, 0.101)).isEqualTo(Verdict.NOISE);
        assertThat(verdict(infinity, 1, 0, at(0.1, 10, 1e-3), at(0.01, 20, 1e-3)).verdict()).as("twice as much is no growth yet")
                .isEqualTo(Verdict.NOISE);
        assertThat(verdict(infinity, 1, 0, at(0.1, 10, 1e-3), at(0.01, 20 * BEYOND, 1e-3)).verdict()).isEqualTo(Verdict.OUTSIDE);
    }

    @Test
    void aKinkNeedsNoSharpJumpAtTheSmallestStep() {
        DerivativeEstimate blunt = at(0.001, 0.5, 1e-3, 1, 0.1);
        assertThat(verdict(0.3, 1, 0, blunt, at(0.1, 0.5, 1e-10, 1, 1e-10), at(0.01, 0.5, 1e-10, 1, 1e-10)).verdict())
                .isEqualTo(Verdict.KINK);
    }

    @Test
    void aGradientAtAKinkMayLieOutsideByTenErrors() {
        double slack = 10 * (0x1p-10 + 0x1p-12);
        DerivativeEstimate[] kink = {at(0.1, 0.5, 0x1p-10, 1, 0x1p-12), at(0.01, 0.5, 0x1p-10, 1, 0x1p-12)};
        for (double inside : new double[] {-slack, 1 + slack}) {
            assertThat(verdict(inside, 1, 0, kink).contained()).isTrue();
        }
        for (double outside : new double[] {-slack - 0x1p-30, 1 + slack + 0x1p-30}) {
            assertThat(verdict(outside, 1, 0, kink).contained()).isFalse();
        }
    }

    @Test
    void ofEquallySharpEstimatesThatOfTheSmallestStepCounts() {
        assertThat(verdict(1, 1, 0, at(0.1, 1 + 1e-9, 1e-9), at(0.01, 1, 1e-9)).numeric()).isEqualTo(1);
    }

    @Test
    void aBluntEstimateThatAllowsTheClaimDoesNotRefuteASharpOne() {
        Element e = verdict(1, 1, 0, at(0.1, 1 + 1e-4, 1e-9), at(0.01, 1, 1e-3));
        assertThat(e.numeric()).isEqualTo(1 + 1e-4);
        assertThat(e.verdict()).isEqualTo(Verdict.NOISE);
    }
}
