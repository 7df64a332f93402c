package org.covector.engine.op;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sigmoid;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.engine.expr.Expressions.tanh;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.covector.engine.Copy;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.codegen.PointwiseKernel;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.kernel.gemm.GemmMatrix;
import org.covector.engine.kernel.gemm.GemmTask;
import org.covector.engine.kernel.gemm.Tuning;
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
public record RecurrentLayer(Cell cell, boolean reversed) {
    /** Sequences of a thread, at least: fewer do not fill the registers of a product. */
    private static final int SEQUENCES = 16;

    /** Nanoseconds for an element of a gate, about. */
    private static final int NANOS = 2;

    /** Arrays of rows, one for each sequence, as a step meets them. */
    private enum Rows {
        PROJECTED, PRODUCT, KEPT, H_BEFORE, H_AFTER, C_BEFORE, C_AFTER, DY, DH, DC, D_PROJECTED, D_PRODUCT, DH_BEFORE, DC_BEFORE;

        Place at(int gate) {
            return new Place(this, gate);
        }
    }

    /** A part of a row: from the first element of a gate on. */
    private record Place(Rows rows, int gate) {}

    /** A formula over parts of rows as long as {@code gates} gates. */
    private record Call(Formula formula, int gates, List<Place> in, List<Place> out) {
        static Call of(String name, int gates, List<Place> in, List<Expr> results, List<Place> out) {
            return new Call(new Formula(name, Collections.nCopies(in.size(), Kind.VALUE), 0, results), gates, in, out);
        }
    }

    /** What a step computes from the projected input, and from the product of the hidden state with the weight. */
    public enum Cell {
        /** {@code h' = tanh(p + q)}. */
        RNN_TANH(1, 0, List.of(activation("addTanh", tanh(add(in(0), in(1))), 0, 1, Rows.H_AFTER)),
                ofActivation("addTanhPullback", scale(add(in(0), in(1)), sub(number(1), mul(in(2), in(2)))))),
        /** {@code h' = relu(p + q)}. */
        RNN_RELU(1, 0, List.of(activation("addRelu", relu(add(in(0), in(1))), 0, 1, Rows.H_AFTER)),
                ofActivation("addReluPullback", select(le(in(2), number(0)), number(0), add(in(0), in(1))))),
        /** Input, forget, candidate and output gates; keeps them, and the tanh of the cell state. */
        LSTM(4, 5, lstm(), ofLstm()),
        /** Reset and update gates and a candidate; keeps them, and the product that the reset gate scales. */
        GRU(3, 4, gru(), ofGru());

        private final int gates;
        private final int kept;
        private final List<Call> step;
        private final Call pullback;

        Cell(int gates, int kept, List<Call> step, Call pullback) {
            this.gates = gates;
            this.kept = kept;
            this.step = step;
            this.pullback = pullback;
        }

        private static Expr in(int i) {
            return Expr.input(i);
        }

        private static Expr relu(Expr x) {
            return select(le(x, number(0)), number(0), x);
        }

        /** {@code d sigmoid}, of its value. */
        private static Expr slope(Expr sigmoid) {
            return mul(sigmoid, sub(number(1), sigmoid));
        }

        /** Of the sum of both sides, gate by gate. */
        private static Call activation(String name, Expr f, int first, int gates, Rows to) {
            return Call.of(name, gates, List.of(Rows.PROJECTED.at(first), Rows.PRODUCT.at(first)), List.of(f), List.of(to.at(first)));
        }

        private static Call ofActivation(String name, Expr f) {
            return Call.of(name, 1, List.of(Rows.DY.at(0), Rows.DH.at(0), Rows.H_AFTER.at(0)), List.of(f),
                    List.of(Rows.D_PROJECTED.at(0)));
        }

        private static List<Call> lstm() {
            Expr c = add(mul(in(1), in(4)), mul(in(0), in(2)));
            Call states = Call.of("lstmStates", 1,
                    List.of(Rows.KEPT.at(0), Rows.KEPT.at(1), Rows.KEPT.at(2), Rows.KEPT.at(3), Rows.C_BEFORE.at(0)),
                    List.of(c, tanh(c), mul(in(3), tanh(c))), List.of(Rows.C_AFTER.at(0), Rows.KEPT.at(4), Rows.H_AFTER.at(0)));
            Expr sigmoid = sigmoid(add(in(0), in(1)));
            return List.of(activation("addSigmoid", sigmoid, 0, 2, Rows.KEPT),
                    activation("addTanh", tanh(add(in(0), in(1))), 2, 1, Rows.KEPT), activation("addSigmoid", sigmoid, 3, 1, Rows.KEPT),
                    states);
        }

        private static Call ofLstm() {
            Expr i = in(3);
            Expr f = in(4);
            Expr g = in(5);
            Expr o = in(6);
            Expr tanh = in(8);
            Expr dh = add(in(0), in(1));
            Expr dc = add(in(2), scale(dh, mul(o, sub(number(1), mul(tanh, tanh)))));
            return Call.of("lstmPullback", 1,
                    List.of(Rows.DY.at(0), Rows.DH.at(0), Rows.DC.at(0), Rows.KEPT.at(0), Rows.KEPT.at(1), Rows.KEPT.at(2),
                            Rows.KEPT.at(3), Rows.C_BEFORE.at(0), Rows.KEPT.at(4)),
                    List.of(scale(dc, mul(g, slope(i))), scale(dc, mul(in(7), slope(f))), scale(dc, mul(i, sub(number(1), mul(g, g)))),
                            scale(dh, mul(tanh, slope(o))), scale(dc, f)),
                    List.of(Rows.D_PROJECTED.at(0), Rows.D_PROJECTED.at(1), Rows.D_PROJECTED.at(2), Rows.D_PROJECTED.at(3),
                            Rows.DC_BEFORE.at(0)));
        }

        private static List<Call> gru() {
            Expr candidate = tanh(add(in(0), mul(in(2), in(1))));
            return List.of(activation("addSigmoid", sigmoid(add(in(0), in(1))), 0, 2, Rows.KEPT), Call.of("gruState", 1,
                    List.of(Rows.PROJECTED.at(2), Rows.PRODUCT.at(2), Rows.KEPT.at(0), Rows.KEPT.at(1), Rows.H_BEFORE.at(0)),
                    List.of(candidate, in(1), add(candidate, mul(in(3), sub(in(4), candidate)))),
                    List.of(Rows.KEPT.at(2), Rows.KEPT.at(3), Rows.H_AFTER.at(0))));
        }

        private static Call ofGru() {
            Expr r = in(2);
            Expr z = in(3);
            Expr n = in(4);
            Expr dh = add(in(0), in(1));
            Expr dn = scale(dh, mul(sub(number(1), z), sub(number(1), mul(n, n))));
            Expr dz = scale(dh, mul(sub(in(6), n), slope(z)));
            Expr dr = scale(dn, mul(in(5), slope(r)));
            return Call.of("gruPullback", 1,
                    List.of(Rows.DY.at(0), Rows.DH.at(0), Rows.KEPT.at(0), Rows.KEPT.at(1), Rows.KEPT.at(2), Rows.KEPT.at(3),
                            Rows.H_BEFORE.at(0)),
                    List.of(dr, dz, dn, dr, dz, scale(dn, r), scale(dh, z)),
                    List.of(Rows.D_PROJECTED.at(0), Rows.D_PROJECTED.at(1), Rows.D_PROJECTED.at(2), Rows.D_PRODUCT.at(0),
                            Rows.D_PRODUCT.at(1), Rows.D_PRODUCT.at(2), Rows.DH_BEFORE.at(0)));
        }

        /** How many gates there are. */
        public int gates() {
            return gates;
        }

        /** How many gates a step keeps for the way back, activations and others. */
        public int kept() {
            return kept;
        }

        /** How many states there are: the hidden one, and the cell's. */
        public int states() {
            return this == LSTM ? 2 : 1;
        }

        /** Whether the product of the hidden state has a cotangent of its own, not that of the projected input. */
        public boolean isSplit() {
            return this == GRU;
        }

        /** Gates in a row of an array. */
        private int gatesOf(Rows rows) {
            return switch (rows) {
                case PROJECTED, PRODUCT, D_PROJECTED, D_PRODUCT -> gates;
                case KEPT -> kept;
                case H_BEFORE, H_AFTER, C_BEFORE, C_AFTER, DY, DH, DC, DH_BEFORE, DC_BEFORE -> 1;
            };
        }
    }

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

    /** The right operand of all steps' products, laid out once in blocks that a product reads where they are. */
    private static final class FixedFactor {
        /** Terms of a block's sums: the same on every machine, for it fixes the bits. */
        private static final int DEPTH = 128;

        private static final int UNIT = 16;

        private final GemmKernel kernel;
        private final Epilogue epilogue;
        private final NdArray bias; // where the epilogue adds one
        private final NdArray b;
        private final NdArray[] blocks; // of columns, one after the other, [some k, some columns], dense
        private final int across; // columns of a block

        /** Of [k, n], for a left operand of so many rows, and what products end with; the bias counts where the epilogue adds one. */
        FixedFactor(NdArray b, int rows, Epilogue epilogue, NdArray bias) {
            int k = b.shape().dim(0);
            int n = b.shape().dim(1);
            this.kernel = Matmul.kernel(b.dtype());
            this.epilogue = epilogue;
            this.bias = bias;
            this.b = b;
            this.across = Math.max(1, Tuning.IN_PLACE_BYTES / b.dtype().bytes() / Math.clamp(k, 1, DEPTH) / UNIT) * UNIT;
            List<NdArray> all = new ArrayList<>();
            for (int j = 0; j < n && rows > 1; j += across) {
                for (int p = 0; p < k; p += DEPTH) {
                    all.add(b.slice(0, p, Math.min(k, p + DEPTH), 1).slice(1, j, Math.min(n, j + across), 1).dense());
                }
            }
            this.blocks = all.toArray(NdArray[]::new);
        }

        /** {@code C = A B}, with the epilogue; a row of A is as long as B is high. */
        void multiply(int m, Object a, int aAt, Object c, int cAt) {
            int k = b.shape().dim(0);
            int n = b.shape().dim(1);
            Object added = bias.storage().array();
            if (blocks.length == 0) {
                kernel.multiply(new GemmTask(m, n, k, new GemmMatrix(a, aAt, 1, k),
                        new GemmMatrix(b.storage().array(), b.offset(), b.stride(0), b.stride(1)), c, cAt, n, epilogue, added,
                        bias.offset()));
                return;
            }
            int i = 0;
            for (int j = 0; j < n; j += across) {
                for (int p = 0; p < k; p += DEPTH) {
                    NdArray block = blocks[i++];
                    int width = block.shape().dim(1);
                    kernel.multiply(new GemmTask(m, width, block.shape().dim(0), new GemmMatrix(a, aAt + p, 1, k),
                            new GemmMatrix(block.storage().array(), block.offset(), width, 1), c, cAt + j, n,
                            p == 0 ? epilogue : Epilogue.ADD, added, bias.offset() + (epilogue == Epilogue.COLUMN_BIAS ? j : 0)));
                }
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

    /** The loops of a step over the rows of some sequences. */
    private static final class Loops {
        private static final double[] NO_NUMBERS = {};

        private final PointwiseKernel[] kernels;
        private final int[] widths;
        private final Parts[] in;
        private final Parts[] out;
        private final int[][] oneRow;
        private final Object[] arrays = new Object[Rows.values().length];
        private final int[] base = new int[arrays.length];
        private final int[] length = new int[arrays.length];

        Loops(Cell cell, List<Call> calls, DType dtype, int h) {
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
    }

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
        NdArray kept = fresh(x.dtype(), keeps ? steps : 1, n, cell.kept * h);
        FixedFactor weight = new FixedFactor(x.weight().transpose(0, 1), n, x.bias().isDefined() ? Epilogue.COLUMN_BIAS : Epilogue.NONE,
                x.bias().getOrElse(x.weight()));
        parts(x, (from, to) -> steps(x, new Outputs(states, kept), weight, from, to));
        return new Outputs(states, kept);
    }

    private void steps(Inputs x, Outputs y, FixedFactor weight, int from, int to) {
        int h = x.h();
        int step = x.sequences() * h;
        int first = from * h;
        int kept = y.kept().shape().dim(0) == 1 ? 0 : step * cell.kept;
        Loops loops = new Loops(cell, cell.step, x.dtype(), h);
        loops.place(Rows.PROJECTED, x.projected());
        loops.place(Rows.PRODUCT, fresh(x.dtype(), to - from, cell.gates * h));
        loops.place(Rows.KEPT, y.kept());
        loops.place(Rows.H_BEFORE, y.states().getFirst());
        loops.place(Rows.H_AFTER, y.states().getFirst());
        loops.place(Rows.C_BEFORE, y.states().getLast());
        loops.place(Rows.C_AFTER, y.states().getLast());
        for (int i = 0; i < x.steps(); i++) {
            int t = reversed ? x.steps() - 1 - i : i;
            loops.at(Rows.PROJECTED, x.projected().offset() + cell.gates * (t * step + first));
            loops.at(Rows.KEPT, t * kept + cell.kept * first);
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
            dx.add(fresh(x.dtype(), x.steps(), n, cell.gates * h));
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
        Loops loops = new Loops(cell, List.of(cell.pullback), x.dtype(), h);
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
            loops.at(Rows.KEPT, y.kept().offset() + cell.kept * (t * step + first));
            loops.at(Rows.H_BEFORE, y.states().getFirst().offset() + before(t) * step + first);
            loops.at(Rows.H_AFTER, y.states().getFirst().offset() + after(t) * step + first);
            loops.at(Rows.C_BEFORE, y.states().getLast().offset() + before(t) * step + first);
            loops.at(Rows.DY, dy.getFirst().offset() + t * step + first);
            loops.at(Rows.D_PROJECTED, cell.gates * (t * step + first));
            loops.at(Rows.D_PRODUCT, cell.gates * (t * step + first));
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
