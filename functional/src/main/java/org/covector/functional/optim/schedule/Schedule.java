package org.covector.functional.optim.schedule;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.covector.functional.optim.Rate;

/**
 * Learning rates over time, as a value: {@link #begin} from the optimiser's own, then {@link #step} after each step or epoch.
 *
 * {@snippet :
 * Schedule s = Schedules.warmUp(3).then(new Schedules.ExponentialLR(0.5), 3);
 * Progress at = s.begin(0.1);
 * double first = at.lr(0); // 0.025
 * Optimizer now = Adam.DEFAULT.withRates(s.step(at).rates());
 * double second = now.lr(); // 0.05
 * }
 *
 * <p>{@link Scheduled} is an optimiser that does this by itself. As in torch, most schedules are recursive: they change the current rate,
 * so that several can be {@linkplain ChainedScheduler chained}; those that say so are not, and set it.
 */
public interface Schedule {
    /**
     * The rates before the first step.
     *
     * @param rates of the groups, as the optimiser has them
     */
    Progress begin(Seq<Rate> rates);

    /** The rates after a further step. */
    Progress step(Progress at);

    /** The same for schedules that look at a metric. */
    default Progress step(Progress at, double metric) {
        return step(at);
    }

    /** Step 0 again, from the base rates: what {@link SequentialLR} does at a milestone. */
    Progress restart(Progress at);

    /** {@link #begin} for one group with a learning rate alone. */
    default Progress begin(double lr) {
        return begin(Vector.of(Rate.of(lr)));
    }

    /** This schedule up to step {@code milestone}, then the other one from its beginning. */
    default SequentialLR then(Schedule next, int milestone) {
        return SequentialLR.of(this, next, milestone);
    }

    /** A schedule whose next rate is a function of the step, the current and the base rate. */
    @FunctionalInterface
    interface Simple extends Schedule {
        /**
         * The learning rate at a step.
         *
         * @param epoch steps so far, 0 at the beginning
         * @param current the rate before; at step 0 the base rate
         * @param base the rate that the optimiser began with
         * @param group number of the group
         */
        double lr(long epoch, double current, double base, int group);

        /** The rate where the schedule begins anew at a milestone. */
        default double restart(double current, double base, int group) {
            return lr(0, base, base, group);
        }

        @Override
        default Progress begin(Seq<Rate> rates) {
            Progress p = Progress.of(rates);
            return p.at(0, rates.zipWithIndex((r, i) -> r.withLr(lr(0, r.lr(), p.base(i), i))));
        }

        @Override
        default Progress step(Progress at) {
            long epoch = at.epoch() + 1;
            return at.at(epoch, at.rates().zipWithIndex((r, i) -> r.withLr(lr(epoch, r.lr(), at.base(i), i))));
        }

        @Override
        default Progress restart(Progress at) {
            return at.at(0, at.rates().zipWithIndex((r, i) -> r.withLr(restart(r.lr(), at.base(i), i))));
        }
    }
}
