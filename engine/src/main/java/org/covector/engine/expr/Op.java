package org.covector.engine.expr;

import static org.covector.engine.expr.Expr.Kind.BITS;
import static org.covector.engine.expr.Expr.Kind.BOOL;
import static org.covector.engine.expr.Expr.Kind.VALUE;

import java.util.List;
import java.util.StringJoiner;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr.Kind;

/**
 * The operations of the expression language, in three tiers.
 *
 * <p><b>Basic</b> operations are what a processor has; the code generator knows these and no others. <b>Elementary</b> functions
 * are differentiated as a whole and lowered to basic ones before code is generated. <b>Opaque</b> functions have no formula of
 * bounded size: they are evaluated lane by lane in double by {@code Special}, and have named derivatives.
 */
public enum Op {
    // ---- basic, VALUE
    ADD("+", VALUE, VALUE, VALUE),
    SUB("-", VALUE, VALUE, VALUE),
    MUL("*", VALUE, VALUE, VALUE),
    /** True quotient; for INT64 lanes not defined (see FLOOR_DIV, TRUNC_DIV). */
    DIV("/", VALUE, VALUE, VALUE),
    NEG("-", VALUE, VALUE),
    ABS("abs", VALUE, VALUE),
    SQRT("sqrt", VALUE, VALUE),
    /** {@code a * b + c}, rounded once. */
    FMA("fma", VALUE, VALUE, VALUE, VALUE),
    LT("<", BOOL, VALUE, VALUE),
    LE("<=", BOOL, VALUE, VALUE),
    EQ("==", BOOL, VALUE, VALUE),
    NE("!=", BOOL, VALUE, VALUE),
    AND("&", BOOL, BOOL, BOOL),
    OR("|", BOOL, BOOL, BOOL),
    XOR("^", BOOL, BOOL, BOOL),
    NOT("!", BOOL, BOOL),
    /** {@code c ? a : b}; nothing of the branch not taken shows, NaN included. */
    SELECT("select", VALUE, BOOL, VALUE, VALUE),
    /** As {@link #SELECT}. Vector loops leave out what only {@code a} needs where no lane takes it: worth it where c is rare. */
    SELECT_RARE("selectRare", VALUE, BOOL, VALUE, VALUE),

    // ---- basic, BITS
    BITS_OF("bits", BITS, VALUE),
    VALUE_OF("value", VALUE, BITS),
    BITS_ADD("+", BITS, BITS, BITS),
    BITS_SUB("-", BITS, BITS, BITS),
    BITS_AND("&", BITS, BITS, BITS),
    BITS_OR("|", BITS, BITS, BITS),
    BITS_XOR("^", BITS, BITS, BITS),
    /** Shift left; the second argument is a constant. */
    BITS_SHL("<<", BITS, BITS, BITS),
    /** Arithmetic shift right; the second argument is a constant. */
    BITS_SAR(">>", BITS, BITS, BITS),
    /** Logical shift right; the second argument is a constant. */
    BITS_SHR(">>>", BITS, BITS, BITS),
    /** The smaller of two signed integers. */
    BITS_MIN("min", BITS, BITS, BITS),
    BITS_LT("<", BOOL, BITS, BITS),
    BITS_EQ("==", BOOL, BITS, BITS),
    BITS_SELECT("select", BITS, BOOL, BITS, BITS),

    // ---- basic, choosing by the size of an angle: see LargeAngle
    /** {@code |x| < limit ? y : sin x}; y is what a kernel computes of the sine of moderate x. */
    SIN_FAR("sinFar", VALUE, VALUE, VALUE),
    /** {@code |x| < limit ? y : cos x}. */
    COS_FAR("cosFar", VALUE, VALUE, VALUE),
    /** {@code |x| < limit ? y : tan x}. */
    TAN_FAR("tanFar", VALUE, VALUE, VALUE),

    // ---- basic, choosing by the size of a quotient: see LargeQuotient
    /** {@code r is NaN ? fmod(x, y) : r}; r is what a kernel computes of the remainder where the quotient is moderate, else NaN. */
    FMOD_FAR("fmodFar", VALUE, VALUE, VALUE, VALUE),

    // ---- elementary
    EXP("exp", VALUE, VALUE),
    EXP2("exp2", VALUE, VALUE),
    EXPM1("expm1", VALUE, VALUE),
    LOG("log", VALUE, VALUE),
    LOG2("log2", VALUE, VALUE),
    LOG10("log10", VALUE, VALUE),
    LOG1P("log1p", VALUE, VALUE),
    SIN("sin", VALUE, VALUE),
    COS("cos", VALUE, VALUE),
    TAN("tan", VALUE, VALUE),
    ASIN("asin", VALUE, VALUE),
    ACOS("acos", VALUE, VALUE),
    ATAN("atan", VALUE, VALUE),
    ATAN2("atan2", VALUE, VALUE, VALUE),
    SINH("sinh", VALUE, VALUE),
    COSH("cosh", VALUE, VALUE),
    TANH("tanh", VALUE, VALUE),
    ASINH("asinh", VALUE, VALUE),
    ACOSH("acosh", VALUE, VALUE),
    ATANH("atanh", VALUE, VALUE),
    ERF("erf", VALUE, VALUE),
    ERFC("erfc", VALUE, VALUE),
    SIGMOID("sigmoid", VALUE, VALUE),
    /** {@code exp(-k x^2)}, the rounding of the square made good; k is a Constant, 1/2 or 1. */
    GAUSSIAN("gaussian", VALUE, VALUE, VALUE),
    /** {@code exp(-k x^2) y}, k as for {@link #GAUSSIAN}; 0 where the exponential is. Rounded as if it had no least number. */
    GAUSSIAN_TIMES("gaussianTimes", VALUE, VALUE, VALUE, VALUE),
    /** The distribution function of the standard normal distribution, relatively accurate in the lower tail. */
    NDTR("ndtr", VALUE, VALUE),
    /** {@code ndtr(x) y}, 0 where the former is. Rounded as if it had no least number. */
    NDTR_TIMES("ndtrTimes", VALUE, VALUE, VALUE),
    POW("pow", VALUE, VALUE, VALUE),
    /** {@code x^y f}, 0 if either factor is. Rounded as if there were no least number. */
    POW_TIMES("powTimes", VALUE, VALUE, VALUE, VALUE),
    HYPOT("hypot", VALUE, VALUE, VALUE),
    /** The larger, NaN if either is NaN, +0 over -0; at a tie each argument gets half of the cotangent. */
    MAXIMUM("maximum", VALUE, VALUE, VALUE),
    /** The smaller, NaN if either is NaN, -0 under +0; at a tie each argument gets half of the cotangent. */
    MINIMUM("minimum", VALUE, VALUE, VALUE),
    /** -1, 0 or 1; 0 for NaN, as torch. Derivative 0. */
    SIGN("sign", VALUE, VALUE),
    /** Rounded down; derivative 0. */
    FLOOR("floor", VALUE, VALUE),
    /** Rounded up; derivative 0. */
    CEIL("ceil", VALUE, VALUE),
    /** Rounded to nearest, ties to even; derivative 0. */
    RINT("round", VALUE, VALUE),
    /** Rounded toward zero; derivative 0. */
    TRUNC("trunc", VALUE, VALUE),
    /** The magnitude of the first with the sign of the second. */
    COPYSIGN("copysign", VALUE, VALUE, VALUE),
    /** Remainder with the sign of the dividend, exact, as C's fmod. */
    FMOD("fmod", VALUE, VALUE, VALUE),
    /** Remainder with the sign of the divisor, as Python's %. */
    REMAINDER("remainder", VALUE, VALUE, VALUE),
    /** Quotient rounded down; for INT64 too. */
    FLOOR_DIV("floorDiv", VALUE, VALUE, VALUE),
    /** Quotient rounded toward zero; for INT64 too. */
    TRUNC_DIV("truncDiv", VALUE, VALUE, VALUE),
    /**
     * The strong zero: {@code scale(dy, d)} is {@code dy * d}, but exactly 0 where dy is 0, even if d is NaN or infinite. Linear in
     * dy also there: its derivative by dy is d, by d is dy.
     */
    SCALE("scale", VALUE, VALUE, VALUE),
    /**
     * The product that is exactly 0 where either factor is, even if the other is NaN or infinite; linear in each. It is what the
     * derivative of {@link #SCALE} by its second argument needs: there dy may be the zero of a mask and what comes in not finite.
     */
    SCALE_BOTH("scaleBoth", VALUE, VALUE, VALUE),
    /**
     * {@code withDerivative(value, x, d)} is value; its derivative by x is d, and by value 0, unless value is such a node itself (for
     * another variable), whose derivatives then count too. For values whose symbolic derivative is badly conditioned.
     */
    WITH_DERIVATIVE("withDerivative", VALUE, VALUE, VALUE, VALUE),

    // ---- opaque
    LGAMMA("lgamma", VALUE, VALUE),
    DIGAMMA("digamma", VALUE, VALUE),
    /** {@code polygamma(n, x)}; n is a Scalar or a Constant. */
    POLYGAMMA("polygamma", VALUE, VALUE, VALUE),
    ERFINV("erfinv", VALUE, VALUE),
    ERFCX("erfcx", VALUE, VALUE),
    NDTRI("ndtri", VALUE, VALUE),
    LOG_NDTR("logNdtr", VALUE, VALUE),
    I0("i0", VALUE, VALUE),
    I0E("i0e", VALUE, VALUE),
    I1("i1", VALUE, VALUE),
    I1E("i1e", VALUE, VALUE),
    /** {@code erfcxIntegral(n, x) = exp(x^2) i^n erfc(x)}, the scaled n-fold integral of erfc; n is a Constant. */
    ERFCX_INTEGRAL("erfcxIntegral", VALUE, VALUE, VALUE),
    /** {@code besselI(n, x)}, the modified Bessel function of order n; n is a Constant. */
    BESSEL_I("besselI", VALUE, VALUE, VALUE),
    /** {@code besselMoment(k, x)}, the mean over t of {@code (1 - cos t)^k exp(-|x| (1 - cos t))}; k is a Constant. */
    BESSEL_MOMENT("besselMoment", VALUE, VALUE, VALUE),
    /** Hurwitz' {@code zeta(s, q)}; no derivative by s. */
    ZETA("zeta", VALUE, VALUE, VALUE),
    /** The regularised lower incomplete gamma function P(a, x); no derivative by a. */
    GAMMAINC("gammainc", VALUE, VALUE, VALUE),
    /** The regularised upper incomplete gamma function Q(a, x); no derivative by a. */
    GAMMAINCC("gammaincc", VALUE, VALUE, VALUE),
    /** The density of the gamma distribution, {@code x^(a - 1) exp(-x) / Gamma(a)}; no derivative by a. */
    GAMMA_DENSITY("gammaDensity", VALUE, VALUE, VALUE),
    NEXTAFTER("nextafter", VALUE, VALUE, VALUE);

    /** What an operation costs to generate and differentiate. */
    public enum Tier { BASIC, ELEMENTARY, OPAQUE }

    private final String symbol;
    private final Kind kind;
    private final List<Kind> parameters;

    Op(String symbol, Kind kind, Kind... parameters) {
        this.symbol = symbol;
        this.kind = kind;
        this.parameters = List.of(parameters);
    }

    /** The sign or name that formulas print; the name of the method that computes an opaque function. */
    public String symbol() {
        return symbol;
    }

    /** The kind of the result. */
    public Kind kind() {
        return kind;
    }

    /** Number of arguments. */
    public int arity() {
        return parameters.size();
    }

    /** The kind of argument {@code i}. */
    public Kind parameter(int i) {
        return parameters.get(i);
    }

    /** The tier this operation belongs to. */
    public Tier tier() {
        return compareTo(EXP) < 0 ? Tier.BASIC : compareTo(LGAMMA) < 0 ? Tier.ELEMENTARY : Tier.OPAQUE;
    }

    /** Whether this is defined for INT64 lanes. */
    public boolean isIntegral() {
        return switch (this) {
            case ADD, SUB, MUL, NEG, ABS, FMA, LT, LE, EQ, NE, AND, OR, XOR, NOT, SELECT -> true;
            case MAXIMUM, MINIMUM, SIGN, FLOOR, CEIL, RINT, TRUNC, FMOD, REMAINDER, FLOOR_DIV, TRUNC_DIV, POW, SCALE -> true;
            default -> false;
        };
    }

    void check(Expr... args) {
        if (args.length != parameters.size()) {
            throw new ArgumentException(symbol, "number of arguments", args.length, String.valueOf(parameters.size()));
        }
        for (int i = 0; i < args.length; i++) {
            if (args[i].kind() != parameters.get(i)) {
                throw new ArgumentException(symbol, "kind of argument " + i, args[i].kind(), String.valueOf(parameters.get(i)));
            }
        }
    }

    String render(List<Expr> args) {
        boolean infix = !Character.isLetter(symbol.charAt(0));
        if (infix && args.size() == 2) {
            return "(" + args.get(0) + " " + symbol + " " + args.get(1) + ")";
        }
        StringJoiner joined = new StringJoiner(", ", symbol + "(", ")");
        args.forEach(a -> joined.add(a.toString()));
        return joined.toString();
    }
}
