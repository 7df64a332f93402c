package org.covector.functional.sequence;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.op.recurrent.RecurrentCell;
import org.covector.engine.op.recurrent.RecurrentLayer;
import org.covector.functional.Attention;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.Recurrent;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.Unstack;

/** Recurrent cells and networks. The inputs of all steps are projected in one product, hidden states step by step. */
final class Recurrence {
    /** Kinds of cells. */
    enum Cell {
        RNN_TANH("rnnTanh", RecurrentCell.RNN_TANH), RNN_RELU("rnnRelu", RecurrentCell.RNN_RELU),
        LSTM("lstm", RecurrentCell.LSTM), GRU("gru", RecurrentCell.GRU);

        final String title;
        final RecurrentCell layer;
        final int gates;

        Cell(String title, RecurrentCell layer) {
            this.title = title;
            this.layer = layer;
            this.gates = layer.gates();
        }

        int states() {
            return layer.states();
        }

        /** A step from the projected input and the product of the hidden state. */
        Stepped step(Tensor projected, Tensor fromHidden, Tensor... state) {
            if (this == GRU) {
                Tensor reset = F.sigmoid(F.add(gate(projected, 0), gate(fromHidden, 0)));
                Tensor update = F.sigmoid(F.add(gate(projected, 1), gate(fromHidden, 1)));
                Tensor candidate = F.tanh(F.add(gate(projected, 2), F.mul(reset, gate(fromHidden, 2))));
                return new Stepped(List.of(reset, update, candidate, gate(fromHidden, 2)),
                        F.add(candidate, F.mul(update, F.sub(state[0], candidate))));
            }
            Tensor sum = F.add(projected, fromHidden);
            if (this != LSTM) {
                return new Stepped(List.of(), this == RNN_TANH ? F.tanh(sum) : F.relu(sum));
            }
            Tensor input = F.sigmoid(gate(sum, 0));
            Tensor forget = F.sigmoid(gate(sum, 1));
            Tensor candidate = F.tanh(gate(sum, 2));
            Tensor output = F.sigmoid(gate(sum, 3));
            Tensor c = F.add(F.mul(forget, state[1]), F.mul(input, candidate));
            Tensor tanh = F.tanh(c);
            return new Stepped(List.of(input, forget, candidate, output, tanh), F.mul(output, tanh), c);
        }

        private Tensor gate(Tensor all, int i) {
            int h = all.dim(-1) / gates;
            return Shapes.narrow(all, -1, i * h, h);
        }
    }

    /**
     * What a step gives.
     *
     * @param kept for the way back, as {@link RecurrentLayer} keeps it
     * @param states hidden, or hidden and cell
     */
    record Stepped(List<Tensor> kept, Tensor... states) {}

    private Recurrence() {}

    // ---- one step

    /** The states [hidden] or [hidden, cell] after a step with the projected input. */
    private static Tensor[] step(Cell cell, Tensor projected, Tensor[] state, CellWeights w) {
        Tensor[] next = cell.step(projected, Matrix.linear(state[0], w.hidden(), w.hiddenBias()), state).states();
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
        for (Option<Tensor> b : List.of(w.inputBias(), w.hiddenBias())) {
            b.forEach(t -> ArgumentException.require(t.rank() == 1 && t.dim(0) == w.hidden().dim(0), f, "bias", t.shape(),
                    "[" + w.hidden().dim(0) + "]"));
        }
        for (Tensor t : new Tensor[] {w.input(), w.hidden()}) {
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
        /** With one bias, of the input, where the hidden one is added to the same sum. */
        static Layer of(Cell cell, CellWeights w, boolean backward) {
            if (cell == Cell.GRU || w.hiddenBias().isEmpty()) {
                return new Layer(cell, w, backward);
            }
            Tensor both = w.inputBias().fold(w.hiddenBias()::get, b -> F.add(b, w.hiddenBias().get()));
            return new Layer(cell, new CellWeights(w.input(), w.hidden(), Option.of(both), Option.none(), w.projection()), backward);
        }

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
                Tensor[] one = Layer.of(cell, weights.get(i), i > first).run(in, o.lengths(), start(f, cell, in, initial, weights, i));
                outputs.add(one[0]);
                for (int k = 0; k < last.size(); k++) {
                    last.get(k).add(one[1 + k]);
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
