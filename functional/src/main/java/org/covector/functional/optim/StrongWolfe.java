package org.covector.functional.optim;

import java.util.function.DoubleFunction;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * A step length t along d with {@code f(t) <= f(0) + c1 t f'(0)} and {@code |f'(t)| <= c2 |f'(0)|}: bracketing, then a zoom by cubic
 * interpolation. Nocedal, Wright, "Numerical optimization", algorithms 3.5 and 3.6, as torch's {@code _strong_wolfe}.
 */
final class StrongWolfe {
    private static final double SUFFICIENT = 1e-4; // c1
    private static final double CURVATURE = 0.9; // c2
    private static final double LEAST_CHANGE = 1e-9;
    private static final int MOST = 25; // evaluations

    /** A length with its point and slope. */
    record Found(double t, LbfgsStep.Point point, double slope) {
        double loss() {
            return point.loss();
        }
    }

    private final DoubleFunction<LbfgsStep.Point> f;
    private final Tensor d;
    private int n;

    StrongWolfe(DoubleFunction<LbfgsStep.Point> f, Tensor d) {
        this.f = f;
        this.d = d;
    }

    private Found at(double t) {
        LbfgsStep.Point p = f.apply(t);
        return new Found(t, p, F.sum(F.mul(p.grad(), d)).item());
    }

    /** The interval, or the one length that is good already. */
    private record Bracket(Found a, Found b, boolean isDone) {}

    Found search(double first, LbfgsStep.Point origin, double slope) {
        Found start = new Found(0, origin, slope);
        Bracket bracket = bracket(first, start);
        return bracket.isDone() ? bracket.a() : zoom(bracket, start);
    }

    private Bracket bracket(double first, Found start) {
        Found last = start;
        Found now = at(first);
        while (n < MOST) {
            boolean rises = now.loss() > start.loss() + SUFFICIENT * now.t() * start.slope() || n > 1 && now.loss() >= last.loss();
            if (rises) {
                return new Bracket(last, now, false);
            }
            if (Math.abs(now.slope()) <= -CURVATURE * start.slope()) {
                return new Bracket(now, now, true);
            }
            if (now.slope() >= 0) {
                return new Bracket(last, now, false);
            }
            double t = cubic(last, now, now.t() + 0.01 * (now.t() - last.t()), 10 * now.t());
            last = now;
            now = at(t);
            n++;
        }
        return new Bracket(start, now, false);
    }

    private Found zoom(Bracket bracket, Found start) {
        Found a = bracket.a();
        Found b = bracket.b();
        Found low = a.loss() <= b.loss() ? a : b;
        Found high = low == a ? b : a;
        double size = F.abs(d).max().item();
        boolean stuck = false;
        boolean done = false;
        while (!done && n < MOST && Math.abs(high.t() - low.t()) * size >= LEAST_CHANGE) {
            double least = Math.min(low.t(), high.t());
            double most = Math.max(low.t(), high.t());
            double t = cubic(a, b, least, most);
            double margin = 0.1 * (most - least);
            if (Math.min(most - t, t - least) < margin) {
                if (stuck || t >= most || t <= least) {
                    t = Math.abs(t - most) < Math.abs(t - least) ? most - margin : least + margin;
                    stuck = false;
                } else {
                    stuck = true;
                }
            } else {
                stuck = false;
            }
            Found now = at(t);
            n++;
            boolean lowIsA = low == a;
            if (now.loss() > start.loss() + SUFFICIENT * t * start.slope() || now.loss() >= low.loss()) {
                high = now;
                a = lowIsA ? low : now;
                b = lowIsA ? now : low;
                boolean first = a.loss() <= b.loss();
                low = first ? a : b;
                high = first ? b : a;
            } else {
                done = Math.abs(now.slope()) <= -CURVATURE * start.slope();
                if (!done && now.slope() * (high.t() - low.t()) >= 0) {
                    high = low;
                }
                low = now;
                a = lowIsA ? low : high;
                b = lowIsA ? high : low;
            }
        }
        return low;
    }

    /** The minimum of the cubic through two points with their slopes, within bounds. */
    private static double cubic(Found one, Found two, double least, double most) {
        double d1 = one.slope() + two.slope() - 3 * (one.loss() - two.loss()) / (one.t() - two.t());
        double square = d1 * d1 - one.slope() * two.slope();
        if (!(square >= 0)) {
            return (least + most) / 2;
        }
        double d2 = Math.sqrt(square);
        double t = one.t() <= two.t()
                ? two.t() - (two.t() - one.t()) * ((two.slope() + d2 - d1) / (two.slope() - one.slope() + 2 * d2))
                : one.t() - (one.t() - two.t()) * ((one.slope() + d2 - d1) / (one.slope() - two.slope() + 2 * d2));
        return Math.min(Math.max(t, least), most);
    }
}
