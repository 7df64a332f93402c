package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.gradcheck.diagnosis.Matrices.numbers;
import static org.covector.gradcheck.diagnosis.Matrices.of;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.gradcheck.Cause;
import org.junit.jupiter.api.Test;

/** Wrong elements among right ones, laid in by hand. */
class PatternHypothesesUnitTest {
    private static final double[] X = {0.5, -1, 2, 0.25, -3, 1.5};

    private static List<Cause> causes(double[][] a, double[][] n, Shape shape, boolean indexed, double... x) {
        return new PatternHypotheses(JacobianPair.of(a, n, 0, n[0].length, 1e-7), shape, x, indexed).explain();
    }

    private static List<String> said(double[][] a, double[][] n, Shape shape, double... x) {
        return causes(a, n, shape, false, x).stream().map(c -> c.text() + " " + c.parameters()).toList();
    }

    private static List<String> said(double[][] a, double[][] n) {
        return said(a, n, Shape.of(6), X);
    }

    /** Right but for the elements that a change makes others of. */
    private static List<String> wrongAt(Shape shape, double[] x, int... places) {
        double[][] n = numbers(2, x.length);
        return said(of(2, x.length, (r, j) -> List.of(Arrays.stream(places).boxed().toArray()).contains(j) ? n[r][j] * 1.5 + 1
                : n[r][j]), n, shape, x);
    }

    private static double[][] diagonal(double... d) {
        return of(d.length, d.length, (r, j) -> r == j ? d[j] : 0);
    }

    @Test
    void aMaskIsInverted() {
        String said = "it is 0 where it should not be, and not 0 where it should be: a mask is inverted []";
        assertThat(said(diagonal(0, 2, 0, 0, 1, 0), diagonal(1, 0, 1, 2, 0, 3))).contains(said);
        assertThat(said(diagonal(0, 2, 0, 0, 1, 5), diagonal(1, 0, 1, 2, 0, 3))).as("one is not 0").doesNotContain(said);
        assertThat(said(diagonal(0, 0, 0, 0, 0, 0), diagonal(1, 1, 1, 2, 1, 3))).as("nothing is shown").doesNotContain(said);
        assertThat(said(diagonal(1, 1, 1, 2, 1, 3), diagonal(0, 0, 0, 0, 0, 0))).as("nothing is hidden").doesNotContain(said);
    }

    @Test
    void twoFactorsAreExchanged() {
        String said = "its two factors, 0.1 and 2, are exchanged: a mask is inverted []";
        assertThat(said(diagonal(0.1, 2, 2, 0.1, 0.1, 2), diagonal(2, 0.1, 0.1, 2, 2, 0.1))).contains(said);
        double[][] sum = {{2, 0.1, 0.1, 2, 2, 0.1}};
        assertThat(said(new double[][] {{0.1, 2, 2, 0.1, 0.1, 2}}, sum)).contains(said);
        assertThat(said(diagonal(0.1, 2, 2, 0.1, 0.1, 2), diagonal(2, 0.1, 0.1, 2, 2, 0.2))).doesNotContain(said);
        assertThat(said(diagonal(0.1, 2, 2, 0.1, 0.1, 2.1), diagonal(2, 0.1, 0.1, 2, 2, 0.1))).doesNotContain(said);
        assertThat(said(diagonal(0.1, 2, 2, 0.1), diagonal(2, 0.1, 0.1, 2), Shape.of(4), 1, 2, 3, 4)).as("four are too few")
                .noneMatch(t -> t.contains("exchanged"));
        double[][] dense = {{2, 0.1, 0.1, 2, 2, 0.1}, {2, 0.1, 0.1, 2, 2, 0.1}};
        double[][] other = {{0.1, 2, 2, 0.1, 0.1, 2}, {0.1, 2, 2, 0.1, 0.1, 2}};
        assertThat(said(other, dense)).as("results of several elements").noneMatch(t -> t.contains("exchanged"));
        assertThat(said(diagonal(2, 2, 2, 2, 2, 3), diagonal(2, 2, 2, 2, 2, 2))).as("one factor only")
                .noneMatch(t -> t.contains("exchanged"));
    }

    /** Element 1 reaches results 1 and 2, element 3 results 3 and 4. */
    @Test
    void repeatedPositionsOverwriteEachOther() {
        double[][] n = of(5, 4, (r, j) -> j == (r == 2 ? 1 : r > 2 ? 3 : r) ? r + 1 : 0);
        double[][] a = of(5, 4, (r, j) -> r == 1 || r == 3 ? 0 : n[r][j]);
        double[] x = {1, 2, 3, 4};
        assertThat(causes(a, n, Shape.of(4), true, x)).extracting(Cause::text).contains("of several results that 2 of 3 elements that have"
                + " a gradient reach, one counts: repeated positions overwrite each other instead of adding up");
        double[][] off = of(5, 4, (r, j) -> r == 2 && j == 1 ? 7 : a[r][j]);
        assertThat(causes(off, n, Shape.of(4), true, x)).extracting(Cause::kind).doesNotContain(Cause.Kind.DUPLICATES_OVERWRITTEN);
        double[][] none = of(5, 4, (r, j) -> r > 2 ? 0 : a[r][j]);
        assertThat(causes(none, n, Shape.of(4), true, x)).as("none counts").extracting(Cause::kind)
                .doesNotContain(Cause.Kind.DUPLICATES_OVERWRITTEN);
        double[][] every = numbers(3, 2);
        double[][] first = of(3, 2, (r, j) -> r == j ? every[r][j] : 0);
        assertThat(causes(first, every, Shape.of(2), false, 1, 2)).extracting(Cause::kind).contains(Cause.Kind.BROADCAST_SUM_MISSING);
        assertThat(causes(first, every, Shape.of(2), true, 1, 2)).extracting(Cause::kind).contains(Cause.Kind.DUPLICATES_OVERWRITTEN);
        assertThat(causes(n, n, Shape.of(4), true, x)).isEmpty();
    }

    /** Two matrices of 3 by 3 that the function reads on and below the diagonal, given on and above it. */
    @Test
    void aMaskIsOnTheWrongTriangle() {
        double[] x = numbers(18);
        double[][] a = numbers(4, 18);
        Shape matrices = Shape.of(2, 3, 3);
        double[][] lower = of(4, 18, (r, j) -> j % 3 <= j / 3 % 3 ? a[r][j] : 0);
        double[][] upper = of(4, 18, (r, j) -> j % 3 >= j / 3 % 3 ? a[r][j] : 0);
        String below = "it is 0 below the diagonal, where it should not be, and not 0 on the other side: a mask is on the wrong triangle"
                + " []";
        String above = below.replace("below", "above");
        assertThat(said(upper, lower, matrices, x)).contains(below);
        assertThat(said(lower, upper, matrices, x)).contains(above);
        assertThat(said(of(4, 18, (r, j) -> upper[r][j] * (j % 3 == j / 3 % 3 ? 1.25 : 1)), lower, matrices, x))
                .as("whatever stands on the diagonal").contains(below);
        assertThat(said(of(4, 18, (r, j) -> r == 1 && j == 15 ? 0.5 : upper[r][j]), lower, matrices, x))
                .as("one below is not 0").doesNotContain(below);
        assertThat(said(upper, of(4, 18, (r, j) -> r == 3 && j == 11 ? 0.5 : lower[r][j]), matrices, x))
                .as("the function depends on one above").doesNotContain(below);
        assertThat(said(upper, of(4, 18, (r, j) -> j == 12 ? 0 : lower[r][j]), matrices, x))
                .as("it does not on one below").doesNotContain(below);
        assertThat(said(of(4, 18, (r, j) -> j == 10 ? 0 : upper[r][j]), lower, matrices, x)).as("one above is 0").doesNotContain(below);
        assertThat(said(upper, lower, Shape.of(18), x)).as("no matrices").noneMatch(t -> t.contains("triangle"));
        assertThat(said(upper, lower, Shape.of(6, 3), x)).as("not square").noneMatch(t -> t.contains("triangle"));
        double[][] b = numbers(4, 4);
        assertThat(said(of(4, 4, (r, j) -> j == 2 ? 0 : b[r][j]), of(4, 4, (r, j) -> j == 1 ? 0 : b[r][j]), Shape.of(2, 2), 1, 2, 3, 4))
                .as("of 2 by 2 each has one element").noneMatch(t -> t.contains("triangle"));
    }

    /** Element 1 reaches results 1 and 2, element 3 results 3, 4 and 5. */
    @Test
    void repeatedPositionsAreAveraged() {
        double[][] n = of(6, 4, (r, j) -> j == (r == 2 ? 1 : r > 2 ? 3 : r) ? r + 1 : 0);
        double[][] a = of(6, 4, (r, j) -> n[r][j] / (j == 1 ? 2 : j == 3 ? 3 : 1));
        double[] x = {1, 2, 3, 4};
        String said = "where several results depend on an element, it is divided by their number: averaged instead of summed []";
        assertThat(said(a, n, Shape.of(4), x)).contains(said);
        assertThat(said(of(6, 4, (r, j) -> r == 5 && j == 3 ? 2.5 : a[r][j]), n, Shape.of(4), x)).as("one is not").doesNotContain(said);
        assertThat(said(of(6, 4, (r, j) -> n[r][j] / (j == 3 ? 3 : 1)), n, Shape.of(4), x)).as("nor here").doesNotContain(said);
        double[][] single = diagonal(1, 2, 3, 4);
        assertThat(said(single, single, Shape.of(4), x)).as("each element reaches one result").isEmpty();
        double[][] pair = of(2, 2, (r, j) -> j == 1 ? 4 : 0);
        assertThat(said(of(2, 2, (r, j) -> j == 1 ? 2 : 0), pair, Shape.of(2), 1, 2)).as("an element that reaches nothing").contains(said);
    }

    @Test
    void aMaskHidesElementsOrIsMissing() {
        double[][] n = numbers(2, 6);
        assertThat(said(of(2, 6, (r, j) -> j == 2 || j == 4 ? 0 : n[r][j]), n)).contains("it is 0 for 2 of 6 elements that have a gradient,"
                + " the first of them 2, and right for the others: a mask hides them, or repeated positions overwrite each other []");
        assertThat(said(of(2, 6, (r, j) -> j == 2 ? 0 : j == 4 ? 9 : n[r][j]), n)).noneMatch(t -> t.contains("mask"));
        double[][] zeros = of(2, 6, (r, j) -> j == 2 || j == 4 ? 0 : n[r][j]);
        assertThat(said(n, zeros)).contains("it is not 0 for 2 elements that the result does not depend on: a mask is missing []");
        assertThat(said(of(2, 6, (r, j) -> j == 0 ? 9 : n[r][j]), zeros)).noneMatch(t -> t.contains("mask"));
        assertThat(said(of(2, 6, (_, _) -> 0), n)).noneMatch(t -> t.contains("hides"));
        assertThat(said(n, of(2, 6, (_, _) -> 0))).noneMatch(t -> t.contains("missing"));
    }

    @Test
    void someResultsAreLeftOut() {
        double[][] n = numbers(3, 6);
        String said = "it is right for some elements of the result and 0 for the others: the sum over a broadcast axis is missing []";
        assertThat(said(of(3, 6, (r, j) -> r == 1 ? 0 : n[r][j]), n)).contains(said);
        assertThat(said(of(3, 6, (r, j) -> r == 1 ? 0 : r == 2 && j == 5 ? 9 : n[r][j]), n)).doesNotContain(said);
        assertThat(said(of(3, 6, (r, j) -> r == 1 ? n[r][j] / 2 : n[r][j]), n)).doesNotContain(said);
        assertThat(said(of(3, 6, (r, j) -> r == 1 ? 0 : n[r][j]), of(3, 6, (r, j) -> r == 1 ? 0 : n[r][j]))).isEmpty();
    }

    @Test
    void endsOfAnAxisAreWrong() {
        double[] x = numbers(10);
        assertThat(wrongAt(Shape.of(10), x, 0))
                .contains("it is wrong only at the first position of axis 0: off by one at the border [0.0]");
        assertThat(wrongAt(Shape.of(10), x, 9)).contains("it is wrong only at the last position of axis 0: off by one at the border [0.0]");
        assertThat(wrongAt(Shape.of(10), x, 0, 9)).contains(
                "it is wrong only at the first and last position of axis 0: off by one at the border [0.0]");
        assertThat(wrongAt(Shape.of(10), x, 1)).noneMatch(t -> t.contains("border"));
        assertThat(wrongAt(Shape.of(10), x, 0, 8)).noneMatch(t -> t.contains("border"));
        assertThat(wrongAt(Shape.of(2, 5), x, 4, 9))
                .contains("it is wrong only at the last position of axis 1: off by one at the border [1.0]");
        assertThat(wrongAt(Shape.of(2, 5), x, 0, 5))
                .contains("it is wrong only at the first position of axis 1: off by one at the border [1.0]");
        assertThat(wrongAt(Shape.of(5, 2), x, 8, 9))
                .contains("it is wrong only at the last position of axis 0: off by one at the border [0.0]");
        assertThat(wrongAt(Shape.of(2, 5), x, 4, 8)).noneMatch(t -> t.contains("border"));
        assertThat(wrongAt(Shape.of(4), numbers(4), 3)).as("four positions are too few").noneMatch(t -> t.contains("border"));
        assertThat(wrongAt(Shape.of(10), x)).isEmpty();
    }

    @Test
    void zerosAndTiesAreWrong() {
        assertThat(wrongAt(Shape.of(5), new double[] {1, 0, -2, 0, 3}, 1, 3)).containsExactly(
                "it is wrong where the element is 0, and right elsewhere [0.0, 0.0]");
        assertThat(wrongAt(Shape.of(5), new double[] {1, 0, -2, 0, 3}, 1)).isEmpty();
        assertThat(wrongAt(Shape.of(5), new double[] {1, 4, -2, 4, 3}, 1, 3))
                .containsExactly("it is wrong where elements are equal: at ties []");
        assertThat(wrongAt(Shape.of(5), new double[] {1, 4, -2, 4, 4}, 1, 3)).isEmpty();
        assertThat(wrongAt(Shape.of(2, 2), new double[] {1, 4, 4, 3}, 1, 2)).as("equal as those of a symmetric matrix").isEmpty();
        assertThat(wrongAt(Shape.of(4), new double[] {1, 4, 4, 3}, 1, 2)).hasSize(1);
        assertThat(wrongAt(Shape.of(2, 2, 2), new double[] {1, 4, 4, 3, 5, 7, 7, 6}, 1, 2, 5, 6)).isEmpty();
        assertThat(wrongAt(Shape.of(2, 2, 2), new double[] {1, 4, 4, 3, 7, 5, 6, 7}, 1, 2, 4, 7)).as("ties of another kind").hasSize(1);
    }

    /** Six of six in one half: twice 1 of 924 by accident, and 1 of 10 for two of five. */
    @Test
    void aRangeIsWrong() {
        double[] x = {-1, 2, -3, 4, -5, 6, -7, 8, -9, 10, -11, 12};
        assertThat(wrongAt(Shape.of(12), x, 0, 2, 4, 6, 8, 10)).containsExactly("it is wrong for negative elements only [-Infinity, 0.0]");
        assertThat(wrongAt(Shape.of(12), x, 1, 3, 5, 7, 9, 11)).containsExactly("it is wrong for positive elements only [0.0, Infinity]");
        assertThat(wrongAt(Shape.of(12), x, 7, 9, 11)).containsExactly(
                "it is wrong only for elements from 8.00000 on, right up to 6.00000 [8.0, Infinity]");
        assertThat(wrongAt(Shape.of(12), x, 6, 8, 10)).containsExactly(
                "it is wrong only for elements up to -7.00000, right from -5.00000 on [-Infinity, -7.0]");
        assertThat(wrongAt(Shape.of(12), x, 9, 10, 11)).containsExactly(
                "it is wrong only for elements of magnitude from 10.0000 on, right up to 9.00000 [10.0, Infinity]");
        assertThat(wrongAt(Shape.of(12), x, 0, 1, 2)).containsExactly(
                "it is wrong only for elements of magnitude up to 3.00000, right from 4.00000 on [-Infinity, 3.0]");
        assertThat(wrongAt(Shape.of(12), x, 0, 1, 3)).isEmpty();
        double[] five = {1, 2, -3, -4, 5};
        assertThat(wrongAt(Shape.of(5), five, 2, 3)).as("two of ten by accident").isEmpty();
        double[] six = {1, 2, -3, -4, 5, -6};
        assertThat(wrongAt(Shape.of(6), six, 2, 3, 5)).as("one of twenty by accident: told by the sign").hasSize(1);
    }

    @Test
    void endsOfTheInnerAxisAreToldApart() {
        double[] x = numbers(10);
        assertThat(wrongAt(Shape.of(2, 5), x, 0, 5)).contains(
                "it is wrong only at the first position of axis 1: off by one at the border [1.0]");
        assertThat(wrongAt(Shape.of(2, 5), x, 4, 9)).contains(
                "it is wrong only at the last position of axis 1: off by one at the border [1.0]");
        assertThat(wrongAt(Shape.of(2, 5), x, 0, 4, 9)).contains(
                "it is wrong only at the first and last position of axis 1: off by one at the border [1.0]");
    }

    @Test
    void fiveElementsAreEnoughForTwoFactors() {
        assertThat(said(diagonal(0.1, 2, 2, 0.1, 0.1), diagonal(2, 0.1, 0.1, 2, 2), Shape.of(5), 1, 2, 3, 4, 5)).contains(
                "its two factors, 0.1 and 2, are exchanged: a mask is inverted []");
        assertThat(said(diagonal(-2, 2, 2, -2, -2), diagonal(2, -2, -2, 2, 2), Shape.of(5), 1, 2, 3, 4, 5)).contains(
                "its two factors, -2 and 2, are exchanged: a mask is inverted []");
    }

    /** A row that is right and 0 at once is neither missing nor there. */
    @Test
    void rowsThatShouldBeZeroAreNotMissing() {
        double[][] n = of(3, 4, (r, j) -> r == 1 ? 0 : numbers(3, 4)[r][j]);
        String missing = "it is right for some elements of the result and 0 for the others: the sum over a broadcast axis is missing []";
        double[] x = {0.5, -1, 2, 0.25};
        assertThat(said(of(3, 4, (r, j) -> r == 2 ? 0 : n[r][j]), n, Shape.of(4), x)).contains(missing);
        assertThat(said(n, n, Shape.of(4), x)).isEmpty();
    }

    @Test
    void allElementsHaveNothingInCommonButBeingWrong() {
        assertThat(wrongAt(Shape.of(4), new double[4], 0, 1, 2, 3)).isEmpty();
        assertThat(wrongAt(Shape.of(4), new double[4])).isEmpty();
    }

    @Test
    void zerosHaveNoSign() {
        assertThat(wrongAt(Shape.of(6), new double[] {0, 2, -3, -4, 5, -6}, 2, 3, 5)).containsExactly(
                "it is wrong for negative elements only [-Infinity, 0.0]");
        assertThat(wrongAt(Shape.of(6), new double[] {0, -2, 3, 4, -5, 6}, 2, 3, 5)).as("one of twenty by accident").containsExactly(
                "it is wrong for positive elements only [0.0, Infinity]");
        assertThat(wrongAt(Shape.of(5), new double[] {-1, -2, 3, 4, -5}, 2, 3)).as("one of ten").isEmpty();
    }

    /** The largest of forty, twice one of forty by accident; and not where another one is as large. */
    @Test
    void aSingleElementOfFortyIsNoAccident() {
        double[] x = IntStream.rangeClosed(1, 40).mapToDouble(k -> k % 2 == 0 ? k : -k).toArray();
        assertThat(wrongAt(Shape.of(40), x, 20)).isEmpty();
        double[] y = IntStream.rangeClosed(1, 40).mapToDouble(k -> 7 * k % 41).toArray();
        assertThat(wrongAt(Shape.of(40), y, 34)).containsExactly(
                "it is wrong only for elements from 40.0000 on, right up to 39.0000 [40.0, Infinity]");
        assertThat(wrongAt(Shape.of(40), y, 5)).containsExactly(
                "it is wrong only for elements up to 1.00000, right from 2.00000 on [-Infinity, 1.0]");
        double[] twice = y.clone();
        twice[3] = 40;
        assertThat(wrongAt(Shape.of(40), twice, 34)).isEmpty();
        twice[3] = 1;
        assertThat(wrongAt(Shape.of(40), twice, 5)).isEmpty();
        assertThat(wrongAt(Shape.of(39), Arrays.copyOf(y, 39), 34)).as("of thirty-nine").isEmpty();
    }

    /** Results 1 and 3 are masked: they depend on nothing. */
    @Test
    void theMaskOfSomeResultsIsMissing() {
        double[][] all = numbers(4, 6);
        double[][] n = of(4, 6, (r, j) -> r % 2 == 0 ? all[r][j] : 0);
        String text = "it is not 0 for the cotangents of 2 of 4 results, which do not depend on this input, and right for the others: a "
                + "mask is missing []";
        assertThat(said(all, n)).contains(text);
        assertThat(said(of(4, 6, (r, j) -> r == 0 && j == 1 ? 7 : all[r][j]), n)).as("one is wrong elsewhere").doesNotContain(text);
        assertThat(said(all, of(4, 6, (r, j) -> r == 1 && j == 2 ? 0.5 : n[r][j]))).as("one is not 0").doesNotContain(text);
    }

    private static List<String> masked(double[][] a, double[][] n) {
        return new PatternHypotheses(JacobianPair.of(a, n, 0, n[0].length, 1e-7), Shape.of(3), new double[3], false).maskedEntries()
                .map(Cause::text).toJavaList();
    }

    @Test
    void numbersOfTheJacobianAreMasked() {
        double[][] all = numbers(3, 3);
        double[][] some = of(3, 3, (r, j) -> (r + 2 * j) % 3 == 1 ? 0 : all[r][j]);
        assertThat(masked(all, some)).containsExactly("it is not 0 at 3 places of its Jacobian where a result does not depend on an "
                + "element, and right elsewhere: a mask is missing, or a term too many");
        assertThat(masked(some, all)).containsExactly("it is 0 at 3 of 9 places of its Jacobian where a result depends on an element, and "
                + "right elsewhere: a mask hides them, or a term is missing");
        assertThat(masked(of(3, 3, (r, j) -> r == 0 && j == 0 ? 7 : all[r][j]), some)).as("one is wrong elsewhere").isEmpty();
        double[][] one = of(3, 3, (r, j) -> r == 1 && j == 2 ? 0 : all[r][j]);
        assertThat(masked(one, all)).as("one is too few").isEmpty();
        assertThat(masked(of(3, 3, (r, j) -> r >= j ? 1 : 0), of(3, 3, (r, j) -> r == j ? 1 : 0))).as("what couples no elements").isEmpty();
        assertThat(masked(of(3, 3, (r, j) -> r == 0 && j == 0 ? 0 : all[r][j]), some)).as("too many and too few").isEmpty();
        assertThat(masked(all, all)).isEmpty();
    }

    @Test
    void fewElementsAreAtAnEndByAccident() {
        for (int count = 1; count <= 2; count++) {
            int few = count;
            double[][] n = numbers(2, 8);
            double[][] a = of(2, 8, (r, j) -> j < few ? 2 * n[r][j] : n[r][j]);
            JacobianPair pair = JacobianPair.of(a, n, 0, 8, 1e-7);
            assertThat(new PatternHypotheses(pair, Shape.of(8), numbers(8), false).isEndByChance(0)).as("a quarter, or nearly never")
                    .isEqualTo(few == 1);
        }
    }
}
