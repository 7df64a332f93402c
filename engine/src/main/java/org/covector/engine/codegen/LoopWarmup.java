package org.covector.engine.codegen;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Graph;
import org.covector.engine.storage.Storage;

/**
 * Makes a vector loop fast before anyone waits for it. Until a just-in-time compiler has seen a method some thousand times, every
 * vector is an object and an operation takes 50 ns or more; so the loop runs on small arrays, in all forms that a call may take,
 * until a run takes the time that compiled code takes.
 */
final class LoopWarmup {
    private static final int ROWS = 2;
    private static final int BATCH = 512;

    /** Compiled code passes several times sooner than this per operation on a vector; an interpreter never. */
    private static final double COMPILED_NANOS = 4;

    private static final long TIME_LIMIT_NANOS = 3_000_000_000L;
    private static final int MIN_BATCHES = 12;

    /** Beyond what formulas expect. */
    private static final double RARE = 1e30;

    private final Loop loop;
    private final int cols;
    private final Object[] y;
    private final int[] yAt;
    private final Object[] x;
    private final int[] at;
    private final int[] row;
    private final double[] scalars;
    private final boolean isSmall;

    private LoopWarmup(Program p, Loop loop) {
        this.loop = loop;
        this.cols = 4 * loop.lanes() + 1;
        this.y = p.outputs().stream().map(e -> zeros(p.element(), e.kind()).array()).toArray();
        this.yAt = new int[y.length];
        this.x = p.inputs().stream().map(kind -> operand(p.element(), kind)).toArray();
        this.at = new int[x.length];
        this.row = new int[x.length];
        this.scalars = new double[p.scalars()];
        this.isSmall = p.isSmall();
        Arrays.fill(scalars, 1);
    }

    private Storage zeros(DType element, Kind kind) {
        return Storage.zeros(kind == Kind.BOOL ? DType.BOOL : element, ROWS * cols);
    }

    /** Zeros, and a number for the branches of loops that are rarely taken: without one they would be compiled as never taken. */
    private Object operand(DType element, Kind kind) {
        Storage s = zeros(element, kind);
        s.set(cols - 2, RARE);
        return s.array();
    }

    /** Whether the vector loop of a program is compiled when this returns; on a busy machine it may not be within a time limit. */
    static boolean makesFast(Program p, Loop loop) {
        LoopWarmup w = new LoopWarmup(p, loop);
        double compiledNanos = COMPILED_NANOS * (4 + Graph.operations(p.outputs())) * 2 * ROWS * 5;
        long start = System.nanoTime();
        long last = start;
        for (int batches = 1; ; batches++) {
            for (int i = 0; i < BATCH; i++) {
                w.call(i);
            }
            long now = System.nanoTime();
            boolean isCompiled = now - last < BATCH * compiledNanos && batches >= MIN_BATCHES;
            if (isCompiled || now - start > TIME_LIMIT_NANOS) {
                return isCompiled;
            }
            last = now;
        }
    }

    /** All forms: one row and several, with and without a rest, both entry points. */
    private void call(int i) {
        int n = (i & 1) == 0 ? cols : cols - 1;
        int rows = (i & 2) == 0 ? 1 : ROWS;
        if (isSmall && (i & 4) == 0) {
            loop.run(y[0], 0, rows, n, operand(0), 0, 0, operand(1), 0, 0, operand(2), 0, 0, number(0), number(1));
        } else {
            loop.run(y, yAt, rows, n, x, at, row, scalars);
        }
    }

    private Object operand(int k) {
        return x[Math.min(k, x.length - 1)];
    }

    private double number(int i) {
        return i < scalars.length ? scalars[i] : 0;
    }
}
