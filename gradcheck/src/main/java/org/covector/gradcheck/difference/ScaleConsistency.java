package org.covector.gradcheck.difference;

import java.util.Arrays;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Whether a derivative found by differences holds at every smaller distance too. A staircase of values (rounding inside, integer
 * parts of large numbers), a sawtooth finer than the steps and a jump all look like a slope from afar; close by they do not.
 */
public final class ScaleConsistency {
    private static final int SMALLEST = -52;
    private static final int LARGEST = -8;
    private static final int FARTHEST = 0; // where a change is lost in the rounding of a large value at all smaller distances
    private static final int HIGHEST = 64;
    private static final int AGREEING_SCALES = 3;
    private static final int DENYING_SCALES = 2;
    private static final int DENYING_LARGEST = -1; // of the element itself: no further than half way to 0
    private static final int PLATEAUS = 32;

    private final FlatFunction function;
    private final Line line;
    private final int result;
    private final int j;
    private final double size;
    private final double value;
    private final double magnitude;
    private final double roundingError;

    /**
     * A result close to the point.
     *
     * @param line through the point
     * @param result number of it on the line
     * @param value the result at the point
     * @param magnitude of the numbers that the result is a sum of
     * @param roundingError the result's rounding error
     */
    public record ResultAlongElement(Line line, int result, double value, double magnitude, double roundingError) {}

    /** Of a result along the line of element j, whose own size, or that of its steps, is {@code size}. */
    public ScaleConsistency(FlatFunction function, ResultAlongElement y, int j, double size) {
        this.function = function;
        this.line = y.line;
        this.result = y.result;
        this.j = j;
        this.size = size;
        this.value = y.value;
        this.magnitude = Math.max(y.magnitude, Math.abs(value));
        this.roundingError = y.roundingError;
    }

    /** Whether the numeric derivative that speaks against an analytic one is a derivative at all. */
    public boolean supports(double numeric, double analytic) {
        if (!Double.isFinite(numeric) || underflows(numeric, analytic)) {
            return false;
        }
        return !isRounding(numeric, analytic) && isSlopeAtAllScales(numeric, analytic) && !isQuantized(numeric, analytic)
                && !isPiecewiseConstant(numeric) && !isDeniedCloseBy(numeric, analytic);
    }

    /**
     * A difference that a rounding of the element by its last bit, somewhere inside, explains: steps may have to be smaller than 1
     * however large the element is (a sine far out).
     */
    private boolean isRounding(double numeric, double analytic) {
        double steeper = Double.isFinite(analytic) ? Math.max(Math.abs(numeric), Math.abs(analytic)) : Math.abs(numeric);
        double noise = Thresholds.ROUNDED_ELEMENT * function.epsilon() * (magnitude + Math.abs(function.point()[j]) * steeper);
        return Math.abs(analytic - numeric) <= Thresholds.ROUNDED_STEP * noise / Math.min(size, 1);
    }

    /** Changes of the value that are too small for numbers, or for numbers made of inputs like these. */
    private boolean underflows(double numeric, double analytic) {
        double largest = Arrays.stream(function.point()).map(Math::abs).max().orElse(0);
        if (isZeroBeside(numeric, analytic) && Math.abs(analytic) * size <= Thresholds.LOST_BESIDE_INPUTS * function.epsilon() * largest) {
            return true;
        }
        double steepest = Double.isFinite(analytic) ? Math.max(Math.abs(numeric), Math.abs(analytic)) : Math.abs(numeric);
        return steepest > 0 && steepest * Math.scalb(size, LARGEST) < Thresholds.VANISHING;
    }

    /** Whether a numeric derivative is 0 but for rounding: then values follow it as closely as the other one is large. */
    private boolean isZeroBeside(double numeric, double analytic) {
        double least = Math.min(Math.abs(analytic), magnitude / size);
        return Double.isFinite(analytic) && Math.abs(numeric) <= Thresholds.ZERO_SLOPE * least;
    }

    private boolean isSlopeAtAllScales(double numeric, double analytic) {
        double slope = isZeroBeside(numeric, analytic) ? Math.abs(analytic) : Math.abs(numeric);
        int seen = 0;
        for (int s = SMALLEST; (s <= LARGEST || seen == 0 && s <= FARTHEST) && seen < AGREEING_SCALES; s += 2) {
            double up = line.representableStep(Math.scalb(size, s));
            double down = -line.representableStep(-Math.scalb(size, s));
            if (!(up > 0 && down > 0)) {
                continue;
            }
            double right = at(up);
            double left = at(-down);
            double largest = Math.max(magnitude, Math.max(Math.abs(right), Math.abs(left)));
            double noise = Math.max(Thresholds.SCALE_SCATTER * roundingError, Thresholds.SCALE_ROUNDING * function.epsilon() * largest);
            double change = right - left;
            double expected = numeric * (up + down);
            if (Math.max(Math.abs(change), slope * (up + down)) <= Thresholds.SCALE_VISIBLE * noise) {
                seen += slope == 0 ? 1 : 0; // no number against no change at all
                continue;
            }
            // nor where a value is no number
            if (!(Math.abs(change - expected) <= Thresholds.SCALE_SLOPE * slope * (up + down) + noise)) {
                return false;
            }
            seen++;
        }
        return seen > 0;
    }

    /**
     * Whether the smallest distances at which the two derivatives can be told apart are for the analytic one, to one side at least: low
     * stairs on a slope, which only steps over many of them see as a part of it.
     */
    private boolean isDeniedCloseBy(double numeric, double analytic) {
        double apart = Math.abs(numeric - analytic);
        double noise = Math.max(Thresholds.SCALE_SCATTER * roundingError,
                Thresholds.ROUNDING_CLOSE_BY * function.epsilon() * magnitude / OutputProjection.MARGIN);
        int denied = 0;
        for (int s = SMALLEST; s <= DENYING_LARGEST && apart < Double.POSITIVE_INFINITY; s++) {
            double up = line.representableStep(Math.scalb(size, s));
            double down = -line.representableStep(-Math.scalb(size, s));
            if (!(up > 0 && down > 0) || noise > Thresholds.TELLS_APART * apart * Math.min(up, down)) {
                continue;
            }
            boolean agrees = Math.abs((at(up) - value) / up - analytic) <= Thresholds.SCALE_SLOPE * apart
                    || Math.abs((value - at(-down)) / down - analytic) <= Thresholds.SCALE_SLOPE * apart;
            if (!agrees) {
                return false;
            }
            if (++denied == DENYING_SCALES) {
                return true;
            }
        }
        return denied > 0; // one is enough where the others are rounding
    }

    /** Values that do not change at all near by, and further away, to both sides, do as the analytic derivative says. */
    private boolean isQuantized(double numeric, double analytic) {
        if (numeric != 0 || !Double.isFinite(analytic)) {
            return false;
        }
        for (int s = LARGEST; s <= HIGHEST; s += 2) {
            double step = Math.scalb(size, s);
            double right = at(step);
            double left = at(-step);
            if (right != value && left != value) {
                double far = Thresholds.QUANTIZED_FAR * step;
                return isFlat(far) && isFlat(-far) && follows(at(far) - value, analytic * far) && follows(value - at(-far), analytic * far);
            }
        }
        return false;
    }

    /**
     * Values that are bit for bit the same at most neighbouring points so far apart that, with the numeric derivative, they would
     * differ by several units in the last place: plateaus that are too narrow for steps of the usual lengths. Closer points may be
     * the same by rounding alone, and have to rise by more than that where they rise.
     */
    private boolean isPiecewiseConstant(double numeric) {
        double unit = Math.ulp(magnitude / OutputProjection.MARGIN);
        return isMostlyConstant(Thresholds.PLATEAU_ROUNDING * function.epsilon() * magnitude / Math.abs(numeric), 0)
                || isMostlyConstant(Thresholds.PLATEAU_ULPS * unit / Math.abs(numeric), Thresholds.PLATEAU_RISE * unit);
    }

    /** Whether most of the values a plateau apart are the same, and no two differ by less than a rise. */
    private boolean isMostlyConstant(double width, double rise) {
        double spacing = function.ulp(j);
        double plateau = spacing * Math.max(1, Math.ceil(width / spacing));
        if (!(plateau * PLATEAUS < Math.scalb(size, LARGEST))) {
            return false;
        }
        int same = 0;
        double before = at(-PLATEAUS / 2 * plateau);
        for (int k = 1; k <= PLATEAUS; k++) {
            double next = at((k - PLATEAUS / 2) * plateau);
            if (next == before) {
                same++;
            } else if (!(Math.abs(next - before) >= rise)) {
                return false;
            }
            before = next;
        }
        return same > PLATEAUS / 2;
    }

    /** Coarse values stay what they are for a while everywhere; a function that is constant here, and only here, is not coarse. */
    private boolean isFlat(double t) {
        return at(t) == at(t * (1 + Thresholds.FLAT));
    }

    private static boolean follows(double change, double expected) {
        return change / expected > 1 / Thresholds.QUANTIZED_SLOPE && change / expected < Thresholds.QUANTIZED_SLOPE;
    }

    private double at(double t) {
        return line.at(t)[result];
    }
}
