package org.covector.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.covector.engine.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemainderTest {
    private static final int SAMPLES = 20_000;

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void fmodIsExactForQuotientsOfAnySize(DType element) {
        Evaluate fmod = Ulps.evaluator(Op.FMOD, element);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < SAMPLES; i++) {
            double x = sample(random, element, 20);
            double y = sample(random, element, element == DType.FLOAT32 ? 140 : 1060);
            double expected = x % y;
            assertThat(fmod.at(x, y)).as("%s %% %s", x, y).isEqualTo(Double.valueOf(expected));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void floorDivIsTheFloorOfTheExactQuotientWhereItIsANumberOfTheFormat(DType element) {
        Evaluate floorDiv = Ulps.evaluator(Op.FLOOR_DIV, element);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < SAMPLES; i++) {
            double x = i % 2 == 0 ? random.nextInt(-1000, 1001) / 8.0 : sample(random, element, 20);
            double y = i % 2 == 0 ? (element == DType.FLOAT32 ? 0.1f : 0.1) * random.nextInt(1, 9) : sample(random, element, 20);
            y = element == DType.FLOAT32 ? (float) y : y;
            BigDecimal[] parts = new BigDecimal(x).divideAndRemainder(new BigDecimal(y));
            BigDecimal floor = parts[1].signum() * Math.signum(y) < 0 ? parts[0].subtract(BigDecimal.ONE) : parts[0];
            assertThat(floorDiv.at(x, y) + 0.0).as("floor(%s / %s)", x, y).isEqualTo(floor.doubleValue() + 0.0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FMOD, 5, 3, 2", "FMOD, -5, 3, -2", "FMOD, 5, -3, 2", "FMOD, -6, 3, -0.0", "FMOD, 1, 0.0, NaN", "FMOD, Infinity, 1, NaN",
                "FMOD, 5, Infinity, 5",
        "FMOD, -0.0, 1, -0.0", "FMOD, NaN, 1, NaN", "FMOD, 1, NaN, NaN", "FMOD, 1e38, 0.5, 0.0", "FMOD, -1e38, 0.5, -0.0",
                "FMOD, Infinity, 1e-30, NaN",
        "REMAINDER, 5, 3, 2", "REMAINDER, -5, 3, 1", "REMAINDER, 5, -3, -1", "REMAINDER, -5, -3, -2", "REMAINDER, -1, Infinity, Infinity",
        "REMAINDER, 6, -3, -0.0", "REMAINDER, -6, 3, 0.0", "REMAINDER, 0.0, -3, -0.0", "REMAINDER, -0.0, 3, 0.0",
                "REMAINDER, 1e38, -0.5, -0.0", "REMAINDER, 1, 0.0, NaN",
        "FLOOR_DIV, 5, 3, 1", "FLOOR_DIV, -5, 3, -2", "FLOOR_DIV, 5, -3, -2", "FLOOR_DIV, -0.0, 3, -0.0", "FLOOR_DIV, 1, 0.0, Infinity",
        "FLOOR_DIV, -1, 0.0, -Infinity", "FLOOR_DIV, 0.0, 0.0, NaN", "FLOOR_DIV, -1, Infinity, -1", "FLOOR_DIV, 1, Infinity, 0.0",
        "FLOOR_DIV, Infinity, 2, NaN", "FLOOR_DIV, NaN, 2, NaN",
        "TRUNC_DIV, 5, 3, 1", "TRUNC_DIV, -5, 3, -1", "TRUNC_DIV, 1, -0.0, -Infinity", "TRUNC_DIV, -1, 3, -0.0"
    })
    void specialArguments(Op op, double x, double y, double expected) {
        for (DType element : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            assertThat(Ulps.evaluator(op, element).at(x, y)).as("%s(%s, %s) in %s", op, x, y, element).isEqualTo(Double.valueOf(expected));
        }
    }

    private static double sample(SplittableRandom random, DType element, int down) {
        double x = Math.copySign(Math.scalb(random.nextDouble(1, 2), random.nextInt(-down, 1)), random.nextBoolean() ? 1 : -1);
        return element == DType.FLOAT32 ? (float) x : x;
    }
}
