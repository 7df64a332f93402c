package org.covector.engine.op;

import org.covector.engine.DType;
import org.covector.engine.dispatch.ReductionKernels;
import org.covector.engine.kernel.reduction.ArgKernel;
import org.covector.engine.kernel.reduction.FinishKernel;
import org.covector.engine.kernel.reduction.ReduceKernel;
import org.covector.engine.kernel.reduction.ShiftedSumKernel;
import org.covector.engine.kernel.reduction.Term;
import org.covector.engine.storage.Storage;
import org.jspecify.annotations.Nullable;

/** Takes a kernel over all runs of an array. */
final class Reducer {
    private static final double NANOS = 0.2;

    private Reducer() {}

    /** Values and block indices of the extremes of runs. */
    record Extremes(Storage values, Storage indices) {}

    /** One value per run, in the order of the runs; storage may be longer than that. */
    static Storage reduce(ReduceKernel kernel, ReducedAxes axes) {
        RunLoop walk = new RunLoop(axes, kernel.block(), NANOS);
        int kept = axes.kept();
        Storage out = Storage.uninitialised(axes.storage().dtype(), (long) kept * walk.blocks());
        Object to = out.array();
        walk.run(width -> new Reduction(kernel, work(out.dtype(), width == 0 ? kernel.rowWork() : kernel.columnWork(width)), to, kept));
        if (walk.blocks() > 1) {
            kernel.combine(to, kept, walk.blocks());
        }
        return out;
    }

    private static Object work(DType dtype, int size) {
        return Storage.scratch(dtype, size);
    }

    private record Reduction(ReduceKernel kernel, Object work, Object out, int kept) implements RunLoop.Body {
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
        RunLoop walk = new RunLoop(axes, kernel.block(), NANOS);
        int kept = axes.kept();
        DType dtype = axes.storage().dtype();
        Storage values = Storage.uninitialised(dtype, (long) kept * walk.blocks());
        Storage indexStorage = Storage.uninitialised(DType.INT64, values.length());
        long[] indices = indexStorage.longs();
        Object extremes = values.array();
        walk.run(_ -> new Search(kernel, extremes, indices, kept));
        for (int run = 0; run < kept; run++) {
            int best = run;
            for (int b = 1; b < walk.blocks(); b++) {
                int i = b * kept + run;
                if (kernel.better(extremes, i, best)) {
                    best = i;
                }
            }
            indices[run] = indices[best] + (long) (best / kept) * kernel.block();
            values.copyRun(best, values, run, 1);
        }
        return new Extremes(values, indexStorage);
    }

    private record Search(ArgKernel kernel, Object values, long[] indices, int kept) implements RunLoop.Body {
        @Override
        public void row(Object x, int o, int n, int run, int block) {
            kernel.row(x, o, n, values, indices, block * kept + run);
        }

        @Override
        public void columns(Object x, int base, int[] steps, int w, int run, int block) {
            kernel.columns(x, base, steps, steps.length, w, values, indices, block * kept + run);
        }
    }

    /** Shifts of runs and sums of terms of x - shift. */
    record ShiftedSums(Storage shifts, Storage sums) {}

    /** Sums of exponentials of x - max x. */
    static ShiftedSums exponentials(ReducedAxes axes) {
        DType dtype = axes.storage().dtype();
        ReduceKernel max = ReductionKernels.extremum(dtype, 1);
        return shifted(max, 1, ReductionKernels.shiftedSum(dtype, Term.EXP, 1), axes);
    }

    /** Sums of squares of x - mean x. */
    static ShiftedSums deviations(ReducedAxes axes) {
        DType dtype = axes.storage().dtype();
        return shifted(ReductionKernels.sum(dtype), axes.reduced(), ReductionKernels.shiftedSum(dtype, Term.SQUARE, 1), axes);
    }

    /** Sums of a term of x itself. */
    static Storage terms(Term term, double power, ReducedAxes axes) {
        DType dtype = axes.storage().dtype();
        Storage zeros = Storage.zeros(dtype, axes.kept());
        ShiftedSumKernel kernel = ReductionKernels.shiftedSum(dtype, term, power);
        RunLoop walk = new RunLoop(axes, kernel.block(), NANOS);
        return sums(walk, kernel, zeros, axes, null);
    }

    private static ShiftedSums shifted(ReduceKernel shift, double divisor, ShiftedSumKernel kernel, ReducedAxes axes) {
        DType dtype = axes.storage().dtype();
        int kept = axes.kept();
        RunLoop walk = new RunLoop(axes, kernel.block(), 2 * NANOS);
        if (walk.blocks() == 1) {
            Storage shifts = Storage.uninitialised(dtype, kept);
            return new ShiftedSums(shifts, sums(walk, kernel, shifts, axes, new Shift(shift, divisor, ReductionKernels.finish(dtype))));
        }
        Storage shifts = reduce(shift, axes);
        ReductionKernels.finish(dtype).divide(shifts.array(), divisor, 0, kept);
        return new ShiftedSums(shifts, sums(walk, kernel, shifts, axes, null));
    }

    private static Storage sums(RunLoop walk, ShiftedSumKernel kernel, Storage shifts, ReducedAxes axes, @Nullable Shift shift) {
        DType dtype = axes.storage().dtype();
        int kept = axes.kept();
        Storage sums = Storage.uninitialised(dtype, (long) kept * walk.blocks());
        Object from = shifts.array();
        Object to = sums.array();
        walk.run(width -> {
            int size = Math.max(kernel.work(width), shift == null ? 0 : shift.work(width));
            return new Terms(kernel, shift, from, work(dtype, size), to, kept);
        });
        if (walk.blocks() > 1) {
            ReductionKernels.sum(dtype).combine(to, kept, walk.blocks());
        }
        return sums;
    }

    /** How runs of one block find their shift on the way, while the block is in cache. */
    private record Shift(ReduceKernel kernel, double divisor, FinishKernel finish) {
        int work(int width) {
            return width == 0 ? kernel.rowWork() : kernel.columnWork(width);
        }
    }

    private record Terms(ShiftedSumKernel kernel, @Nullable Shift shift, Object shifts, Object work, Object sums, int kept)
            implements RunLoop.Body {
        @Override
        public void row(Object x, int o, int n, int run, int block) {
            if (shift != null) {
                shift.kernel.row(x, o, n, work, shifts, run);
                shift.finish.divide(shifts, shift.divisor, run, 1);
            }
            kernel.row(x, o, n, shifts, run, work, sums, block * kept + run);
        }

        @Override
        public void columns(Object x, int base, int[] steps, int w, int run, int block) {
            if (shift != null) {
                shift.kernel.columns(x, base, steps, steps.length, w, work, shifts, run);
                shift.finish.divide(shifts, shift.divisor, run, w);
            }
            kernel.columns(x, base, steps, steps.length, w, shifts, run, work, sums, block * kept + run);
        }
    }
}
