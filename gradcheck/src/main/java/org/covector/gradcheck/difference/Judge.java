package org.covector.gradcheck.difference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * From difference quotients at several step sizes and one analytic value to a verdict. A value is called wrong only if two step
 * sizes that agree with each other, and with all smaller ones, exclude it many times over.
 *
 * @param epsilon relative precision of the values
 * @param resolution relative error a difference quotient must reach to prove something
 */
public record Judge(double epsilon, double resolution) {
    public static Judge of(double epsilon) {
        return new Judge(epsilon, epsilon > Thresholds.SINGLE_PRECISION ? Thresholds.RESOLUTION_SINGLE : Thresholds.RESOLUTION);
    }

    /**
     * What is known besides the quotients.
     *
     * @param analytic value to judge
     * @param scale its size
     * @param rounding error of the analytic value itself
     * @param size of the values beside it: a kink, or a difference that a blunt quotient shows, is compared with these
     * @param valueRounding of the function's values: a quotient by steps of a length cannot be asked to be sharper than that over length
     */
    public record Claim(double analytic, double scale, double rounding, double size, double valueRounding) {
        public Claim(double analytic, double scale, double rounding) {
            this(analytic, scale, rounding, scale, 0);
        }

        /** With other errors of the analytic value and of the function's. */
        public Claim withRounding(double ofAnalytic, double ofValues) {
            return new Claim(analytic, scale, ofAnalytic, size, ofValues);
        }
    }

    /**
     * The error up to which an estimate proves: a fraction of the value's own size, or, of small values beside large ones, what
     * rounding leaves.
     */
    private double tolerance(Claim claim, DerivativeEstimate e) {
        return Math.max(resolution * claim.scale, roundingFloor(claim, e));
    }

    /** The error that rounding leaves, as far as it is small beside the other values. */
    private double roundingFloor(Claim claim, DerivativeEstimate e) {
        return Math.min(claim.valueRounding / e.step() + 2 * claim.rounding, resolution * claim.size);
    }

    /** Whether one estimate alone proves the claim. */
    public boolean proves(Claim claim, DerivativeEstimate e, int i) {
        return e.isKnown(i) && !e.hasJump(i) && Math.abs(claim.analytic - e.value()[i]) <= Thresholds.AGREES * e.error()[i] + claim.rounding
                && e.error()[i] <= tolerance(claim, e);
    }

    /** Whether one estimate proves the claim so sharply that smaller steps are not worth their while. */
    public boolean provesSharply(Claim claim, DerivativeEstimate e, int i) {
        return proves(claim, e, i) && isSharp(claim, e, i);
    }

    /** Whether an estimate is so sharp that smaller steps are not worth their while. */
    public boolean isSharp(Claim claim, DerivativeEstimate e, int i) {
        double enough = claim.analytic == 0 && e.value()[i] == 0 ? tolerance(claim, e) : Thresholds.SHARP * resolution * claim.scale;
        return e.isKnown(i) && e.error()[i] <= enough && e.jumpError()[i] <= Thresholds.SHARP_KINK * claim.size;
    }

    /** The verdict of what one estimate proves. */
    public Element proven(Element at, DerivativeEstimate e, int i) {
        return at.withNumeric(e.value()[i], e.error()[i]).withVerdict(Verdict.PROVEN, "");
    }

    /** The verdict from all estimates of result i. */
    public Element judge(Element at, Claim claim, List<DerivativeEstimate> estimates, int i) {
        List<DerivativeEstimate> known = new ArrayList<>(estimates.stream().filter(e -> e.isKnown(i))
                .sorted(Comparator.comparingDouble(DerivativeEstimate::step))
                .toList());
        if (known.isEmpty()) {
            return at.withNumeric(Double.NaN, Double.POSITIVE_INFINITY).withVerdict(Verdict.OUTSIDE, "no neighbourhood with finite values");
        }
        for (int k = 0; k < known.size(); k++) {
            if (isKink(known, k, i)) {
                return kink(at, claim, known.get(k), i);
            }
        }
        DerivativeEstimate best = best(known, claim, i);
        double n = best.value()[i];
        double error = best.error()[i] + claim.rounding;
        double delta = Math.abs(claim.analytic - n);
        boolean sharp = error <= tolerance(claim, best);
        boolean supported = known.stream().anyMatch(e -> e != best && e.agreesWith(best, i) && !e.isConsistentWith(claim.analytic, i));
        if (delta <= Thresholds.AGREES * error) {
            return sharp ? at.withNumeric(n, error).withVerdict(Verdict.PROVEN, "")
                    : at.withNumeric(n, error).withVerdict(Verdict.NOISE, precision(n, error));
        }
        boolean unbounded = Double.isInfinite(claim.analytic);
        // growth that ends at short steps, the shortest of all among them
        boolean limited = supported && error <= Thresholds.NEARBY_SHARP * Math.abs(n)
                && estimates.stream().noneMatch(e -> e.step() < known.getFirst().step());
        if (unbounded && !limited && isUnbounded(known, i)) {
            return at.withNumeric(n, error).withVerdict(Verdict.OUTSIDE, "the derivative is unbounded here");
        }
        boolean clear = unbounded ? error <= Thresholds.CLEARLY_WRONG * Math.abs(n) : sharp
                || !(delta <= Thresholds.CLEARLY_WRONG * claim.size);
        if (!(delta <= Thresholds.EXCLUDES * error) && supported && clear) {
            return at.withNumeric(n, error).withVerdict(Verdict.WRONG, "");
        }
        boolean slight = delta <= Thresholds.SLIGHT * resolution * claim.scale
                || delta <= Thresholds.EXCLUDES * error && delta <= roundingFloor(claim, best);
        return sharp && slight ? at.withNumeric(n, delta).withVerdict(Verdict.PROVEN, "")
                : at.withNumeric(n, error).withVerdict(Verdict.NOISE, precision(n, error));
    }

    private static boolean isKink(List<DerivativeEstimate> known, int k, int i) {
        DerivativeEstimate e = known.get(k);
        if (!e.hasJump(i)) {
            return false;
        }
        for (int s = 0; s < k; s++) {
            if (!known.get(s).hasSameJumpAs(e, i)) {
                return false;
            }
        }
        return known.stream().anyMatch(other -> other != e && other.hasJump(i) && other.hasSameJumpAs(e, i));
    }

    private static Element kink(Element at, Claim claim, DerivativeEstimate e, int i) {
        double half = e.jump()[i] / 2;
        double left = e.value()[i] - half;
        double right = e.value()[i] + half;
        double slack = Thresholds.EXCLUDES * (e.error()[i] + e.jumpError()[i]) + claim.rounding;
        boolean contained = claim.analytic >= Math.min(left, right) - slack && claim.analytic <= Math.max(left, right) + slack;
        String note = String.format(Locale.ROOT, "left derivative %.6g, right %.6g; the gradient lies %s", left, right, contained
                ? "between them" : "outside");
        return at.withNumeric(e.value()[i], e.error()[i]).withKink(note, contained);
    }

    /**
     * The sharpest estimate that smaller steps do not refute: large steps can seem to converge to nonsense. They refute it if they
     * contradict it and agree with the claim or with each other.
     */
    private static DerivativeEstimate best(List<DerivativeEstimate> known, Claim claim, int i) {
        DerivativeEstimate best = known.getFirst();
        for (int k = 1; k < known.size(); k++) {
            DerivativeEstimate e = known.get(k);
            if (e.error()[i] < best.error()[i] && !isRefuted(e, known.subList(0, k), claim, i)) {
                best = e;
            }
        }
        return best;
    }

    private static boolean isRefuted(DerivativeEstimate e, List<DerivativeEstimate> smaller, Claim claim, int i) {
        List<DerivativeEstimate> against = smaller.stream().filter(s -> s.contradicts(e, i)).toList();
        return against.stream().anyMatch(s -> s.isConsistentWith(claim.analytic, i)
                || against.stream().anyMatch(t -> t != s && t.agreesWith(s, i)));
    }

    private static boolean isUnbounded(List<DerivativeEstimate> known, int i) {
        return known.size() > 1 && Math.abs(known.getFirst().value()[i]) > Thresholds.UNBOUNDED * Math.abs(known.getLast().value()[i]);
    }

    private static String precision(double n, double error) {
        return String.format(Locale.ROOT, "the difference quotient is no sharper than %.1e",
                error / Math.max(Math.abs(n), Double.MIN_NORMAL));
    }
}
