package org.covector.engine.expr;

/**
 * Rounding to integers, signs, extremes and remainders: everything that chooses rather than approximates. Exact.
 */
final class Rounding {
    private final Arithmetic a;

    Rounding(Arithmetic a) {
        this.a = a;
    }

    /** To the nearest integer, ties to even, sign kept. Adding and subtracting 2^fraction rounds; what is larger is an integer. */
    Expr rint(Expr x) {
        Expr size = a.abs(x);
        Expr big = a.c(Math.scalb(1.0, a.fraction));
        Expr rounded = a.withSign(a.sub(a.add(size, big), big), a.sign(x));
        return a.select(a.lt(size, big), rounded, x);
    }

    /** Toward zero. */
    Expr trunc(Expr x) {
        Expr size = a.abs(x);
        Expr big = a.c(Math.scalb(1.0, a.fraction));
        Expr rounded = a.sub(a.add(size, big), big);
        Expr down = a.select(a.lt(size, rounded), a.sub(rounded, a.one), rounded);
        return a.select(a.lt(size, big), a.withSign(down, a.sign(x)), x);
    }

    /** Down. */
    Expr floor(Expr x) {
        Expr rounded = rint(x);
        return a.select(a.lt(x, rounded), a.sub(rounded, a.one), rounded);
    }

    /** Up; -0 for what lies in (-1, 0). */
    Expr ceil(Expr x) {
        return a.neg(floor(a.neg(x)));
    }

    /** -1, 0 or 1; 0 for NaN. */
    Expr sign(Expr x) {
        return a.select(a.lt(a.zero, x), a.one, a.select(a.lt(x, a.zero), a.neg(a.one), a.zero));
    }

    /** Magnitude of x, sign of y. */
    Expr copysign(Expr x, Expr y) {
        return a.withSign(a.abs(x), a.sign(y));
    }

    /** The larger; NaN if either is NaN; +0 over -0. */
    Expr maximum(Expr x, Expr y) {
        // at a tie of zeros the sum of the bits under AND has the sign bit only where both have it
        Expr tie = a.value(a.bitAnd(a.bits(x), a.bits(y)));
        Expr larger = a.select(a.lt(y, x), x, a.select(a.eq(x, y), tie, y));
        return a.select(a.isNaN(x), x, larger);
    }

    /** The smaller; NaN if either is NaN; -0 under +0. */
    Expr minimum(Expr x, Expr y) {
        Expr tie = a.value(a.bitOr(a.bits(x), a.bits(y)));
        Expr smaller = a.select(a.lt(x, y), x, a.select(a.eq(x, y), tie, y));
        return a.select(a.isNaN(x), x, smaller);
    }

    /** {@code dy * d}, but +0 where dy is 0. */
    Expr scale(Expr dy, Expr d) {
        return a.select(a.eq(dy, a.zero), a.zero, a.mul(dy, d));
    }

    /** {@code x * y}, but +0 where either is 0. */
    Expr scaleBoth(Expr x, Expr y) {
        return a.select(a.or(a.eq(x, a.zero), a.eq(y, a.zero)), a.zero, a.mul(x, y));
    }
}
