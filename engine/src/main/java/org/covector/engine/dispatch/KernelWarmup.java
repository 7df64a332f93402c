package org.covector.engine.dispatch;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.kernel.norm.NormKernel;
import org.covector.engine.kernel.norm.NormKernel.PerPiece;
import org.covector.engine.kernel.norm.NormKernel.Run;
import org.covector.engine.kernel.norm.RunMap;
import org.covector.engine.kernel.reduction.ArgKernel;
import org.covector.engine.kernel.reduction.ReduceKernel;
import org.covector.engine.kernel.reduction.ShiftedSumKernel;
import org.covector.engine.storage.Storage;

/** All loops of a kernel, once, on small arrays: what {@link TieredKernel} repeats until they are compiled. */
final class KernelWarmup {
    private static final int ROW = 263;
    private static final int COLUMNS = 37;
    private static final int HEIGHT = 7;
    private static final int COPIES = 16;

    private KernelWarmup() {}

    private static Object array(DType dtype, int size) {
        return Storage.zeros(dtype, size).array();
    }

    /** The way in which results computed in place begin, which is to be compiled too. */
    private static Object copy(DType dtype) {
        Storage y = Storage.zeros(dtype, ROW);
        for (int i = 0; i < COPIES; i++) { // the loops of a kernel are compiled before a method without one
            y = y.copy(0, ROW);
        }
        return y.array();
    }

    private static int[] steps() {
        int[] steps = new int[HEIGHT];
        Arrays.setAll(steps, r -> r * COLUMNS);
        return steps;
    }

    static void reduction(ReduceKernel k, DType dtype) {
        Object x = array(dtype, ROW);
        Object y = array(dtype, 2 * COLUMNS);
        k.row(x, 0, ROW, array(dtype, k.rowWork()), y, 0);
        k.columns(x, 0, steps(), HEIGHT, COLUMNS, array(dtype, k.columnWork(COLUMNS)), y, 0);
        k.combine(y, COLUMNS, 2);
    }

    static void arg(ArgKernel k, DType dtype) {
        Object x = array(dtype, ROW);
        Object y = array(dtype, COLUMNS);
        long[] indices = Storage.zeros(DType.INT64, COLUMNS).longs();
        k.row(x, 0, ROW, y, indices, 0);
        k.columns(x, 0, steps(), HEIGHT, COLUMNS, y, indices, 0);
    }

    static void shiftedSum(ShiftedSumKernel k, DType dtype) {
        Object x = array(dtype, ROW);
        Object m = array(dtype, COLUMNS);
        Object y = array(dtype, COLUMNS);
        k.row(x, 0, ROW, m, 0, array(dtype, k.work(0)), y, 0);
        k.columns(x, 0, steps(), HEIGHT, COLUMNS, m, 0, array(dtype, k.work(COLUMNS)), y, 0);
    }

    static void runMap(RunMap k, DType dtype) {
        Object x = array(dtype, ROW);
        Object b = array(dtype, ROW);
        Object y = copy(dtype);
        k.row(x, 0, b, 0, y, 0, ROW, array(dtype, k.work(ROW, 0)));
        k.columns(x, 0, b, 0, y, 0, HEIGHT, COLUMNS, COLUMNS, array(dtype, k.work(HEIGHT, COLUMNS)));
    }

    static void norm(NormKernel k, DType dtype) {
        Object x = array(dtype, 4 * ROW);
        Object dy = array(dtype, ROW);
        Object y = copy(dtype);
        Object w = array(dtype, ROW);
        Object b = array(dtype, ROW);
        Object stats = array(dtype, HEIGHT);
        Object work = array(dtype, k.work());
        Run run = new Run(0, 1, ROW, 0);
        PerPiece one = new PerPiece(stats, 0, 0);
        k.moments(x, run, true, stats, stats, 0, work);
        k.rowMoments(x, 0, ROW, 4, true, stats, stats, 0, work);
        k.weighted(dy, run, one, stats, 0, work);
        k.correlated(dy, x, run, one, one, one, stats, 0, work);
        k.piece(x, 0, ROW, stats, stats, 0, w, 0, b, 0, y);
        k.row(x, 0, ROW, stats, stats, 0, w, b, y);
        k.pieceBackward(dy, x, 0, ROW, stats, stats, 0, w, 0, stats, stats, ROW, y);
        k.rowBackward(dy, x, 0, ROW, true, stats, stats, 0, w, y, work);
        k.columnProducts(dy, x, COLUMNS, 0, HEIGHT, 0, COLUMNS, stats, stats, array(dtype, k.columnWork(COLUMNS)), y, 0);
    }
}
