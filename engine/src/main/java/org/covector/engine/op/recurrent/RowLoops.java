package org.covector.engine.op.recurrent;

import java.util.Arrays;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.codegen.PointwiseKernel;
import org.covector.engine.op.Pointwise;
import org.covector.engine.op.recurrent.RecurrentCell.Call;
import org.covector.engine.op.recurrent.RecurrentCell.Place;
import org.covector.engine.op.recurrent.RecurrentCell.Rows;

/** The loops of a step over the rows of some sequences. */
final class RowLoops {
    private static final double[] NO_NUMBERS = {};

    private final PointwiseKernel[] kernels;
    private final int[] widths;
    private final Parts[] in;
    private final Parts[] out;
    private final int[][] oneRow;
    private final Object[] arrays = new Object[Rows.values().length];
    private final int[] base = new int[arrays.length];
    private final int[] length = new int[arrays.length];

    RowLoops(RecurrentCell cell, List<Call> calls, DType dtype, int h) {
        this.kernels = calls.stream().map(c -> Pointwise.of(c.formula()).kernel(dtype, 0)).toArray(PointwiseKernel[]::new);
        this.widths = calls.stream().mapToInt(c -> c.gates() * h).toArray();
        this.in = calls.stream().map(c -> new Parts(c.in(), h)).toArray(Parts[]::new);
        this.out = calls.stream().map(c -> new Parts(c.out(), h)).toArray(Parts[]::new);
        this.oneRow = calls.stream().map(c -> new int[c.in().size()]).toArray(int[][]::new);
        for (Rows r : Rows.values()) {
            length[r.ordinal()] = cell.gatesOf(r) * h;
        }
    }

    /** Which array rows are of; where they stand is said for each step. */
    void place(Rows rows, NdArray all) {
        arrays[rows.ordinal()] = all.storage().array();
        for (int i = 0; i < in.length; i++) {
            in[i].place(arrays);
            out[i].place(arrays);
        }
    }

    Object array(Rows rows) {
        return arrays[rows.ordinal()];
    }

    /** Position of the rows of a step. */
    void at(Rows rows, int position) {
        base[rows.ordinal()] = position;
    }

    int at(Rows rows) {
        return base[rows.ordinal()];
    }

    /** All loops over one row after the other: it stays in the first-level cache. */
    void run(int rows) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < kernels.length; i++) {
                kernels[i].run(out[i].arrays, out[i].at(r, base, length), 1, widths[i], in[i].arrays, in[i].at(r, base, length),
                        oneRow[i], NO_NUMBERS);
            }
        }
    }

    /** Parts of rows that one call reads, or those it writes. */
    private static final class Parts {
        private final Object[] arrays;
        private final int[] rows; // ordinals
        private final int[] offsets; // in a row
        private final int[] at;

        Parts(List<Place> places, int h) {
            this.rows = places.stream().mapToInt(p -> p.rows().ordinal()).toArray();
            this.offsets = places.stream().mapToInt(p -> p.gate() * h).toArray();
            this.arrays = new Object[rows.length];
            this.at = new int[rows.length];
        }

        void place(Object[] all) {
            Arrays.setAll(arrays, i -> all[rows[i]]);
        }

        /** Positions in a row. */
        int[] at(int row, int[] base, int[] length) {
            for (int i = 0; i < at.length; i++) {
                at[i] = base[rows[i]] + row * length[rows[i]] + offsets[i];
            }
            return at;
        }
    }
}
