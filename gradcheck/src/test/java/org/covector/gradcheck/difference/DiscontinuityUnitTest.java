package org.covector.gradcheck.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.control.Option;
import java.util.function.DoubleUnaryOperator;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Verdict;
import org.junit.jupiter.api.Test;

/** Jumps of the value: where they are seen, and whom they accuse. */
class DiscontinuityUnitTest {
    private static final double DOUBLE = 0x1p-53;
    private static final double SINGLE = 0x1p-24;

    private static Option<Discontinuity> jump(DoubleUnaryOperator f, double reach, double epsilon, double noise) {
        return Discontinuity.OneSidedLimits.of(new ValuesNearby(0, f), new double[] {Double.NaN, f.applyAsDouble(0)}, reach, epsilon)
                .jump(1, noise);
    }

    @Test
    void aJumpHasTwoSidesAndTheirSlopes() {
        Discontinuity left = jump(t -> t < 0 ? 2 * t : 5 + 3 * t, 1, DOUBLE, 1e-12).get();
        assertThat(left.left()).isCloseTo(-5, within(1e-9));
        assertThat(left.right()).isCloseTo(0, within(1e-9));
        assertThat(left.leftSlope()).isCloseTo(2, within(1e-9));
        assertThat(left.rightSlope()).isCloseTo(3, within(1e-9));
        assertThat(left.error()).isBetween(16 * 1e-12 * 4096, 1e-6);
        Discontinuity right = jump(t -> t > 0 ? 7 - t : 4 * t, 1, DOUBLE, 1e-12).get();
        assertThat(right.left()).isCloseTo(0, within(1e-9));
        assertThat(right.right()).isCloseTo(7, within(1e-9));
        assertThat(right.leftSlope()).isCloseTo(4, within(1e-9));
        assertThat(right.rightSlope()).isCloseTo(-1, within(1e-9));
    }

    @Test
    void theErrorIsHowTheSlopesChange() {
        Discontinuity bent = jump(t -> t < 0 ? t * t : 1 + 10 * t * t, 1, DOUBLE, 0).get();
        assertThat(bent.error()).as("of the steeper side, between 3/4 and 3/8 of 2^-12").isCloseTo(10 * 0.75 * 0x1p-12, within(1e-9));
        Discontinuity other = jump(t -> t < 0 ? 10 * t * t : 1 + t * t, 1, DOUBLE, 0).get();
        assertThat(other.error()).isCloseTo(bent.error(), within(1e-9));
    }

    @Test
    void whatFallsWithTheDistanceOrIsNoiseIsNoJump() {
        assertThat(jump(Math::sin, 1, DOUBLE, 1e-15).isDefined()).isFalse();
        assertThat(jump(t -> Math.sqrt(Math.abs(t)), 1, DOUBLE, 1e-15).isDefined()).isFalse();
        assertThat(jump(t -> t < 0 ? 0 : 1, 1, DOUBLE, 1).isDefined()).as("no larger than the noise").isFalse();
        assertThat(jump(t -> t < 0 ? 0 : 1 + 0x1p-20, 1, DOUBLE, 1).isDefined()).isTrue();
        assertThat(jump(t -> t < 0 ? Double.NaN : 1, 1, DOUBLE, 1e-9).isDefined()).isFalse();
        assertThat(jump(t -> t < 0 ? Double.POSITIVE_INFINITY : 1, 1, DOUBLE, 1e-9).isDefined()).isFalse();
    }

    @Test
    void aDifferenceMayChangeByATwentiethAndTheNoise() {
        DoubleUnaryOperator nearby = t -> t >= 0 ? 0 : t > -0x1p-30 ? 16 : 16.75;
        assertThat(jump(nearby, 1, DOUBLE, 0).isDefined()).isTrue();
        assertThat(jump(t -> nearby.applyAsDouble(t) == 16.75 ? 17 : nearby.applyAsDouble(t), 1, DOUBLE, 0).isDefined()).isFalse();
        assertThat(jump(t -> nearby.applyAsDouble(t) == 16.75 ? 17 : nearby.applyAsDouble(t), 1, DOUBLE, 0.25).isDefined()).isTrue();
    }

    @Test
    void distancesAreFractionsOfTheReachAndLargerInSinglePrecision() {
        DoubleUnaryOperator two = t -> t >= 0 ? 0 : t < -0x1p-19 ? 2 : 1;
        assertThat(jump(two, 1, DOUBLE, 1e-12).isDefined()).as("from 2^-20 on").isTrue();
        assertThat(jump(two, 1024, DOUBLE, 1e-12).isDefined()).as("from 2^-10 on").isFalse();
        DoubleUnaryOperator coarse = t -> t >= 0 ? 0 : t < -0x1p-13 ? 2 : 1;
        assertThat(jump(coarse, 1, SINGLE, 1e-12).isDefined()).as("from 2^-10 on").isFalse();
        assertThat(jump(coarse, 0x1p-4, SINGLE, 1e-12).isDefined()).as("from 2^-14 on").isTrue();
    }

    @Test
    void aDifferenceThatFallsCloserByIsASteepSlopeOrAJumpBeside() {
        assertThat(jump(t -> Math.tanh(1e12 * t), 1, DOUBLE, 1e-15).isDefined()).isFalse();
        assertThat(jump(t -> Math.tanh(1e200 * t), 1, DOUBLE, 1e-15).isDefined()).isFalse();
        assertThat(jump(t -> t < -0x1p-45 ? 1 : 0, 1, DOUBLE, 1e-12).isDefined()).isFalse();
        assertThat(jump(t -> t < -0x1p-45 ? 1 : t < 0 ? 0.75 : 0, 1, DOUBLE, 1e-12).isDefined()).as("most of it is here").isTrue();
    }

    // ---- verdicts

    private static Element judged(Discontinuity step, double analytic, double scale, double rounding) {
        return step.judge(new Element(1, 2, 3, analytic, 0, 0, Verdict.PROVEN, "", true), new Judge.Claim(analytic, scale, rounding));
    }

    @Test
    void aGradientIsWrongThatNeitherSideHas() {
        Discontinuity stairs = new Discontinuity(-1, 0, 0, 0, 0x1p-12);
        double slack = 10 * 0x1p-12 + 0x1p-12 + 1e-3 * 4;
        assertThat(judged(stairs, slack, 4, 0x1p-12).contained()).isTrue();
        assertThat(judged(stairs, -slack, 4, 0x1p-12).contained()).isTrue();
        assertThat(judged(stairs, slack * 1.001, 4, 0x1p-12).isWrong()).isTrue();
        assertThat(judged(stairs, -slack * 1.001, 4, 0x1p-12).isWrong()).isTrue();
        assertThat(judged(stairs, Double.NaN, 4, 0x1p-12).isWrong()).isTrue();
        assertThat(judged(new Discontinuity(-1, 0, 2, 2, 1e-9), 7, 1, 0).isWrong()).as("a slope of 2 on both sides").isTrue();
        assertThat(judged(new Discontinuity(-1, 0, 2, 2, 1e-9), 2, 1, 0).isWrong()).isFalse();
        assertThat(judged(new Discontinuity(0.0, 0, -0.0, -0.0, 1e-9), 0, 1, 0).note())
                .contains("by 0.00000 from the left", "beside it 0.00000 and 0.00000");
        assertThat(judged(stairs, 1, 4, 0).note())
                .isEqualTo("the value jumps: by 1.00000 from the left, by 0.00000 to the right; derivatives beside it 0.00000 and "
                + "0.00000; the gradient lies outside");
        assertThat(judged(stairs, 0, 4, 0)).matches(e -> e.input() == 1 && e.index() == 2 && e.output() == 3 && e.verdict() == Verdict.KINK)
                .matches(e -> e.note().endsWith("between them") && Double.isNaN(e.numeric()));
    }

    @Test
    void whereTheSidesDifferOrAreUnknownNothingCanJudge() {
        assertThat(judged(new Discontinuity(-1, 0, 0, 1, 1e-9), 7, 1, 0))
                .matches(e -> e.contained() && e.note().endsWith("where nothing can judge it"));
        assertThat(judged(new Discontinuity(-1, 0, 0, 1, Double.POSITIVE_INFINITY), 7, 1, 0).contained()).isTrue();
        double slack = 10 * 0x1p-10 + 1e-3;
        assertThat(judged(new Discontinuity(-1, 0, 0, slack, 0x1p-10), 7, 1, 0).contained()).as("sides that are alike, just").isFalse();
        assertThat(judged(new Discontinuity(-1, 0, 0, slack * 1.001, 0x1p-10), 7, 1, 0).contained()).isTrue();
    }
}
