package org.covector.gradcheck.variation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.Probes;
import org.covector.gradcheck.flat.Subject;

/**
 * Where the gradient jumps, between the given point and others, and points just beside: a formula that puts the border between two
 * of its pieces in a wrong place is wrong in between only, where no random point falls.
 */
final class Borders {
    private static final int GRID = 8;
    private static final int MOST = 3;
    private static final int BISECTIONS = 44;
    private static final int SMOOTH = 5; // bisections after which a difference that is no jump has become small
    private static final double BESIDE = 0x1p-24; // of the element: closer than a border misplaced by a millionth

    private final Subject subject;
    private final Options options;
    private final double[] dy;

    Borders(Subject subject, Options options, RandomGenerator random) {
        this.subject = subject;
        this.options = options;
        this.dy = Probes.vector(subject.origin().length, random);
    }

    /** The gradient of element j jumps between two points of a line, fractions of its length away from its beginning. */
    private record Jump(Line line, int j, double left, double right, double size) {}

    /** From the given point to another. */
    private final class Line {
        private final double[] to;

        Line(double[] to) {
            this.to = to;
        }

        double[] at(double t) {
            double[] x = subject.point().clone();
            for (int j = 0; j < x.length; j++) {
                x[j] = subject.rounded(j, x[j] + t * (to[j] - x[j]));
            }
            return x;
        }

        double[] gradient(double t) {
            return subject.pullback(at(t)).apply(dy);
        }
    }

    /** Points beside jumps of the gradient on the way to another point, to be looked at closely. */
    List<Variant> towards(double[] to) {
        for (int j = 0; j < to.length; j++) {
            if (!options.interval(subject.inputs(j)).contains(to[j])) {
                return List.of();
            }
        }
        List<Variant> all = new ArrayList<>();
        Line line = new Line(to);
        try {
            steepest(line).forEach(jump -> beside(jump, all));
        } catch (RuntimeException outside) {
            return all;
        }
        return all;
    }

    /** For some elements, the part of the line where their gradient differs most, and that where it differs least. */
    private List<Jump> steepest(Line line) {
        double[][] g = new double[GRID + 1][];
        for (int k = 0; k <= GRID; k++) {
            g[k] = line.gradient((double) k / GRID);
        }
        List<Jump> all = new ArrayList<>();
        for (int j = 0; j < subject.point().length; j++) {
            for (int k = 0; k < GRID; k++) {
                double by = Math.abs(g[k + 1][j] - g[k][j]);
                if (by > 0 && by < Double.POSITIVE_INFINITY) {
                    all.add(new Jump(line, j, (double) k / GRID, (k + 1.0) / GRID, by));
                }
            }
        }
        all.sort(Comparator.comparingDouble(Jump::size));
        List<Jump> ends = new ArrayList<>(all.subList(Math.max(0, all.size() - MOST), all.size()));
        ends.addAll(all.subList(0, Math.min(MOST, Math.max(0, all.size() - MOST))));
        return ends;
    }

    /** Where exactly, if it is a jump. */
    private void beside(Jump jump, List<Variant> all) {
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
            if (k >= SMOOTH && !(Math.abs(atRight - atLeft) > jump.size() / 4)) {
                return;
            }
        }
        double speed = Math.abs(jump.line().to[j] - subject.point()[j]) / Math.abs(jump.line().at(left)[j]);
        for (double t : new double[] {left - BESIDE / speed, right + BESIDE / speed}) {
            if (t > 0 && t < 1) {
                double[] x = jump.line().at(t);
                all.add(new Variant(Variation.POINTS, "points beside borders", () -> Subject.tensors(subject.inputs(), x), new int[] {j},
                        Variant.Reach.BORDER));
            }
        }
    }
}
