package org.covector.functional.sequence;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.sigmoid;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.engine.expr.Expressions.tanh;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.RecurrentLayer;
import org.covector.functional.Attention;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.Recurrent;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Pointwise;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.Unstack;

/** Recurrent cells and networks. The inputs of all steps are projected in one product, hidden states step by step. */
final class Recurrence {
    /** Kinds of cells: of the gates of the projected input and those of the projected hidden state, one after the other, and a state. */
    enum Cell {
        RNN_TANH("rnnTanh", 1, tanh(add(Expr.input(0), Expr.input(1)))),
        RNN_RELU("rnnRelu", 1, relu(add(Expr.input(0), Expr.input(1)))),
        LSTM("lstm", 4, mul(sigmoid(sum(3)), tanh(cellState())), cellState()),
        GRU("gru", 3, add(candidate(), mul(sigmoid(add(Expr.input(1), Expr.input(4))), sub(Expr.input(6), candidate()))));

        final String title;
        final int gates;
        final RecurrentLayer.Cell layer;
        private final Pointwise row;

        Cell(String title, int gates, Expr... results) {
            int inputs = 2 * gates + (gates == 1 ? 0 : 1);
            Formula formula = new Formula(title + "Step", Collections.nCopies(inputs, Kind.VALUE), 0, List.of(results));
            this.title = title;
            this.gates = gates;
            this.layer = RecurrentLayer.Cell.of(formula, gates);
            this.row = Pointwise.row(formula);
        }

        /** A gate of LSTM before its activation. */
        private static Expr sum(int gate) {
            return add(Expr.input(gate), Expr.input(4 + gate));
        }

        private static Expr cellState() {
            return add(mul(sigmoid(sum(1)), Expr.input(8)), mul(sigmoid(sum(0)), tanh(sum(2))));
        }

        private static Expr candidate() {
            return tanh(add(Expr.input(2), mul(sigmoid(add(Expr.input(0), Expr.input(3))), Expr.input(5))));
        }

        private static Expr relu(Expr x) {
            return Expressions.select(Expressions.le(x, 0), 0, x);
        }

        int states() {
            return layer.states();
        }

        /** The states [hidden] or [hidden, cell] after a step from the gates [.., gates H]. */
        Tensor[] step(Tensor projected, Tensor fromHidden, Tensor... state) {
            List<Tensor> in = new ArrayList<>(gates(projected));
            in.addAll(gates(fromHidden));
            if (gates > 1) {
                in.add(state[state.length - 1]);
            }
            return Apply.all(row, in.toArray(Tensor[]::new));
        }

        private List<Tensor> gates(Tensor all) {
            return Unstack.of(Shapes.unflatten(all, -1, gates, all.dim(-1) / gates), all.rank() - 1);
        }
    }

    private Recurrence() {}

    // ---- one step

    /** The states [hidden] or [hidden, cell] after a step with the projected input. */
    private static Tensor[] step(Cell cell, Tensor projected, Tensor[] state, CellWeights w) {
        Tensor[] next = cell.step(projected, Matrix.linear(state[0], w.hidden(), w.hiddenBias()), state);
        w.projection().forEach(p -> next[0] = Matrix.linear(next[0], p, Option.none()));
        return next;
    }

    /** What the weights must look like; gives H. */
    private static int check(String f, Cell cell, Tensor x, CellWeights w) {
        AxisReduction.floating(f, x);
        boolean ranks = x.rank() >= 1 && w.input().rank() == 2 && w.hidden().rank() == 2;
        ArgumentException.require(ranks && w.hidden().dim(0) % cell.gates == 0 && w.input().dim(0) == w.hidden().dim(0)
                && w.input().dim(1) == x.dim(-1), f, "weights",
                w.input().shape() + " and " + w.hidden().shape() + " for inputs " + x.shape(),
                        "[" + cell.gates + " H, input length] and [" + cell.gates + " H, hidden length]");
        int h = w.hidden().dim(0) / cell.gates;
        ArgumentException.require(w.projection().isEmpty() || cell == Cell.LSTM, f, "projection", "given", "none, but for lstm");
        int hidden = w.projection().fold(() -> h, p -> p.rank() == 2 && p.dim(1) == h ? p.dim(0) : -1);
        ArgumentException.require(w.hidden().dim(1) == hidden, f, "weights",
                w.hidden().shape() + " hidden, projection " + w.projection().map(Tensor::shape),
                "hidden of columns as the projection has rows, or H = " + h);
        List<Tensor> all = new ArrayList<>(List.of(w.input(), w.hidden()));
        for (Option<Tensor> b : List.of(w.inputBias(), w.hiddenBias())) {
            b.forEach(t -> ArgumentException.require(t.rank() == 1 && t.dim(0) == w.hidden().dim(0), f, "bias", t.shape(),
                    "[" + w.hidden().dim(0) + "]"));
            b.forEach(all::add);
        }
        w.projection().forEach(all::add);
        for (Tensor t : all) {
            ArgumentException.require(t.dtype() == x.dtype(), f, "weights", t.dtype(), "x's dtype, " + x.dtype());
        }
        return h;
    }

    private static void checkState(String f, String name, Tensor t, Tensor x, Shape shape) {
        ArgumentException.require(t.shape().equals(shape) && t.dtype() == x.dtype(), f, name, t.dtype() + " " + t.shape(),
                x.dtype() + " " + shape);
    }

    /** One step of a cell: x [N, input length] or without N. */
    static Tensor[] cell(String f, Cell cell, Tensor x, CellWeights w, Tensor... state) {
        int h = check(f, cell, x, w);
        ArgumentException.require(x.rank() <= 2, f, "x", x.shape(), "[N, input length] or [input length]");
        checkState(f, "h", state[0], x, x.shape().with(x.rank() - 1, w.hidden().dim(1)));
        if (cell == Cell.LSTM) {
            checkState(f, "c", state[1], x, x.shape().with(x.rank() - 1, h));
        }
        return step(cell, Matrix.linear(x, w.input(), w.inputBias()), state, w);
    }

    // ---- whole sequences

    /** One layer in one direction over steps of inputs [N, ...]. */
    private record Layer(Cell cell, CellWeights w, boolean backward) {
        /** Outputs of all steps, in the order of time, and the last states. */
        Tensor[] run(Tensor x, Option<Tensor> lengths, Tensor... start) {
            Tensor projected = Matrix.linear(x, w.input(), w.inputBias());
            return lengths.isEmpty() && w.projection().isEmpty() ? RecurrentSteps.of(cell, backward, projected, w, start)
                    : stepByStep(Unstack.of(projected, 0), lengths, start);
        }

        private Tensor[] stepByStep(List<Tensor> steps, Option<Tensor> lengths, Tensor... start) {
            Tensor[] state = start;
            Tensor[] outputs = new Tensor[steps.size()];
            for (int i = 0; i < outputs.length; i++) {
                int t = backward ? outputs.length - 1 - i : i;
                Tensor[] next = step(cell, steps.get(t), state, w);
                outputs[t] = next[0];
                if (lengths.isDefined()) {
                    Tensor runs = Shapes.unsqueeze(F.gt(lengths.get(), t), -1); // after its end a sequence keeps its state
                    outputs[t] = F.where(runs, next[0], 0);
                    for (int k = 0; k < next.length; k++) {
                        next[k] = F.where(runs, next[k], state[k]);
                    }
                }
                state = next;
            }
            Tensor[] y = new Tensor[1 + state.length];
            y[0] = Joining.stack(Arrays.asList(outputs), 0);
            System.arraycopy(state, 0, y, 1, state.length);
            return y;
        }
    }

    /** The outputs and the last states. */
    static Tensor[] network(String f, Cell cell, Tensor x, List<Option<Tensor>> initial, List<CellWeights> weights, Recurrent o) {
        AxisReduction.floating(f, x);
        ArgumentException.require(x.rank() == 2 || x.rank() == 3, f, "x", x.shape(),
                "[T, N, input length], with batchFirst [N, T, ...], or [T, input length]");
        if (x.rank() == 2) {
            Recurrent o1 = new Recurrent(o.bidirectional(), false, o.lengths().map(l -> l.rank() == 0 ? Shapes.unsqueeze(l, 0) : l),
                    o.dropout());
            List<Option<Tensor>> states = initial.stream().map(s -> s.map(t -> t.rank() == 2 ? Shapes.unsqueeze(t, 1) : t)).toList();
            return Arrays.stream(network(f, cell, Shapes.unsqueeze(x, 1), states, weights, o1)).map(t ->
                    Shapes.squeeze(t, 1)).toArray(Tensor[]::new);
        }
        int directions = o.bidirectional() ? 2 : 1;
        ArgumentException.require(!weights.isEmpty() && weights.size() % directions == 0, f, "weights",
                weights.size() + " of layers and directions", "one or more for each of " + directions + " directions");
        Tensor in = o.batchFirst() ? Shapes.transpose(x, 0, 1) : x;
        ArgumentException.require(in.dim(0) >= 1, f, "x", x.shape(), "a step or more");
        o.lengths().forEach(l -> ArgumentException.require(l.dtype() == DType.INT64 && l.shape().equals(Shape.of(in.dim(1))), f, "lengths",
                l.dtype() + " " + l.shape(), "INT64 [" + in.dim(1) + "]"));
        return layers(f, cell, in, initial, weights, o);
    }

    /** The outputs, and each kind of state after the last step, of all layers and directions. */
    private static Tensor[] layers(String f, Cell cell, Tensor x, List<Option<Tensor>> initial, List<CellWeights> weights, Recurrent o) {
        List<List<Tensor>> last = new ArrayList<>();
        for (int k = 0; k < cell.states(); k++) {
            last.add(new ArrayList<>());
        }
        int directions = o.bidirectional() ? 2 : 1;
        Tensor y = x;
        for (int first = 0; first < weights.size(); first += directions) {
            Tensor in = y;
            if (first > 0 && o.dropout().isDefined()) {
                Attention.Dropout d = o.dropout().get();
                in = F.dropout(y, d.p(), true, d.key().fold(first));
            }
            List<Tensor> outputs = new ArrayList<>();
            for (int i = first; i < first + directions; i++) {
                Tensor[] y1 = new Layer(cell, weights.get(i), i > first).run(in, o.lengths(), start(f, cell, in, initial, weights, i));
                outputs.add(y1[0]);
                for (int k = 0; k < last.size(); k++) {
                    last.get(k).add(y1[1 + k]);
                }
            }
            y = Joining.cat(outputs, -1);
        }
        List<Tensor> out = new ArrayList<>(List.of(o.batchFirst() ? Shapes.transpose(y, 0, 1) : y));
        last.forEach(states -> out.add(Joining.stack(states, 0)));
        return out.toArray(Tensor[]::new);
    }

    /** The states that layer and direction {@code i} begins with. */
    private static Tensor[] start(String f, Cell cell, Tensor x, List<Option<Tensor>> initial, List<CellWeights> weights, int i) {
        CellWeights w = weights.get(i);
        int h = check(f, cell, x, w);
        int[] lengths = {w.hidden().dim(1), h};
        Tensor[] start = new Tensor[cell.states()];
        for (int k = 0; k < start.length; k++) {
            Shape shape = Shape.of(x.dim(1), lengths[k]);
            String name = k == 0 ? "h0" : "c0";
            start[k] = initial.get(k).fold(() -> Tensor.zeros(x.dtype(), shape), s -> {
                checkState(f, name, s, x, Shape.of(weights.size()).concat(shape));
                return Shapes.select(s, 0, i);
            });
        }
        return start;
    }
}
