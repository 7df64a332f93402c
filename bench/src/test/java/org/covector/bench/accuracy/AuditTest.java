package org.covector.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A sample of the audit: functions whose references are quick, at few points. */
class AuditTest {
    private static final Set<String> QUICK = Set.of("exp", "log", "atan", "tanh", "acosh", "logit", "sigmoid", "silu", "mish", "log1mexp",
            "tanhshrink", "squareplus",
            "sinc", "logaddexp, by x", "atan2, by x", "lerp(x, 2, 0.25)");

    @Test
    void errorsAreWithinTheGoal() {
        int looked = 0;
        for (Case c : Cases.all()) {
            if (QUICK.contains(c.name())) {
                List<Audit.Worst> worst = Audit.of(c, new Points(0.2, 40));
                boolean isCurve = c.name().startsWith("logaddexp"); // its value is 0 along a curve of irrational points
                assertThat(worst).filteredOn(w -> !isCurve || w.order() > 0)
                        .allSatisfy(w -> assertThat(w.excess()).as(Audit.line(w)).isLessThanOrEqualTo(1));
                looked++;
            }
        }
        assertThat(looked).isEqualTo(QUICK.size());
    }

    @Test
    void errorsAreCountedInUnitsInTheLastPlace() {
        org.apfloat.Apfloat third = new org.apfloat.Apfloat(1, 40).divide(new org.apfloat.Apint(3));
        assertThat(Format.FLOAT64.error(1.0 / 3, third)).isBetween(0.3, 0.35);
        assertThat(Format.FLOAT64.error(Math.nextUp(1.0 / 3), third)).isBetween(0.6, 0.7);
        assertThat(Format.FLOAT32.error((float) (1 / 3.0), third)).isBetween(0.3, 0.35);
        assertThat(Format.FLOAT64.error(Double.NaN, third)).isInfinite();
        assertThat(Format.FLOAT64.error(0, third)).isGreaterThan(1e15);
        assertThat(Format.FLOAT64.error(2 * Double.MIN_VALUE, new org.apfloat.Apfloat(new java.math.BigDecimal(Double.MIN_VALUE), 40)))
                .isEqualTo(1);
    }
}
