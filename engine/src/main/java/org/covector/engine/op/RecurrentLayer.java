package org.covector.engine.op;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.covector.engine.Copy;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.Pullback;
import org.covector.engine.expr.Pushforward;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.storage.Storage;

/**
 * A recurrent layer over all its steps: in each a product with the weight of hidden states, which is laid out once, and one loop for all
 * that is pointwise, over all sequences gate by gate. Sequences of states have a place more than there are steps: for the states that come
 * in.
 *
 * @param cell what a step computes
 * @param reversed whether the steps go from the last to the first
 */
public record RecurrentLayer(Cell cell, boolean reversed) {
    /**
     * One step, element by element: a formula of the gates of the projected input, those of the projected hidden state, and, where it is
     * read, the last state. It gives the next hidden state and the cell state, if there is one: the last state then.
     */
    public static final class Cell {
        private final Formula formula;
        private final int gates;
        private final Step pullback;

        private Cell(Formula formula, int gates, Step pullback) {
            this.formula = formula;
            this.gates = gates;
            this.pullback = pullback;
        }

        /** A cell of so many gates. */
        public static Cell of(Formula formula, int gates) {
            return new Cell(formula, gates, Step.of(formula));
        }

        /** How many states there are. */
        public int states() {
            return formula.outputs().size();
        }

        /** Whether the projected hidden state has a cotangent of its own, not that of the projected input. */
        public boolean isSplit() {
            return !Arrays.equals(pullback.source, 0, gates, pullback.source, gates, 2 * gates);
        }

        private boolean readsState() {
            return formula.inputs().size() > 2 * gates;
        }

        /** A step's operands, from gates [N, gates, H]. */
        private NdArray[] operands(NdArray projected, NdArray fromHidden, NdArray state) {
            NdArray[] in = new NdArray[formula.inputs().size()];
            for (int g = 0; g < gates; g++) {
                in[g] = projected.select(1, g);
                in[gates + g] = fromHidden.select(1, g);
            }
            if (readsState()) {
                in[2 * gates] = state;
            }
            return in;
        }
    }

    /**
     * The pullback of a step. The cotangent of the hidden state comes in two parts, from the output and from the next step: the latter is
     * an operand behind the others.
     *
     * @param formula with each result once, where several inputs have the same cotangent
     * @param operands of the formula but the last
     * @param source by input of the step: which result is its cotangent
     */
    private record Step(Formula formula, List<Pullback.Operand> operands, int[] source) {
        static Step of(Formula cell) {
            int inputs = cell.inputs().size();
            Pullback back = cell.pullback((1 << inputs) - 1);
            List<Expr> results = new ArrayList<>();
            int[] source = new int[inputs];
            for (int i = 0; i < inputs; i++) {
                Expr d = back.formula().outputs().get(i);
                if (!results.contains(d)) {
                    results.add(d);
                }
                source[i] = results.indexOf(d);
            }
            int n = back.operands().size();
            Expr output = Expr.input(back.operands().indexOf(new Pullback.Dy(0)));
            Expr whole = Expressions.add(output, Expr.input(n));
            List<Expr> ofBoth = Graph.rewrite(results, e -> e.equals(output) ? whole : e);
            return new Step(new Formula(back.formula().name(), Collections.nCopies(n + 1, Expr.Kind.VALUE), 0, ofBoth),
                    back.operands(), source);
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

        private Shape state() {
            return start.getFirst().shape();
        }

        /** What a gate has of the weight, [H, H]. */
        private NdArray weight(int gate) {
            int h = state().dim(1);
            return weight.slice(0, gate * h, (gate + 1) * h, 1);
        }
    }

    /** The projected inputs of one step, gate by gate: what is pointwise runs over all sequences at once. */
    private static final class Projected {
        private final NdArray all; // [T, N, gates, H]
        private final Storage one;
        private final NdArray gates; // [N, gates, H]
        private final int[] strides;

        Projected(Inputs x, int gates) {
            Shape state = x.state();
            Shape shape = Shape.of(gates).concat(state);
            this.all = x.projected().reshape(Shape.of(x.steps(), state.dim(0), gates, state.dim(1)));
            this.one = Storage.uninitialised(x.dtype(), shape.size());
            this.gates = NdArray.wrap(one, shape).permute(1, 0, 2);
            this.strides = shape.strides();
        }

        /** Valid until the next is asked for. */
        NdArray at(int t) {
            Copy.into(all.select(0, t).permute(1, 0, 2), one, 0, strides);
            return gates;
        }
    }

    /**
     * What the steps leave.
     *
     * @param states [T + 1, N, H] for each state
     * @param fromHidden [T, N, gates, H], the products of the hidden states; of the last step only where it is not kept
     */
    public record Outputs(List<NdArray> states, NdArray fromHidden) {}

    /** Where the state before step {@code t} stands. */
    private int before(int t) {
        return reversed ? t + 1 : t;
    }

    private int after(int t) {
        return reversed ? t : t + 1;
    }

    /** All steps; {@code keeps} the products of all of them, for {@link #backward}. */
    public Outputs forward(Inputs x, boolean keeps) {
        int steps = x.steps();
        int n = (int) x.state().size();
        int count = cell.states();
        Object[] arrays = new Object[count];
        List<NdArray> states = new ArrayList<>();
        for (NdArray start : x.start()) {
            Storage s = Storage.uninitialised(x.dtype(), (steps + 1L) * n);
            Copy.into(start, s, (reversed ? steps : 0) * n, x.state().strides());
            arrays[states.size()] = s.array();
            states.add(NdArray.wrap(s, Shape.of(steps + 1).concat(x.state())));
        }
        Storage products = Storage.uninitialised(x.dtype(), (keeps ? (long) steps : 1) * cell.gates * n);
        NdArray fromHidden = NdArray.wrap(products, Shape.of(keeps ? steps : 1, cell.gates).concat(x.state())).permute(0, 2, 1, 3);
        FixedFactor[] weights = new FixedFactor[cell.gates];
        Arrays.setAll(weights, g -> new FixedFactor(x.weight(g).transpose(0, 1)));
        Option<NdArray> bias = x.bias().map(NdArray::dense);
        Epilogue epilogue = bias.isDefined() ? Epilogue.COLUMN_BIAS : Epilogue.NONE;
        int h = x.state().dim(1);
        Projected projected = new Projected(x, cell.gates);
        Pointwise step = Pointwise.of(cell.formula);
        int[] at = new int[count];
        for (int i = 0; i < steps; i++) {
            int t = reversed ? steps - 1 - i : i;
            NdArray product = fromHidden.select(0, keeps ? t : 0);
            NdArray before = states.getFirst().select(0, before(t));
            for (int g = 0; g < cell.gates; g++) {
                NdArray added = bias.isDefined() ? bias.get().slice(0, g * h, (g + 1) * h, 1) : before;
                weights[g].multiply(before, products.array(), product.offset() + g * n, epilogue, added);
            }
            Arrays.fill(at, after(t) * n);
            step.into(x.dtype(), arrays, at, cell.operands(projected.at(t), product, states.getLast().select(0, before(t))));
        }
        return new Outputs(states, fromHidden);
    }

    /** The state after all steps, in memory of its own, so that the others need not stay. */
    public NdArray last(NdArray states) {
        NdArray last = states.select(0, reversed ? 0 : states.shape().dim(0) - 1);
        return NdArray.wrap(last.storage().copy(last.offset(), (int) last.size()), last.shape());
    }

    /**
     * The cotangents of the projected inputs, of the products of the hidden states, and of the states that come in.
     *
     * @param x as forward had it; the bias does not matter
     * @param y what forward kept
     * @param dy of the hidden states after all steps, [T, N, H], and of the last of the other states, [N, H]
     */
    public List<NdArray> backward(Inputs x, Outputs y, List<NdArray> dy) {
        return new Backward(this, x, y).run(dy);
    }

    /** The way back through all steps. */
    private static final class Backward {
        private final RecurrentLayer layer;
        private final Cell cell;
        private final Inputs x;
        private final Outputs y;
        private final DType dtype;
        private final int n; // elements of a state
        private final Object[] results; // of a step's pullback
        private final int[] resultsAt;
        private final NdArray ofGates; // [different ones, N, H]: results of one step
        private final Storage[] states; // the cotangents of the states, as a step finds them
        private Storage spare; // where the step leaves that of the state it reads
        private final FixedFactor[] weights; // by gate
        private final Projected projected;

        Backward(RecurrentLayer layer, Inputs x, Outputs y) {
            this.layer = layer;
            this.cell = layer.cell;
            this.x = x;
            this.y = y;
            this.dtype = x.dtype();
            this.n = (int) x.state().size();
            int count = cell.pullback.formula().outputs().size();
            int different = count - (cell.readsState() ? 1 : 0);
            Storage scratch = Storage.uninitialised(dtype, (long) different * n);
            this.ofGates = NdArray.wrap(scratch, Shape.of(different).concat(x.state()));
            this.results = new Object[count];
            this.resultsAt = new int[count];
            for (int i = 0; i < different; i++) {
                results[i] = scratch.array();
                resultsAt[i] = i * n;
            }
            this.states = new Storage[cell.states()];
            this.spare = Storage.uninitialised(dtype, n);
            this.weights = new FixedFactor[cell.gates];
            Arrays.setAll(weights, g -> new FixedFactor(x.weight(g)));
            this.projected = new Projected(x, cell.gates);
        }

        List<NdArray> run(List<NdArray> dy) {
            int steps = x.steps();
            states[0] = Storage.zeros(dtype, n);
            for (int k = 1; k < states.length; k++) {
                states[k] = Storage.uninitialised(dtype, n);
                Copy.into(dy.get(k), states[k], 0, x.state().strides());
            }
            int sides = cell.isSplit() ? 2 : 1;
            Storage[] gates = new Storage[sides];
            Arrays.setAll(gates, s -> Storage.uninitialised(dtype, x.projected().size()));
            for (int i = 0; i < steps; i++) {
                int t = layer.reversed ? i : steps - 1 - i;
                pullback(t, dy.getFirst().select(0, t));
                for (int s = 0; s < sides; s++) {
                    store(t, s * cell.gates, gates[s]);
                }
                toHidden();
            }
            List<NdArray> dx = new ArrayList<>();
            for (Storage s : gates) {
                dx.add(NdArray.wrap(s, x.projected().shape()));
            }
            for (Storage s : states) {
                dx.add(NdArray.wrap(s, x.state()));
            }
            return dx;
        }

        private void pullback(int t, NdArray dy) {
            NdArray[] inputs = cell.operands(projected.at(t), y.fromHidden().select(0, t),
                    y.states().getLast().select(0, layer.before(t)));
            List<Pullback.Operand> operands = cell.pullback.operands();
            NdArray[] in = new NdArray[operands.size() + 1];
            for (int k = 0; k < operands.size(); k++) {
                in[k] = switch (operands.get(k)) {
                    case Pullback.Dy(int j) -> j == 0 ? dy : NdArray.wrap(states[j], x.state());
                    case Pullback.In(int j) -> inputs[j];
                    case Pullback.Out(int j) -> y.states().get(j).select(0, layer.after(t));
                    case Pushforward.Dx _ -> throw new IllegalStateException("a tangent on the way back");
                };
            }
            in[operands.size()] = NdArray.wrap(states[0], x.state());
            int last = states.length - 1;
            if (cell.readsState()) {
                results[results.length - 1] = spare.array();
            }
            Pointwise.of(cell.pullback.formula()).into(dtype, results, resultsAt, in);
            if (cell.readsState()) {
                Storage done = states[last];
                states[last] = spare;
                spare = done;
            }
        }

        /** The cotangents of one side's gates to step t of [T, N, gates H]. */
        private void store(int t, int first, Storage to) {
            int h = x.state().dim(1);
            int row = cell.gates * h;
            for (int g = 0; g < cell.gates; g++) {
                Copy.into(ofGates.select(0, cell.pullback.source()[first + g]), to, t * cell.gates * n + g * h, new int[] {row, 1});
            }
        }

        /** The hidden state before the step: what the step has from it through the products, and by itself where it reads it. */
        private void toHidden() {
            boolean isBegun = cell.readsState() && states.length == 1;
            for (int g = 0; g < cell.gates; g++) {
                NdArray d = ofGates.select(0, cell.pullback.source()[cell.gates + g]);
                weights[g].multiply(d, states[0].array(), 0, isBegun || g > 0 ? Epilogue.ADD : Epilogue.NONE, d);
            }
        }
    }
}
