package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;
import org.covector.engine.expr.Exponential.Scaled;

/**
 * pow and hypot.
 *
 * <p>x^y = exp(y log x), the logarithm and the product in two parts of working precision. log x = k ln 2 + 2 atanh s, s = f / (2 + f);
 * the series in z = s^2 is a minimax polynomial from z^2 on (weight z^2), the two terms before it in two parts each.
 */
final class Power {
    /** (2 atanh(s) / s - 2 - 2 z / 3) / z^2 in z = s^2 <= 0.04. */
    private static final double[] TAIL_FLOAT = {0x1.999aap-2, 0x1.241a44p-2, 0x1.e8e6eap-3};
    private static final double[] TAIL_DOUBLE = {
        0x1.9999999999968p-2, 0x1.2492492498d3dp-2, 0x1.c71c71bc7812cp-3, 0x1.745d1bc2d30cdp-3, 0x1.3b129913bd08dp-3,
        0x1.113a051b0c382p-3, 0x1.dad2a466d069ap-4, 0x1.0176c13c1f636p-3
    };
    private static final double[] TWO_THIRDS_FLOAT = {0x1.555556p-1, -0x1.555556p-26};
    private static final double[] TWO_THIRDS_DOUBLE = {0x1.5555555555555p-1, 0x1.5555555555555p-55};

    private final Arithmetic a;
    private final Exponential exponential;
    private final Logarithm logarithm;
    private final Rounding rounding;

    Power(Arithmetic a) {
        this.a = a;
        this.exponential = new Exponential(a);
        this.logarithm = new Logarithm(a);
        this.rounding = new Rounding(a);
    }

    /** {@code x^y} with C99's results in every special case. */
    Expr pow(Expr x, Expr y) {
        Expr size = a.abs(x);
        Expr integer = a.eq(rounding.rint(y), y);
        Expr half = a.mul(y, 0.5);
        Expr odd = a.and(integer, a.not(a.eq(rounding.rint(half), half)));
        Expr sign = a.chooseBits(odd, a.sign(x), Expr.bits(0));
        Expr r = a.withSign(a.select(a.eq(size, a.one), a.one, expOfProduct(y, log(size))), sign);
        r = a.select(a.and(a.lt(x, a.zero), a.not(a.or(integer, a.eq(size, a.infinity)))), a.nan, r);
        r = a.select(a.isNaN(y), y, a.select(a.isNaN(x), x, r));
        return a.select(a.or(a.eq(x, a.one), a.eq(y, a.zero)), a.one, r);
    }

    /** {@code x^y f}, 0 if either is: the powers of two come last, so that no digits are lost where the power alone is subnormal. */
    Expr powTimes(Expr x, Expr y, Expr f) {
        Expr p = pow(x, y);
        Product product = product(y, log(a.abs(x)));
        Scaled e = product.exponential();
        Expr m = a.fma(e.mantissa().lo(), f, a.mul(e.mantissa().hi(), f));
        Expr scaled = a.mul(a.mul(m, e.first()), e.second());
        Expr signed = a.mul(scaled, rounding.copysign(a.one, p));
        return a.select(a.and(product.inside(), a.eq(p, p)), signed, rounding.scaleBoth(p, f));
    }

    /** {@code sqrt(x^2 + y^2)} without overflow on the way; infinite if either is, even if the other is NaN. */
    Expr hypot(Expr x, Expr y) {
        Expr ax = a.abs(x);
        Expr ay = a.abs(y);
        Expr less = a.lt(ax, ay);
        Expr m = a.select(less, ay, ax);
        Expr n = a.select(less, ax, ay);
        double wide = a.pick(0x1p60, 0x1p500);
        double step = a.pick(0x1p80, 0x1p600);
        Expr large = a.gt(m, wide);
        Expr small = a.lt(m, 1 / wide);
        Expr scale = a.select(large, a.c(1 / step), a.select(small, a.c(step), a.one));
        Expr back = a.select(large, a.c(step), a.select(small, a.c(1 / step), a.one));
        m = a.mul(m, scale);
        n = a.mul(n, scale);
        Pair square = a.twoProduct(m, m);
        Pair sum = a.fastTwoSumOf(square.hi(), n, n);
        Expr r = a.mul(a.sqrt(a.add(sum.hi(), a.add(sum.lo(), square.lo()))), back);
        return a.select(a.or(a.eq(ax, a.infinity), a.eq(ay, a.infinity)), a.infinity, r);
    }

    /** log of x >= 0 in two parts; infinite at 0 and infinity. */
    private Pair log(Expr x) {
        Logarithm.Reduced r = logarithm.reduce(x);
        Pair d = a.fastTwoSum(a.c(2), r.f());
        Expr reciprocal = a.div(a.one, d.hi());
        Expr s = a.mul(r.f(), reciprocal);
        Expr sLow = a.mul(reciprocal, a.fnma(s, d.lo(), a.fnma(s, d.hi(), r.f())));
        Expr z = a.mul(s, s);
        Expr zLow = a.fma(a.add(s, s), sLow, a.fma(s, s, a.neg(z)));
        double[] third = a.pick(TWO_THIRDS_FLOAT, TWO_THIRDS_DOUBLE);
        Pair u = a.fastTwoSum(a.c(third[0]), a.mul(z, a.polynomial(z, a.pick(TAIL_FLOAT, TAIL_DOUBLE))));
        Pair v = times(new Pair(z, zLow), new Pair(u.hi(), a.add(u.lo(), a.c(third[1]))));
        Pair w = a.fastTwoSum(a.c(2), v.hi());
        Pair p = times(new Pair(s, sLow), new Pair(w.hi(), a.add(w.lo(), v.lo())));
        Pair sum = a.fastTwoSum(a.mul(r.k(), logarithm.ln2[0]), p.hi());
        Pair y = a.fastTwoSum(sum.hi(), a.add(sum.lo(), a.fma(r.k(), logarithm.ln2[1], p.lo())));
        Expr hi = a.select(a.eq(x, a.zero), a.c(Double.NEGATIVE_INFINITY), a.select(a.lt(x, a.infinity), y.hi(), x));
        return new Pair(hi, y.lo());
    }

    private Pair times(Pair x, Pair y) {
        Pair p = a.twoProduct(x.hi(), y.hi());
        return new Pair(p.hi(), a.fma(x.lo(), y.hi(), a.fma(x.hi(), y.lo(), p.lo())));
    }

    private Expr expOfProduct(Expr y, Pair log) {
        Scaled e = product(y, log).exponential();
        return a.mul(a.mul(a.add(e.mantissa().hi(), e.mantissa().lo()), e.first()), e.second());
    }

    /** The exponential of y log x, and whether it is not cut: beyond, it is 0 or infinite, and its factors would leave their range. */
    private record Product(Scaled exponential, Expr inside) {}

    private Product product(Expr y, Pair log) {
        Pair p = a.twoProduct(y, log.hi());
        Expr limit = a.c(a.pick(150.0, 1400.0));
        Expr inside = a.lt(a.abs(p.hi()), limit);
        Expr bounded = a.select(a.lt(limit, p.hi()), limit, a.select(a.lt(p.hi(), a.neg(limit)), a.neg(limit), p.hi()));
        return new Product(exponential.scaled(new Pair(bounded, a.select(inside, a.fma(y, log.lo(), p.lo()), a.zero))), inside);
    }
}
