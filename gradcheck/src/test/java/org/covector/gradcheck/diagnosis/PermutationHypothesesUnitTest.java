package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Random;
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
            2 2   | 0 2 1 3     | 0 2 1 3     | it is that along another axis: axes confused, in the order [1, 0]
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
}
