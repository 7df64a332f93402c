package org.covector.functional.optim.schedule;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Present;
import org.covector.functional.optim.Rate;

/**
 * One schedule after the other: at each milestone the next one begins, from the base rate (MultiplicativeLR from the current one). torch:
 * SequentialLR.
 *
 * {@snippet :
 * Schedule s = SequentialLR.of(Schedules.warmUp(1), new Schedules.ExponentialLR(0.5), 2);
 * Progress at = s.begin(1);
 * double first = at.lr(0); // 0.5
 * double last = s.step(s.step(s.step(at))).lr(0); // 0.5
 * }
 *
 * @param schedules the first one first
 * @param milestones the steps at which the second, third, ... begin
 */
public record SequentialLR(Seq<Schedule> schedules, Seq<Integer> milestones) implements Schedule {
    /** Checks the numbers. */
    public SequentialLR {
        Present.require(SequentialLR.class, schedules, milestones);
        ArgumentException.require(schedules.size() == milestones.size() + 1, "SequentialLR", "milestones", milestones.size() + " for "
                + schedules.size() + " schedules",
                "one less than schedules");
    }

    /** One schedule up to a step, then another. */
    public static SequentialLR of(Schedule first, Schedule next, int milestone) {
        return new SequentialLR(Vector.of(first, next), Vector.of(milestone));
    }

    @Override
    public SequentialLR then(Schedule next, int milestone) {
        return new SequentialLR(schedules.append(next), milestones.append(milestone));
    }

    @Override
    public Progress begin(Seq<Rate> rates) {
        Seq<Double> bases = rates.map(Rate::lr);
        Seq<Progress> parts = Vector.empty();
        for (Schedule s : schedules) {
            Progress p = s.begin(rates);
            bases = s instanceof OneCycleLR || s instanceof CyclicLR && parts.isEmpty() ? p.bases()
                    : bases; // these say what the base rates are
            parts = parts.append(s instanceof Schedule.Simple ? p.withBases(bases) : p);
        }
        return Progress.of(rates).withParts(parts).withRates(parts.head().rates());
    }

    @Override
    public Progress step(Progress at) {
        return step(at, Schedule::step);
    }

    @Override
    public Progress step(Progress at, double metric) {
        return step(at, (s, p) -> s.step(p, metric));
    }

    private Progress step(Progress at, io.vavr.Function2<Schedule, Progress, Progress> f) {
        long epoch = at.epoch() + 1;
        int i = milestones.count(m -> m <= epoch);
        Progress inside = at.parts().get(i).withRates(at.rates());
        boolean begins = i > 0 && milestones.get(i - 1) == epoch;
        Progress p = begins ? schedules.get(i).restart(inside) : f.apply(schedules.get(i), inside);
        return at.withParts(at.parts().update(i, p)).at(epoch, p.rates());
    }

    @Override
    public Progress restart(Progress at) {
        return begin(at.rates().zipWith(at.bases(), Rate::withLr));
    }
}
