package org.covector.gradcheck.variation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Where the gradient jumps, between the given point and others, and points just beside: a formula that puts the breakpoint between
 * two of its pieces at a wrong value is wrong in between only, where no random point falls.
 */
final class Breakpoints {
    private static final int GRID = 8;
    private static final int JUMPS = 3;
    private static final int BISECTIONS = 44;
    private static final int SMOOTH = 5; // bisections after which a difference that is no jump has become small
    private static final double MARGIN = 0x1p-24; // of the element: closer than a breakpoint misplaced by a millionth

    private final FlatFunction function;
    private final Options options;
    private final double[] dy;

    Breakpoints(FlatFunction function, Options options, RandomGenerator random) {
        this.function = function;
        this.options = options;
        this.dy = OutputProjection.randomVector(function.value().length, random);
    }

    /** The gradient of element j jumps between two points of a line, fractions of its length away from its beginning. */
    private record GradientJump(Segment line, int j, double left, double right, double size) {}

    /** From the given point to another. */
    private final class Segment {
        private final double[] to;

        Segment(double[] to) {
            this.to = to;
        }

        double[] at(double t) {
            double[] x = function.point().clone();
            for (int j = 0; j < x.length; j++) {
                x[j] = function.rounded(j, x[j] + t * (to[j] - x[j]));
            }
            return x;
        }

        double[] gradient(double t) {
            return function.pullback(at(t)).apply(dy);
        }
    }

    /** Points beside jumps of the gradient on the way to another point, to be checked closely. */
    List<VariedInput> towards(double[] to) {
        for (int j = 0; j < to.length; j++) {
            if (!options.interval(function.inputOf(j)).contains(to[j])) {
                return List.of();
            }
        }
        List<VariedInput> all = new ArrayList<>();
        Segment line = new Segment(to);
        try {
            largestAndSmallestJumps(line).forEach(jump -> besideJump(jump, all));
        } catch (RuntimeException outside) {
            return all;
        }
        return all;
    }

    /** For some elements, the part of the line where their gradient differs most, and that where it differs least. */
    private List<GradientJump> largestAndSmallestJumps(Segment line) {
        double[][] g = new double[GRID + 1][];
        for (int k = 0; k <= GRID; k++) {
            g[k] = line.gradient((double) k / GRID);
        }
        List<GradientJump> all = new ArrayList<>();
        for (int j = 0; j < function.point().length; j++) {
            for (int k = 0; k < GRID; k++) {
                double by = Math.abs(g[k + 1][j] - g[k][j]);
                if (by > 0 && by < Double.POSITIVE_INFINITY) {
                    all.add(new GradientJump(line, j, (double) k / GRID, (k + 1.0) / GRID, by));
                }
            }
        }
        all.sort(Comparator.comparingDouble(GradientJump::size));
        List<GradientJump> ends = new ArrayList<>(all.subList(Math.max(0, all.size() - JUMPS), all.size()));
        ends.addAll(all.subList(0, Math.min(JUMPS, Math.max(0, all.size() - JUMPS))));
        return ends;
    }

    /** Where exactly, if it is a jump. */
    private void besideJump(GradientJump jump, List<VariedInput> all) {
        int j = jump.j();
        double left = jump.left();
        double right = jump.right();
        double atLeft = jump.line().gradient(left)[j];
        double atRight = jump.line().gradient(right)[j];
        for (int k = 0; k < BISECTIONS; k++) {
            double middle = left + (right - left) / 2;
            double there = jump.line().gradient(middle)[j];
            if (Math.abs(there - atLeft) > Math.abs(there - atRight)) {
                right = middle;
                atRight = there;
            } else {
                left = middle;
                atLeft = there;
            }
            if (k >= SMOOTH && !(Math.abs(atRight - atLeft) > Thresholds.JUMP_LASTS * jump.size())) {
                return;
            }
        }
        double speed = Math.abs(jump.line().to[j] - function.point()[j]) / Math.abs(jump.line().at(left)[j]);
        for (double t : new double[] {left - MARGIN / speed, right + MARGIN / speed}) {
            if (t > 0 && t < 1) {
                double[] x = jump.line().at(t);
                all.add(new VariedInput(Variation.POINTS, "points beside breakpoints", () -> FlatFunction.unflatten(function.inputs(), x),
                        new int[] {j},
                        VariedInput.Reach.BREAKPOINT));
            }
        }
    }
}
