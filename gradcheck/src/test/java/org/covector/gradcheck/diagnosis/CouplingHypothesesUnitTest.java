package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.gradcheck.diagnosis.Matrices.numbers;
import static org.covector.gradcheck.diagnosis.Matrices.of;
import static org.covector.gradcheck.diagnosis.Matrices.sum;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.covector.engine.Shape;
import org.covector.gradcheck.Cause;
import org.junit.jupiter.api.Test;

/** What couples elements, laid in by hand. */
class CouplingHypothesesUnitTest {
    private static final double CLOSE = 1e-7;

    private static CouplingHypotheses hypotheses(double[][] a, double[][] n, Shape in, Option<Shape> out, Map<String, double[]> known) {
        JacobianPair pair = JacobianPair.of(a, n, 0, n[0].length, CLOSE);
        return new CouplingHypotheses(pair, in, out, new TermHypotheses(pair, known, Map.of()));
    }

    private static List<Cause> causes(double[][] a, double[][] n, Shape in, Option<Shape> out) {
        return hypotheses(a, n, in, out, Map.of()).explain();
    }

    private static String said(double[][] a, double[][] n, Shape in, Shape... out) {
        List<Cause> all = causes(a, n, in, out.length == 0 ? Option.none() : Option.of(out[0]));
        assertThat(all).hasSizeLessThan(2);
        return all.isEmpty() ? "nothing" : all.getFirst().text() + " " + all.getFirst().parameters();
    }

    private static Shape shape(int... dims) {
        return Shape.of(dims);
    }

    /** The same with one entry off by so much. */
    private static double[][] off(double[][] a, int r, int j, double by) {
        double[][] all = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
        all[r][j] += by;
        return all;
    }

    @Test
    void aConstantIsAddedEverywhereOrWhereThereIsADerivative() {
        double[][] n = numbers(2, 3);
        assertThat(said(of(2, 3, (r, j) -> n[r][j] + 0.5), n, shape(3)))
                .isEqualTo("the constant 0.5 is added for every result and element [0.5]");
        assertThat(said(of(2, 3, (r, j) -> n[r][j] - 0.5), n, shape(3))).startsWith("the constant -0.5 is added for every");
        double[][] row = numbers(1, 3);
        assertThat(said(of(1, 3, (r, j) -> row[r][j] + 0.25), row, shape(3))).isEqualTo("the constant 0.25 is added [0.25]");
        double[][] two = numbers(1, 2);
        assertThat(said(of(1, 2, (r, j) -> two[r][j] + 0.25), two, shape(2))).as("two are too few").isEqualTo("nothing");
        double[][] sparse = of(3, 3, (r, j) -> r == j ? n[0][j] : 0);
        assertThat(said(of(3, 3, (r, j) -> r == j ? n[0][j] + 2 : 0), sparse, shape(3))).isEqualTo("the constant 2 is added [2.0]");
        assertThat(said(of(3, 3, (r, j) -> r == j ? n[0][j] + 2 : r == 2 && j == 0 ? 1e-3 : 0), sparse, shape(3))).isEqualTo("nothing");
        assertThat(said(n, n, shape(3))).as("no constant at all").isEqualTo("nothing");
        assertThat(said(off(of(2, 3, (r, j) -> n[r][j] + 0.5), 1, 2, 1e-3), n, shape(3))).isEqualTo("nothing");
    }

    @Test
    void aCotangentIsReduced() {
        double[][] n = numbers(3, 2);
        double[] sums = {n[0][0] + n[1][0] + n[2][0], n[0][1] + n[1][1] + n[2][1]};
        Shape y = shape(3);
        assertThat(said(of(3, 2, (_, j) -> sums[j]), n, shape(2), y))
                .isEqualTo("the cotangent is summed over all results before it is used []");
        assertThat(said(of(3, 2, (_, j) -> sums[j] / 3), n, shape(2), y))
                .isEqualTo("the cotangent is averaged over all results before it is used []");
        assertThat(said(of(3, 2, (r, j) -> r == 1 ? sums[j] : 0), n, shape(2), y))
                .isEqualTo("one element of the cotangent, number 1, is used for all []");
        assertThat(said(of(3, 2, (_, j) -> sums[j]), n, shape(2))).as("results of no known shape").isEqualTo("nothing");
        assertThat(said(off(of(3, 2, (_, j) -> sums[j]), 2, 1, 1e-3), n, shape(2), y)).isEqualTo("nothing");
        assertThat(said(off(of(3, 2, (_, j) -> sums[j] / 3), 0, 0, 1e-3), n, shape(2), y)).isEqualTo("nothing");
        assertThat(said(of(3, 2, (r, j) -> r == 1 ? sums[j] * (1 + j) : 0), n, shape(2), y)).isEqualTo("nothing");
        assertThat(said(of(3, 2, (r, j) -> r < 2 ? sums[j] : 0), n, shape(2), y)).as("two are not one").isEqualTo("nothing");
        double[][] one = numbers(1, 2);
        assertThat(said(of(1, 2, (_, j) -> j == 0 ? one[0][0] : 2 * one[0][1]), one, shape(2), shape(1))).isEqualTo("nothing");
    }

    /** {@code y[i, j, k] = a[i, j, k] b[k]}, the gradient of b by its own axis, or by another one. */
    @Test
    void aSumKeepsAnotherAxis() {
        double[] a = numbers(27);
        double[][] n = of(27, 3, (r, l) -> r % 3 == l ? a[r] : 0);
        assertThat(said(of(27, 3, (r, l) -> r / 3 % 3 == l ? a[r] : 0), n, shape(3), shape(3, 3, 3)))
                .isEqualTo("it is summed over the wrong axis: what is kept is axis 1 of the result [1.0]");
        double[][] first = of(27, 3, (r, l) -> r / 9 == l ? a[r] : 0);
        assertThat(said(first, n, shape(3), shape(3, 3, 3))).endsWith("what is kept is axis 0 of the result [0.0]");
        assertThat(said(off(first, 26, 0, 0.1), n, shape(3), shape(3, 3, 3))).isEqualTo("nothing");
        assertThat(said(of(3, 3, (r, l) -> r == 2 - l ? a[r] : 0), of(3, 3, (r, l) -> r == l ? a[r] : 0), shape(3), shape(3)))
                .as("a result with one axis has no other").isEqualTo("nothing");
    }

    @Test
    void elementsAreCoupledAlongAnotherAxis() {
        double[][] any = numbers(6, 6);
        double[][] rows = of(6, 6, (r, j) -> r / 3 == j / 3 ? any[r][j] : 0);
        double[][] columns = of(6, 6, (r, j) -> r % 3 == j % 3 ? any[r][j] : 0);
        assertThat(said(columns, rows, shape(2, 3), shape(2, 3)))
                .isEqualTo("it sums over the wrong axis: axis 0 where the function's is axis 1 [0.0]");
        assertThat(said(rows, columns, shape(2, 3), shape(2, 3)))
                .isEqualTo("it sums over the wrong axis: axis 1 where the function's is axis 0 [1.0]");
        assertThat(said(any, columns, shape(2, 3), shape(2, 3))).as("along both").isEqualTo("nothing");
        assertThat(said(columns, any, shape(2, 3), shape(2, 3))).isEqualTo("nothing");
        assertThat(said(columns, rows, shape(2, 3), shape(3, 2))).as("of another shape").isEqualTo("nothing");
        double[][] flat = of(6, 6, (r, j) -> r == j ? any[r][j] : 0);
        assertThat(said(columns, flat, shape(2, 3), shape(2, 3))).as("coupled along none").isEqualTo("nothing");
    }

    /** Rows of 4 that depend on what is before them, given what is after. */
    @Test
    void sumsRunTheWrongWay() {
        double[][] a = numbers(12, 12);
        Shape x = shape(3, 4);
        double[][] before = of(12, 12, (r, j) -> r / 4 == j / 4 && j <= r ? a[r][j] : 0);
        double[][] after = of(12, 12, (r, j) -> r / 4 == j / 4 && j >= r ? a[j][r] : 0);
        String text = "it runs the wrong way along axis 1: sums over the results before an element and those after it are exchanged;"
                + " the reverse order is missing";
        assertThat(wrongDirection(after, before, x, x)).isEqualTo(text);
        assertThat(wrongDirection(before, after, x, x)).isEqualTo(text);
        double[][] columns = of(12, 12, (r, j) -> r % 4 == j % 4 && j <= r ? a[r][j] : 0);
        double[][] upwards = of(12, 12, (r, j) -> r % 4 == j % 4 && j >= r ? a[r][j] : 0);
        assertThat(wrongDirection(upwards, columns, x, x)).startsWith("it runs the wrong way along axis 0");
        assertThat(wrongDirection(before, before, x, x)).as("the right way").isEqualTo("nothing");
        assertThat(wrongDirection(off(after, 4, 6, -after[4][6]), before, x, x)).as("one is missing after").isEqualTo("nothing");
        assertThat(wrongDirection(off(after, 6, 4, 0.5), before, x, x)).as("one before").isEqualTo("nothing");
        assertThat(wrongDirection(after, off(before, 6, 4, -before[6][4]), x, x)).as("one it does not depend on").isEqualTo("nothing");
        assertThat(wrongDirection(after, off(before, 4, 6, 0.5), x, x)).as("one too many").isEqualTo("nothing");
        assertThat(wrongDirection(upwards, before, x, x)).as("along another axis").isEqualTo("nothing");
        assertThat(wrongDirection(of(12, 12, (r, j) -> j >= r ? a[r][j] : 0), of(12, 12, (r, j) -> j <= r ? a[r][j] : 0), x, x))
                .as("along both").isEqualTo("nothing");
        assertThat(wrongDirection(after, before, x)).as("a result of no known shape").isEqualTo("nothing");
        assertThat(wrongDirection(after, before, x, shape(12))).as("of another shape").isEqualTo("nothing");
        Shape pairs = shape(6, 2);
        assertThat(wrongDirection(of(12, 12, (r, j) -> r / 2 == j / 2 && j >= r ? a[r][j] : 0),
                of(12, 12, (r, j) -> r / 2 == j / 2 && j <= r ? a[r][j] : 0), pairs, pairs)).as("two are too few").isEqualTo("nothing");
        Shape threes = shape(4, 3);
        assertThat(wrongDirection(of(12, 12, (r, j) -> r / 3 == j / 3 && j >= r ? a[r][j] : 0),
                of(12, 12, (r, j) -> r / 3 == j / 3 && j <= r ? a[r][j] : 0), threes, threes)).startsWith("it runs the wrong way");
    }

    private static String wrongDirection(double[][] a, double[][] n, Shape in, Shape... out) {
        return hypotheses(a, n, in, out.length == 0 ? Option.none() : Option.of(out[0]), Map.of()).wrongDirection().map(Cause::text)
                .getOrElse("nothing");
    }

    /** A normalisation along axis 1 of which one term couples axis 0. */
    @Test
    void aTermSumsOverTheWrongAxis() {
        double[][] n = of(12, 12, (r, j) -> r / 4 == j / 4 ? numbers(12, 12)[r][j] : 0);
        double[][] a = of(12, 12, (r, j) -> r == j ? n[r][j] : r / 4 == j / 4 ? 2 * n[r][j] : r % 4 == j % 4 ? 0.5 + r : 0);
        Shape x = shape(3, 4);
        assertThat(said(a, n, x, x)).isEqualTo("a term of it sums over the wrong axis: axis 0 where the function's is axis 1 [0.0]");
        assertThat(said(off(a, 0, 5, 1), n, x, x)).as("coupled by both axes at a time").doesNotContain("wrong axis");
        assertThat(said(a, off(n, 0, 5, 1), x, x)).as("a function of both").doesNotContain("wrong axis");
        assertThat(said(a, n, x, shape(4, 3))).as("another shape").doesNotContain("wrong axis");
    }

    /** {@code y[k, j] = sum over i of g(x[k, i, j])}, the cotangent expanded along another axis. */
    @Test
    void aCotangentIsExpandedAlongAnotherAxis() {
        double[] g = numbers(18);
        double[][] n = of(6, 18, (r, j) -> r == j / 9 * 3 + j % 3 ? g[j] : 0);
        double[][] last = of(6, 18, (r, j) -> r == j / 3 ? g[j] : 0);
        assertThat(said(last, n, shape(2, 3, 3), shape(2, 3)))
                .isEqualTo("the cotangent is expanded along axis 2 where the function reduces axis 1 [2.0]");
        assertThat(said(n, last, shape(2, 3, 3), shape(2, 3)))
                .isEqualTo("the cotangent is expanded along axis 1 where the function reduces axis 2 [1.0]");
        assertThat(said(off(last, 5, 17, 0.1), n, shape(2, 3, 3), shape(2, 3))).isEqualTo("nothing");
        assertThat(said(last, off(n, 5, 0, 0.1), shape(2, 3, 3), shape(2, 3))).isEqualTo("nothing");
        assertThat(said(last, n, shape(2, 3, 3), shape(6))).as("no axis was reduced").isEqualTo("nothing");
    }

    @Test
    void theDiagonalIsMissingOrAlone() {
        double[][] n = numbers(3, 3);
        double[][] beside = of(3, 3, (r, j) -> r == j ? 0 : n[r][j]);
        double[][] alone = of(3, 3, (r, j) -> r == j ? n[r][j] : 0);
        Option<Shape> y = Option.of(shape(3));
        assertThat(hypotheses(beside, n, shape(3), y, Map.of()).diagonal().map(Cause::kind)).containsExactly(Cause.Kind.DIAGONAL_MISSING);
        assertThat(hypotheses(alone, n, shape(3), y, Map.of()).diagonal().map(Cause::kind))
                .containsExactly(Cause.Kind.OFF_DIAGONAL_MISSING);
        assertThat(hypotheses(beside, n, shape(3), Option.none(), Map.of()).diagonal()).isEmpty();
        assertThat(hypotheses(off(beside, 1, 1, 0.1), n, shape(3), y, Map.of()).diagonal()).isEmpty();
        assertThat(hypotheses(off(beside, 1, 2, 0.1), n, shape(3), y, Map.of()).diagonal()).isEmpty();
        assertThat(hypotheses(off(alone, 1, 2, 0.1), n, shape(3), y, Map.of()).diagonal()).isEmpty();
        assertThat(hypotheses(off(alone, 2, 2, 0.1), n, shape(3), y, Map.of()).diagonal()).isEmpty();
        assertThat(hypotheses(of(3, 3, (_, _) -> 0), alone, shape(3), y, Map.of()).diagonal()).as("nothing beside it").isEmpty();
        assertThat(hypotheses(alone, alone, shape(3), y, Map.of()).diagonal()).isEmpty();
        double[][] one = of(3, 3, (r, j) -> r == j && r > 0 ? 0 : n[r][j]);
        assertThat(hypotheses(of(3, 3, (r, j) -> r == j ? 0 : one[r][j]), one, shape(3), y, Map.of()).diagonal())
                .as("a single element on the diagonal").isEmpty();
        double[][] small = numbers(2, 2);
        assertThat(hypotheses(of(2, 2, (r, j) -> r == j ? small[r][j] : 0), small, shape(2), Option.of(shape(2)), Map.of()).diagonal())
                .as("two elements are too few").isEmpty();
        double[][] wide = numbers(3, 4);
        assertThat(hypotheses(of(3, 4, (r, j) -> r == j ? 0 : wide[r][j]), wide, shape(4), y, Map.of()).diagonal()).isEmpty();
    }

    /** Of two matrices of 2 by 2 each, whose transposed places are 1 and 2, and 5 and 6. */
    @Test
    void theTransposeIsMissing() {
        int[] t = {0, 2, 1, 3, 4, 6, 5, 7};
        double[][] a = numbers(3, 8);
        Shape x = shape(2, 2, 2);
        assertThat(said(a, of(3, 8, (r, j) -> a[r][j] + a[r][t[j]]), x)).startsWith("its transpose has to be added");
        assertThat(said(a, of(3, 8, (r, j) -> (a[r][j] + a[r][t[j]]) / 2), x)).startsWith("it is not made symmetric");
        double[][] symmetric = of(3, 8, (r, j) -> a[r][j] + a[r][t[j]]);
        double[][] half = of(3, 8, (r, j) -> t[j] == j ? symmetric[r][j] : symmetric[r][j] / 2);
        assertThat(said(half, symmetric, x)).startsWith("it is half of what it should be off the diagonal");
        assertThat(said(half, off(symmetric, 0, 7, 0.1), x)).isEqualTo("nothing");
        double[][] b = numbers(4, 3);
        int[] s = {0, 2, 1, 3};
        assertThat(said(b, of(4, 3, (r, j) -> b[r][j] + b[s[r]][j]), shape(3), shape(2, 2))).startsWith("its transpose has to be added");
        assertThat(said(a, of(3, 8, (r, j) -> a[r][j] + a[r][t[j]]), shape(2, 4))).as("not square").isEqualTo("nothing");
        assertThat(said(a, of(3, 8, (r, j) -> a[r][j] + a[r][t[j]]), shape(8))).isEqualTo("nothing");
    }

    @Test
    void theMeanIsNotTakenOff() {
        double[][] a = numbers(2, 12);
        double[] all = {sum(a[0]) / 12, sum(a[1]) / 12};
        assertThat(said(a, of(2, 12, (r, j) -> a[r][j] - all[r]), shape(12))).isEqualTo("the mean of it is not taken off [-1.0]");
        double[][] rows = of(2, 12, (r, j) -> a[r][j] - sum(Arrays.copyOfRange(a[r], j / 4 * 4, j / 4 * 4 + 4)) / 4);
        assertThat(said(a, rows, shape(3, 4))).isEqualTo("its mean over axis 1 is not taken off [1.0]");
        double[][] columns = of(2, 12, (r, j) -> a[r][j] - (a[r][j % 4] + a[r][j % 4 + 4] + a[r][j % 4 + 8]) / 3);
        assertThat(said(a, columns, shape(3, 4))).isEqualTo("its mean over axis 0 is not taken off [0.0]");
        assertThat(said(a, off(rows, 1, 11, 0.1), shape(3, 4))).isEqualTo("nothing");
        double[][] two = of(2, 12, (r, j) -> a[r][j] - (a[r][j % 6] + a[r][j % 6 + 6]) / 2);
        assertThat(said(a, two, shape(2, 6))).as("a mean of two is no pattern").doesNotContain("mean");
    }

    /** Too much by a multiple of one vector, for each result and line of elements another one. */
    @Test
    void thePartAlongAVectorIsNotTakenOff() {
        double[][] n = numbers(4, 6);
        double[] v = {1, 2, 3, 5, -4, 0.5};
        double[] t = {0.3, -0.7, 1.1, 2};
        String text = "a term with a sum over all elements is missing or too many: the part along one vector, as that of a softmax or a "
                + "norm [-1.0]";
        assertThat(said(of(4, 6, (r, j) -> n[r][j] + t[r] * v[j]), n, shape(6))).isEqualTo(text);
        Map<String, double[]> known = Map.of("x0", Arrays.stream(v).map(d -> 3 * d).toArray());
        assertThat(hypotheses(of(4, 6, (r, j) -> n[r][j] + t[r] * v[j]), n, shape(6), Option.none(), known).explain().getFirst().text())
                .contains("the part along x0, as that of");
        double[][] rows = of(4, 6, (r, j) -> n[r][j] + (j < 3 ? t[r] : t[3 - r]) * v[j]);
        assertThat(said(rows, n, shape(2, 3))).isEqualTo(
                "a term with a sum over axis 1 is missing or too many: the part along one vector, as that of a softmax or a norm along "
                + "that axis [1.0]");
        double[][] columns = of(4, 6, (r, j) -> n[r][j] + (j % 3 == 0 ? t[r] : j % 3 == 1 ? t[3 - r] : t[r] * t[r]) * v[j]);
        assertThat(said(columns, n, shape(2, 3))).contains("a sum over axis 0").endsWith("along that axis [0.0]");
        assertThat(said(off(of(4, 6, (r, j) -> n[r][j] + t[r] * v[j]), 3, 2, 0.1), n, shape(6))).isEqualTo("nothing");
        assertThat(said(of(4, 6, (r, j) -> n[r][j] + (r < 2 ? t[r] * v[j] : 0)), n, shape(6))).as("one multiple is none")
                .isEqualTo("nothing");
        assertThat(said(of(4, 6, (r, j) -> n[r][j] + (r < 3 ? t[r] * v[j] : 0)), n, shape(6))).isEqualTo(text);
        assertThat(said(of(4, 6, (r, j) -> n[r][j] + (j == 5 ? 0 : t[r] * v[j])), n, shape(6))).as("an element that is right")
                .isEqualTo("nothing");
        double[][] single = of(4, 6, (r, j) -> n[r][j] + (j == r % 6 ? t[r] : 0));
        assertThat(said(single, n, shape(6))).as("no vector").isEqualTo("nothing");
        double[][] one = of(4, 6, (r, j) -> n[r][j] + t[r] * (1 + j));
        assertThat(said(one, n, shape(6, 1))).as("an axis of one element").contains("over all elements");
    }

    @Test
    void theMeanAndThePartAlongAVectorAreBothMissing() {
        double[][] n = of(4, 6, (r, j) -> numbers(4, 6)[r][j] - sum(numbers(4, 6)[r]) / 6);
        double[] v = {1, 2, 3, 5, -4, -7};
        double[] t = {0.3, -0.7, 1.1, 2};
        double[] c = {1, 4, -2, 3};
        List<Cause> all = causes(of(4, 6, (r, j) -> n[r][j] + t[r] * v[j] + c[r]), n, shape(6), Option.none());
        assertThat(all).extracting(Cause::kind).containsExactly(Cause.Kind.MEAN_MISSING, Cause.Kind.PROJECTION_MISSING);
        assertThat(all.getFirst().text()).isEqualTo("the mean of it is not taken off");
    }

    private static Option<String> byLine(double[][] a, double[][] n, Map<String, double[]> known) {
        return hypotheses(a, n, shape(2, 3), Option.of(shape(2)), known).multipleByLine().map(Cause::text);
    }

    /** One result for each line: the vector is known by its name alone, and by a multiple that differs from line to line. */
    @Test
    void thePartOfASingleResultHasAName() {
        double[] v = {1, 2, 3, 5, -4, 0.5};
        double[][] n = of(2, 6, (r, j) -> j / 3 == r ? numbers(6)[j] : 0);
        double[][] a = of(2, 6, (r, j) -> n[r][j] + (j / 3 == r ? (r == 0 ? 0.37 : -1.21) * v[j] : 0));
        String text = "what is missing or too many is a multiple of x0, another one for each line along axis 1: a term with a sum over "
                + "that axis, as that of a norm, or with a weight";
        Map<String, double[]> known = Map.of("x0", v);
        assertThat(byLine(a, n, known)).containsExactly(text);
        assertThat(byLine(a, n, Map.of())).as("of no name").isEmpty();
        assertThat(byLine(off(a, 1, 4, 1e-3), n, known)).isEmpty();
        assertThat(byLine(off(a, 0, 4, 1e-3), n, known)).as("two results").isEmpty();
        double[][] same = of(2, 6, (r, j) -> n[r][j] + (j / 3 == r ? 0.37 * v[j] : 0));
        assertThat(byLine(same, n, known)).as("a number of the formula").isEmpty();
        double[][] scaled = of(2, 6, (r, j) -> j / 3 == r ? (1 + r) * v[j] : 0);
        double[][] twice = of(2, 6, (r, j) -> j / 3 == r ? (1 - r * 0.3) * v[j] : 0);
        assertThat(byLine(scaled, twice, known)).as("a factor of each result").isEmpty();
        Map<String, double[]> rounding = Map.of("out", new double[] {1e-17, 2e-17, -1e-17, 3e-17, 1e-17, 0});
        assertThat(byLine(a, n, rounding)).as("zeros but for rounding").isEmpty();
    }

    @Test
    void theSameForAllElementsIsAConstantVector() {
        double[][] n = numbers(4, 6);
        double[] t = {0.3, -0.7, 1.1, 2};
        assertThat(said(of(4, 6, (r, j) -> n[r][j] + t[r]), n, shape(6))).contains("the part along a constant vector, as");
        assertThat(said(of(4, 6, (r, j) -> n[r][j] + t[r] * (j == 3 ? 1.01 : 1)), n, shape(6))).contains("the part along one vector, as");
    }

    @Test
    void aCotangentIsTakenForSymmetric() {
        double[][] half = numbers(9, 4);
        double[][] n = of(9, 4, (r, j) -> (half[r][j] + half[r % 3 * 3 + r / 3][j]) / 2);
        String text = "the cotangent is taken for symmetric: the mean of it and of its transpose is to be used []";
        assertThat(said(half, n, shape(4), shape(3, 3))).isEqualTo(text);
        assertThat(said(off(half, 1, 2, 1e-3), n, shape(4), shape(3, 3))).isEqualTo("nothing");
        assertThat(said(half, n, shape(4), shape(9))).as("no matrix").isEqualTo("nothing");
    }
}
