package org.covector.engine.op;

import io.vavr.control.Option;
import java.util.function.IntToDoubleFunction;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.kernel.attention.StridedMatrix;
import org.covector.engine.storage.Storage;

/**
 * Rows of keys and values that are not finite and hidden from some queries: a weight of 0 times NaN or infinity is NaN, which those queries
 * would see. They have what they have with zeros in such rows; the others keep what comes out.
 *
 * @param k keys, zeros in rows that are not finite or whose values are not
 * @param v values, likewise
 * @param spoilt of each query of each head, whether it sees such a row
 */
record HiddenRows(NdArray k, NdArray v, boolean[] spoilt) {
    /** How a mask hides: which element belongs to a head, query and key. */
    interface Mask {
        StridedMatrix of(int head);
    }

    /**
     * Where there are such rows at all.
     *
     * @param k keys {@code (heads of keys, S, E)}, of any leading axes
     * @param v values {@code (heads of keys, S, Ev)}
     * @param mask BOOL or added, of each head of queries
     * @param group heads of queries for each of keys
     * @param queries of each head
     */
    static Option<HiddenRows> of(NdArray k, NdArray v, Option<Mask> mask, boolean causal, int group, int queries) {
        NdArray keys = Operands.copy(k.dense());
        NdArray values = Operands.copy(v.dense());
        int n = k.shape().dim(-2);
        int width = k.shape().dim(-1);
        int depth = v.shape().dim(-1);
        int rows = (int) (k.size() / Math.max(1, width));
        boolean[] bad = Storage.zeros(DType.BOOL, rows).booleans();
        boolean any = false;
        for (int r = 0; r < rows; r++) {
            bad[r] = !keys.storage().isFinite(keys.offset() + r * width, width)
                    || !values.storage().isFinite(values.offset() + r * depth, depth);
            if (bad[r]) {
                zero(keys, r, width);
                zero(values, r, depth);
                any = true;
            }
        }
        return any ? Option.of(new HiddenRows(keys, values, spoilt(bad, n, mask, causal, group, queries))) : Option.none();
    }

    private static void zero(NdArray x, int row, int width) {
        for (int i = 0; i < width; i++) {
            x.storage().set(x.offset() + row * width + i, 0);
        }
    }

    private static boolean[] spoilt(boolean[] bad, int n, Option<Mask> mask, boolean causal, int group, int queries) {
        boolean[] spoilt = Storage.zeros(DType.BOOL, (long) bad.length / n * group * queries).booleans();
        for (int h = 0; h < spoilt.length / queries; h++) {
            int head = h;
            Option<StridedMatrix> m = mask.map(of -> of.of(head));
            for (int i = 0; i < queries; i++) {
                for (int j = 0; j < n; j++) {
                    int at = i;
                    int key = j;
                    spoilt[h * queries + i] |= bad[h / group * n + j] && (!causal || j <= i)
                            && m.forAll(matrix -> isSeen(matrix, at, key));
                }
            }
        }
        return spoilt;
    }

    private static boolean isSeen(StridedMatrix m, int i, int j) {
        int at = m.at() + i * m.row() + j * m.column();
        return switch (m.array()) {
            case boolean[] b -> b[at];
            case float[] f -> f[at] != Float.NEGATIVE_INFINITY;
            default -> ((double[]) m.array())[at] != Double.NEGATIVE_INFINITY;
        };
    }

    /** Rows of {@code spoiltRows} where {@code which}, else of {@code x}; both dense. */
    static NdArray chosen(boolean[] which, NdArray x, NdArray spoiltRows) {
        return mixed(which, x, i -> spoiltRows.storage().getDouble(spoiltRows.offset() + i));
    }

    /** {@code x} with zeros in the rows {@code which}. */
    static NdArray without(boolean[] which, NdArray x) {
        return mixed(which, x, _ -> 0);
    }

    private static NdArray mixed(boolean[] which, NdArray x, IntToDoubleFunction other) {
        NdArray y = Operands.copy(x.dense());
        Storage to = y.storage();
        int width = which.length == 0 ? 0 : (int) (y.size() / which.length);
        for (int r = 0; r < which.length; r++) {
            for (int i = r * width; which[r] && i < (r + 1) * width; i++) {
                to.set(y.offset() + i, other.applyAsDouble(i));
            }
        }
        return y;
    }

    /** The spoilt rows whose cotangents are not all 0. */
    boolean[] alive(NdArray dy) {
        boolean[] alive = Storage.of(spoilt).booleans();
        int width = alive.length == 0 ? 0 : (int) (dy.size() / alive.length);
        for (int r = 0; r < alive.length; r++) {
            boolean isZero = true;
            for (int i = 0; i < width; i++) {
                isZero &= dy.storage().getDouble(dy.offset() + r * width + i) == 0;
            }
            alive[r] &= !isZero;
        }
        return alive;
    }
}
