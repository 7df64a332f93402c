package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which verdicts speak against a gradient, and which are worse than others. */
class ElementUnitTest {
    private static Element of(Verdict verdict, boolean contained) {
        return new Element(1, 2, 3, 4, 4.5, 0.25, verdict, "", contained);
    }

    @Test
    void wrongAndOutsideOfAKinkSpeakAgainstIt() {
        assertThat(Arrays.stream(Verdict.values()).filter(v -> of(v, true).isWrong())).containsExactly(Verdict.WRONG);
        assertThat(Arrays.stream(Verdict.values()).filter(v -> of(v, false).isWrong())).containsExactly(Verdict.WRONG, Verdict.KINK);
    }

    @Test
    void theWorseTheLessIsKnownInItsFavour() {
        assertThat(Stream.of(Verdict.NO_GRADIENT, Verdict.WRONG, Verdict.PROVEN, Verdict.NOISE, Verdict.KINK, Verdict.OUTSIDE)
                .map(v -> of(v, true))
                .sorted(Comparator.comparingInt(Element::severity)).map(Element::verdict))
                .containsExactly(Verdict.NO_GRADIENT, Verdict.PROVEN, Verdict.OUTSIDE, Verdict.KINK, Verdict.NOISE, Verdict.WRONG);
        assertThat(of(Verdict.KINK, false).severity()).isEqualTo(of(Verdict.WRONG, true).severity());
    }

    @Test
    void theExcessIsTheDeviationInErrors() {
        assertThat(of(Verdict.WRONG, false).excess()).isEqualTo(2);
        assertThat(new Element(0, 0, 0, 4, Double.NaN, 1, Verdict.WRONG, "", false).excess()).isInfinite();
        assertThat(new Element(0, 0, 0, 4, 3, 0, Verdict.WRONG, "", false).excess()).isGreaterThan(1e300);
    }

    @Test
    void inTheNextDerivativeItIsSingular() {
        Element next = of(Verdict.KINK, false).atSingularPoint();
        assertThat(next.isWrong()).isFalse();
        assertThat(next)
                .isEqualTo(new Element(1, 2, 3, 4, 4.5, 0.25, Verdict.KINK, "the first derivative has a kink or an edge here", true));
    }

    @Test
    void itIsWrittenWithItsEvidence() {
        assertThat(of(Verdict.WRONG, false))
                .hasToString("d out[3] / d x1[2]: analytic 4.00000000000, numeric 4.50000000000 +- 2.5e-01: WRONG");
        assertThat(of(Verdict.KINK, true).atSingularPoint().toString())
                .endsWith(": KINK (the first derivative has a kink or an edge here)");
    }
}
