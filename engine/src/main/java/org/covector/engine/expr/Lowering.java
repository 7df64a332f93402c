package org.covector.engine.expr;

import java.util.ArrayDeque;
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
    private final Exponential exponential;
    private final Logarithm logarithm;
    private final Trigonometric trigonometric;
    private final InverseTrigonometric inverse;
    private final Hyperbolic hyperbolic;
    private final ErrorFunction errorFunction;
    private final Power power;
    private final Rounding rounding;
    private final Remainder remainder;
    private final Map<Expr, Expr> lowered = new HashMap<>();

    private Lowering(DType element) {
        this.a = Arithmetic.of(element);
        this.exponential = new Exponential(a);
        this.logarithm = new Logarithm(a);
        this.trigonometric = new Trigonometric(a);
        this.inverse = new InverseTrigonometric(a);
        this.hyperbolic = new Hyperbolic(a);
        this.errorFunction = new ErrorFunction(a);
        this.power = new Power(a);
        this.rounding = new Rounding(a);
        this.remainder = new Remainder(a);
    }

    /** {@code root} with basic (and opaque) operations only; parts that are shared stay shared. */
    public static Expr lower(Expr root, DType element) {
        return lower(List.of(root), element).getFirst();
    }

    /** {@code roots} with basic (and opaque) operations only; parts that are shared, also between roots, stay shared. */
    public static List<Expr> lower(List<Expr> roots, DType element) {
        Lowering lowering = new Lowering(element);
        return roots.stream().map(lowering::lowered).toList();
    }

    /** Children before parents on a stack of our own: graphs may be deeper than the thread's stack. */
    private Expr lowered(Expr root) {
        Deque<Expr> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Expr e = stack.peek();
            if (lowered.containsKey(e)) {
                stack.pop();
            } else if (e instanceof Apply apply) {
                List<Expr> open = apply.args().stream().filter(arg -> !lowered.containsKey(arg)).toList();
                if (open.isEmpty()) {
                    lowered.put(e, rewrite(apply.op(), apply.args().stream().map(this::known).toArray(Expr[]::new)));
                    stack.pop();
                } else {
                    open.forEach(stack::push);
                }
            } else {
                lowered.put(e, e);
                stack.pop();
            }
        }
        return known(root);
    }

    private Expr known(Expr e) {
        return Objects.requireNonNull(lowered.get(e));
    }

    private Expr rewrite(Op op, Expr[] x) {
        return switch (op) {
            case EXP -> exponential.exp(x[0]);
            case EXP2 -> exponential.exp2(x[0]);
            case EXPM1 -> exponential.expm1(x[0]);
            case SIGMOID -> exponential.sigmoid(x[0]);
            case LOG2 -> logarithm.log2(x[0]);
            case LOG10 -> logarithm.log10(x[0]);
            case LOG1P -> logarithm.log1p(x[0]);
            case LOG -> logarithm.log(x[0]);
            case SIN -> trigonometric.sin(x[0]);
            case COS -> trigonometric.cos(x[0]);
            case TAN -> trigonometric.tan(x[0]);
            case ASIN -> inverse.asin(x[0]);
            case ACOS -> inverse.acos(x[0]);
            case ATAN -> inverse.atan(x[0]);
            case ATAN2 -> inverse.atan2(x[0], x[1]);
            case SINH -> hyperbolic.sinh(x[0]);
            case COSH -> hyperbolic.cosh(x[0]);
            case ASINH -> hyperbolic.asinh(x[0]);
            case ACOSH -> hyperbolic.acosh(x[0]);
            case ATANH -> hyperbolic.atanh(x[0]);
            case TANH -> hyperbolic.tanh(x[0]);
            case ERF -> errorFunction.erf(x[0]);
            case ERFC -> errorFunction.erfc(x[0]);
            case POW -> power.pow(x[0], x[1]);
            case HYPOT -> power.hypot(x[0], x[1]);
            case FLOOR -> rounding.floor(x[0]);
            case CEIL -> rounding.ceil(x[0]);
            case RINT -> rounding.rint(x[0]);
            case TRUNC -> rounding.trunc(x[0]);
            case SIGN -> rounding.sign(x[0]);
            case COPYSIGN -> rounding.copysign(x[0], x[1]);
            case MAXIMUM -> rounding.maximum(x[0], x[1]);
            case MINIMUM -> rounding.minimum(x[0], x[1]);
            case FMOD -> remainder.fmod(x[0], x[1]);
            case REMAINDER -> remainder.remainder(x[0], x[1]);
            case FLOOR_DIV -> remainder.floorDiv(x[0], x[1]);
            case TRUNC_DIV -> remainder.truncDiv(x[0], x[1]);
            case SCALE -> rounding.scale(x[0], x[1]);
            case ADD, SUB, MUL, DIV, NEG, ABS, SQRT, FMA, LT, LE, EQ, NE, AND, OR, XOR, NOT, SELECT, SIN_FAR, COS_FAR, TAN_FAR,
                    BITS_OF, VALUE_OF, BITS_ADD, BITS_SUB, BITS_AND, BITS_OR, BITS_XOR, BITS_SHL, BITS_SAR, BITS_SHR, BITS_LT,
                    BITS_EQ, BITS_SELECT, LGAMMA, DIGAMMA, POLYGAMMA, ERFINV, ERFCX, NDTRI, LOG_NDTR, I0, I0E, I1, I1E,
                    NEXTAFTER -> Expr.apply(op, x);
        };
    }
}
