package org.covector.engine.op.recurrent;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.Copy;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.Tuning;
import org.covector.engine.op.recurrent.RecurrentCell.Rows;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * A recurrent layer in one direction over all its steps. In each there is one product with the weight of hidden states, laid out once, and
 * loops over the rows of gates, whose activations are kept for the way back: which then is one loop and one product a step. Sequences are
 * independent of each other, so threads take some each.
 *
 * @param cell what a step computes
 * @param reversed whether the steps go from the last to the first
 */
public record RecurrentLayer(RecurrentCell cell, boolean reversed) {
    /** Sequences of a thread, at least: fewer do not fill the registers of a product. */
    private static final int SEQUENCES = 16;

    /** Nanoseconds for an element of a gate, about. */
    private static final int NANOS = 2;

    /**
     * What a layer computes from.
     *
     * @param projected [T, N, gates H], the inputs of all steps
     * @param weight [gates H, H]
     * @param bias [gates H], added to the products
     * @param start [N, H] for each state
     */
    public record Inputs(NdArray projected, NdArray weight, Option<NdArray> bias, List<NdArray> start) {
        private DType dtype() {
            return projected.dtype();
        }

        private int steps() {
            return projected.shape().dim(0);
        }

        private int sequences() {
            return projected.shape().dim(1);
        }

        private int h() {
            return weight.shape().dim(1);
        }
    }

    /**
     * What the steps leave.
     *
     * @param states [T + 1, N, H] for each state, the one that comes in included
     * @param kept [T, N, kept gates H]; of one step only where it was not to be kept
     */
    public record Outputs(List<NdArray> states, NdArray kept) {}

    /** What is done for the sequences {@code from} to {@code to - 1}. */
    private interface Part {
        void run(int from, int to);
    }

    private void parts(Inputs x, Part part) {
        int n = x.sequences();
        int count = Math.max(1, Math.min(EngineRuntime.threads(), n / SEQUENCES));
        long gates = x.projected().size();
        long nanos = Tuning.nanos(gates * x.h()) + gates * NANOS;
        EngineRuntime.parallel(count, nanos, i -> part.run((int) ((long) n * i / count), (int) ((long) n * (i + 1) / count)));
    }

    /** Where the state before step {@code t} stands. */
    private int before(int t) {
        return reversed ? t + 1 : t;
    }

    private int after(int t) {
        return reversed ? t : t + 1;
    }

    private static NdArray fresh(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        return NdArray.wrap(Storage.uninitialised(dtype, shape.size()), shape);
    }

    /** All steps; {@code keeps} what {@link #backward} needs. */
    public Outputs forward(Inputs in, boolean keeps) {
        Inputs x = new Inputs(in.projected().dense(), in.weight(), in.bias().map(NdArray::dense), in.start());
        int steps = x.steps();
        int n = x.sequences();
        int h = x.h();
        List<NdArray> states = new ArrayList<>();
        for (NdArray start : x.start()) {
            NdArray all = fresh(x.dtype(), steps + 1, n, h);
            Copy.into(start, all.storage(), (reversed ? steps : 0) * n * h, start.shape().strides());
            states.add(all);
        }
        NdArray kept = fresh(x.dtype(), keeps ? steps : 1, n, cell.kept() * h);
        FixedFactor weight = new FixedFactor(x.weight().transpose(0, 1), n, x.bias().isDefined() ? Epilogue.COLUMN_BIAS : Epilogue.NONE,
                x.bias().getOrElse(x.weight()));
        parts(x, (from, to) -> steps(x, new Outputs(states, kept), weight, from, to));
        return new Outputs(states, kept);
    }

    private void steps(Inputs x, Outputs y, FixedFactor weight, int from, int to) {
        int h = x.h();
        int step = x.sequences() * h;
        int first = from * h;
        int kept = y.kept().shape().dim(0) == 1 ? 0 : step * cell.kept();
        RowLoops loops = new RowLoops(cell, cell.step, x.dtype(), h);
        loops.place(Rows.PROJECTED, x.projected());
        loops.place(Rows.PRODUCT, fresh(x.dtype(), to - from, cell.gates() * h));
        loops.place(Rows.KEPT, y.kept());
        loops.place(Rows.H_BEFORE, y.states().getFirst());
        loops.place(Rows.H_AFTER, y.states().getFirst());
        loops.place(Rows.C_BEFORE, y.states().getLast());
        loops.place(Rows.C_AFTER, y.states().getLast());
        for (int i = 0; i < x.steps(); i++) {
            int t = reversed ? x.steps() - 1 - i : i;
            loops.at(Rows.PROJECTED, x.projected().offset() + cell.gates() * (t * step + first));
            loops.at(Rows.KEPT, t * kept + cell.kept() * first);
            loops.at(Rows.H_BEFORE, before(t) * step + first);
            loops.at(Rows.C_BEFORE, before(t) * step + first);
            loops.at(Rows.H_AFTER, after(t) * step + first);
            loops.at(Rows.C_AFTER, after(t) * step + first);
            weight.multiply(to - from, loops.array(Rows.H_BEFORE), loops.at(Rows.H_BEFORE), loops.array(Rows.PRODUCT), 0);
            loops.run(to - from);
        }
    }

    /** The state after all steps, in memory of its own, so that the others need not stay. */
    public NdArray last(NdArray states) {
        NdArray last = states.select(0, reversed ? 0 : states.shape().dim(0) - 1);
        return NdArray.wrap(last.storage().copy(last.offset(), (int) last.size()), last.shape());
    }

    /**
     * The cotangents of the projected inputs, of the products of the hidden states where they are others, and of the states that come in.
     *
     * @param x as forward had it; projected and bias do not matter but for their shapes
     * @param y what forward kept
     * @param dy of the hidden states after all steps, [T, N, H], and of the last states, [N, H] each
     */
    public List<NdArray> backward(Inputs x, Outputs y, List<NdArray> dy) {
        int n = x.sequences();
        int h = x.h();
        Outputs kept = new Outputs(y.states().stream().map(NdArray::dense).toList(), y.kept().dense());
        List<NdArray> in = dy.stream().map(NdArray::dense).toList();
        List<NdArray> dx = new ArrayList<>();
        for (int i = 0; i < (cell.isSplit() ? 2 : 1); i++) {
            dx.add(fresh(x.dtype(), x.steps(), n, cell.gates() * h));
        }
        for (int i = 0; i < cell.states(); i++) {
            dx.add(fresh(x.dtype(), n, h));
        }
        FixedFactor weight = new FixedFactor(x.weight(), n, cell.isSplit() ? Epilogue.ADD : Epilogue.NONE, x.weight());
        parts(x, (from, to) -> stepsBack(x, kept, in, dx, new Range(from, to), weight));
        return dx;
    }

    private record Range(int from, int to) {}

    private void stepsBack(Inputs x, Outputs y, List<NdArray> dy, List<NdArray> dx, Range sequences, FixedFactor weight) {
        int h = x.h();
        int step = x.sequences() * h;
        int first = sequences.from * h;
        int rows = sequences.to - sequences.from;
        int size = rows * h;
        RowLoops loops = new RowLoops(cell, List.of(cell.pullback), x.dtype(), h);
        NdArray ofStates = fresh(x.dtype(), 4, rows, h); // dh and dc, as a step finds them and as it leaves them, in turn
        NdArray ofProduct = dx.get(cell.isSplit() ? 1 : 0);
        loops.place(Rows.KEPT, y.kept());
        loops.place(Rows.H_BEFORE, y.states().getFirst());
        loops.place(Rows.H_AFTER, y.states().getFirst());
        loops.place(Rows.C_BEFORE, y.states().getLast());
        loops.place(Rows.DY, dy.getFirst());
        loops.place(Rows.D_PROJECTED, dx.getFirst());
        loops.place(Rows.D_PRODUCT, ofProduct);
        for (Rows r : new Rows[] {Rows.DH, Rows.DC, Rows.DH_BEFORE, Rows.DC_BEFORE}) {
            loops.place(r, ofStates);
        }
        for (int k = 0; k < cell.states(); k++) {
            NdArray last = dy.get(1 + k);
            last.storage().copyRun(last.offset() + first, ofStates.storage(), k * size, size);
        }
        for (int i = 0; i < x.steps(); i++) {
            int t = reversed ? i : x.steps() - 1 - i;
            int found = i % 2 * 2 * size;
            int left = 2 * size - found;
            loops.at(Rows.KEPT, y.kept().offset() + cell.kept() * (t * step + first));
            loops.at(Rows.H_BEFORE, y.states().getFirst().offset() + before(t) * step + first);
            loops.at(Rows.H_AFTER, y.states().getFirst().offset() + after(t) * step + first);
            loops.at(Rows.C_BEFORE, y.states().getLast().offset() + before(t) * step + first);
            loops.at(Rows.DY, dy.getFirst().offset() + t * step + first);
            loops.at(Rows.D_PROJECTED, cell.gates() * (t * step + first));
            loops.at(Rows.D_PRODUCT, cell.gates() * (t * step + first));
            loops.at(Rows.DH, found);
            loops.at(Rows.DC, found + size);
            loops.at(Rows.DH_BEFORE, left);
            loops.at(Rows.DC_BEFORE, left + size);
            loops.run(rows);
            weight.multiply(rows, loops.array(Rows.D_PRODUCT), loops.at(Rows.D_PRODUCT), loops.array(Rows.DH_BEFORE), left);
        }
        int sides = cell.isSplit() ? 2 : 1;
        for (int k = 0; k < cell.states(); k++) {
            ofStates.storage().copyRun(x.steps() % 2 * 2 * size + k * size, dx.get(sides + k).storage(), first, size);
        }
    }
}
