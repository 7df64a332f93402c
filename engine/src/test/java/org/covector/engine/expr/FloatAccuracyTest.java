package org.covector.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.covector.engine.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bounds of docs/accuracy.md for float. {@code -Daccuracy.samples=20000000} for the large run; the default is a fraction of it,
 * over every exponent and both signs all the same.
 */
class FloatAccuracyTest {
    private static final int SAMPLES = Integer.getInteger("accuracy.samples", 200_000);
    private static final int BATCH = 256;

    @ParameterizedTest
    @CsvSource({
        "EXP, 0.90", "EXP2, 0.84", "EXPM1, 0.82", "LOG, 0.84", "LOG2, 0.98", "LOG10, 0.78", "LOG1P, 0.92", "SIN, 0.80",
        "COS, 0.78", "TAN, 1.0", "ASIN, 0.62", "ACOS, 0.60", "ATAN, 0.94", "SINH, 0.80", "COSH, 0.90", "TANH, 0.88",
        "ASINH, 0.70", "ACOSH, 0.84", "ATANH, 0.64", "ERF, 0.94", "ERFC, 1.00", "SIGMOID, 0.94"
    })
    void everyFunctionOfOneArgumentKeepsItsBound(Op op, double bound) {
        Evaluate function = Ulps.evaluator(op, DType.FLOAT32);
        DoubleUnaryOperator reference = Reference.of(op);
        SplittableRandom random = new SplittableRandom(op.ordinal());
        double worst = 0;
        double worstAt = 0;
        double[] x = new double[BATCH];
        for (int batch = 0; batch * BATCH < SAMPLES; batch++) {
            for (int i = 0; i < BATCH; i++) {
                // every other sample lies where the functions bend: magnitudes from 2^-12 to 2^8
                int exponent = i % 2 == 0 ? random.nextInt(-149, 128) : random.nextInt(-12, 8);
                x[i] = (float) Math.copySign(Math.scalb(random.nextDouble(1, 2), exponent), random.nextBoolean() ? 1 : -1);
            }
            double[] y = function.all(x);
            for (int i = 0; i < BATCH; i++) {
                double error = Ulps.ofFloat(y[i], reference.applyAsDouble(x[i]));
                if (error > worst) {
                    worst = error;
                    worstAt = x[i];
                }
            }
        }
        assertThat(worst).as("%s at %s (%s)", op, worstAt, Float.toHexString((float) worstAt)).isLessThanOrEqualTo(bound);
    }

    @ParameterizedTest
    @CsvSource({"POW, 0.80", "ATAN2, 0.98", "HYPOT, 0.90"})
    void everyFunctionOfTwoArgumentsKeepsItsBound(Op op, double bound) {
        Evaluate function = Ulps.evaluator(op, DType.FLOAT32);
        DoubleBinaryOperator reference = switch (op) {
            case POW -> StrictMath::pow;
            case ATAN2 -> StrictMath::atan2;
            default -> StrictMath::hypot;
        };
        SplittableRandom random = new SplittableRandom(op.ordinal());
        double worst = 0;
        String worstAt = "";
        for (int i = 0; i < SAMPLES; i++) {
            double x = sample(random, random.nextInt(-149, 128));
            double y = op == Op.POW ? exponentFor(random, x) : sample(random, near(random, Math.getExponent(x)));
            double[] z = {op == Op.POW && y != Math.rint(y) ? Math.abs(x) : x, y};
            double error = Ulps.ofFloat(function.at(z), reference.applyAsDouble(z[0], z[1]));
            if (error > worst) {
                worst = error;
                worstAt = z[0] + ", " + z[1];
            }
        }
        assertThat(worst).as("%s at %s", op, worstAt).isLessThanOrEqualTo(bound);
    }

    private static double sample(SplittableRandom random, int exponent) {
        return (float) Math.copySign(Math.scalb(random.nextDouble(1, 2), exponent), random.nextBoolean() ? 1 : -1);
    }

    private static int near(SplittableRandom random, int exponent) {
        return Math.clamp(exponent + random.nextInt(-20, 21), -149, 127);
    }

    /** An exponent with which x makes the whole range of results, or a small integer. */
    private static double exponentFor(SplittableRandom random, double x) {
        double limit = 152 / Math.max(1e-6, Math.abs(Math.log(Math.abs(x)) / Math.log(2)));
        return random.nextInt(4) == 0 ? random.nextInt(-9, 10) : (float) random.nextDouble(-limit, limit);
    }
}
