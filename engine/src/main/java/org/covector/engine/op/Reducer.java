package org.covector.engine.op;

import org.covector.engine.DType;
import org.covector.engine.kernel.ArgKernel;
import org.covector.engine.kernel.ExpSumKernel;
import org.covector.engine.kernel.ReduceKernel;
import org.covector.engine.storage.Storage;

/** Takes a kernel over all runs of an array. */
final class Reducer {
    private static final double NANOS = 0.2;

    private Reducer() {}

    /** Values and block indices of the extremes of runs. */
    record Extremes(Storage values, long[] indices) {}

    /** One value per run, in the order of the runs; storage may be longer than that. */
    static Storage reduce(ReduceKernel kernel, ReducedAxes axes) {
        RunWalk walk = new RunWalk(axes, kernel.block(), NANOS);
        int kept = axes.kept();
        Storage out = Storage.allocate(axes.storage().dtype(), (long) kept * walk.blocks());
        walk.run(width -> new Reduction(kernel, width, out, kept));
        if (walk.blocks() > 1) {
            kernel.combine(out.array(), kept, walk.blocks());
        }
        return out;
    }

    private record Reduction(ReduceKernel kernel, Object work, Object out, int kept) implements RunWalk.Body {
        Reduction(ReduceKernel kernel, int width, Storage out, int kept) {
            this(kernel, Storage.allocate(out.dtype(), width == 0 ? kernel.rowWork() : kernel.columnWork(width)).array(), out.array(), kept);
        }

        @Override
        public void row(Object x, int o, int n, int run, int block) {
            kernel.row(x, o, n, work, out, block * kept + run);
        }

        @Override
        public void columns(Object x, int base, int[] steps, int w, int run, int block) {
            kernel.columns(x, base, steps, steps.length, w, work, out, block * kept + run);
        }
    }

    /** The first extreme element of each run. */
    static Extremes extremes(ArgKernel kernel, ReducedAxes axes) {
        RunWalk walk = new RunWalk(axes, kernel.block(), NANOS);
        int kept = axes.kept();
        DType dtype = axes.storage().dtype();
        Storage values = Storage.allocate(dtype, (long) kept * walk.blocks());
        long[] indices = new long[values.length()];
        walk.run(_ -> new Search(kernel, values.array(), indices, kept));
        for (int run = 0; run < kept; run++) {
            int best = run;
            for (int b = 1; b < walk.blocks(); b++) {
                int i = b * kept + run;
                if (kernel.better(values.array(), i, best)) {
                    best = i;
                }
            }
            indices[run] = indices[best] + (long) (best / kept) * kernel.block();
            values.copyRun(best, 1, values, run, 1);
        }
        return new Extremes(values, indices);
    }

    private record Search(ArgKernel kernel, Object values, long[] indices, int kept) implements RunWalk.Body {
        @Override
        public void row(Object x, int o, int n, int run, int block) {
            kernel.row(x, o, n, values, indices, block * kept + run);
        }

        @Override
        public void columns(Object x, int base, int[] steps, int w, int run, int block) {
            kernel.columns(x, base, steps, steps.length, w, values, indices, block * kept + run);
        }
    }

    /** The logarithm of the sum of exponentials of each run. */
    static Storage logSumExp(ReduceKernel max, ExpSumKernel kernel, ReducedAxes axes) {
        RunWalk walk = new RunWalk(axes, kernel.block(), 0.4);
        DType dtype = axes.storage().dtype();
        int kept = axes.kept();
        boolean single = walk.blocks() == 1;
        Storage m = single ? Storage.allocate(dtype, kept) : reduce(max, axes);
        Storage sums = Storage.allocate(dtype, (long) kept * walk.blocks());
        walk.run(width -> new ExpSum(max, kernel, single, m.array(), Storage.allocate(dtype, kernel.work(width)).array(), sums.array(), kept));
        if (!single) {
            Kernels.sum(dtype).combine(sums.array(), kept, walk.blocks());
        }
        Storage out = Storage.allocate(dtype, kept);
        kernel.log(m.array(), sums.array(), out.array(), kept);
        return out;
    }

    /** Sums of exponentials; runs of one block find their maximum on the way, while the block is in cache. */
    private record ExpSum(ReduceKernel max, ExpSumKernel kernel, boolean findsMax, Object m, Object work, Object sums, int kept)
            implements RunWalk.Body {
        @Override
        public void row(Object x, int o, int n, int run, int block) {
            if (findsMax) {
                max.row(x, o, n, work, m, run);
            }
            kernel.row(x, o, n, m, run, work, sums, block * kept + run);
        }

        @Override
        public void columns(Object x, int base, int[] steps, int w, int run, int block) {
            if (findsMax) {
                max.columns(x, base, steps, steps.length, w, work, m, run);
            }
            kernel.columns(x, base, steps, steps.length, w, m, run, work, sums, block * kept + run);
        }
    }
}
