package org.covector.functional.optim.schedule;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Present;
import org.covector.functional.optim.Rate;

/**
 * {@code lr = max(factor lr, minLr)} after more than {@code patience} steps in which the metric was not better than the best. NaN counts as
 * not better. torch: ReduceLROnPlateau.
 *
 * {@snippet :
 * Schedule s = ReduceLROnPlateau.DEFAULT.withPatience(0);
 * Progress at = s.step(s.step(s.begin(1), 2.0), 3.0);
 * double lr = at.lr(0); // 0.1
 * }
 *
 * @param max whether more is better; by default less is
 * @param factor by default 0.1
 * @param patience by default 10
 * @param threshold how much better is better, by default 1e-4
 * @param absolute whether that is a difference; by default it is a share of the best
 * @param cooldown steps after a reduction in which nothing is counted, by default 0
 * @param minLr the lowest rate, one or one for each group; by default 0
 * @param eps a rate that would change by no more than this stays, by default 1e-8
 */
public record ReduceLROnPlateau(
        boolean max, double factor, int patience, double threshold, boolean absolute, int cooldown, Seq<Double> minLr, double eps)
        implements Schedule {
    /** torch's defaults. */
    public static final ReduceLROnPlateau DEFAULT = new ReduceLROnPlateau(false, 0.1, 10, 1e-4, false, 0, Vector.of(0.0), 1e-8);

    /** Checks the options. */
    public ReduceLROnPlateau {
        Present.require(ReduceLROnPlateau.class, minLr);
        ArgumentException.require(factor < 1, "ReduceLROnPlateau", "factor", factor, "less than 1");
        ArgumentException.require(patience >= 0 && cooldown >= 0, "ReduceLROnPlateau", "patience, cooldown", patience + ", " + cooldown,
                "0 or more");
        Schedules.requireNumber("ReduceLROnPlateau", "threshold", threshold);
        Schedules.requireNumber("ReduceLROnPlateau", "eps", eps);
    }

    /** With more being better, or less. */
    public ReduceLROnPlateau withMax(boolean more) {
        return new ReduceLROnPlateau(more, factor, patience, threshold, absolute, cooldown, minLr, eps);
    }

    /** With another factor. */
    public ReduceLROnPlateau withFactor(double by) {
        return new ReduceLROnPlateau(max, by, patience, threshold, absolute, cooldown, minLr, eps);
    }

    /** With another patience. */
    public ReduceLROnPlateau withPatience(int steps) {
        return new ReduceLROnPlateau(max, factor, steps, threshold, absolute, cooldown, minLr, eps);
    }

    /** With another threshold. */
    public ReduceLROnPlateau withThreshold(double least, boolean isAbsolute) {
        return new ReduceLROnPlateau(max, factor, patience, least, isAbsolute, cooldown, minLr, eps);
    }

    /** With another cooldown. */
    public ReduceLROnPlateau withCooldown(int steps) {
        return new ReduceLROnPlateau(max, factor, patience, threshold, absolute, steps, minLr, eps);
    }

    /** With another lowest rate. */
    public ReduceLROnPlateau withMinLr(Double... lowest) {
        return new ReduceLROnPlateau(max, factor, patience, threshold, absolute, cooldown, Vector.of(lowest), eps);
    }

    /** With another least change. */
    public ReduceLROnPlateau withEps(double least) {
        return new ReduceLROnPlateau(max, factor, patience, threshold, absolute, cooldown, minLr, least);
    }

    @Override
    public Progress begin(Seq<Rate> rates) {
        return Progress.of(rates).with(max ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, 0.0, 0.0);
    }

    @Override
    public Progress step(Progress at) {
        throw new ArgumentException("ReduceLROnPlateau", "metric", "none", "step(progress, metric)");
    }

    @Override
    public Progress restart(Progress at) {
        return begin(at.rates());
    }

    private boolean isBetter(double metric, double best) {
        double margin = absolute ? threshold : 0;
        double share = absolute ? 0 : threshold;
        return max ? metric > best * (1 + share) + margin : metric < best * (1 - share) - margin;
    }

    @Override
    public Progress step(Progress at, double metric) {
        double best = at.numbers().get(0);
        double bad = at.numbers().get(1);
        double cooling = at.numbers().get(2);
        boolean better = isBetter(metric, best);
        best = better ? metric : best;
        bad = better ? 0 : bad + 1;
        if (cooling > 0) {
            cooling--;
            bad = 0;
        }
        Seq<Rate> rates = at.rates();
        if (bad > patience) {
            int n = rates.size();
            rates = rates.zipWithIndex((r, i) -> {
                double next = Math.max(r.lr() * factor, CyclicLR.each("ReduceLROnPlateau", "minLr", minLr, i, n));
                return r.lr() - next > eps ? r.withLr(next) : r;
            });
            cooling = cooldown;
            bad = 0;
        }
        return at.at(at.epoch() + 1, rates).with(best, bad, cooling);
    }
}
