package org.covector.bench.accuracy;

import java.math.BigDecimal;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;
import org.apfloat.Apint;

/**
 * A number with its first three derivatives by one variable, in decimal arithmetic of high precision: what reference formulas are
 * written in. Derivatives follow from those of the named functions by the product and chain rules.
 *
 * @param v the value
 * @param d1 the first derivative
 * @param d2 the second derivative
 * @param d3 the third derivative
 * @param precision in digits
 */
record Jet(Apfloat v, Apfloat d1, Apfloat d2, Apfloat d3, long precision) {
    private static final Apfloat ZERO = new Apint(0);

    /** Exponentials of larger magnitudes are cut: their results are beyond every format, whatever is done with them. */
    private static final double LARGEST_EXPONENT = 10_000;

    /** The variable itself. */
    static Jet variable(double x, long precision) {
        return new Jet(number(x, precision), new Apint(1), ZERO, ZERO, precision);
    }

    /** A number that does not depend on the variable. */
    static Jet constant(double x, long precision) {
        return constant(number(x, precision), precision);
    }

    static Jet constant(Apfloat x, long precision) {
        return new Jet(x, ZERO, ZERO, ZERO, precision);
    }

    private static Apfloat number(double x, long precision) {
        return x == 0 ? ZERO : new Apfloat(new BigDecimal(x), precision);
    }

    Jet of(double x) {
        return constant(x, precision);
    }

    Jet pi() {
        return constant(ApfloatMath.pi(precision), precision);
    }

    /** The function with these derivatives at the value, of this. */
    Jet compose(Apfloat f, Apfloat f1, Apfloat f2, Apfloat f3) {
        Apfloat second = f2.multiply(d1).multiply(d1).add(f1.multiply(d2));
        Apfloat third = f3.multiply(d1).multiply(d1).multiply(d1).add(f2.multiply(d1).multiply(d2).multiply(new Apint(3)))
                .add(f1.multiply(d3));
        return new Jet(f, f1.multiply(d1), second, third, precision);
    }

    Jet plus(Jet y) {
        return new Jet(v.add(y.v), d1.add(y.d1), d2.add(y.d2), d3.add(y.d3), precision);
    }

    Jet plus(double y) {
        return plus(of(y));
    }

    Jet minus(Jet y) {
        return plus(y.negated());
    }

    Jet minus(double y) {
        return plus(of(-y));
    }

    Jet negated() {
        return new Jet(v.negate(), d1.negate(), d2.negate(), d3.negate(), precision);
    }

    Jet times(Jet y) {
        Apfloat third = d3.multiply(y.v).add(v.multiply(y.d3)).add(d2.multiply(y.d1).add(d1.multiply(y.d2)).multiply(new Apint(3)));
        Apfloat second = d2.multiply(y.v).add(v.multiply(y.d2)).add(d1.multiply(y.d1).multiply(new Apint(2)));
        return new Jet(v.multiply(y.v), d1.multiply(y.v).add(v.multiply(y.d1)), second, third, precision);
    }

    Jet times(double y) {
        return times(of(y));
    }

    Jet inverse() {
        Apfloat r = new Apfloat(1, precision).divide(v);
        Apfloat square = r.multiply(r);
        return compose(r, square.negate(), square.multiply(r).multiply(new Apint(2)), square.multiply(square).multiply(new Apint(-6)));
    }

    Jet over(Jet y) {
        return times(y.inverse());
    }

    Jet over(double y) {
        return over(of(y));
    }

    Jet square() {
        return times(this);
    }

    Jet abs() {
        return v.signum() < 0 ? negated() : this;
    }

    Jet exp() {
        Apfloat e = exp(v);
        return compose(e, e, e, e);
    }

    private Apfloat exp(Apfloat x) {
        if (x.signum() == 0) {
            return new Apfloat(1, precision);
        }
        Apfloat limit = new Apfloat(LARGEST_EXPONENT, precision);
        return ApfloatMath.exp(x.compareTo(limit) > 0 ? limit : x.compareTo(limit.negate()) < 0 ? limit.negate() : x);
    }

    Jet log() {
        Apfloat r = new Apfloat(1, precision).divide(v);
        return compose(ApfloatMath.log(v), r, r.multiply(r).negate(), r.multiply(r).multiply(r).multiply(new Apint(2)));
    }

    /** To a constant power. */
    Jet power(double p) {
        Apfloat y = number(p, precision);
        Apfloat one = new Apint(1);
        Apfloat w = v.signum() == 0 ? ZERO : ApfloatMath.exp(ApfloatMath.log(ApfloatMath.abs(v)).multiply(y));
        w = v.signum() < 0 && p % 2 != 0 ? w.negate() : w;
        Apfloat r = one.divide(v);
        Apfloat f1 = y.multiply(w).multiply(r);
        Apfloat f2 = y.subtract(one).multiply(f1).multiply(r);
        return compose(w, f1, f2, y.subtract(new Apint(2)).multiply(f2).multiply(r));
    }

    Jet sqrt() {
        return power(0.5);
    }

    Jet sin() {
        Apfloat s = ApfloatMath.sin(v);
        Apfloat c = ApfloatMath.cos(v);
        return compose(s, c, s.negate(), c.negate());
    }

    Jet cos() {
        Apfloat s = ApfloatMath.sin(v);
        Apfloat c = ApfloatMath.cos(v);
        return compose(c, s.negate(), c.negate(), s);
    }

    Jet sinh() {
        Apfloat a = exp(v);
        Apfloat b = exp(v.negate());
        Apfloat half = new Apfloat("0.5", precision);
        Apfloat s = a.subtract(b).multiply(half);
        Apfloat c = a.add(b).multiply(half);
        return compose(s, c, s, c);
    }

    Jet cosh() {
        return exp().plus(negated().exp()).times(0.5);
    }

    Jet tanh() {
        Jet e = abs().times(-2).exp();
        Jet t = e.of(1).minus(e).over(e.plus(1));
        return v.signum() < 0 ? t.negated() : t;
    }

    Jet sigmoid() {
        Jet e = abs().negated().exp();
        return v.signum() < 0 ? e.over(e.plus(1)) : e.plus(1).inverse();
    }

    Jet atan() {
        return compose(ApfloatMath.atan(v), square().plus(1).inverse());
    }

    Jet asin() {
        return compose(ApfloatMath.asin(v), square().negated().plus(1).power(-0.5));
    }

    /** With the given value and the derivative as a function of this, known as a jet in the same variable where d1 is 1. */
    Jet compose(Apfloat f, Jet derivative) {
        Jet d = derivative;
        return new Jet(f, d.v.multiply(d1), d.d1.multiply(d1).add(d.v.multiply(d2)),
                d.d2.multiply(d1).add(d.d1.multiply(d2).multiply(new Apint(2))).add(d.v.multiply(d3)), precision);
    }

    boolean isBelow(double x) {
        return v.compareTo(number(x, precision)) < 0;
    }

    /** Whether enough digits of all parts are known; a zero may be what cancellation left. */
    boolean hasDigits() {
        return isKnown(v, 30) && isKnown(d1, 30) && isKnown(d2, 30) && isKnown(d3, 10);
    }

    private static boolean isKnown(Apfloat x, int digits) {
        return x.signum() != 0 && x.precision() >= digits;
    }
}
