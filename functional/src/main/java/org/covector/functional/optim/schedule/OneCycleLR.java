package org.covector.functional.optim.schedule;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Present;
import org.covector.functional.optim.Rate;

/**
 * The rate rises from {@code maxLr / divFactor} to maxLr in the first pctStart of all steps, then falls to {@code maxLr / divFactor /
 * finalDivFactor}; the momentum (beta1) goes the other way. With three phases it falls first to the initial rate, in as many steps as it
 * rose, and then on. Not recursive. torch: OneCycleLR. Smith, Topin, "Super-convergence", 2018.
 *
 * {@snippet :
 * Schedule s = OneCycleLR.of(1, 10).withCycleMomentum(false);
 * double lr = s.begin(0.1).lr(0); // 0.04
 * }
 *
 * @param maxLr the highest rate, one or one for each group
 * @param totalSteps steps in all, {@code epochs * stepsPerEpoch}
 * @param pctStart share of the steps in which it rises, by default 0.3
 * @param linear whether linearly, by default by a cosine
 * @param cycleMomentum whether the momentum is set too, by default true
 * @param baseMomentum the lowest momentum, by default 0.85
 * @param maxMomentum the highest momentum, by default 0.95
 * @param divFactor by default 25
 * @param finalDivFactor by default 10000
 * @param threePhase by default false
 */
public record OneCycleLR(
        Seq<Double> maxLr, int totalSteps, double pctStart, boolean linear, boolean cycleMomentum, Seq<Double> baseMomentum,
                Seq<Double> maxMomentum,
        double divFactor, double finalDivFactor, boolean threePhase)
        implements Schedule {
    /** Checks the options. */
    public OneCycleLR {
        Present.require(OneCycleLR.class, maxLr, baseMomentum, maxMomentum);
        ArgumentException.require(totalSteps >= 1, "OneCycleLR", "totalSteps", totalSteps, "1 or more");
        ArgumentException.require(pctStart >= 0 && pctStart <= 1, "OneCycleLR", "pctStart", pctStart, "0 to 1");
        Schedules.requireNumber("OneCycleLR", "divFactor", divFactor);
        Schedules.requireNumber("OneCycleLR", "finalDivFactor", finalDivFactor);
    }

    /** torch's defaults. */
    public static OneCycleLR of(double maxLr, int totalSteps) {
        return new OneCycleLR(Vector.of(maxLr), totalSteps, 0.3, false, true, Vector.of(0.85), Vector.of(0.95), 25, 1e4, false);
    }

    /** With rates for each group. */
    public OneCycleLR withMaxLrs(Seq<Double> max) {
        return new OneCycleLR(max, totalSteps, pctStart, linear, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor,
                threePhase);
    }

    /** With another share of rising steps. */
    public OneCycleLR withPctStart(double share) {
        return new OneCycleLR(maxLr, totalSteps, share, linear, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor,
                threePhase);
    }

    /** Linearly, or by a cosine. */
    public OneCycleLR withLinear(boolean isLinear) {
        return new OneCycleLR(maxLr, totalSteps, pctStart, isLinear, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor,
                threePhase);
    }

    /** With the momentum cycled or not. */
    public OneCycleLR withCycleMomentum(boolean cycled) {
        return new OneCycleLR(maxLr, totalSteps, pctStart, linear, cycled, baseMomentum, maxMomentum, divFactor, finalDivFactor,
                threePhase);
    }

    /** With other bounds of the momentum. */
    public OneCycleLR withMomenta(Seq<Double> base, Seq<Double> max) {
        return new OneCycleLR(maxLr, totalSteps, pctStart, linear, cycleMomentum, base, max, divFactor, finalDivFactor, threePhase);
    }

    /** With other first and last rates. */
    public OneCycleLR withDivFactors(double first, double last) {
        return new OneCycleLR(maxLr, totalSteps, pctStart, linear, cycleMomentum, baseMomentum, maxMomentum, first, last, threePhase);
    }

    /** With three phases or two. */
    public OneCycleLR withThreePhase(boolean three) {
        return new OneCycleLR(maxLr, totalSteps, pctStart, linear, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor,
                three);
    }

    @Override
    public Progress begin(Seq<Rate> rates) {
        ArgumentException.require(!cycleMomentum || rates.forAll(r -> r.momentum().isDefined()), "OneCycleLR", "optimizer",
                "one without momentum",
                "one with momentum or beta1, or cycleMomentum false");
        int n = rates.size();
        return at(Progress.of(rates).withBases(rates.zipWithIndex((_, i) -> CyclicLR.each("OneCycleLR", "maxLr", maxLr, i, n) / divFactor)),
                0);
    }

    @Override
    public Progress step(Progress p) {
        return at(p, p.epoch() + 1);
    }

    @Override
    public Progress restart(Progress p) {
        return at(p, 0);
    }

    private double between(double from, double to, double share) {
        return linear ? from + (to - from) * share : to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }

    /** The value at a step, given those at the ends of the phases. */
    private double phase(long step, double... at) {
        double up = pctStart * totalSteps - 1;
        double[] ends = threePhase ? new double[] {up, 2 * pctStart * totalSteps - 2, totalSteps - 1} : new double[] {up, totalSteps - 1};
        double start = 0;
        for (int i = 0; i < ends.length; i++) {
            if (step <= ends[i] || i == ends.length - 1) {
                return between(at[i], at[i + 1], (step - start) / (ends[i] - start));
            }
            start = ends[i];
        }
        throw new AssertionError("a phase is left out");
    }

    private Progress at(Progress p, long epoch) {
        ArgumentException.require(epoch <= totalSteps, "OneCycleLR", "step", epoch, "at most totalSteps = " + totalSteps);
        int n = p.rates().size();
        return p.at(epoch, p.rates().zipWithIndex((r, i) -> {
            double high = CyclicLR.each("OneCycleLR", "maxLr", maxLr, i, n);
            double first = high / divFactor;
            double last = first / finalDivFactor;
            Rate made = r.withLr(threePhase ? phase(epoch, first, high, first, last) : phase(epoch, first, high, last));
            double most = CyclicLR.each("OneCycleLR", "maxMomentum", maxMomentum, i, n);
            double least = CyclicLR.each("OneCycleLR", "baseMomentum", baseMomentum, i, n);
            return cycleMomentum ? made.withMomentum(phase(epoch, most, least, most, most)) : made;
        }));
    }
}
