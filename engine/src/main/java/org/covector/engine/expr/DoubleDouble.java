package org.covector.engine.expr;

/**
 * A number as the unevaluated sum of two doubles, about 32 digits (Dekker, A floating-point technique for extending the available
 * precision, 1971; Hida, Li and Bailey, Algorithms for quad-double precision floating point arithmetic, 2001). For opaque functions
 * near their zeros, where doubles would cancel.
 *
 * @param hi the sum rounded
 * @param lo what rounding took
 */
record DoubleDouble(double hi, double lo) {
    static final DoubleDouble PI = new DoubleDouble(Math.PI, 0x1.1a62633145c07p-53);
    private static final DoubleDouble LN_2 = new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);

    /** Terms of a Taylor series of sine or cosine for arguments up to pi / 4. */
    private static final int TERMS = 28;

    static DoubleDouble of(double x) {
        return new DoubleDouble(x, 0);
    }

    /** {@code a + b}, exact. */
    static DoubleDouble sum(double a, double b) {
        double s = a + b;
        double t = s - a;
        return new DoubleDouble(s, (a - (s - t)) + (b - t));
    }

    /** {@code a * b}, exact. */
    static DoubleDouble product(double a, double b) {
        double p = a * b;
        return new DoubleDouble(p, Math.fma(a, b, -p));
    }

    /** {@code a / b}. */
    static DoubleDouble quotient(double a, double b) {
        return of(a).over(of(b));
    }

    private static DoubleDouble fast(double a, double b) {
        double s = a + b;
        return new DoubleDouble(s, b - (s - a));
    }

    double value() {
        return hi + lo;
    }

    DoubleDouble negated() {
        return new DoubleDouble(-hi, -lo);
    }

    DoubleDouble plus(DoubleDouble y) {
        DoubleDouble s = sum(hi, y.hi);
        DoubleDouble t = sum(lo, y.lo);
        DoubleDouble u = fast(s.hi, s.lo + t.hi);
        return fast(u.hi, u.lo + t.lo);
    }

    DoubleDouble plus(double y) {
        return plus(of(y));
    }

    DoubleDouble minus(DoubleDouble y) {
        return plus(y.negated());
    }

    DoubleDouble times(DoubleDouble y) {
        DoubleDouble p = product(hi, y.hi);
        return fast(p.hi, Math.fma(hi, y.lo, Math.fma(lo, y.hi, p.lo)));
    }

    DoubleDouble times(double y) {
        DoubleDouble p = product(hi, y);
        return fast(p.hi, Math.fma(lo, y, p.lo));
    }

    DoubleDouble over(DoubleDouble y) {
        double q = hi / y.hi;
        DoubleDouble r = minus(y.times(q));
        double q2 = r.hi / y.hi;
        r = r.minus(y.times(q2));
        return fast(q, q2).plus(r.hi / y.hi);
    }

    DoubleDouble over(double y) {
        return over(of(y));
    }

    /** This times 2^n, exact where no part underflows. */
    DoubleDouble scaled(int n) {
        return new DoubleDouble(Math.scalb(hi, n), Math.scalb(lo, n));
    }

    /** This to the power n >= 0, by squaring. */
    DoubleDouble power(int n) {
        DoubleDouble result = of(1);
        DoubleDouble base = this;
        for (int m = n; m > 0; m >>= 1) {
            result = (m & 1) != 0 ? result.times(base) : result;
            base = base.times(base);
        }
        return result;
    }

    /** exp(y) for |y| <= 1/2. */
    private static DoubleDouble exp(double y) {
        double r = y / 2;
        DoubleDouble term = of(1);
        DoubleDouble sum = of(1);
        for (int k = 1; k <= 22; k++) {
            term = term.times(r).over(k);
            sum = sum.plus(term);
        }
        return sum.times(sum); // more squarings would lose digits
    }

    /** The exponential, infinite or 0 beyond its range. */
    double exp() {
        if (!(Math.abs(hi) < 800)) {
            return StrictMath.exp(hi);
        }
        int k = (int) Math.rint(hi / LN_2.hi);
        DoubleDouble r = minus(LN_2.times(k));
        double y = exp(r.hi).times(1 + r.lo).value();
        return Math.scalb(Math.scalb(y, k / 2), k - k / 2);
    }

    /** The logarithm of a positive number: one step of Newton's iteration on the rounded one. */
    DoubleDouble log() {
        if (hi < Double.MIN_NORMAL) {
            return scaled(100).log().minus(LN_2.times(100));
        }
        int k = Math.getExponent(hi);
        DoubleDouble m = scaled(-k);
        if (m.hi > 1.4) {
            k++;
            m = m.scaled(-1);
        }
        double y = StrictMath.log(m.hi);
        double w = m.times(exp(-y)).plus(-1).value();
        return LN_2.times(k).plus(sum(y, w - w * w / 2));
    }

    /** {@code sin(pi f)} for |f| <= 1/2. */
    static DoubleDouble sinPi(double f) {
        return Math.abs(f) <= 0.25 ? series(f, 1) : series(0.5 - Math.abs(f), 0).times(Math.signum(f));
    }

    /** {@code cos(pi f)} for |f| <= 1/2. */
    static DoubleDouble cosPi(double f) {
        return Math.abs(f) <= 0.25 ? series(f, 0) : series(0.5 - Math.abs(f), 1);
    }

    /** The Taylor series of the sine (from the first power) or cosine (from the power 0) at pi f. */
    private static DoubleDouble series(double f, int from) {
        DoubleDouble z = PI.times(f);
        DoubleDouble square = z.times(z).negated();
        DoubleDouble term = from == 1 ? z : of(1);
        DoubleDouble sum = term;
        for (int n = from + 2; n <= TERMS; n += 2) {
            term = term.times(square).over((double) n * (n - 1));
            sum = sum.plus(term);
        }
        return sum;
    }
}
