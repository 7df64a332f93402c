package org.covector.engine.expr;

import org.covector.engine.DType;

/** Errors in units in the last place of the true value. */
final class Ulps {
    private Ulps() {}

    /** How far a float result is from the true value; a wrong NaN, infinity, zero or sign of zero is infinitely far. */
    static double ofFloat(double got, double truth) {
        float rounded = (float) truth;
        boolean exact = rounded == 0 || Float.isInfinite(rounded) || Float.isNaN(rounded);
        if (Double.doubleToLongBits(got) == Double.doubleToLongBits(rounded)) {
            return exact ? 0 : Math.abs(got - truth) / Math.ulp(rounded);
        }
        boolean wrong = Double.isNaN(got) || Double.isInfinite(got) || Double.isNaN(truth) || Double.isInfinite(truth) || truth == 0;
        // a result that should round to 0 or to infinity may be the number next to it
        boolean overflow = Float.isInfinite(rounded) && Math.abs(got) == Float.MAX_VALUE && Math.abs(truth) < 0x1.0000001p128;
        return overflow ? 1 : wrong ? Double.POSITIVE_INFINITY : Math.abs(got - truth) / Math.ulp(rounded);
    }

    /** How far a double result is from {@code nearest + error units in its last place}. */
    static double ofDouble(double got, double nearest, double error) {
        double u = Math.abs((got - nearest) / Math.ulp(nearest) - error);
        return Double.isNaN(u) ? Double.POSITIVE_INFINITY : u;
    }

    /** {@code op(input 0, input 1 ...)}, ready to run. */
    static Evaluate evaluator(Op op, DType element) {
        Expr[] in = new Expr[op.arity()];
        for (int i = 0; i < in.length; i++) {
            in[i] = Expr.input(i);
        }
        return Evaluate.of(Expr.apply(op, in), element);
    }
}
