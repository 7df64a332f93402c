package org.covector.functional.optim.schedule;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Present;
import org.covector.functional.optim.Rate;

/**
 * The rate goes from baseLr up to maxLr in stepSizeUp steps and back in stepSizeDown, again and again; the momentum the other way. Not
 * recursive. torch: CyclicLR. Smith, "Cyclical learning rates for training neural networks", 2017. As in torch 1.13 an optimiser that has
 * no momentum, only betas, is refused unless cycleMomentum is false.
 *
 * {@snippet :
 * Schedule s = CyclicLR.of(0.1, 0.5).withSteps(2, 2).withCycleMomentum(false);
 * double lr = s.step(s.begin(0.1)).lr(0); // 0.3
 * }
 *
 * @param baseLr the lowest rate, one or one for each group
 * @param maxLr the highest rate, one or one for each group
 * @param stepSizeUp steps up
 * @param stepSizeDown steps down
 * @param mode how the height of a cycle changes
 * @param gamma factor of each step in mode EXP_RANGE
 * @param cycleMomentum whether the momentum is set too
 * @param baseMomentum the lowest momentum, one or one for each group
 * @param maxMomentum the highest momentum, one or one for each group
 */
public record CyclicLR(
        Seq<Double> baseLr, Seq<Double> maxLr, int stepSizeUp, int stepSizeDown, Mode mode, double gamma, boolean cycleMomentum,
        Seq<Double> baseMomentum, Seq<Double> maxMomentum)
        implements Schedule {
    /** How the height of a cycle changes. */
    public enum Mode {
        /** It stays. */
        TRIANGULAR,
        /** Half at each cycle. */
        TRIANGULAR2,
        /** {@code gamma^k} after k steps from the start. */
        EXP_RANGE
    }

    /** Checks the options. */
    public CyclicLR {
        Present.require(CyclicLR.class, baseLr, maxLr, mode, baseMomentum, maxMomentum);
        Schedules.requireNumber("CyclicLR", "gamma", gamma);
        ArgumentException.require(stepSizeUp >= 1, "CyclicLR", "stepSizeUp", stepSizeUp, "1 or more");
        ArgumentException.require(stepSizeDown >= 0, "CyclicLR", "stepSizeDown", stepSizeDown, "0 or more");
    }

    /** torch's defaults: 2000 steps up and down, triangular, the momentum between 0.8 and 0.9. */
    public static CyclicLR of(double baseLr, double maxLr) {
        return new CyclicLR(Vector.of(baseLr), Vector.of(maxLr), 2000, 2000, Mode.TRIANGULAR, 1, true, Vector.of(0.8), Vector.of(0.9));
    }

    /** With other numbers of steps. */
    public CyclicLR withSteps(int up, int down) {
        return new CyclicLR(baseLr, maxLr, up, down, mode, gamma, cycleMomentum, baseMomentum, maxMomentum);
    }

    /** With rates for each group. */
    public CyclicLR withLrs(Seq<Double> base, Seq<Double> max) {
        return new CyclicLR(base, max, stepSizeUp, stepSizeDown, mode, gamma, cycleMomentum, baseMomentum, maxMomentum);
    }

    /** With another mode. */
    public CyclicLR withMode(Mode other, double factor) {
        return new CyclicLR(baseLr, maxLr, stepSizeUp, stepSizeDown, other, factor, cycleMomentum, baseMomentum, maxMomentum);
    }

    /** With the momentum cycled or not. */
    public CyclicLR withCycleMomentum(boolean cycled) {
        return new CyclicLR(baseLr, maxLr, stepSizeUp, stepSizeDown, mode, gamma, cycled, baseMomentum, maxMomentum);
    }

    /** With other bounds of the momentum. */
    public CyclicLR withMomenta(Seq<Double> base, Seq<Double> max) {
        return new CyclicLR(baseLr, maxLr, stepSizeUp, stepSizeDown, mode, gamma, cycleMomentum, base, max);
    }

    static double each(String schedule, String argument, Seq<Double> all, int group, int groups) {
        ArgumentException.require(all.size() == 1 || all.size() == groups, schedule, argument, all.size(), "one, or one for each of the "
                + groups + " groups");
        return all.size() == 1 ? all.head() : all.get(group);
    }

    @Override
    public Progress begin(Seq<Rate> rates) {
        ArgumentException.require(!cycleMomentum || rates.forAll(r -> r.momentum().isDefined() && !r.isBeta()), "CyclicLR", "optimizer",
                "one without momentum",
                "one with momentum, or cycleMomentum false");
        int n = rates.size();
        Seq<Double> low = rates.zipWithIndex((_, i) -> each("CyclicLR", "baseLr", baseLr, i, n));
        return at(Progress.of(rates).withBases(low), 0);
    }

    @Override
    public Progress step(Progress p) {
        return at(p, p.epoch() + 1);
    }

    @Override
    public Progress restart(Progress p) {
        return at(p, 0);
    }

    private Progress at(Progress p, long epoch) {
        double total = stepSizeUp + stepSizeDown;
        double ratio = stepSizeUp / total;
        double cycle = Math.floor(1 + epoch / total);
        double x = 1 + epoch / total - cycle;
        double height = x <= ratio ? x / ratio : (x - 1) / (ratio - 1);
        double factor = switch (mode) {
            case TRIANGULAR -> 1;
            case TRIANGULAR2 -> 1 / Math.pow(2, cycle - 1);
            case EXP_RANGE -> Math.pow(gamma, epoch);
        };
        int n = p.rates().size();
        return p.at(epoch, p.rates().zipWithIndex((r, i) -> {
            double low = each("CyclicLR", "baseLr", baseLr, i, n);
            Rate made = r.withLr(low + (each("CyclicLR", "maxLr", maxLr, i, n) - low) * height * factor);
            double high = each("CyclicLR", "maxMomentum", maxMomentum, i, n);
            return cycleMomentum ? made.withMomentum(high - (high - each("CyclicLR", "baseMomentum", baseMomentum, i,
                    n)) * height * factor) : made;
        }));
    }
}
