package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.gradcheck.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Right values in wrong places, laid there by hand: {@code analytic[r][j] = numeric[rows[r]][columns[j]]}, -1 for a zero. */
class PermutationHypothesesUnitTest {
    private static double[][] numbers(int rows, int columns) {
        Random random = new Random(7);
        double[][] all = new double[rows][columns];
        for (double[] row : all) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        return all;
    }

    private static int[] places(String text, int n) {
        return text.equals("same") ? IntStream.range(0, n).toArray()
                : Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static Shape shape(String text) {
        return Shape.of(Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    private static Option<String> explain(double[][] analytic, double[][] numeric, Shape input, Option<Shape> output) {
        return new PermutationHypotheses(JacobianPair.of(analytic, numeric, 0, (int) input.size(), 1e-7), input, output).explain()
                .map(Cause::text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2 3   | 0 3 1 4 2 5 | same        | it is transposed
            2 2 2 | 0 2 1 3 4 6 5 7 | same    | it is transposed
            2 2 2 | 0 4 2 6 1 5 3 7 | same    | its axes are confused: they come in the order [2, 1, 0]
            2 2 2 | 0 1 4 5 2 3 6 7 | same    | its axes are confused: they come in the order [1, 0, 2]
            4     | 1 2 3 0     | same        | it is moved by one element
            4     | -1 0 1 2    | same        | it is moved by one element
            4     | 1 2 3 -1    | same        | it is moved by one element
            3 2   | 2 3 4 5 0 1 | same        | it is moved by one element along axis 0
            3 2   | -1 -1 0 1 2 3 | same      | it is moved by one element along axis 0
            2 3   | 2 0 1 5 3 4 | same        | it is moved by one element along axis 1
            2 3   | 1 2 -1 4 5 -1 | same      | it is moved by one element along axis 1
            2 3   | 1 2 3 4 5 0 | same        | it is moved by one element
            2 3   | 5 0 1 2 3 4 | same        | it is moved by one element
            3     | 2 1 0       | same        | it is reversed
            3 3   | 6 7 8 3 4 5 0 1 2 | same  | it is reversed along axis 0
            2 3   | 2 1 0 5 4 3 | same        | it is reversed along axis 1
            2 3   | 5 4 3 2 1 0 | same        | it is reversed
            2 2   | same        | 0 2 1 3     | the cotangent is used with its axes in the order [1, 0]: transposed
            2 2   | 0 2 1 3     | 0 2 1 3     | it is that along another axis: axes confused, in the order [1, 0], or an operand transposed
            """)
    void aMoveIsCalledByItsName(String dims, String columns, String rows, String said) {
        Shape input = shape(dims);
        int n = (int) input.size();
        int[] from = places(columns, n);
        int[] fromRow = places(rows, 4);
        double[][] numeric = numbers(4, n);
        double[][] analytic = new double[4][n];
        for (int r = 0; r < 4; r++) {
            for (int j = 0; j < n; j++) {
                analytic[r][j] = from[j] < 0 ? 0 : numeric[fromRow[r]][from[j]];
            }
        }
        assertThat(explain(analytic, numeric, input, Option.of(Shape.of(2, 2)))).containsExactly(said);
    }

    @Test
    void whatIsNotMovedIsNotSaidToBe() {
        double[][] numeric = numbers(4, 6);
        double[][] other = numbers(4, 6);
        other[3][5] += 1;
        assertThat(explain(other, numeric, Shape.of(2, 3), Option.of(Shape.of(2, 2)))).isEmpty();
        assertThat(explain(new double[][] {{3}}, new double[][] {{2}}, Shape.of(1), Option.of(Shape.of(1)))).isEmpty();
        assertThat(explain(new double[][] {{3}}, new double[][] {{2}}, Shape.of(), Option.none())).isEmpty();
        double[][] rows = {numeric[0], numeric[2], numeric[1], numeric[3]};
        assertThat(explain(rows, numeric, Shape.of(2, 3), Option.none())).as("nothing is known of the result").isEmpty();
    }

    private static String first(double[][] analytic, double[][] numeric, Shape input, Shape output) {
        return explain(analytic, numeric, input, Option.of(output)).getOrElse("nothing");
    }

    private static double[][] taken(double[][] n, IntUnaryOperator row, IntUnaryOperator column) {
        return Matrices.of(n.length, n[0].length, (r, j) -> {
            int from = row.applyAsInt(r);
            int at = column.applyAsInt(j);
            return from < 0 || at < 0 ? 0 : n[from][at];
        });
    }

    @Test
    void elementsAreMovedByMoreThanOne() {
        double[][] n = numbers(3, 8);
        Shape x = Shape.of(8);
        Shape y = Shape.of(3);
        assertThat(first(taken(n, r -> r, j -> (j + 2) % 8), n, x, y)).isEqualTo("it is moved by 2 elements");
        assertThat(first(taken(n, r -> r, j -> j + 3 < 8 ? j + 3 : -1), n, x, y)).isEqualTo("it is moved by 3 elements");
        assertThat(first(taken(n, r -> r, j -> j - 4), n, x, y)).isEqualTo("it is moved by 4 elements");
        assertThat(first(taken(n, r -> r, j -> j - 5), n, x, y)).as("more than half").isEqualTo("nothing");
        assertThat(first(taken(n, r -> r, j -> j / 4 * 4 + (j + 2) % 4), n, Shape.of(2, 4), y)).isEqualTo(
                "it is moved by 2 elements along axis 1");
    }

    @Test
    void cotangentsAreTakenFromAnOffset() {
        double[][] n = numbers(6, 2);
        Shape x = Shape.of(2);
        Shape y = Shape.of(6);
        String off = "the cotangent is taken from an offset that is ";
        assertThat(first(taken(n, r -> (r + 1) % 6, j -> j), n, x, y)).isEqualTo(off + "1 element off");
        assertThat(first(taken(n, r -> r - 1, j -> j), n, x, y)).isEqualTo(off + "1 element off");
        assertThat(first(taken(n, r -> r + 2 < 6 ? r + 2 : -1, j -> j), n, x, y)).isEqualTo(off + "2 elements off");
        assertThat(first(taken(n, r -> Math.floorMod(r - 3, 6), j -> j), n, x, y)).isEqualTo(off + "3 elements off");
        assertThat(first(taken(n, r -> r - 4, j -> j), n, x, y)).isEqualTo("nothing");
        assertThat(explain(taken(n, r -> (r + 1) % 6, j -> j), n, x, Option.none())).as("results of no known shape").isEmpty();
    }

    /** A kernel of three over seven elements, and of two by two over three by three. */
    @Test
    void kernelsAreFlipped() {
        double[] k = {0.5, 2, -3};
        double[][] n = Matrices.of(5, 7, (r, j) -> j >= r && j < r + 3 ? k[j - r] : 0);
        double[][] a = Matrices.of(5, 7, (r, j) -> j >= r && j < r + 3 ? k[2 - j + r] : 0);
        assertThat(first(a, n, Shape.of(7), Shape.of(5))).isEqualTo("a kernel is flipped along the last axis");
        double[][] two = {{1, 2}, {4, 7}};
        double[][] plane = Matrices.of(4, 9, (r, j) -> inside(j / 3 - r / 2, j % 3 - r % 2) ? two[j / 3 - r / 2][j % 3 - r % 2] : 0);
        double[][] both = Matrices.of(4, 9, (r, j) -> inside(j / 3 - r / 2, j % 3 - r % 2) ? two[1 - j / 3 + r / 2][1 - j % 3 + r % 2] : 0);
        double[][] last = Matrices.of(4, 9, (r, j) -> inside(j / 3 - r / 2, j % 3 - r % 2) ? two[j / 3 - r / 2][1 - j % 3 + r % 2] : 0);
        assertThat(first(both, plane, Shape.of(3, 3), Shape.of(2, 2))).isEqualTo("a kernel is flipped along the last 2 axes");
        assertThat(first(last, plane, Shape.of(3, 3), Shape.of(2, 2))).isEqualTo("a kernel is flipped along the last axis");
    }

    private static boolean inside(int row, int column) {
        return row >= 0 && row < 2 && column >= 0 && column < 2;
    }

    /** A band of three on as many results as elements is flipped; a triangle, which reaches from end to end, is transposed. */
    @Test
    void whatReachesFromEndToEndIsTransposed() {
        double[] k = {0.5, 2, -3};
        double[][] n = Matrices.of(5, 5, (r, j) -> Math.abs(j - r) < 2 ? k[j - r + 1] : 0);
        double[][] a = Matrices.of(5, 5, (r, j) -> n[j][r]);
        assertThat(first(a, n, Shape.of(5), Shape.of(5))).isEqualTo("a kernel is flipped along the last axis");
        double[][] lower = Matrices.of(5, 5, (r, j) -> j <= r ? 1 : 0);
        double[][] upper = Matrices.of(5, 5, (r, j) -> j >= r ? 1 : 0);
        assertThat(first(upper, lower, Shape.of(5), Shape.of(5))).startsWith("its Jacobian is transposed");
        assertThat(first(lower, upper, Shape.of(5), Shape.of(5))).startsWith("its Jacobian is transposed");
    }

    /** {@code y = a b} of matrices: y[i, j] = sum over k of a[i, k] b[k, j], the gradient of a with b transposed. */
    @Test
    void operandsAreTransposedOrReversed() {
        double[][] b = numbers(3, 3);
        double[][] n = Matrices.of(9, 9, (r, j) -> r / 3 == j / 3 ? b[j % 3][r % 3] : 0);
        double[][] transposed = Matrices.of(9, 9, (r, j) -> r / 3 == j / 3 ? b[r % 3][j % 3] : 0);
        Shape m = Shape.of(3, 3);
        assertThat(first(transposed, n, m, m)).isEqualTo("an operand of a product is transposed, or the operands come in reversed order");
        double[][] any = numbers(4, 4);
        double[][] turned = Matrices.of(4, 4, (r, j) -> any[j][r]);
        assertThat(first(turned, any, Shape.of(4), Shape.of(4))).startsWith("its Jacobian is transposed");
        assertThat(first(turned, any, Shape.of(2, 2), Shape.of(2, 2))).startsWith("its Jacobian is transposed");
        assertThat(first(Matrices.of(4, 4, (r, j) -> any[j][r] + (r == 3 && j == 2 ? 0.1 : 0)), any, Shape.of(4), Shape.of(4)))
                .isEqualTo("nothing");
    }

    private static List<Double> numbersOf(double[][] analytic, double[][] numeric, Shape input, Shape output) {
        JacobianPair pair = JacobianPair.of(analytic, numeric, 0, (int) input.size(), 1e-7);
        return new PermutationHypotheses(pair, input, Option.of(output)).explain().map(Cause::parameters).getOrElse(List.of());
    }

    /** Positive is towards the end: then the first comes from the place before. */
    @Test
    void movesHaveADirectionAndAnAxis() {
        double[][] n = numbers(2, 12);
        Shape y = Shape.of(2);
        Shape line = Shape.of(12);
        Shape plane = Shape.of(3, 4);
        assertThat(numbersOf(taken(n, r -> r, j -> j - 1), n, line, y)).containsExactly(1.0, 0.0);
        assertThat(numbersOf(taken(n, r -> r, j -> j < 11 ? j + 1 : -1), n, line, y)).containsExactly(-1.0, 0.0);
        assertThat(numbersOf(taken(n, r -> r, j -> (j + 11) % 12), n, line, y)).containsExactly(1.0, 0.0);
        assertThat(numbersOf(taken(n, r -> r, j -> (j + 1) % 12), n, line, y)).containsExactly(-1.0, 0.0);
        assertThat(numbersOf(taken(n, r -> r, j -> j / 4 * 4 + (j + 1) % 4), n, plane, y)).containsExactly(-1.0, 1.0);
        assertThat(numbersOf(taken(n, r -> r, j -> (j + 8) % 12), n, plane, y)).containsExactly(1.0, 0.0);
        assertThat(numbersOf(taken(n, r -> r, j -> (j + 1) % 12), n, plane, y)).as("in memory").containsExactly(-1.0);
        assertThat(numbersOf(taken(n, r -> r, j -> (j + 11) % 12), n, plane, y)).as("in memory").containsExactly(1.0);
        assertThat(numbersOf(taken(n, r -> r, j -> j - 1), n, plane, y)).as("in memory").containsExactly(1.0);
        assertThat(numbersOf(taken(n, r -> r, j -> j - 3), n, line, y)).containsExactly(3.0, 0.0);
        assertThat(numbersOf(taken(n, r -> r, j -> j < 9 ? j + 3 : -1), n, line, y)).containsExactly(-3.0, 0.0);
        double[][] rows = numbers(6, 2);
        assertThat(numbersOf(taken(rows, r -> (r + 2) % 6, j -> j), rows, Shape.of(2), Shape.of(6))).containsExactly(2.0);
        assertThat(numbersOf(taken(rows, r -> (r + 4) % 6, j -> j), rows, Shape.of(2), Shape.of(6))).containsExactly(-2.0);
    }

    @Test
    void whatIsEqualHasNotMoved() {
        for (Shape input : List.of(Shape.of(2, 2), Shape.of(4))) {
            double[][] n = numbers(4, 4);
            assertThat(first(n, n, input, Shape.of(4))).as(input.toString()).isEqualTo("nothing");
            assertThat(first(n, n, input, Shape.of(2, 2))).as(input.toString()).isEqualTo("nothing");
        }
        double[][] column = numbers(2, 1);
        assertThat(first(column, column, Shape.of(1), Shape.of(2))).isEqualTo("nothing");
        assertThat(first(column, column, Shape.of(), Shape.of(2))).isEqualTo("nothing");
    }

    @Test
    void aSingleNumberMayHaveMovedInEveryWay() {
        assertThat(first(new double[][] {{0, 5, 0, 0}}, new double[][] {{5, 0, 0, 0}}, Shape.of(4), Shape.of(1))).isEqualTo("nothing");
        assertThat(first(new double[][] {{0, 5, 1e-9, 0}}, new double[][] {{5, 0, 0, 0}}, Shape.of(4), Shape.of(1)))
                .as("the other is as good as 0").isEqualTo("nothing");
        assertThat(first(new double[][] {{0, 5, 2, 0}}, new double[][] {{5, 2, 0, 0}}, Shape.of(4), Shape.of(1)))
                .isEqualTo("it is moved by one element");
    }

    /** Each row a single number: rows and columns reversed are those of no kernel. */
    @Test
    void singleElementsHaveNoKernel() {
        int[] at = {0, 2, 1, 4, 3};
        double[][] n = Matrices.of(5, 5, (r, j) -> at[r] == j ? r + 1 : 0);
        double[][] a = Matrices.of(5, 5, (r, j) -> n[4 - r][4 - j]);
        assertThat(first(a, n, Shape.of(5), Shape.of(5))).isEqualTo("nothing");
        double[][] two = {{1, 2}, {3, 4}};
        assertThat(first(new double[][] {{4, 3}, {2, 1}}, two, Shape.of(2), Shape.of(2))).as("two elements are no kernel")
                .isEqualTo("nothing");
    }

    @Test
    void axesOfTheResultAndOfTheInputOnlyChangePlacesWithAxesOfTheirLength() {
        double[][] n = numbers(2, 3);
        assertThat(first(Matrices.of(2, 3, (r, j) -> n[(3 * r + j) % 2][(3 * r + j) / 2]), n, Shape.of(3), Shape.of(2)))
                .as("laid out as 3 by 2").isEqualTo("nothing");
        double[][] both = numbers(4, 8);
        int[] rows = {0, 2, 1, 3};
        int[] columns = {0, 4, 2, 6, 1, 5, 3, 7};
        assertThat(first(taken(both, r -> rows[r], j -> columns[j]), both, Shape.of(2, 2, 2), Shape.of(2, 2)))
                .as("each in an order of its own").isEqualTo("nothing");
    }

    @Test
    void ordersOfFiveAxesAreTriedAndJacobiansOfSix() {
        double[][] n = numbers(2, 32);
        assertThat(first(taken(n, r -> r, j -> j / 4 * 4 + j % 2 * 2 + j / 2 % 2), n, Shape.of(2, 2, 2, 2, 2), Shape.of(2)))
                .isEqualTo("it is transposed");
        double[][] eight = numbers(8, 8);
        Shape cube = Shape.of(2, 2, 2);
        assertThat(first(Matrices.of(8, 8, (r, j) -> eight[j][r]), eight, cube, cube)).startsWith("its Jacobian is transposed");
        double[][] sixteen = numbers(16, 16);
        Shape more = Shape.of(2, 2, 2, 2);
        assertThat(first(Matrices.of(16, 16, (r, j) -> sixteen[j][r]), sixteen, more, more)).as("of eight axes there are too many orders")
                .isEqualTo("nothing");
    }

    /** Complex numbers as pairs: the real parts on the diagonal of each block, the imaginary parts beside it. */
    @Test
    void aComplexFactorIsNotConjugated() {
        double[][] n = {{1, -2, 3, 0.5}, {2, 1, -0.5, 3}};
        double[][] a = {{1, 2, 3, -0.5}, {-2, 1, 0.5, 3}};
        String text = "a factor of a product of complex numbers is not conjugated, or a rotation of pairs is not transposed";
        assertThat(first(a, n, Shape.of(2, 2), Shape.of(2))).isEqualTo(text);
        a[1][3] = 3.01;
        assertThat(first(a, n, Shape.of(2, 2), Shape.of(2))).as("one number is another").isEqualTo("nothing");
        a[1][3] = 3;
        n[1][2] = -0.6;
        assertThat(first(a, n, Shape.of(2, 2), Shape.of(2))).as("no complex product").isEqualTo("nothing");
    }

    private static String moved(double[][] analytic, double[][] numeric, Shape input) {
        return new PermutationHypotheses(JacobianPair.of(analytic, numeric, 0, numeric[0].length, 1e-7), input, Option.none()).movedTerm()
                .map(Cause::text).getOrElse("nothing");
    }

    /** One hot in rows of four, one place too far on. */
    @Test
    void aTermStandsBesideItsPlace() {
        double[][] n = numbers(1, 12);
        double[][] right = Matrices.of(1, 12, (_, j) -> n[0][j] - (j == 1 || j == 4 || j == 10 ? 0.3 : 0));
        double[][] next = Matrices.of(1, 12, (_, j) -> n[0][j] - (j == 2 || j == 5 || j == 11 ? 0.3 : 0));
        String text = "a term of it stands one place beside its own along axis 1: what is missing there is too much here";
        assertThat(moved(next, right, Shape.of(3, 4))).isEqualTo(text);
        double[][] round = Matrices.of(1, 12, (_, j) -> n[0][j] - (j == 0 || j == 7 || j == 9 ? 0.3 : 0));
        assertThat(moved(round, right, Shape.of(3, 4))).as("in both directions").isEqualTo("nothing");
        double[][] last = Matrices.of(1, 12, (_, j) -> n[0][j] - (j == 3 || j == 7 || j == 11 ? 0.3 : 0));
        double[][] first = Matrices.of(1, 12, (_, j) -> n[0][j] - (j == 0 || j == 4 || j == 8 ? 0.3 : 0));
        assertThat(moved(first, last, Shape.of(3, 4))).as("from the end to the beginning").isEqualTo(text);
        next[0][5] += 1e-3;
        assertThat(moved(next, right, Shape.of(3, 4))).as("one entry is off").isEqualTo("nothing");
        double[][] single = Matrices.of(1, 12, (_, j) -> right[0][j] + (j == 1 ? 0.3 : j == 2 ? -0.3 : 0));
        assertThat(moved(single, right, Shape.of(3, 4))).as("one pair is too few").isEqualTo("nothing");
        assertThat(moved(right, right, Shape.of(3, 4))).isEqualTo("nothing");
    }
}
