package org.covector.gradcheck.difference;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * A jump of the value itself, as that of floor at an integer: what a value differs by does not fall with the distance.
 *
 * @param left the value's limit from the left, less the value
 * @param right the value's limit from the right, less the value
 * @param leftSlope the derivative on the left of the jump
 * @param rightSlope the derivative on the right of the jump
 * @param error of the slopes
 */
public record Discontinuity(double left, double right, double leftSlope, double rightSlope, double error) {
    private static final int[] DISTANCES = {-20, -26, -32, -38};
    private static final int[] SINGLE = {-10, -12, -14, -16};
    private static final int FAR = 12; // power of two: the slopes beside a jump are taken within that part of the size
    private static final int FAR_SINGLE = 5;
    private static final int SLOPES = 3; // points on each side for them
    private static final double CLOSER = 0x1p-6; // distances fall faster and faster: an element that is 0 has neighbours at 1e-300
    private static final double LEAST_CLOSER = 0x1p-200;

    /** Values close to the origin of a line, on both sides. */
    public static final class OneSidedLimits {
        private final Line line;
        private final double[] origin;
        private final double nearest;
        private final double farthest;
        private final double[][] left; // at distances from the farthest to the nearest
        private final double[][] right;
        private final double[][] nearby; // at -farthest, -farthest/2, -farthest/4 and the same to the right

        private OneSidedLimits(Line line, double[] origin, double farthest, double... distances) {
            this.line = line;
            this.origin = origin;
            this.farthest = farthest;
            this.nearest = distances[distances.length - 1];
            this.left = Arrays.stream(distances).mapToObj(t -> line.at(-t)).toArray(double[][]::new);
            this.right = Arrays.stream(distances).mapToObj(line::at).toArray(double[][]::new);
            this.nearby = IntStream.range(0, 2 * SLOPES).mapToObj(k -> line.at((k < SLOPES ? -farthest : farthest) / (1 << k % SLOPES)))
                    .toArray(double[][]::new);
        }

        /** Those along a line whose steps are fractions of a size. */
        public static OneSidedLimits of(Line line, double[] origin, double size, double epsilon) {
            boolean single = epsilon > Thresholds.SINGLE_PRECISION;
            int exponent = Math.getExponent(size);
            return new OneSidedLimits(line, origin, Math.scalb(1.0, exponent - (single ? FAR_SINGLE : FAR)),
                    Arrays.stream(single ? SINGLE : DISTANCES).mapToDouble(s -> Math.scalb(1.0, exponent + s)).toArray());
        }

        /** The jump of result r, if there is one larger than the values' noise. */
        public Option<Discontinuity> jump(int r, double noise) {
            if (!(isSameAtAllDistances(left, r, noise) && persists(-1, r)) && !(isSameAtAllDistances(right, r, noise) && persists(1, r))) {
                return Option.none();
            }
            double[] slopes = new double[4]; // two on each side, from points that do not touch the jump
            for (int k = 0; k < 4; k++) {
                int outer = k < 2 ? k : k + 1;
                double span = (k < 2 ? -farthest : farthest) / (1 << k % 2 + 1);
                slopes[k] = (nearby[outer][r] - nearby[outer + 1][r]) / span;
            }
            double error = Math.max(Math.abs(slopes[1] - slopes[0]), Math.abs(slopes[3] - slopes[2]))
                    + Thresholds.JUMP_SLOPE_NOISE * noise / farthest;
            return Option.of(new Discontinuity(left[3][r] - origin[r], right[3][r] - origin[r], slopes[1], slopes[3], error));
        }

        /** Whether a difference is there down to the smallest distance there is: else it is a steep slope. */
        private boolean persists(int sign, int r) {
            double least = Thresholds.JUMP_FALLEN * Math.abs((sign < 0 ? left : right)[DISTANCES.length - 1][r] - origin[r]);
            double closer = 1;
            for (double t = nearest; t > 0 && line.representableStep(sign * t) != 0; t *= closer) {
                double difference = Math.abs(line.at(sign * t)[r] - origin[r]);
                if (difference < least) {
                    return false;
                }
                closer = Math.max(closer * CLOSER, LEAST_CLOSER);
            }
            return true;
        }

        /** Whether a difference is there, and at every distance about the same. */
        private boolean isSameAtAllDistances(double[][] values, int r, double noise) {
            double last = values[values.length - 1][r] - origin[r];
            if (!Double.isFinite(last) || Math.abs(last) <= noise) {
                return false;
            }
            for (double[] v : values) {
                if (!(Math.abs(v[r] - origin[r] - last) <= Thresholds.JUMP_STAYS * Math.abs(last) + noise)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The verdict: wrong only if both sides of the jump have one derivative and the gradient is another. */
    public Element judge(Element at, Judge.Claim claim) {
        double slack = Thresholds.EXCLUDES * error + claim.rounding() + Thresholds.JUMP_SLOPE * claim.scale();
        boolean sidesDiffer = !(Math.abs(leftSlope - rightSlope) <= slack);
        boolean contained = !Double.isFinite(error) || sidesDiffer
                || claim.analytic() >= Math.min(leftSlope, rightSlope) - slack
                && claim.analytic() <= Math.max(leftSlope, rightSlope) + slack;
        String note = String.format(Locale.ROOT,
                "the value jumps: by %.6g from the left, by %.6g to the right; derivatives beside it %.6g and %.6g; the gradient lies %s",
                0 - left, right, leftSlope + 0.0, rightSlope + 0.0, sidesDiffer ? "where nothing can judge it" : contained ? "between them"
                        : "outside");
        return at.withNumeric(Double.NaN, Double.POSITIVE_INFINITY).withKink(note, contained);
    }
}
