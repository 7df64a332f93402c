package org.covector.gradcheck.difference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Verdict;
import org.junit.jupiter.api.Test;

/** The verdict from made up estimates: what it takes to accuse, and what to acquit. */
class JudgeUnitTest {
    private static final Judge JUDGE = Judge.of(0x1p-53);

    private static DerivativeEstimate at(double step, double value, double error) {
        return new DerivativeEstimate(step, new double[] {value}, new double[] {error}, new double[] {0}, new double[] {error});
    }

    private static DerivativeEstimate bent(double step, double value, double error, double jump) {
        return new DerivativeEstimate(step, new double[] {value}, new double[] {error}, new double[] {jump}, new double[] {error});
    }

    private static Element verdict(double analytic, double rounding, DerivativeEstimate... estimates) {
        return JUDGE.judge(new Element(0, 0, 0, analytic, Double.NaN, Double.NaN, Verdict.OUTSIDE, "", true),
                new Judge.Claim(analytic, 1, rounding), List.of(estimates), 0);
    }

    @Test
    void accusesWhatTwoStepsExclude() {
        assertThat(verdict(1.001, 0, at(0.1, 1, 1e-9), at(0.01, 1, 1e-10)).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(verdict(1.001, 0, at(0.1, 1, 1e-9), at(0.01, 1, 1e-10)).numeric()).isEqualTo(1);
    }

    @Test
    void oneStepAloneAccusesNobody() {
        assertThat(verdict(1.001, 0, at(0.1, 1, 1e-9)).verdict()).isEqualTo(Verdict.NOISE);
        assertThat(verdict(1.001, 0, at(0.1, 1, 1e-10), at(0.01, 1.001, 1e-10)).isWrong()).isFalse();
    }

    @Test
    void theErrorOfTheQuotientAndThatOfTheValueCountTogether() {
        assertThat(verdict(1 + 2e-8, 0, at(0.1, 1, 1e-8), at(0.01, 1, 1e-8)).verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(verdict(1 + 8e-8, 0, at(0.1, 1, 1e-8), at(0.01, 1, 1e-8)).verdict()).isEqualTo(Verdict.NOISE);
        assertThat(verdict(1 + 8e-7, 0, at(0.1, 1, 1e-8), at(0.01, 1, 1e-8)).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(verdict(1 + 8e-7, 5e-7, at(0.1, 1, 1e-8), at(0.01, 1, 1e-8)).verdict()).isEqualTo(Verdict.NOISE);
        assertThat(verdict(1, 0, at(0.1, 1, 1e-3), at(0.01, 1, 1e-3)).verdict()).as("too blunt to prove").isEqualTo(Verdict.NOISE);
    }

    @Test
    void aDifferenceOfTheFirstDigitsNeedsNoSharpQuotient() {
        assertThat(verdict(2, 0, at(0.1, 1, 1e-3), at(0.01, 1, 1e-3)).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(verdict(1.009, 0, at(0.1, 1, 1e-4), at(0.01, 1, 1e-4)).verdict()).isEqualTo(Verdict.NOISE);
    }

    @Test
    void smallerStepsRefuteALargeOneThatConvergesToNonsense() {
        assertThat(verdict(1, 0, at(0.1, 0.5, 1e-12), at(0.01, 1, 1e-9)).verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(verdict(0.5, 0, at(0.1, 0.5, 1e-12), at(0.01, 1, 1e-9), at(0.001, 1, 1e-9)).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(verdict(0.5, 0, at(0.1, 0.5, 1e-12), at(0.01, 1, 1e-9)).verdict()).as("a single smaller step").isEqualTo(Verdict.PROVEN);
    }

    @Test
    void atAKinkAnythingBetweenTheOneSidedDerivativesIsRight() {
        DerivativeEstimate[] kink = {bent(0.1, 0.5, 1e-10, 1), bent(0.01, 0.5, 1e-10, 1)};
        for (double inside : new double[] {0, 0.3, 1}) {
            assertThat(verdict(inside, 0, kink)).matches(e -> e.verdict() == Verdict.KINK && e.contained());
        }
        for (double outside : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThat(verdict(outside, 0, kink)).matches(e -> e.verdict() == Verdict.KINK && !e.contained() && e.isWrong());
        }
        assertThat(verdict(-0.01, 0.02, kink).contained()).as("its own rounding").isTrue();
        assertThat(verdict(0, 0, bent(0.1, 0, 1e-10, 1), at(0.01, 0, 1e-10)).verdict()).as("no kink at the smallest step")
                .isEqualTo(Verdict.PROVEN);
    }

    @Test
    void aKinkIsOneOnlyIfTwoStepsSeeTheSameJump() {
        assertThat(verdict(0.5, 0, bent(0.1, 0.5, 1e-9, 1)).verdict()).as("one step").isNotEqualTo(Verdict.KINK);
        assertThat(verdict(0.5, 0, bent(0.1, 0.5, 1e-9, 1), bent(0.01, 0.5, 1e-9, 0.3)).verdict()).as("jumps that differ")
                .isNotEqualTo(Verdict.KINK);
        assertThat(verdict(0.5, 0, bent(0.1, 0.5, 1e-9, 1), bent(0.01, 0.5, 1e-9, 1 + 5e-9)).verdict()).as("but for their errors")
                .isEqualTo(Verdict.KINK);
        assertThat(verdict(0.5, 0, bent(0.1, 0.5, 1e-9, 1e-8), bent(0.01, 0.5, 1e-9, 1e-8)).verdict()).as("jumps within their errors")
                .isEqualTo(Verdict.PROVEN);
        assertThat(verdict(0.25, 0, bent(0.1, 0.5, 1e-10, 1), bent(0.01, 0.5, 1e-10, 1)).note())
                .isEqualTo("left derivative 0.00000, right 1.00000; the gradient lies between them");
        assertThat(verdict(2, 0, bent(0.1, 0.5, 1e-10, 1), bent(0.01, 0.5, 1e-10, 1)).note()).endsWith("the gradient lies outside");
    }

    @Test
    void errorsAreComparedWithTheScaleOfTheClaim() {
        for (double scale : new double[] {1e-6, 1e6}) {
            Judge.Claim claim = new Judge.Claim(scale, scale, 0);
            assertThat(JUDGE.proves(claim, at(0.1, scale, 5e-8 * scale), 0)).isTrue();
            assertThat(JUDGE.proves(claim, at(0.1, scale, 2e-7 * scale), 0)).isFalse();
            assertThat(JUDGE.isSharp(claim, at(0.1, scale, 5e-11 * scale), 0)).isTrue();
            assertThat(JUDGE.isSharp(claim, at(0.1, scale, 5e-10 * scale), 0)).isFalse();
            assertThat(JUDGE.isSharp(claim, new DerivativeEstimate(0.1, new double[] {scale}, new double[] {0}, new double[] {0},
                    new double[] {2e-3 * scale}), 0)).as("a jump not excluded").isFalse();
            Element at = new Element(0, 0, 0, scale, Double.NaN, Double.NaN, Verdict.OUTSIDE, "", true);
            assertThat(JUDGE.judge(at, claim, List.of(at(0.1, scale, 5e-8 * scale)), 0).verdict()).isEqualTo(Verdict.PROVEN);
            Element blunt = JUDGE.judge(at, claim, List.of(at(0.1, scale, 1e-3 * scale)), 0);
            assertThat(blunt.verdict()).isEqualTo(Verdict.NOISE);
            assertThat(blunt.note()).isEqualTo("the difference quotient is no sharper than 1.0e-03");
            Judge.Claim off = new Judge.Claim(1.005 * scale, scale, 0);
            assertThat(JUDGE.judge(at, off, List.of(at(0.1, scale, 1e-4 * scale), at(0.01, scale, 1e-4 * scale)), 0).verdict())
                    .as("half a per cent by a blunt quotient").isEqualTo(Verdict.NOISE);
        }
    }

    @Test
    void estimatesOfUnequalErrorsAgreeByBoth() {
        DerivativeEstimate blunt = at(0.1, 1, 1e-3);
        assertThat(blunt.agreesWith(at(0.01, 1.0049, 1e-9), 0)).isTrue();
        assertThat(blunt.agreesWith(at(0.01, 1.0051, 1e-9), 0)).isFalse();
        assertThat(blunt.contradicts(at(0.01, 1.029, 1e-9), 0)).isFalse();
        assertThat(blunt.contradicts(at(0.01, 1.031, 1e-9), 0)).isTrue();
        assertThat(at(0.01, 1.0051, 1e-9).agreesWith(blunt, 0)).isFalse();
        assertThat(bent(0.1, 1, 1e-3, 1).hasSameJumpAs(bent(0.1, 1, 1e-9, 1.0049), 0)).isTrue();
        assertThat(bent(0.1, 1, 1e-3, 1).hasSameJumpAs(bent(0.1, 1, 1e-9, 1.0051), 0)).isFalse();
        assertThat(bent(0.1, 1, 1e-2, 0.1).hasJump(0)).isFalse();
        assertThat(bent(0.1, 1, 1e-2, 0.21).hasJump(0)).isTrue();
    }

    @Test
    void whereNothingIsKnownNothingIsSaid() {
        DerivativeEstimate none = at(0.1, Double.NaN, Double.POSITIVE_INFINITY);
        assertThat(verdict(1, 0, none).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(verdict(1, 0, none, at(0.01, 1, 1e-10)).verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void anUnboundedDerivativeMayBeInfiniteAndABoundedOneMayNot() {
        assertThat(verdict(Double.POSITIVE_INFINITY, 0, at(0.1, 10, 1e-3), at(0.01, 100, 1e-3)).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(verdict(Double.POSITIVE_INFINITY, 0, at(0.1, 10, 1e-3), at(0.01, 10, 1e-3)).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(verdict(Double.POSITIVE_INFINITY, 0, at(0.1, 10, 1), at(0.01, 10, 1)).verdict()).isEqualTo(Verdict.NOISE);
    }

    @Test
    void oneSharpEstimateProves() {
        Judge.Claim claim = new Judge.Claim(1, 1, 1e-12);
        assertThat(JUDGE.proves(claim, at(0.1, 1 + 2e-9, 1e-9), 0)).isTrue();
        assertThat(JUDGE.proves(claim, at(0.1, 1 + 4e-9, 1e-9), 0)).isFalse();
        assertThat(JUDGE.proves(claim, at(0.1, 1, 1e-6), 0)).isFalse();
        assertThat(JUDGE.proves(claim, bent(0.1, 1, 1e-9, 1), 0)).isFalse();
        assertThat(JUDGE.proves(claim, at(0.1, Double.NaN, 1e-9), 0)).isFalse();
        assertThat(JUDGE.provesSharply(claim, at(0.1, 1, 9e-11), 0)).isTrue();
        assertThat(JUDGE.provesSharply(claim, at(0.1, 1, 2e-10), 0)).isFalse();
        assertThat(JUDGE.isSharp(claim, at(0.1, 7, 9e-11), 0)).isTrue();
        assertThat(Judge.of(0x1p-24).proves(claim, at(0.1, 1, 1e-2), 0)).as("single precision").isTrue();
        assertThat(JUDGE.proven(Element.unjudged(2, 3, 1, 5),
                new DerivativeEstimate(1, new double[] {0, 6}, new double[] {0, 7}, new double[2], new double[2]), 1))
                .isEqualTo(new Element(2, 3, 1, 5, 6, 7, Verdict.PROVEN, "", true));
    }
}
