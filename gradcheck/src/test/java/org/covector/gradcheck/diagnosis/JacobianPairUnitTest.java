package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Two small matrices side by side. */
class JacobianPairUnitTest {
    private static JacobianPair block(double close, double[][] analytic, double... numeric) {
        double[][] n = new double[analytic.length][];
        for (int r = 0; r < n.length; r++) {
            n[r] = Arrays.copyOfRange(numeric, r * analytic[0].length, (r + 1) * analytic[0].length);
        }
        return JacobianPair.of(analytic, n, 0, analytic[0].length, close);
    }

    private static double[][] rows(double[]... rows) {
        return rows;
    }

    private static double[] row(double... values) {
        return values;
    }

    @Test
    void aBlockIsOneInputsPartWithoutWhatIsUnknown() {
        JacobianPair b = JacobianPair.of(rows(row(9, 1, 2, 9), row(9, 3, 4, 9)), rows(row(8, 3, Double.NaN, 8), row(8, 0, 4, 8)), 1, 2,
                1e-7);
        assertThat(b.analytic()).isEqualTo(rows(row(1, 0), row(3, 4)));
        assertThat(b.numeric()).isEqualTo(rows(row(3, 0), row(0, 4)));
        assertThat(b.typical()).isCloseTo(2.5, within(1e-15));
        assertThat(b.rows()).isEqualTo(2);
        assertThat(b.columns()).isEqualTo(2);
        assertThat(JacobianPair.of(new double[0][], new double[0][], 0, 3, 1e-7).columns()).isZero();
        assertThat(JacobianPair.norm(rows(row(3), row(-4)))).isEqualTo(5);
    }

    @Test
    void aMatrixIsAnotherWithinItsNorm() {
        JacobianPair b = block(0.1, rows(row(3, 4)), 0, 0);
        assertThat(b.equalsNumeric(rows(row(3.3, 3.61)))).isTrue();
        assertThat(b.equalsNumeric(rows(row(3.3, 3.59)))).isFalse();
        assertThat(b.equalsNumeric(rows(row(-3, -4)))).isFalse();
    }

    @Test
    void placesAreComparedWithTheNormToo() {
        JacobianPair b = block(0.1, rows(row(4, 3)), 3.3, 3.61);
        assertThat(b.isRearranged(r -> r, j -> 1 - j)).isTrue();
        assertThat(block(0.1, rows(row(4, 3)), 3.3, 3.59).isRearranged(r -> r, j -> 1 - j)).isFalse();
        assertThat(b.isRearranged(r -> r, j -> j)).isFalse();
        assertThat(block(0.1, rows(row(4, 0)), 3, 4).isRearranged(r -> r, j -> j == 0 ? 1 : -1)).isTrue();
        assertThat(block(0.1, rows(row(4, 5), row(0, 0)), 0, 0, 4, 5).isRearranged(r -> r == 0 ? 1 : -1, j -> j)).isTrue();
    }

    @Test
    void aMultipleHasAFactor() {
        assertThat(block(0.1, rows(row(6, 8), row(2, 0)), 3, 4, 1, 0).factor()).isCloseTo(2, within(1e-15));
        assertThat(block(0.1, rows(row(-6, -8)), 3, 4).factor()).isCloseTo(-2, within(1e-15));
        assertThat(block(0.1, rows(row(2, 2.01)), 1, 1).factor()).isCloseTo(2.005, within(1e-12));
        assertThat(block(1e-3, rows(row(2, 2.01)), 1, 1).factor()).as("not as close as asked").isNaN();
        assertThat(block(0.1, rows(row(2, 2.2)), 1, 1).factor()).as("a hundredth of what it differs from 1").isNaN();
        assertThat(block(0.1, rows(row(1.001, 1.001)), 1, 1).factor()).isCloseTo(1.001, within(1e-12));
        assertThat(block(0.1, rows(row(1.001, 1.0011)), 1, 1).factor()).isNaN();
        assertThat(block(0.1, rows(row(4, 3)), 3, 4).factor()).isNaN();
    }

    @Test
    void anElementIsRightWithinATenthOfThatAndOfItsOwnAndTheTypicalSize() {
        double typical = 5 / Math.sqrt(2);
        double allowed = 0.01 * (typical + 3);
        for (int sign = -1; sign <= 1; sign += 2) {
            assertThat(block(0.1, rows(row(-3 + sign * allowed * 0.999, 4)), -3, 4).isRight(0, 0)).isTrue();
            assertThat(block(0.1, rows(row(-3 + sign * allowed * 1.001, 4)), -3, 4).isRight(0, 0)).isFalse();
        }
        assertThat(block(0.1, rows(row(Double.NaN, 4)), 3, 4).isRight(0, 0)).isFalse();
    }

    @Test
    void rowsAndColumnsAreRightOrZeroAsAWhole() {
        JacobianPair b = block(1e-7, rows(row(1, 0, 3), row(4, 0, 0), row(0, 0, 0)), 1, 0, 3, 4, 5, 0, 7, 8, 9);
        assertThat(new boolean[] {b.isRowRight(0), b.isRowRight(1), b.isRowRight(2)}).containsExactly(true, false, false);
        assertThat(new boolean[] {b.isRowZero(0), b.isRowZero(1), b.isRowZero(2)}).containsExactly(false, false, true);
        assertThat(new boolean[] {b.isColumnZero(0), b.isColumnZero(1), b.isColumnZero(2)}).containsExactly(false, true, false);
        JacobianPair c = block(1e-7, rows(row(1, 0, 3), row(4, 0, 6)), 1, 2, 4, 4, 0, 6);
        assertThat(new boolean[] {c.isColumnRight(0), c.isColumnRight(1), c.isColumnRight(2)}).containsExactly(true, false, false);
    }

    @Test
    void partsAndMultiplesKeepTheErrorAndTheTypicalSize() {
        JacobianPair b = block(0.25, rows(row(2, 4, 6), row(8, 10, 12)), 1, 2, 3, 4, 5, 6);
        assertThat(b.columns(2, 0).analytic()).isEqualTo(rows(row(6, 2), row(12, 8)));
        assertThat(b.columns(2, 0).numeric()).isEqualTo(rows(row(3, 1), row(6, 4)));
        assertThat(b.rows(1, 2).analytic()).isEqualTo(rows(row(8, 10, 12)));
        assertThat(b.rows(1, 2).numeric()).isEqualTo(rows(row(4, 5, 6)));
        assertThat(b.divided(2).analytic()).isEqualTo(b.numeric());
        assertThat(b.divided(2).numeric()).isEqualTo(b.numeric());
        for (JacobianPair part : new JacobianPair[] {b.columns(1), b.rows(0, 1), b.divided(-3)}) {
            assertThat(part.close()).isEqualTo(0.25);
            assertThat(part.typical()).isEqualTo(b.typical());
        }
    }

    @Test
    void aTenthOfTheErrorOfATypicalSizeIsNegligible() {
        JacobianPair b = new JacobianPair(rows(), rows(), 0.25, 4);
        assertThat(b.isNegligible(0.1)).as("just as much").isTrue();
        assertThat(b.isNegligible(-0.0999)).isTrue();
        assertThat(b.isNegligible(0.1001)).isFalse();
        assertThat(b.isNegligible(-0.1001)).isFalse();
        assertThat(b.isNegligible(Double.NaN)).isFalse();
    }

    @Test
    void numbersOfTheWholeMatrixChangePlaces() {
        double[] n = {1, 2, 3, 4, 5, 6};
        int[] from = {0, 2, 4, 1, 3, 5};
        double[][] a = rows(row(1, 3, 5), row(2, 4, 6));
        assertThat(block(1e-7, a, n).isPermutation(k -> from[k])).isTrue();
        assertThat(block(1e-7, a, n).isPermutation(k -> k)).isFalse();
        assertThat(block(1e-7, rows(row(1, 3, 5), row(2, 4, 6.1)), n).isPermutation(k -> from[k])).isFalse();
        assertThat(block(0.1, rows(row(1, 3, 5), row(2, 4, 6.1)), n).isPermutation(k -> from[k])).isTrue();
        assertThat(block(0.1, rows(row(1, 3, 5), row(2, 4, 8)), n).isPermutation(k -> from[k])).isFalse();
    }

    /** In numbers that are exact: 5 / 4 of a norm of 5, and 300 of 500. */
    @Test
    void whatIsOffByTheErrorStillFits() {
        double[][] a = rows(row(4), row(3));
        assertThat(block(0.25, a, 4, 3).equalsNumeric(rows(row(2.75), row(3)))).isTrue();
        assertThat(block(0.25, a, 2.75, 3).isRearranged(r -> r, j -> j)).isTrue();
        assertThat(block(0.25, a, 2.75, 3).isPermutation(k -> k)).isTrue();
        assertThat(block(0.25, a, 2.75, 9).isRearranged(r -> r, j -> j)).as("the next one counts too").isFalse();
        assertThat(block(0.25, a, 2.75, 9).isPermutation(k -> k)).isFalse();
        assertThat(block(0.6, rows(row(400, 300)), 1, 0).factor()).isEqualTo(400);
        JacobianPair b = block(0.25, rows(row(0, 4)), 0, 4);
        double most = 0.1 * 0.25 * b.typical();
        assertThat(block(0.25, rows(row(most, 4)), 0, 4).isRight(0, 0)).isTrue();
        assertThat(block(0.25, rows(row(-most, 4)), 0, 4).isRight(0, 0)).isTrue();
    }
}
