package org.covector.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleBinaryOperator;
import org.covector.engine.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that must come out exactly, bit for bit, in both formats. */
class SpecialValuesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double[] EXTREME = {
        0.0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -2.5, 7, 1e30, -1e30, Double.NaN, INF, -INF, 16777216, -8388607.5,
                4503599627370497.0,
        Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE
    };

    @ParameterizedTest
    @CsvSource({
        "EXP, 0.0, 1", "EXP, -0.0, 1", "EXP, Infinity, Infinity", "EXP, -Infinity, 0.0", "EXP, NaN, NaN", "EXP, 1e5, Infinity",
                "EXP, -1e5, 0.0",
        "EXP2, 0.0, 1", "EXP2, 3, 8", "EXP2, -1, 0.5", "EXP2, -126, 1.1754943508222875e-38", "EXP2, -149, 1.401298464324817e-45",
        "EXP2, 127, 1.7014118346046923e38", "EXP2, Infinity, Infinity", "EXP2, -Infinity, 0.0", "EXP2, NaN, NaN", "EXP2, 2000, Infinity",
        "EXPM1, 0.0, 0.0", "EXPM1, -0.0, -0.0", "EXPM1, Infinity, Infinity", "EXPM1, -Infinity, -1", "EXPM1, NaN, NaN", "EXPM1, -100, -1",
        "EXPM1, 1.401298464324817e-45, 1.401298464324817e-45", "EXPM1, 1e5, Infinity",
        "LOG, 1, 0.0", "LOG, 0.0, -Infinity", "LOG, -0.0, -Infinity", "LOG, -1, NaN", "LOG, Infinity, Infinity", "LOG, -Infinity, NaN",
                "LOG, NaN, NaN",
        "LOG2, 1, 0.0", "LOG2, 8, 3", "LOG2, 0.125, -3", "LOG2, 1.1754943508222875e-38, -126", "LOG2, 1.401298464324817e-45, -149",
        "LOG2, 1.7014118346046923e38, 127", "LOG2, 0.0, -Infinity", "LOG2, -2, NaN", "LOG2, Infinity, Infinity",
        "LOG10, 1, 0.0", "LOG10, 10, 1", "LOG10, 100, 2", "LOG10, 1000, 3", "LOG10, 1e4, 4", "LOG10, 1e5, 5", "LOG10, 1e6, 6",
                "LOG10, 1e7, 7",
        "LOG10, 1e8, 8", "LOG10, 1e9, 9", "LOG10, 1e10, 10", "LOG10, 0.0, -Infinity", "LOG10, -1, NaN", "LOG10, Infinity, Infinity",
        "LOG1P, 0.0, 0.0", "LOG1P, -0.0, -0.0", "LOG1P, -1, -Infinity", "LOG1P, -2, NaN", "LOG1P, Infinity, Infinity", "LOG1P, NaN, NaN",
        "LOG1P, 1.401298464324817e-45, 1.401298464324817e-45",
        "SIN, 0.0, 0.0", "SIN, -0.0, -0.0", "SIN, Infinity, NaN", "SIN, -Infinity, NaN", "SIN, NaN, NaN",
                "SIN, 1.401298464324817e-45, 1.401298464324817e-45",
        "COS, 0.0, 1", "COS, -0.0, 1", "COS, Infinity, NaN", "COS, NaN, NaN", "TAN, 0.0, 0.0", "TAN, -0.0, -0.0", "TAN, -Infinity, NaN",
                "TAN, NaN, NaN",
        "ASIN, 0.0, 0.0", "ASIN, -0.0, -0.0", "ASIN, 1.5, NaN", "ASIN, -Infinity, NaN", "ASIN, NaN, NaN", "ACOS, 1, 0.0", "ACOS, -1.5, NaN",
                "ACOS, NaN, NaN",
        "ATAN, 0.0, 0.0", "ATAN, -0.0, -0.0", "ATAN, NaN, NaN",
        "SINH, 0.0, 0.0", "SINH, -0.0, -0.0", "SINH, Infinity, Infinity", "SINH, -Infinity, -Infinity", "SINH, NaN, NaN",
                "SINH, 1e5, Infinity",
        "COSH, 0.0, 1", "COSH, Infinity, Infinity", "COSH, -Infinity, Infinity", "COSH, NaN, NaN", "COSH, -1e5, Infinity",
        "TANH, 0.0, 0.0", "TANH, -0.0, -0.0", "TANH, Infinity, 1", "TANH, -Infinity, -1", "TANH, NaN, NaN",
                "TANH, 1.401298464324817e-45, 1.401298464324817e-45",
        "ASINH, 0.0, 0.0", "ASINH, -0.0, -0.0", "ASINH, Infinity, Infinity", "ASINH, -Infinity, -Infinity", "ASINH, NaN, NaN",
        "ACOSH, 1, 0.0", "ACOSH, 0.5, NaN", "ACOSH, -Infinity, NaN", "ACOSH, Infinity, Infinity", "ACOSH, NaN, NaN",
        "ATANH, 0.0, 0.0", "ATANH, -0.0, -0.0", "ATANH, 1, Infinity", "ATANH, -1, -Infinity", "ATANH, 1.5, NaN", "ATANH, -Infinity, NaN",
                "ATANH, NaN, NaN",
        "ERF, 0.0, 0.0", "ERF, -0.0, -0.0", "ERF, Infinity, 1", "ERF, -Infinity, -1", "ERF, NaN, NaN",
        "ERFC, 0.0, 1", "ERFC, -0.0, 1", "ERFC, Infinity, 0.0", "ERFC, -Infinity, 2", "ERFC, NaN, NaN",
        "SIGMOID, 0.0, 0.5", "SIGMOID, -0.0, 0.5", "SIGMOID, Infinity, 1", "SIGMOID, -Infinity, 0.0", "SIGMOID, NaN, NaN",
        "SIGN, 0.0, 0.0", "SIGN, -0.0, 0.0", "SIGN, 1.401298464324817e-45, 1", "SIGN, -Infinity, -1", "SIGN, NaN, 0.0"
    })
    void functionsOfOneArgument(Op op, double x, double expected) {
        for (DType element : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            assertThat(Ulps.evaluator(op, element).at(x)).as("%s(%s) in %s", op, x, element).isEqualTo(Double.valueOf(expected));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void roundingIsExactIncludingTheSignOfZero(DType element) {
        double[] halves = {0.5, 1.5, 2.5, 0.49999997, 0.99999994, 8388607.5, 4194303.5, 2147483648.0, 4503599627370495.5, 1e-300};
        for (double v : halves) {
            for (double x : new double[] {v, -v}) {
                double rounded = element == DType.FLOAT32 ? (float) x : x;
                assertSame(Op.RINT, element, rounded, Math.rint(rounded));
                assertSame(Op.FLOOR, element, rounded, Math.floor(rounded));
                assertSame(Op.CEIL, element, rounded, Math.ceil(rounded));
                assertSame(Op.TRUNC, element, rounded, rounded < 0 || 1 / rounded < 0 ? Math.ceil(rounded) : Math.floor(rounded));
            }
        }
        for (double x : EXTREME) {
            double rounded = element == DType.FLOAT32 ? (float) x : x;
            assertSame(Op.RINT, element, rounded, Math.rint(rounded));
            assertSame(Op.FLOOR, element, rounded, Math.floor(rounded));
            assertSame(Op.CEIL, element, rounded, Math.ceil(rounded));
        }
    }

    private static void assertSame(Op op, DType element, double x, double expected) {
        assertThat(Ulps.evaluator(op, element).at(x)).as("%s(%s) in %s", op, x, element).isEqualTo(Double.valueOf(expected));
    }

    /** C99, F.9.4.4, as its fifteen sentences order it. */
    @ParameterizedTest
    @CsvSource({
        "0.0, -1, Infinity", "-0.0, -1, -Infinity", "-0.0, -3, -Infinity", "0.0, -2, Infinity", "-0.0, -2, Infinity",
                "-0.0, -2.5, Infinity",
        "0.0, 3, 0.0", "-0.0, 3, -0.0", "0.0, 2, 0.0", "-0.0, 2, 0.0", "-0.0, 2.5, 0.0", "-1, Infinity, 1", "-1, -Infinity, 1",
        "1, NaN, 1", "1, Infinity, 1", "1, -7, 1", "NaN, 0.0, 1", "-Infinity, -0.0, 1", "5, 0.0, 1", "-2, 0.5, NaN", "-0.5, 1.5, NaN",
        "0.5, -Infinity, Infinity", "-0.5, -Infinity, Infinity", "2, -Infinity, 0.0", "-2, -Infinity, 0.0", "0.5, Infinity, 0.0",
        "2, Infinity, Infinity", "-2, Infinity, Infinity", "-Infinity, -1, -0.0", "-Infinity, -2, 0.0", "-Infinity, -2.5, 0.0",
        "-Infinity, 3, -Infinity", "-Infinity, 2, Infinity", "-Infinity, 0.5, Infinity", "Infinity, -2, 0.0", "Infinity, 0.5, Infinity",
        "0.0, -Infinity, Infinity", "0.0, Infinity, 0.0", "NaN, 1, NaN", "2, NaN, NaN", "NaN, NaN, NaN",
        "2, 3, 8", "-2, 3, -8", "-2, 2, 4", "3, 4, 81", "10, 2, 100", "4, 0.5, 2", "2, -1, 0.5", "0.5, -3, 8", "-3, 3, -27",
                "2, -149, 1.401298464324817e-45",
        "-2, 16777216, Infinity", "-2, 5000, Infinity", "-2, 5001, -Infinity", "-2, -5001, -0.0", "16777216, 1, 16777216"
    })
    void powFollowsTheTableOfC99(double x, double y, double expected) {
        for (DType element : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            assertThat(Ulps.evaluator(Op.POW, element).at(x, y)).as("pow(%s, %s) in %s", x, y, element).isEqualTo(Double.valueOf(expected));
        }
    }

    @Test
    void atan2AndHypotAndExtremesAgreeWithTheJdkOnSpecialArguments() {
        agree(Op.ATAN2, Math::atan2);
        agree(Op.HYPOT, Math::hypot);
        agree(Op.MAXIMUM, Math::max);
        agree(Op.MINIMUM, Math::min);
        agree(Op.COPYSIGN, (x, y) -> Double.isNaN(y) ? Double.NaN : Math.copySign(x, y));
    }

    /** Float: within 1 ulp of the rounded double; zeros, infinities and NaN exactly. Double: within an ulp or two of the JDK. */
    private static void agree(Op op, DoubleBinaryOperator expected) {
        Evaluate inFloat = Ulps.evaluator(op, DType.FLOAT32);
        Evaluate inDouble = Ulps.evaluator(op, DType.FLOAT64);
        for (double a : EXTREME) {
            for (double b : EXTREME) {
                if (op == Op.COPYSIGN && Double.isNaN(b)) {
                    continue; // a NaN has a sign of its own
                }
                double x = (float) a;
                double y = (float) b;
                double want = expected.applyAsDouble(x, y);
                assertThat(Ulps.ofFloat(inFloat.at(x, y), want)).as("%s(%s, %s)", op, x, y).isLessThanOrEqualTo(1);
                double got = inDouble.at(x, y);
                if (want == 0 || Double.isNaN(want) || Double.isInfinite(want)) {
                    assertThat(got).as("%s(%s, %s)", op, x, y).isEqualTo(Double.valueOf(want));
                } else {
                    assertThat(Ulps.ofDouble(got, want, 0)).as("%s(%s, %s)", op, x, y).isLessThanOrEqualTo(2);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0, NaN, 0.0", "-0.0, Infinity, 0.0", "0.0, 5, 0.0", "2, 3, 6", "NaN, 0.0, NaN", "NaN, 1, NaN",
            "-1, Infinity, -Infinity"})
    void scaleIsAStrongZero(double dy, double d, double expected) {
        for (DType element : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            assertThat(Ulps.evaluator(Op.SCALE, element).at(dy, d)).isEqualTo(Double.valueOf(expected));
        }
    }
}
