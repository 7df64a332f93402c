package org.covector.functional.golden;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * LAPACK's form of {@code P A P^T = L D L^T} (sytrf, lower): L and D in one matrix, its rows exchanged only by pivots that come later
 * than a column, and the pivots: the row that was exchanged, from 1 on, or twice its negative for a block of order 2.
 */
final class CompactLdl {
    private final int n;
    private final double[] l;
    private final double[] d;
    private final long[] pivots;
    private final double[] compact;

    private CompactLdl(Tensor a) {
        var y = F.ldl(a, false);
        n = a.dim(-1);
        l = y._1().array().toDoubleArray();
        d = y._2().array().toDoubleArray();
        pivots = new long[n == 0 ? 0 : l.length / n];
        compact = new double[l.length];
        long[] order = y._3().array().toLongArray();
        for (int first = 0; first < pivots.length; first += n) {
            pivot(first, Arrays.copyOfRange(order, first, first + n));
            for (int j = 0; j < n; j++) {
                column(first, j);
            }
        }
    }

    static List<Tensor> of(Tensor a) {
        CompactLdl y = new CompactLdl(a);
        int[] shape = a.shape().dims();
        return List.of(F.reshape(Tensor.of(y.compact), shape).to(a.dtype()),
                F.reshape(Tensor.of(y.pivots), Arrays.copyOf(shape, shape.length - 1)));
    }

    private int at(int first, int row, int column) {
        return (first + row) * n + column;
    }

    /** Whether a block of order 2 begins in a row. */
    private boolean block(int first, int row) {
        return row + 1 < n && d[at(first, row + 1, row)] != 0;
    }

    /** The exchanges of rows, one after the other, that lead to an order. */
    private void pivot(int first, long[] order) {
        long[] rows = LongStream.range(0, n).toArray();
        for (int k = 0; k < n; k++) {
            boolean two = block(first, k);
            int row = two ? k + 1 : k;
            int other = IntStream.range(row, n).filter(i -> rows[i] == order[row]).findFirst().orElseThrow();
            rows[other] = rows[row];
            rows[row] = order[row];
            pivots[first + k] = two ? -other - 1 : other + 1;
            if (two) {
                pivots[first + ++k] = -other - 1;
            }
        }
    }

    /** A column of L and D, with the exchanges after it undone. */
    private void column(int first, int j) {
        boolean two = block(first, j);
        double[] column = new double[n];
        for (int i = j; i < n; i++) {
            int from = at(first, i, j);
            column[i] = i == j || i == j + 1 && two ? d[from] : l[from];
        }
        for (int k = n - 1; k > (two ? j + 1 : j); k--) {
            boolean second = k > 0 && block(first, k - 1);
            if (pivots[first + k] > 0 || second) {
                int other = (int) Math.abs(pivots[first + k]) - 1;
                double t = column[k];
                column[k] = column[other];
                column[other] = t;
            }
        }
        for (int i = j; i < n; i++) {
            compact[at(first, i, j)] = column[i];
        }
    }
}
