package org.covector.functional.optim.schedule;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.covector.functional.core.Present;
import org.covector.functional.optim.Rate;

/**
 * Several schedules at once, each changing the rate that the one before it left. torch: ChainedScheduler.
 *
 * {@snippet :
 * Schedule s = ChainedScheduler.of(new Schedules.ExponentialLR(0.5), new Schedules.ExponentialLR(0.1));
 * double lr = s.step(s.begin(1)).lr(0); // 0.05
 * }
 */
public record ChainedScheduler(Seq<Schedule> schedules) implements Schedule {
    /** Refuses null. */
    public ChainedScheduler {
        Present.require(ChainedScheduler.class, schedules);
    }

    /** The first one first. */
    public static ChainedScheduler of(Schedule... schedules) {
        return new ChainedScheduler(Vector.of(schedules));
    }

    @Override
    public Progress begin(Seq<Rate> rates) {
        Progress all = Progress.of(rates);
        Seq<Progress> parts = Vector.empty();
        Seq<Rate> now = rates;
        Seq<Double> bases = all.bases();
        for (Schedule s : schedules) {
            Progress p = s.begin(now);
            boolean sets = s instanceof OneCycleLR || s instanceof CyclicLR && parts.isEmpty(); // these say what the base rates are
            bases = sets ? p.bases() : bases;
            parts = parts.append(sets ? p : rebased(s, now, bases));
            now = parts.last().rates();
        }
        return all.withParts(parts).withRates(now);
    }

    /** A schedule that begins with the current rates, while its base rates are others. */
    static Progress rebased(Schedule s, Seq<Rate> now, Seq<Double> bases) {
        if (s instanceof Schedule.Simple simple) {
            return Progress.of(now).withBases(bases).at(0, now.zipWithIndex((r, i) -> r.withLr(simple.lr(0, r.lr(), bases.get(i), i))));
        }
        return s.begin(now);
    }

    @Override
    public Progress step(Progress at) {
        return each(at, Schedule::step);
    }

    @Override
    public Progress step(Progress at, double metric) {
        return each(at, (s, p) -> s.step(p, metric));
    }

    @Override
    public Progress restart(Progress at) {
        Progress made = each(at, Schedule::restart);
        return made.at(0, made.rates());
    }

    private Progress each(Progress at, io.vavr.Function2<Schedule, Progress, Progress> f) {
        Seq<Progress> parts = Vector.empty();
        Seq<Rate> now = at.rates();
        for (int i = 0; i < schedules.size(); i++) {
            Progress p = f.apply(schedules.get(i), at.parts().get(i).withRates(now));
            parts = parts.append(p);
            now = p.rates();
        }
        return at.withParts(parts).at(at.epoch() + 1, now);
    }
}
