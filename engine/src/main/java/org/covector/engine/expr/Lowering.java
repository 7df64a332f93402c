package org.covector.engine.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Apply;

/**
 * Rewrites elementary functions into basic arithmetic, for one floating-point format.
 *
 * <p>The approximations are our own, so that a function has the same bits on every processor, at every vector width, cold or hot.
 * Accuracy: docs/accuracy.md.
 */
public final class Lowering {
    private final Arithmetic a;
    private final Map<Expr, Expr> lowered = new HashMap<>();

    private Lowering(DType element) {
        this.a = Arithmetic.of(element);
    }

    /** {@code root} with basic (and opaque) operations only; parts that are shared stay shared. */
    public static Expr lower(Expr root, DType element) {
        return lower(List.of(root), element).getFirst();
    }

    /** {@code roots} with basic (and opaque) operations only; parts that are shared, also between roots, stay shared. */
    public static List<Expr> lower(List<Expr> roots, DType element) {
        Lowering lowering = new Lowering(element);
        List<Expr> basic = new ArrayList<>();
        for (Expr root : roots) {
            basic.add(lowering.lowered(root));
        }
        return basic;
    }

    /** Children before parents on a stack of our own: graphs may be deeper than the thread's stack. */
    private Expr lowered(Expr root) {
        Deque<Expr> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Expr e = stack.peek();
            if (lowered.containsKey(e)) {
                stack.pop();
            } else if (e instanceof Apply apply && apply.op() == Op.WITH_DERIVATIVE) {
                Expr known = lowered.get(apply.arg(0)); // the rest is for who differentiates
                if (known == null) {
                    stack.push(apply.arg(0));
                } else {
                    lowered.put(e, known);
                    stack.pop();
                }
            } else if (e instanceof Apply apply) {
                Expr[] args = new Expr[apply.args().size()];
                boolean isOpen = false;
                for (int i = 0; i < args.length; i++) {
                    Expr known = lowered.get(apply.arg(i));
                    if (known == null) {
                        stack.push(apply.arg(i));
                        isOpen = true;
                    } else {
                        args[i] = known;
                    }
                }
                if (!isOpen) {
                    lowered.put(e, rewrite(apply.op(), args));
                    stack.pop();
                }
            } else {
                lowered.put(e, e);
                stack.pop();
            }
        }
        return Objects.requireNonNull(lowered.get(root));
    }

    private Expr rewrite(Op op, Expr[] x) {
        return switch (op) {
            case EXP -> new Exponential(a).exp(x[0]);
            case EXP2 -> new Exponential(a).exp2(x[0]);
            case EXPM1 -> new Exponential(a).expm1(x[0]);
            case SIGMOID -> new Exponential(a).sigmoid(x[0]);
            case LOG2 -> new Logarithm(a).log2(x[0]);
            case LOG10 -> new Logarithm(a).log10(x[0]);
            case LOG1P -> new Logarithm(a).log1p(x[0]);
            case LOG -> new Logarithm(a).log(x[0]);
            case SIN -> new Trigonometric(a).sin(x[0]);
            case COS -> new Trigonometric(a).cos(x[0]);
            case TAN -> new Trigonometric(a).tan(x[0]);
            case ASIN -> new InverseTrigonometric(a).asin(x[0]);
            case ACOS -> new InverseTrigonometric(a).acos(x[0]);
            case ATAN -> new InverseTrigonometric(a).atan(x[0]);
            case ATAN2 -> new InverseTrigonometric(a).atan2(x[0], x[1]);
            case SINH -> new Hyperbolic(a).sinh(x[0]);
            case COSH -> new Hyperbolic(a).cosh(x[0]);
            case ASINH -> new Hyperbolic(a).asinh(x[0]);
            case ACOSH -> new Hyperbolic(a).acosh(x[0]);
            case ATANH -> new Hyperbolic(a).atanh(x[0]);
            case TANH -> new Hyperbolic(a).tanh(x[0]);
            case ERF -> new ErrorFunction(a).erf(x[0]);
            case ERFC -> new ErrorFunction(a).erfc(x[0]);
            case GAUSSIAN -> new Exponential(a).gaussian(Partials.constant(x[0]), x[1]);
            case GAUSSIAN_TIMES -> new Exponential(a).gaussianTimes(Partials.constant(x[0]), x[1], x[2]);
            case NDTR -> new ErrorFunction(a).ndtr(x[0]);
            case NDTR_TIMES -> new ErrorFunction(a).ndtrTimes(x[0], x[1]);
            case POW -> new Power(a).pow(x[0], x[1]);
            case POW_TIMES -> new Power(a).powTimes(x[0], x[1], x[2]);
            case HYPOT -> new Power(a).hypot(x[0], x[1]);
            case FLOOR -> new Rounding(a).floor(x[0]);
            case CEIL -> new Rounding(a).ceil(x[0]);
            case RINT -> new Rounding(a).rint(x[0]);
            case TRUNC -> new Rounding(a).trunc(x[0]);
            case SIGN -> new Rounding(a).sign(x[0]);
            case COPYSIGN -> new Rounding(a).copysign(x[0], x[1]);
            case MAXIMUM -> new Rounding(a).maximum(x[0], x[1]);
            case MINIMUM -> new Rounding(a).minimum(x[0], x[1]);
            case FMOD -> new Remainder(a).fmod(x[0], x[1]);
            case REMAINDER -> new Remainder(a).remainder(x[0], x[1]);
            case FLOOR_DIV -> new Remainder(a).floorDiv(x[0], x[1]);
            case TRUNC_DIV -> new Remainder(a).truncDiv(x[0], x[1]);
            case SCALE -> new Rounding(a).scale(x[0], x[1]);
            case SCALE_BOTH -> new Rounding(a).scaleBoth(x[0], x[1]);
            case WITH_DERIVATIVE -> x[0];
            case ADD, SUB, MUL, DIV, NEG, ABS, SQRT, FMA, LT, LE, EQ, NE, AND, OR, XOR, NOT, SELECT, SELECT_RARE, SIN_FAR, COS_FAR,
                    TAN_FAR, FMOD_FAR, BITS_OF, VALUE_OF, BITS_ADD, BITS_SUB, BITS_AND, BITS_OR, BITS_XOR, BITS_SHL, BITS_SAR, BITS_SHR,
                    BITS_MIN, BITS_LT, BITS_EQ, BITS_SELECT, LGAMMA, DIGAMMA, POLYGAMMA, ERFINV, ERFCX, NDTRI, LOG_NDTR, I0, I0E, I1,
                    I1E, ERFCX_INTEGRAL, BESSEL_I, BESSEL_MOMENT, ZETA, GAMMAINC, GAMMAINCC, GAMMA_DENSITY,
                    NEXTAFTER -> Expr.apply(op, x);
        };
    }
}
