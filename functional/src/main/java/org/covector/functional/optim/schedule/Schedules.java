package org.covector.functional.optim.schedule;

import io.vavr.Function1;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Present;
import org.covector.functional.optim.schedule.Schedule.Simple;

/**
 * torch's schedules that are functions of the step: torch.optim.lr_scheduler.
 *
 * {@snippet :
 * Schedule s = new Schedules.ExponentialLR(0.5);
 * Progress at = s.begin(SGD.DEFAULT.withLr(1).rates());
 * double next = s.step(s.step(at)).rates().head().lr(); // 0.25
 * }
 */
public final class Schedules {
    private Schedules() {}

    /** {@code lr = base}. */
    public static Schedule constant() {
        return new ConstantLR(1, 0);
    }

    /** {@code lr = base (k + 1) / (steps + 1)} while k is less than {@code steps}: a linear warm-up that does not begin at 0. */
    public static LinearLR warmUp(int steps) {
        return new LinearLR(1.0 / (steps + 1), 1, steps);
    }

    /** {@code lr = base f(k)}; not recursive. torch: LambdaLR. */
    public record LambdaLR(Seq<Function1<Long, Double>> factors) implements Simple {
        /** Refuses null. */
        public LambdaLR {
            Present.require(LambdaLR.class, factors);
        }

        /** One function for all groups. */
        public static LambdaLR of(Function1<Long, Double> factor) {
            return new LambdaLR(Vector.of(factor));
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            return base * each("LambdaLR", factors, group).apply(epoch);
        }
    }

    /** {@code lr = lr f(k)} for k from 1 on. torch: MultiplicativeLR. */
    public record MultiplicativeLR(Seq<Function1<Long, Double>> factors) implements Simple {
        /** Refuses null. */
        public MultiplicativeLR {
            Present.require(MultiplicativeLR.class, factors);
        }

        /** One function for all groups. */
        public static MultiplicativeLR of(Function1<Long, Double> factor) {
            return new MultiplicativeLR(Vector.of(factor));
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            return epoch == 0 ? current : current * each("MultiplicativeLR", factors, group).apply(epoch);
        }

        @Override
        public double restart(double current, double base, int group) {
            return current;
        }
    }

    private static <T> T each(String schedule, Seq<T> all, int group) {
        ArgumentException.require(all.size() == 1 || group < all.size(), schedule, "functions", all.size(), "one, or one for each group");
        return all.size() == 1 ? all.head() : all.get(group);
    }

    /**
     * {@code lr = gamma lr} every {@code stepSize} steps. torch: StepLR.
     *
     * @param stepSize steps between two changes
     * @param gamma factor, by default 0.1
     */
    public record StepLR(int stepSize, double gamma) implements Simple {
        /** Checks the options. */
        public StepLR {
            ArgumentException.require(stepSize >= 1, "StepLR", "stepSize", stepSize, "1 or more");
            requireNumber("StepLR", "gamma", gamma);
        }

        /** A tenth each time. */
        public StepLR(int stepSize) {
            this(stepSize, 0.1);
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            return epoch == 0 || epoch % stepSize != 0 ? current : current * gamma;
        }
    }

    /**
     * {@code lr = gamma lr} at each milestone, twice at one that is there twice. torch: MultiStepLR.
     *
     * @param milestones numbers of steps, in any order
     * @param gamma factor, by default 0.1
     */
    public record MultiStepLR(Seq<Integer> milestones, double gamma) implements Simple {
        /** Checks the options. */
        public MultiStepLR {
            Present.require(MultiStepLR.class, milestones);
            requireNumber("MultiStepLR", "gamma", gamma);
        }

        /** A tenth each time. */
        public MultiStepLR(Seq<Integer> milestones) {
            this(milestones, 0.1);
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            return current * Math.pow(gamma, milestones.count(m -> m == epoch));
        }

        @Override
        public double restart(double current, double base, int group) {
            return base * Math.pow(gamma, milestones.count(m -> m <= 0));
        }
    }

    /**
     * {@code lr = factor base} for {@code totalIters} steps. torch: ConstantLR.
     *
     * @param factor 0 to 1, by default 1/3
     * @param totalIters by default 5
     */
    public record ConstantLR(double factor, int totalIters) implements Simple {
        /** torch's defaults. */
        public static final ConstantLR DEFAULT = new ConstantLR(1.0 / 3, 5);

        /** Checks the options. */
        public ConstantLR {
            ArgumentException.require(factor >= 0 && factor <= 1, "ConstantLR", "factor", factor, "0 to 1");
            ArgumentException.require(totalIters >= 0, "ConstantLR", "totalIters", totalIters, "0 or more");
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            return epoch == 0 ? current * factor : epoch == totalIters ? current / factor : current;
        }

        @Override
        public double restart(double current, double base, int group) {
            return base * (totalIters <= 0 ? 1 : factor);
        }
    }

    /**
     * {@code lr = base (startFactor + (endFactor - startFactor) min(k, totalIters) / totalIters)}. torch: LinearLR.
     *
     * @param startFactor more than 0, at most 1; by default 1/3
     * @param endFactor 0 to 1; by default 1
     * @param totalIters by default 5
     */
    public record LinearLR(double startFactor, double endFactor, int totalIters) implements Simple {
        /** torch's defaults. */
        public static final LinearLR DEFAULT = new LinearLR(1.0 / 3, 1, 5);

        /** Checks the options. */
        public LinearLR {
            ArgumentException.require(startFactor > 0 && startFactor <= 1, "LinearLR", "startFactor", startFactor,
                    "more than 0 and at most 1");
            ArgumentException.require(endFactor >= 0 && endFactor <= 1, "LinearLR", "endFactor", endFactor, "0 to 1");
            ArgumentException.require(totalIters >= 0, "LinearLR", "totalIters", totalIters, "0 or more");
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            if (epoch == 0) {
                return current * startFactor;
            }
            double slope = endFactor - startFactor;
            return epoch > totalIters ? current : current * (1 + slope / (totalIters * startFactor + (epoch - 1) * slope));
        }
    }

    /** {@code lr = gamma lr}. torch: ExponentialLR. */
    public record ExponentialLR(double gamma) implements Simple {
        /** Checks the options. */
        public ExponentialLR {
            requireNumber("ExponentialLR", "gamma", gamma);
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            return epoch == 0 ? current : current * gamma;
        }
    }

    /**
     * {@code lr = base (1 - min(k, totalIters) / totalIters)^power}. torch: PolynomialLR.
     *
     * @param totalIters by default 5
     * @param power by default 1
     */
    public record PolynomialLR(int totalIters, double power) implements Simple {
        /** torch's defaults. */
        public static final PolynomialLR DEFAULT = new PolynomialLR(5, 1);

        /** Checks the options. */
        public PolynomialLR {
            ArgumentException.require(totalIters >= 0, "PolynomialLR", "totalIters", totalIters, "0 or more");
            requireNumber("PolynomialLR", "power", power);
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            return epoch == 0 || epoch > totalIters ? current
                    : current * Math.pow((1 - (double) epoch / totalIters) / (1 - (double) (epoch - 1) / totalIters), power);
        }
    }

    /**
     * {@code lr = etaMin + (base - etaMin) (1 + cos(pi k / tMax)) / 2}; it rises again after tMax. torch: CosineAnnealingLR.
     *
     * @param tMax steps down
     * @param etaMin the lowest rate, by default 0
     */
    public record CosineAnnealingLR(int tMax, double etaMin) implements Simple {
        /** Checks the options. */
        public CosineAnnealingLR {
            ArgumentException.require(tMax >= 1, "CosineAnnealingLR", "tMax", tMax, "1 or more");
            requireNumber("CosineAnnealingLR", "etaMin", etaMin);
        }

        /** Down to 0. */
        public CosineAnnealingLR(int tMax) {
            this(tMax, 0);
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            if (epoch == 0) {
                return current;
            }
            if ((epoch - 1 - tMax) % (2L * tMax) == 0) {
                return current + (base - etaMin) * (1 - Math.cos(Math.PI / tMax)) / 2;
            }
            return (1 + Math.cos(Math.PI * epoch / tMax)) / (1 + Math.cos(Math.PI * (epoch - 1) / tMax)) * (current - etaMin) + etaMin;
        }
    }

    /**
     * {@code lr = etaMin + (base - etaMin) (1 + cos(pi t / T)) / 2}, t steps after the last restart; the first period T is t0, each further
     * one tMult times as long. Not recursive. torch: CosineAnnealingWarmRestarts. Loshchilov, Hutter, "SGDR", 2017.
     *
     * @param t0 the first period
     * @param tMult by default 1
     * @param etaMin the lowest rate, by default 0
     */
    public record CosineAnnealingWarmRestarts(int t0, int tMult, double etaMin) implements Simple {
        /** Checks the options. */
        public CosineAnnealingWarmRestarts {
            ArgumentException.require(t0 >= 1, "CosineAnnealingWarmRestarts", "t0", t0, "1 or more");
            ArgumentException.require(tMult >= 1, "CosineAnnealingWarmRestarts", "tMult", tMult, "1 or more");
            requireNumber("CosineAnnealingWarmRestarts", "etaMin", etaMin);
        }

        /** Periods of equal length, down to 0. */
        public CosineAnnealingWarmRestarts(int t0) {
            this(t0, 1, 0);
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            long period = t0;
            long t = epoch;
            if (tMult == 1) {
                t = epoch % t0;
            }
            while (t >= period) {
                t -= period;
                period *= tMult;
            }
            return etaMin + (base - etaMin) * (1 + Math.cos(Math.PI * t / period)) / 2;
        }
    }

    /**
     * {@code lr = a swaLr + (1 - a) lr0}, a rising from 0 to 1 over {@code annealEpochs} steps, by a cosine or linearly: towards the rate
     * of stochastic weight averaging. torch: torch.optim.swa_utils.SWALR.
     *
     * @param swaLr where to
     * @param annealEpochs by default 10
     * @param linear whether linearly, by default by a cosine
     */
    public record SWALR(double swaLr, int annealEpochs, boolean linear) implements Simple {
        /** Checks the options. */
        public SWALR {
            ArgumentException.require(annealEpochs >= 0, "SWALR", "annealEpochs", annealEpochs, "0 or more");
            requireNumber("SWALR", "swaLr", swaLr);
        }

        /** Ten steps by a cosine. */
        public SWALR(double swaLr) {
            this(swaLr, 10, false);
        }

        private double share(double step) {
            double t = Math.clamp(step / Math.max(1, annealEpochs), 0, 1);
            return linear ? t : (1 - Math.cos(Math.PI * t)) / 2;
        }

        @Override
        public double lr(long epoch, double current, double base, int group) {
            double step = annealEpochs == 0 ? Math.max(1, epoch) : epoch;
            double before = share(step - 1);
            double start = before == 1 ? swaLr : (current - before * swaLr) / (1 - before);
            double a = share(step);
            return swaLr * a + start * (1 - a);
        }
    }

    static void requireNumber(String schedule, String argument, double value) {
        ArgumentException.require(!Double.isNaN(value), schedule, argument, value, "a number");
    }
}
