package org.covector.gradcheck.diagnosis;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.Shape;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * What the wrong elements of an input have in common, where the others are right: masked, repeated, at a border, of a range.
 *
 * @param pair analytic and numeric Jacobian
 * @param shape of the input
 * @param x its elements
 * @param indexed whether there is an input of indices
 */
record PatternHypotheses(JacobianPair pair, Shape shape, double[] x, boolean indexed) {
    private static final int SMALLEST_TRIANGLE = 3; // rows of a matrix
    private static final int FEWEST = 5; // positions of an axis from which on an end is no accident

    /** At most one hypothesis on the pattern of zeros, and one on the place or the size of the elements. */
    List<Cause> explain() {
        Option<Cause> zeros = invertedMask().orElse(this::otherTriangle).orElse(this::exchangedFactors).orElse(this::overwrittenDuplicates)
                .orElse(this::averagedDuplicates).orElse(this::maskTooSmall).orElse(this::missingMask)
                .orElse(this::missingMaskOfResults).orElse(this::slice);
        Option<Cause> common = boundaries().orElse(this::commonProperty);
        return Stream.concat(zeros.toJavaStream(), common.toJavaStream()).toList();
    }

    private int[] wrong() {
        return IntStream.range(0, pair.columns()).filter(j -> !pair.isColumnRight(j)).toArray();
    }

    private boolean dependsOn(int j) {
        return Arrays.stream(pair.numeric()).anyMatch(row -> !pair.isNegligible(row[j]));
    }

    /** 0 where there is a gradient, and a gradient where there is none. */
    private Option<Cause> invertedMask() {
        int n = pair.columns();
        long hidden = IntStream.range(0, n).filter(pair::isColumnZero).count();
        return hidden > 0 && hidden < n && IntStream.range(0, n).allMatch(j -> dependsOn(j) == pair.isColumnZero(j))
                ? Option.of(Cause.of(Cause.Kind.MASK_INVERTED,
                "it is 0 where it should not be, and not 0 where it should be: a mask is inverted"))
                : Option.none();
    }

    /** The function depends on one triangle of matrices, and the gradient is 0 there. */
    private Option<Cause> otherTriangle() {
        int n = shape.rank() < 2 ? 0 : shape.dim(shape.rank() - 1);
        if (n < SMALLEST_TRIANGLE || shape.dim(shape.rank() - 2) != n) {
            return Option.none();
        }
        IntPredicate above = j -> j % n > j / n % n;
        IntPredicate below = j -> j % n < j / n % n;
        boolean lower = isTriangle(above, below);
        return lower || isTriangle(below, above) ? Option.of(Cause.of(Cause.Kind.MASK_INVERTED, "it is 0 " + (lower ? "below" : "above")
                + " the diagonal, where it should not be, and not 0 on the other side: a mask is on the wrong triangle")) : Option.none();
    }

    private boolean isTriangle(IntPredicate unused, IntPredicate hidden) {
        return IntStream.range(0, pair.columns())
                .allMatch(j -> (!unused.test(j) || !dependsOn(j) && !pair.isColumnZero(j)) && (!hidden.test(j) || dependsOn(j)
                && isColumnNegligible(j)));
    }

    private boolean isColumnNegligible(int j) {
        return Arrays.stream(pair.analytic()).allMatch(row -> pair.isNegligible(row[j]));
    }

    /** Of several results that depend on an element, the mean counts. */
    private Option<Cause> averagedDuplicates() {
        int repeated = 0;
        for (int j = 0; j < pair.columns(); j++) {
            int column = j;
            long of = IntStream.range(0, pair.rows()).filter(r -> !pair.isNegligible(pair.numeric()[r][column])).count();
            if (!IntStream.range(0, pair.rows())
                    .allMatch(r -> pair.isNegligible(pair.analytic()[r][column] * Math.max(1, of) - pair.numeric()[r][column]))) {
                return Option.none();
            }
            repeated += of > 1 ? 1 : 0;
        }
        return Option.when(repeated > 0, () -> Cause.of(Cause.Kind.AVERAGED,
                "where several results depend on an element, it is divided by their number: averaged instead of summed"));
    }

    /** Two factors, each where the other belongs. */
    private Option<Cause> exchangedFactors() {
        double[] a = sums(pair.analytic());
        double[] n = sums(pair.numeric());
        double low = Arrays.stream(n).min().orElse(0);
        double high = Arrays.stream(n).max().orElse(0);
        boolean both = n.length >= FEWEST && !pair.isNegligible(high - low) && diagonal() && IntStream.range(0, n.length)
                .allMatch(j -> (pair.isNegligible(n[j] - low) || pair.isNegligible(n[j] - high))
                && pair.isNegligible(a[j] + n[j] - low - high));
        return both ? Option.of(Cause.of(Cause.Kind.MASK_INVERTED,
                "its two factors, " + FactorHypotheses.number(low) + " and " + FactorHypotheses.number(high)
                + ", are exchanged: a mask is inverted"))
                : Option.none();
    }

    private boolean diagonal() {
        return Arrays.stream(pair.numeric()).allMatch(row -> Arrays.stream(row).filter(v -> !pair.isNegligible(v)).count() <= 1)
                || pair.rows() == 1;
    }

    private static double[] sums(double[][] rows) {
        return IntStream.range(0, rows.length == 0 ? 0 : rows[0].length)
                .mapToDouble(j -> Arrays.stream(rows).mapToDouble(row -> row[j]).sum()).toArray();
    }

    /** Of several results that depend on an element, one counts. */
    private Option<Cause> overwrittenDuplicates() {
        int[] wrong = wrong();
        for (int j : wrong) {
            int of = 0;
            int kept = 0;
            for (int r = 0; r < pair.rows(); r++) {
                of += pair.isNegligible(pair.numeric()[r][j]) ? 0 : 1;
                kept += pair.isNegligible(pair.analytic()[r][j]) ? 0 : 1;
                if (!pair.isRight(r, j) && !pair.isNegligible(pair.analytic()[r][j])) {
                    return Option.none();
                }
            }
            if (of < 2 || kept != 1) {
                return Option.none();
            }
        }
        if (wrong.length == 0) {
            return Option.none();
        }
        return Option.of(indexed || wrong.length < pair.columns()
                ? Cause.of(Cause.Kind.DUPLICATES_OVERWRITTEN,
                "of several results that " + shareOf(wrong.length)
                + " reach, one counts: repeated positions overwrite each other instead of adding up")
                : Cause.of(Cause.Kind.BROADCAST_SUM_MISSING,
                        "it is right for some elements of the result and 0 for the others: the sum over a broadcast axis is missing"));
    }

    /** Right for some elements of the input, zero for the others. */
    private Option<Cause> maskTooSmall() {
        int[] wrong = wrong();
        if (wrong.length == 0 || wrong.length == pair.columns() || !Arrays.stream(wrong).allMatch(pair::isColumnZero)) {
            return Option.none();
        }
        return Option.of(Cause.of(Cause.Kind.MASK_TOO_SMALL, "it is 0 for " + shareOf(wrong.length) + ", the first of them " + wrong[0]
                + ", and right for the others: a mask hides them, or repeated positions overwrite each other"));
    }

    /** How many of those elements that have a gradient. */
    private String shareOf(int wrong) {
        return wrong + " of " + Math.max(wrong, IntStream.range(0, pair.columns()).filter(this::dependsOn).count())
                + " elements that have a gradient";
    }

    /** Right for some elements, and not zero for others that the result does not depend on. */
    private Option<Cause> missingMask() {
        int[] wrong = wrong();
        return wrong.length == 0 || wrong.length == pair.columns() || Arrays.stream(wrong).anyMatch(this::dependsOn) ? Option.none()
                : Option.of(Cause.of(Cause.Kind.MASK_MISSING,
                "it is not 0 for " + wrong.length + " elements that the result does not depend on: a mask is missing"));
    }

    /** Right for some results, and not zero for others that depend on no element. */
    private Option<Cause> missingMaskOfResults() {
        int[] wrong = IntStream.range(0, pair.rows()).filter(r -> !pair.isRowRight(r)).toArray();
        return wrong.length == 0 || wrong.length == pair.rows()
                || !Arrays.stream(wrong).allMatch(r -> Arrays.stream(pair.numeric()[r]).allMatch(pair::isNegligible)) ? Option.none()
                : Option.of(Cause.of(Cause.Kind.MASK_MISSING, "it is not 0 for the cotangents of " + wrong.length
                + " of " + pair.rows() + " results, which do not depend on this input, and right for the others: a mask is missing"));
    }

    /**
     * What is wrong are numbers of the Jacobian that should be 0, or that are: for functions that couple elements, since one that does
     * not has no such numbers to hide.
     */
    Option<Cause> maskedEntries() {
        int few = 2;
        int added = 0;
        int hidden = 0;
        int kept = 0;
        boolean coupled = false;
        for (int r = 0; r < pair.rows(); r++) {
            int of = 0;
            for (int j = 0; j < pair.columns(); j++) {
                boolean zero = pair.isNegligible(pair.numeric()[r][j]);
                of += zero ? 0 : 1;
                if (pair.isRight(r, j)) {
                    kept += zero ? 0 : 1;
                } else if (zero) {
                    added++;
                } else if (pair.isNegligible(pair.analytic()[r][j])) {
                    hidden++;
                } else {
                    return Option.none();
                }
            }
            coupled |= of > 1;
        }
        if (!coupled || kept < few || added + hidden < few || added > 0 && hidden > 0) {
            return Option.none();
        }
        return Option.of(added > 0
                ? Cause.of(Cause.Kind.MASK_MISSING, "it is not 0 at " + added + " places of its Jacobian where a result does not depend on "
                + "an element, and right elsewhere: a mask is missing, or a term too many")
                : Cause.of(Cause.Kind.MASK_TOO_SMALL, "it is 0 at " + hidden + " of " + (hidden + kept) + " places of its Jacobian where a "
                        + "result depends on an element, and right elsewhere: a mask hides them, or a term is missing"));
    }

    /** Right for some result elements, zero for the others. */
    private Option<Cause> slice() {
        int[] wrong = IntStream.range(0, pair.rows()).filter(r -> !pair.isRowRight(r)).toArray();
        return wrong.length == 0 || !Arrays.stream(wrong).allMatch(pair::isRowZero) ? Option.none()
                : Option.of(Cause.of(Cause.Kind.BROADCAST_SUM_MISSING,
                "it is right for some elements of the result and 0 for the others: the sum over a broadcast axis is missing"));
    }

    /** Wrong only in the first or last slices along an axis. */
    private Option<Cause> boundaries() {
        int[] strides = shape.strides();
        for (int axis = 0; axis < shape.rank(); axis++) {
            int length = shape.dim(axis);
            int stride = strides[axis];
            boolean first = only(j -> j / stride % length == 0);
            boolean last = only(j -> j / stride % length == length - 1);
            boolean ends = only(j -> j / stride % length == 0 || j / stride % length == length - 1);
            if (length >= FEWEST && ends && wrong().length > 0) {
                return Option.of(Cause.of(Cause.Kind.BORDER,
                        "it is wrong only at the " + (first ? "first" : last ? "last" : "first and last") + " position of axis " + axis
                        + ": off by one at the border", axis));
            }
        }
        return Option.none();
    }

    /** Whether the wrong elements may lie at the ends of an axis by accident: they are too few to tell. */
    boolean isEndByChance(int axis) {
        int length = shape.dim(axis);
        double chance = 1;
        int ends = pair.columns() / length * 2;
        for (int k = 0; k < wrong().length; k++) {
            chance *= Math.max(0, ends - k) / (double) (pair.columns() - k);
        }
        return chance > Thresholds.SIGNIFICANCE;
    }

    private boolean only(IntPredicate place) {
        return IntStream.range(0, pair.columns()).allMatch(j -> pair.isColumnRight(j) || place.test(j));
    }

    /** Wrong elements of one value, sign, or range. */
    Option<Cause> commonProperty() {
        boolean[] wrong = new boolean[x.length];
        int count = 0;
        for (int j = 0; j < x.length; j++) {
            wrong[j] = !pair.isColumnRight(j);
            count += wrong[j] ? 1 : 0;
        }
        if (count == 0 || count == x.length) {
            return Option.none();
        }
        if (split(wrong, j -> x[j] == 0)) {
            return Option.of(Cause.of(Cause.Kind.RANGE, "it is wrong where the element is 0, and right elsewhere", 0, 0));
        }
        if (split(wrong, j -> IntStream.range(0, x.length).anyMatch(k -> k != j && x[k] == x[j])) && !isSymmetric()) {
            return Option.of(Cause.of(Cause.Kind.TIES, "it is wrong where elements are equal: at ties"));
        }
        double chance = probabilityByChance(count, x.length);
        if (chance / 2 <= Thresholds.SIGNIFICANCE && split(wrong, j -> x[j] < 0)) {
            return Option.of(Cause.of(Cause.Kind.RANGE, "it is wrong for negative elements only", Double.NEGATIVE_INFINITY, 0));
        }
        if (chance / 2 <= Thresholds.SIGNIFICANCE && split(wrong, j -> x[j] > 0)) {
            return Option.of(Cause.of(Cause.Kind.RANGE, "it is wrong for positive elements only", 0, Double.POSITIVE_INFINITY));
        }
        return chance > Thresholds.SIGNIFICANCE ? Option.none() : range(wrong, false).orElse(() -> range(wrong, true));
    }

    /** Whether it is a symmetric matrix, whose elements are equal in pairs. */
    private boolean isSymmetric() {
        int n = shape.rank() == 0 ? 0 : shape.dim(shape.rank() - 1);
        return shape.rank() > 1 && shape.dim(shape.rank() - 2) == n
                && IntStream.range(0, x.length).allMatch(k -> x[k] == x[k - k % (n * n) + k % n * n + k / n % n]);
    }

    private Option<Cause> range(boolean[] wrong, boolean magnitude) {
        double[] lowest = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] highest = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int j = 0; j < x.length; j++) {
            int side = wrong[j] ? 1 : 0;
            double value = magnitude ? Math.abs(x[j]) : x[j];
            lowest[side] = Math.min(lowest[side], value);
            highest[side] = Math.max(highest[side], value);
        }
        String what = magnitude ? "elements of magnitude" : "elements";
        if (lowest[1] > highest[0]) {
            return Option.of(Cause.of(Cause.Kind.RANGE,
                    String.format(Locale.ROOT, "it is wrong only for %s from %.6g on, right up to %.6g", what, lowest[1], highest[0]),
                    lowest[1],
                    Double.POSITIVE_INFINITY));
        }
        return highest[1] < lowest[0] ? Option.of(Cause.of(Cause.Kind.RANGE,
                String.format(Locale.ROOT, "it is wrong only for %s up to %.6g, right from %.6g on", what, highest[1], lowest[0]),
                Double.NEGATIVE_INFINITY, highest[1])) : Option.none();
    }

    private boolean split(boolean[] wrong, IntPredicate common) {
        return IntStream.range(0, x.length).allMatch(j -> wrong[j] == common.test(j));
    }

    /** How likely the wrong ones are the first or last of all by accident. */
    private static double probabilityByChance(int wrong, int all) {
        double ways = 1;
        for (int k = 0; k < wrong; k++) {
            ways *= (all - k) / (double) (k + 1);
        }
        return 2 / ways;
    }
}
