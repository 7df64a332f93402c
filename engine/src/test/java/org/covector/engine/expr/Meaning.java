package org.covector.engine.expr;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.covector.engine.expr.Expr.Apply;

/**
 * What an expression means, in double, from Java's own mathematics: an oracle that knows neither polynomials nor generated code. A
 * boolean is 0 or 1.
 */
public final class Meaning {
    private Meaning() {}

    /** The value of {@code root} at one point. */
    public static double at(Expr root, double[] inputs, double... scalars) {
        Map<Expr, Double> known = new HashMap<>();
        for (Expr e : Graph.order(List.of(root))) {
            known.put(e, switch (e) {
                case Expr.Input in -> inputs[in.index()];
                case Expr.Scalar s -> scalars[s.index()];
                case Expr.Constant c -> c.value();
                case Expr.BitsConstant _ -> throw new IllegalArgumentException("no bits here");
                case Apply a -> apply(a.op(), a.args().stream().mapToDouble(known::get).toArray());
            });
        }
        return known.get(root);
    }

    private static double apply(Op op, double[] x) {
        double a = x[0];
        double b = x.length > 1 ? x[1] : 0;
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case SQRT -> Math.sqrt(a);
            case FMA -> Math.fma(a, b, x[2]);
            case LT -> ofBoolean(a < b);
            case LE -> ofBoolean(a <= b);
            case EQ -> ofBoolean(a == b);
            case NE -> ofBoolean(a != b);
            case AND -> a * b;
            case OR -> Math.max(a, b);
            case XOR -> Math.abs(a - b);
            case NOT -> 1 - a;
            case SELECT, SELECT_RARE -> a != 0 ? b : x[2];
            case EXP -> Math.exp(a);
            case EXP2 -> Math.pow(2, a);
            case EXPM1 -> Math.expm1(a);
            case LOG -> Math.log(a);
            case LOG2 -> Math.log(a) / Math.log(2);
            case LOG10 -> Math.log10(a);
            case LOG1P -> Math.log1p(a);
            case SIN -> Math.sin(a);
            case COS -> Math.cos(a);
            case TAN -> Math.tan(a);
            case ASIN -> Math.asin(a);
            case ACOS -> Math.acos(a);
            case ATAN -> Math.atan(a);
            case ATAN2 -> Math.atan2(a, b);
            case SINH -> Math.sinh(a);
            case COSH -> Math.cosh(a);
            case TANH -> Math.tanh(a);
            case ASINH -> Math.signum(a) * Math.log(Math.abs(a) + Math.sqrt(a * a + 1));
            case ACOSH -> Math.log(a + Math.sqrt(a * a - 1));
            case ATANH -> 0.5 * Math.log1p(2 * a / (1 - a));
            case ERF -> a < 0 ? Special.erfcx(-a) * Math.exp(-a * a) - 1 : 1 - Special.erfcx(a) * Math.exp(-a * a);
            case ERFC -> Special.erfcx(a) * Math.exp(-a * a);
            case SIGMOID -> 1 / (1 + Math.exp(-a));
            case POW -> Math.pow(a, b);
            case HYPOT -> Math.hypot(a, b);
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case SIGN -> Double.isNaN(a) ? 0 : Math.signum(a);
            case FLOOR -> Math.floor(a);
            case CEIL -> Math.ceil(a);
            case RINT -> Math.rint(a);
            case TRUNC -> a < 0 ? Math.ceil(a) : Math.floor(a);
            case COPYSIGN -> Math.copySign(a, b);
            case FMOD -> a % b;
            case REMAINDER -> a - Math.floor(a / b) * b;
            case FLOOR_DIV -> Math.floor(a / b);
            case TRUNC_DIV -> apply(Op.TRUNC, new double[] {a / b});
            case SCALE -> a == 0 ? 0 : a * b;
            case SCALE_BOTH -> a == 0 || b == 0 ? 0 : a * b;
            case WITH_DERIVATIVE -> a;
            case GAUSSIAN -> Math.exp(-a * b * b);
            case POW_TIMES -> Math.pow(a, b) * x[2];
            case GAUSSIAN_TIMES -> Math.exp(-a * b * b) * x[2];
            case NDTR -> 0.5 * Special.erfcx(-a * Math.sqrt(0.5)) * Math.exp(-a * a / 2);
            case FMOD_FAR -> Double.isNaN(x[2]) ? a % b : x[2];
            case ERFCX_INTEGRAL -> Special.erfcxIntegral(a, b);
            case BESSEL_I -> Special.besselI(a, b);
            case BESSEL_MOMENT -> Special.besselMoment(a, b);
            case ZETA -> Special.zeta(a, b);
            case GAMMAINC -> Special.gammainc(a, b);
            case GAMMAINCC -> Special.gammaincc(a, b);
            case GAMMA_DENSITY -> Special.gammaDensity(a, b);
            case LGAMMA -> Special.lgamma(a);
            case DIGAMMA -> Special.digamma(a);
            case POLYGAMMA -> Special.polygamma(a, b);
            case ERFINV -> Special.erfinv(a);
            case ERFCX -> Special.erfcx(a);
            case NDTR_TIMES -> 0.5 * Special.erfcx(-a * Math.sqrt(0.5)) * Math.exp(-a * a / 2) * b;
            case NDTRI -> Special.ndtri(a);
            case LOG_NDTR -> Special.logNdtr(a);
            case I0 -> Special.i0(a);
            case I0E -> Special.i0e(a);
            case I1 -> Special.i1(a);
            case I1E -> Special.i1e(a);
            case NEXTAFTER -> Math.nextAfter(a, b);
            default -> throw new IllegalArgumentException("no bits here: " + op);
        };
    }

    private static double ofBoolean(boolean b) {
        return b ? 1 : 0;
    }
}
