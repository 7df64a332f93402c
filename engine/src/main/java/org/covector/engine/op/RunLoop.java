package org.covector.engine.op;

import org.covector.engine.kernel.reduction.FloatSum;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/** Takes a body over all blocks of all runs of an array, as dense rows or as tiles of columns, in parallel where it pays. */
final class RunLoop {
    /** Columns at a time: wide enough for long reads, few enough for their accumulators to stay in cache. */
    private static final int TILE = FloatSum.MAX_WIDTH;

    /** Elements that are worth a chunk of their own. */
    private static final int CHUNK = 1 << 15;

    /** What is done with a block; one body serves one thread. */
    interface Body {
        /** The dense run {@code x[o .. o + n)}: block {@code block} of run {@code run}. */
        void row(Object x, int o, int n, int run, int block);

        /** Block {@code block} of runs {@code run .. run + w - 1}; element r of run c is {@code x[base + steps[r] + c]}. */
        void columns(Object x, int base, int[] steps, int w, int run, int block);
    }

    /** Makes the body of one thread, whose work arrays are for at most {@code width} columns (0: for rows). */
    interface Bodies {
        Body make(int width);
    }

    private final ReducedAxes axes;
    private final int block;
    private final int blocks;
    private final double nanosPerElement;

    RunLoop(ReducedAxes axes, int block, double nanosPerElement) {
        this.axes = axes;
        this.block = block;
        this.blocks = Math.max(1, Math.ceilDiv(axes.reduced(), block));
        this.nanosPerElement = nanosPerElement;
    }

    /** Blocks of a run, 1 or more. */
    int blocks() {
        return blocks;
    }

    void run(Bodies bodies) {
        if (axes.kept() == 0) {
            return;
        }
        boolean columns = axes.columns();
        int tiles = columns ? Math.ceilDiv(axes.width(), TILE) : 1;
        int width = columns ? Math.min(axes.width(), TILE) : 0;
        int units = columns ? axes.kept() / axes.width() * blocks * tiles : axes.kept() * blocks;
        int perChunk = Math.max(1, CHUNK / (Math.max(width, 1) * Math.clamp(axes.reduced(), 1, block)));
        long nanos = (long) ((double) axes.kept() * axes.reduced() * nanosPerElement);
        Object x = axes.storage().array();
        EngineRuntime.parallel(Math.ceilDiv(units, perChunk), nanos, chunk -> {
            int from = chunk * perChunk;
            int to = Math.min(units, from + perChunk);
            Body body = bodies.make(width);
            if (columns) {
                columns(body, x, from, to, tiles);
            } else {
                rows(body, x, from, to);
            }
        });
    }

    private int length(int block) {
        return Math.min(this.block, axes.reduced() - block * this.block);
    }

    private void rows(Body body, Object x, int from, int to) {
        int longest = Math.min(block, axes.reduced());
        Object scratch = Storage.scratch(axes.storage().dtype(), axes.isDense(0, axes.reduced()) ? 0 : longest);
        for (int u = from; u < to; u++) {
            int run = u / blocks;
            int b = u % blocks;
            int first = b * block;
            int n = length(b);
            if (n == 0) {
                body.row(scratch, 0, 0, run, b);
            } else if (axes.isDense(first, n)) {
                body.row(x, axes.start(run) + axes.step(first), n, run, b);
            } else {
                axes.gather(x, axes.start(run), first, n, scratch, 0);
                body.row(scratch, 0, n, run, b);
            }
        }
    }

    private void columns(Body body, Object x, int from, int to, int tiles) {
        int stepsOf = -1;
        int[] steps = {};
        for (int u = from; u < to; u++) {
            int b = u / tiles % blocks;
            if (b != stepsOf) {
                steps = axes.steps(b * block, length(b));
                stepsOf = b;
            }
            int column = u % tiles * TILE;
            int run = u / tiles / blocks * axes.width() + column;
            body.columns(x, axes.start(run), steps, Math.min(TILE, axes.width() - column), run, b);
        }
    }
}
