package org.covector.bench.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.sample.Arguments;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.jspecify.annotations.Nullable;

/** Whether a corrupted rule gives another gradient than the right one, and where: by comparing values at many points. */
final class Difference {
    /** Of the greatest element of the gradient. */
    private static final double ROUNDING = 1e-13;

    private static final int NEIGHBOURS = 64;
    private static final double CLEAR = 3;

    /** How far apart the gradients are. */
    enum Kind {
        /** Equal numbers everywhere. */
        EQUIVALENT,
        /** Other last bits. */
        ROUNDING,
        /** Another derivative. */
        OTHER
    }

    private final List<Point> points = new ArrayList<>();

    private record Point(Rule rule, Sample sample, Tensor[] x, Tensor[] dy, double[][] right) {}

    /** Points of a form, in all styles. */
    Difference(OpInfo op, long form, int count) {
        for (int i = 0; i < count; i++) {
            Sample s = op.sample(new Arguments(form, 7919L * i + form, Arguments.Style.values()[i % Arguments.Style.values().length]));
            Rule rule = new Rule(s);
            Tensor[] x = s.inputs().toArray(Tensor[]::new);
            Random random = new Random(i);
            Tensor[] dy = Arrays.stream(s.values(x)).filter(t -> t.dtype().isFloating()).map(t -> like(t, random)).toArray(Tensor[]::new);
            points.add(new Point(rule, s, x, dy, numbers(rule.gradients(null, x, dy))));
        }
    }

    private static Tensor like(Tensor t, Random random) {
        return Tensor.of(random.doubles(t.size(), 0.5, 2).map(v -> random.nextBoolean() ? v : -v).toArray(), t.shape().dims());
    }

    private static double[][] numbers(Tensor... t) {
        return Arrays.stream(t).map(g -> g.array().toDoubleArray()).toArray(double[][]::new);
    }

    /** The greatest difference at any point. */
    Kind of(Mutant mutant) {
        Kind worst = Kind.EQUIVALENT;
        for (Point p : points) {
            Kind here = at(p, mutant, null);
            worst = here.compareTo(worst) > 0 ? here : worst;
            if (worst == Kind.OTHER) {
                break;
            }
        }
        return worst;
    }

    private static Kind at(Point p, Mutant mutant, @Nullable List<int[]> where) {
        double[][] wrong;
        try {
            wrong = numbers(p.rule.gradients(mutant, p.x, p.dy));
        } catch (RuntimeException broken) {
            return Kind.OTHER;
        }
        Kind worst = Kind.EQUIVALENT;
        for (int k = 0; k < wrong.length; k++) {
            double most = Arrays.stream(p.right[k]).filter(Double::isFinite).map(Math::abs).max().orElse(0);
            for (int i = 0; i < wrong[k].length; i++) {
                double a = p.right[k][i];
                double b = wrong[k][i];
                if (!Double.isFinite(a) || a == b) {
                    continue;
                }
                Kind here = Math.abs(a - b) <= ROUNDING * most ? Kind.ROUNDING : Kind.OTHER;
                worst = here.compareTo(worst) > 0 ? here : worst;
                if (where != null && here == Kind.OTHER) {
                    where.add(new int[] {k, i});
                }
            }
        }
        return worst;
    }

    /** The greatest difference at any point, relative to the greatest element of the right gradient there. */
    double size(Mutant mutant) {
        double most = 0;
        for (Point p : points) {
            double[][] wrong = numbers(p.rule.gradients(mutant, p.x, p.dy));
            for (int k = 0; k < wrong.length; k++) {
                double largest = Arrays.stream(p.right[k]).filter(Double::isFinite).map(Math::abs).max().orElse(0);
                for (int i = 0; i < wrong[k].length && largest > 0; i++) {
                double by = Math.abs(wrong[k][i] - p.right[k][i]) / largest;
                    most = by > most ? by : most;
                }
            }
        }
        return most;
    }

    /**
     * Whether the gradients differ by rounding errors only, larger ones than the right formula's: the difference has one sign at some
     * and another at other points close by.
     */
    boolean isNoise(Mutant mutant) {
        for (Point p : points) {
            List<int[]> where = new ArrayList<>();
            if (at(p, mutant, where) == Kind.OTHER && (where.isEmpty()
                    || !where.stream().allMatch(w -> changesSign(p, mutant, w[0], w[1])))) {
                return false;
            }
        }
        return true;
    }

    private static boolean changesSign(Point p, Mutant mutant, int input, int element) {
        boolean above = false;
        boolean below = false;
        for (int k = 0; k < NEIGHBOURS && !(above && below); k++) {
            Random random = new Random(k);
            Tensor[] x = Arrays.stream(p.x).map(t -> t.dtype().isFloating() ? F.mul(t, F.add(F.mul(like(t, random), 0x1p-12), 1)) : t)
                    .toArray(Tensor[]::new);
            double by = numbers(p.rule.gradients(mutant, x, p.dy))[input][element]
                    - numbers(p.rule.gradients(null, x, p.dy))[input][element];
            above |= by > 0;
            below |= by < 0;
        }
        return above && below;
    }

    /**
     * Whether the gradients differ somewhere where the checker finds the right one proven, that is, not only at kinks and edges, and
     * by more than the error that it states, of the right one or, where it cannot tell for rounding errors, of the other.
     */
    boolean isWhereDifferentiable(Mutant mutant) {
        return seen(mutant).anyMatch(off -> off > CLEAR);
    }

    /** Whether, wherever the right gradient is proven, the other one lies within the stated error of it, and somewhere not on the spot. */
    boolean isWithinError(Mutant mutant) {
        return seen(mutant).anyMatch(_ -> true) && seen(mutant).allMatch(off -> off <= CLEAR);
    }

    /** The differences at proven elements, over the errors that were stated. */
    private DoubleStream seen(Mutant mutant) {
        DoubleStream.Builder all = DoubleStream.builder();
        for (Point p : points) {
            List<int[]> where = new ArrayList<>();
            if (at(p, mutant, where) != Kind.OTHER) {
                continue;
            }
            List<Element> elements = Rule.check(p.sample, Options.DEFAULT.withOrder(1).withVariations()).elements();
            List<Element> open = Rule.check(p.rule.corrupted(mutant), Options.DEFAULT.withOrder(1).withVariations()).elements().stream()
                    .filter(e -> e.verdict() == Verdict.NOISE).toList();
            double[][] wrong = where.isEmpty() ? new double[0][] : numbers(p.rule.gradients(mutant, p.x, p.dy));
            for (int[] w : where) {
                int input = floating(p.x, w[0]);
                double largest = Arrays.stream(p.dy).flatMapToDouble(t -> Arrays.stream(t.array().toDoubleArray())).map(Math::abs).sum();
                double blunt = open.stream().filter(e -> e.input() == input && e.index() == w[1]).mapToDouble(Element::error).max()
                        .orElse(0);
                double by = Math.abs(wrong[w[0]][w[1]] - p.right[w[0]][w[1]]);
                elements.stream().filter(e -> e.input() == input && e.index() == w[1] && e.verdict() == Verdict.PROVEN)
                        .forEach(e -> all.add(Double.isNaN(by) ? Double.POSITIVE_INFINITY
                        : by / (largest * Math.max(e.error(), blunt) + Double.MIN_VALUE)));
            }
        }
        return all.build();
    }

    private static int floating(Tensor[] x, int number) {
        int seen = -1;
        int i = -1;
        while (seen < number) {
            i++;
            seen += x[i].dtype().isFloating() ? 1 : 0;
        }
        return i;
    }
}
