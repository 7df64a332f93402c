package org.covector.gradcheck.element;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.DirectionLine;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Random directions through the point. Each element's share has a random sign and a random size within a factor of 2, and about
 * the same part in the derivative along the direction as every other: large where the gradient is small, as far as the element's
 * own size allows. So along one direction an element's error cannot hide behind a large neighbour, and is lost only if other errors
 * happen to undo it.
 */
public final class RandomDirections {
    private static final int SMALLER = 8;
    private static final int LARGER = 2;

    private final FlatFunction function;
    private final Options options;
    private final OutputProjection projection;
    private final SplittableRandom random;
    private final double[] errorScales; // by element: the size that errors of its derivative are compared with
    private final double[] maxSteps; // by element: its largest part in a direction
    private Option<Direction> last = Option.none();

    /**
     * A random direction.
     *
     * @param elements elements
     * @param u the step of each
     * @param line through the point
     */
    public record Direction(int[] elements, double[] u, Line line) {}

    private RandomDirections(FlatFunction function, Options options, OutputProjection projection, RandomGenerator random,
            double[] errorScales, double[] maxSteps) {
        this.function = function;
        this.options = options;
        this.projection = projection;
        this.random = new SplittableRandom(random.nextLong());
        this.errorScales = errorScales;
        this.maxSteps = maxSteps;
    }

    /** Directions of which each element has about the same part in the derivative. */
    public static RandomDirections of(FlatFunction function, Options options, OutputProjection projection, AnalyticJacobian jacobian,
            ElementChecker checker, RandomGenerator random) {
        int n = function.point().length;
        double[] scale = new double[n];
        double[] maxSteps = new double[n];
        double exponents = 0;
        int counted = 0;
        for (int j = 0; j < n; j++) {
            scale[j] = rootMeanSquare(function, jacobian, projection.count(), j);
            double own = checker.elementScale(j);
            if (scale[j] > 0 && own * scale[j] > Double.MIN_NORMAL && own * scale[j] < Double.POSITIVE_INFINITY) {
                exponents += Math.getExponent(own * scale[j]);
                counted++;
            }
        }
        double typical = Math.scalb(1.0, counted == 0 ? 0 : (int) Math.rint(exponents / counted));
        double size = Arrays.stream(checker.magnitude()).max().orElse(0);
        for (int j = 0; j < n; j++) {
            double own = checker.elementScale(j);
            if (scale[j] == 0) { // no size of its own: what rounding leaves of the value over that of the element
                scale[j] = size > 0 ? Thresholds.ERROR_FLOOR * size / own : 1;
            }
            maxSteps[j] = Math.clamp(typical / scale[j], own / SMALLER, Math.max(own / SMALLER, own * LARGER));
        }
        return new RandomDirections(function, options, projection, random, scale, maxSteps);
    }

    private static double rootMeanSquare(FlatFunction function, AnalyticJacobian jacobian, int rows, int j) {
        double squares = 0;
        double rowSquares = 0;
        int input = function.inputOf(j);
        for (int r = 0; r < rows; r++) {
            double a = jacobian.at(r, j);
            double row = jacobian.rowScale(r, input);
            squares += a * a;
            rowSquares += row * row;
        }
        double own = Math.sqrt(squares / rows);
        return Double.isFinite(own) ? Math.max(own, Thresholds.ERROR_FLOOR * Math.sqrt(rowSquares / rows)) : 0;
    }

    /** The size that errors of the derivative by element j are compared with. */
    double errorScale(int[] group, int k) {
        return errorScales[group[k]];
    }

    /** The largest share of element j in a direction; the smallest is half of it. */
    double maxStep(int[] group, int k) {
        return maxSteps[group[k]];
    }

    /** All elements but some. */
    public static int[] complement(int n, Set<Integer> some) {
        int[] all = new int[n];
        int count = 0;
        for (int j = 0; j < n; j++) {
            if (some.isEmpty() || !some.contains(j)) {
                all[count++] = j;
            }
        }
        return Arrays.copyOf(all, count);
    }

    /** A random direction within a group of elements, in ascending order, and the line along it. */
    public Direction draw(int[] group) {
        double[] u = steps(group);
        Direction direction = new Direction(group, u, DirectionLine.of(function, options, projection, group, u));
        last = Option.of(direction);
        return direction;
    }

    /** The last one drawn, if it is within the same elements, so that values along it are not computed again. */
    public Direction lastOrNew(int[] group) {
        return last.filter(d -> Arrays.equals(d.elements, group)).getOrElse(() -> draw(group));
    }

    private double[] steps(int[] group) {
        double[] u = new double[group.length];
        for (int k = 0; k < u.length; k++) {
            int j = group[k];
            long bits = random.nextLong();
            double size = OutputProjection.halfToOne(bits) * maxSteps[j];
            double grid = ulp(j) * (function.isSinglePrecision() ? 0x1p12 : 0x1p31); // so that fractions of u are added without rounding
            double snapped = grid < Thresholds.GRID_OF_STEP * size && grid > size * 0x1p-52 ? Math.rint(size / grid) * grid : size;
            u[k] = OutputProjection.sign(bits) * snapped;
        }
        return u;
    }

    private double ulp(int j) {
        return function.isSinglePrecision() ? function.ulp(j) : Math.ulp(function.point()[j]);
    }
}
