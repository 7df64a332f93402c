package org.covector.engine.expr;

/**
 * Remainders and integer quotients, exact.
 *
 * <p>With q = trunc(a / b), a - q b is a number of the format and fma gives it exactly; the rounded quotient may be one too large
 * only. Done first with b 2^(fraction - 1), then with b, this holds for |a / b| < 2^(2 fraction): 2^46 for float, 2^104 for
 * double. Lanes with larger quotients go to {@link LargeQuotient}.
 */
final class Remainder {
    private final Arithmetic a;
    private final Rounding rounding;

    Remainder(Arithmetic a) {
        this.a = a;
        this.rounding = new Rounding(a);
    }

    /** {@code x - trunc(x / y) y}, with the sign of x, as C's fmod. */
    Expr fmod(Expr x, Expr y) {
        Expr ax = a.abs(x);
        Expr ay = a.abs(y);
        Expr coarse = step(ax, a.mul(ay, Math.scalb(1.0, a.fraction - 1)));
        return Expr.apply(Op.FMOD_FAR, x, y, a.withSign(step(coarse, ay), a.sign(x)));
    }

    private Expr step(Expr x, Expr y) {
        Expr quotient = rounding.trunc(a.div(x, y));
        Expr rest = a.fnma(quotient, y, x);
        rest = a.select(a.lt(rest, a.zero), a.add(rest, y), rest);
        rest = a.select(a.lt(quotient, Math.scalb(1.0, a.fraction + 1)), rest, a.nan);
        return a.select(a.lt(x, y), x, rest);
    }

    /** {@code x - floor(x / y) y}, with the sign of y, as Python's %; also a remainder of 0 has that sign. */
    Expr remainder(Expr x, Expr y) {
        Expr rest = fmod(x, y);
        return a.select(below(rest, y), a.add(rest, y), a.select(a.eq(rest, a.zero), a.withSign(a.zero, a.sign(y)), rest));
    }

    /** {@code floor(x / y)} of the exact quotient: where rounding lifted the quotient to an integer, the remainder tells. */
    Expr floorDiv(Expr x, Expr y) {
        Expr quotient = a.div(x, y);
        Expr floor = rounding.floor(quotient);
        Expr rest = a.select(a.eq(a.abs(y), a.infinity), x, a.fnma(floor, y, x));
        floor = a.select(below(rest, y), a.sub(floor, a.one), floor);
        floor = a.select(a.eq(a.abs(x), a.infinity), a.nan, floor);
        return a.select(a.eq(y, a.zero), quotient, floor);
    }

    /** {@code trunc(x / y)}. */
    Expr truncDiv(Expr x, Expr y) {
        return rounding.trunc(a.div(x, y));
    }

    /** Whether a remainder with the sign of the dividend has to be moved up by y: it is not 0 and its sign is the other one. */
    private Expr below(Expr rest, Expr y) {
        Expr opposite = Expr.apply(Op.XOR, a.lt(rest, a.zero), a.lt(y, a.zero));
        return a.and(opposite, a.not(a.eq(rest, a.zero)));
    }
}
