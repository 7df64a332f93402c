package org.covector.engine.expr;

import java.util.function.DoubleUnaryOperator;

/** Elementary functions in double, good to far below a unit in the last place of float: by the JDK, or by series of our own. */
final class Reference {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private Reference() {}

    static DoubleUnaryOperator of(Op op) {
        return switch (op) {
            case EXP -> StrictMath::exp;
            case EXP2 -> x -> StrictMath.pow(2, x);
            case EXPM1 -> StrictMath::expm1;
            case LOG -> StrictMath::log;
            case LOG2 -> Reference::log2;
            case LOG10 -> StrictMath::log10;
            case LOG1P -> StrictMath::log1p;
            case SIN -> StrictMath::sin;
            case COS -> StrictMath::cos;
            case TAN -> StrictMath::tan;
            case ASIN -> StrictMath::asin;
            case ACOS -> StrictMath::acos;
            case ATAN -> StrictMath::atan;
            case SINH -> StrictMath::sinh;
            case COSH -> StrictMath::cosh;
            case TANH -> StrictMath::tanh;
            case ASINH -> x -> Math.copySign(asinh(Math.abs(x)), x);
            case ACOSH -> Reference::acosh;
            case ATANH -> x -> 0.5 * StrictMath.log1p(2 * x / (1 - x));
            case ERF -> x -> Math.copySign(erf(Math.abs(x)), x);
            case ERFC -> x -> x < 0 ? 1 + erf(-x) : erfc(x);
            case SIGMOID -> x -> 1 / (1 + StrictMath.exp(-x));
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private static double log2(double x) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            return Math.log(x);
        }
        int k = Math.getExponent(x);
        double m = Math.scalb(x, -k);
        return m > Math.sqrt(2) ? k + 1 + Math.log(m / 2) / Math.log(2) : k + Math.log(m) / Math.log(2);
    }

    private static double asinh(double x) {
        if (x == Double.POSITIVE_INFINITY) {
            return x;
        }
        return x < 1e-4 ? x - x * x * x / 6 : Math.log1p(x + x * x / (1 + Math.sqrt(1 + x * x)));
    }

    private static double acosh(double x) {
        double d = x - 1;
        return x >= 1 ? x == Double.POSITIVE_INFINITY ? x : Math.log1p(d + Math.sqrt(d * (x + 1))) : Double.NaN;
    }

    /** 2 / sqrt(pi) exp(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...): all terms positive. */
    private static double erf(double x) {
        if (!(x < 2)) {
            return 1 - erfc(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; term > 1e-18 * sum; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return sum * Math.exp(-x * x) * TWO_OVER_ROOT_PI;
    }

    /** Below 2 by erf, where nothing is lost that float would show; beyond by the continued fraction of Laplace. */
    private static double erfc(double x) {
        if (x < 2) {
            return 1 - erf(x);
        }
        if (x > 30) {
            return 0;
        }
        double fraction = 0;
        for (int k = 400; k >= 1; k--) {
            fraction = k / 2.0 / (x + fraction);
        }
        double square = x * x;
        return Math.exp(-square) * (1 - Math.fma(x, x, -square)) / Math.sqrt(Math.PI) / (x + fraction);
    }
}
