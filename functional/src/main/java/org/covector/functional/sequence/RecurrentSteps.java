package org.covector.functional.sequence;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.RecurrentLayer;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.sequence.Recurrence.Cell;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.Unstack;

/**
 * A recurrent layer in one direction over all its steps: a fused kernel with a fused pullback. What they mean is written once, as a
 * composition of steps, which gives the second and higher derivatives and tangents, and is the kernels' oracle.
 *
 * <p>Inputs: the projected inputs [T, N, gates H], the weight of hidden states [gates H, H], the states that come in, [N, H] each, and the
 * bias, if there is one. Results: the hidden states [T + 1, N, H], the one that comes in included; the last cell state [N, H], if there is
 * one; and, where it {@code keeps} what going back needs, which no gradient flows through, the cell states [T + 1, N, H] and the products
 * of the hidden states [T, N, gates, H].
 */
record RecurrentSteps(Cell cell, boolean reversed, boolean bias, boolean keeps) implements Structural {
    /** The outputs of all steps [T, N, H], in the order of time, and the last states. */
    static Tensor[] of(Cell cell, boolean reversed, Tensor projected, CellWeights w, Tensor... start) {
        List<Tensor> in = new ArrayList<>(List.of(projected, w.hidden()));
        in.addAll(List.of(start));
        w.hiddenBias().forEach(in::add);
        RecurrentSteps steps = new RecurrentSteps(cell, reversed, w.hiddenBias().isDefined(), false);
        Tensor[] y = Apply.all(steps, in.toArray(Tensor[]::new));
        Tensor[] out = new Tensor[1 + y.length];
        out[0] = steps.afterSteps(y[0]);
        out[1] = Shapes.select(y[0], 0, reversed ? 0 : projected.dim(0));
        System.arraycopy(y, 1, out, 2, y.length - 1);
        return out;
    }

    @Override
    public String name() {
        return cell.title;
    }

    /** Number of results that are differentiable. */
    private int shown() {
        return cell.states();
    }

    private Tensor afterSteps(Tensor states) {
        return Shapes.narrow(states, 0, reversed ? 0 : 1, states.dim(0) - 1);
    }

    private Tensor beforeSteps(Tensor states) {
        return Shapes.narrow(states, 0, reversed ? 1 : 0, states.dim(0) - 1);
    }

    private RecurrentLayer layer() {
        return new RecurrentLayer(cell.layer, reversed);
    }

    /** The layer's inputs, from position {@code first} of an operation's. */
    private RecurrentLayer.Inputs inputs(int first, NdArray... x) {
        int end = first + 2 + cell.states();
        return new RecurrentLayer.Inputs(x[first], x[first + 1], bias ? Option.of(x[end]) : Option.none(),
                Arrays.asList(x).subList(first + 2, end));
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        RecurrentLayer.Outputs y = layer().forward(inputs(0, x), keeps);
        NdArray hidden = y.states().getFirst();
        List<NdArray> out = new ArrayList<>(List.of(hidden));
        List<NdArray> others = y.states().subList(1, cell.states());
        others.forEach(s -> out.add(layer().last(s)));
        if (keeps) {
            out.addAll(others);
            out.add(y.fromHidden());
        }
        return out.toArray(NdArray[]::new);
    }

    /** The composition; {@code added} to the products of the hidden states, if it is there. */
    private Tensor[] defined(Option<Tensor> added, Tensor... x) {
        List<Tensor> projected = Unstack.of(x[0], 0);
        Option<Tensor> b = bias ? Option.of(x[2 + cell.states()]) : Option.none();
        Tensor[] state = Arrays.copyOfRange(x, 2, 2 + cell.states());
        List<List<Tensor>> states = Arrays.stream(state).<List<Tensor>>map(s -> new ArrayList<>(List.of(s))).toList();
        List<Tensor> products = new ArrayList<>();
        for (int i = 0; i < projected.size(); i++) {
            int t = reversed ? projected.size() - 1 - i : i;
            Tensor product = Matrix.linear(state[0], x[1], b);
            Tensor fromHidden = added.fold(() -> product, a -> F.add(product, Shapes.select(a, 0, t)));
            products.add(Shapes.unflatten(fromHidden, -1, cell.gates, fromHidden.dim(-1) / cell.gates));
            state = cell.step(projected.get(t), fromHidden, state);
            for (int k = 0; k < state.length; k++) {
                states.get(k).add(state[k]);
            }
        }
        List<Tensor> out = new ArrayList<>(List.of(inTime(states.getFirst())));
        out.addAll(Arrays.asList(state).subList(1, state.length));
        if (keeps) {
            states.stream().skip(1).forEach(s -> out.add(inTime(s)));
            out.add(inTime(products));
        }
        return out.toArray(Tensor[]::new);
    }

    private Tensor inTime(List<Tensor> steps) {
        if (reversed) {
            Collections.reverse(steps);
        }
        return Joining.stack(steps, 0);
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Tensor[] y = Apply.all(new RecurrentSteps(cell, reversed, bias, true), x);
        List<Tensor> saved = new ArrayList<>(List.of(x));
        saved.addAll(List.of(y));
        return new Vjp(keeps ? y : Arrays.copyOf(y, shown()), saved, (dy, which) -> pullback(x, y, dy, which));
    }

    private Cotangent[] pullback(Tensor[] x, Tensor[] y, Cotangent[] dy, Wanted wanted) {
        Tensor dStates = dy[0].dense(y[0]);
        List<Tensor> in = new ArrayList<>(List.of(afterSteps(dStates)));
        for (int k = 1; k < shown(); k++) {
            in.add(dy[k].dense(y[k]));
        }
        in.addAll(List.of(x));
        in.add(y[0]);
        in.addAll(Arrays.asList(y).subList(shown(), y.length));
        Tensor[] g = Apply.all(new Backward(this), in.toArray(Tensor[]::new));
        int sides = cell.layer.isSplit() ? 2 : 1;
        Cotangent[] dx = new Cotangent[x.length];
        Arrays.fill(dx, Cotangent.ZERO);
        dx[0] = g[0];
        Tensor products = g[sides - 1];
        if (wanted.has(1)) {
            dx[1] = F.matmul(Matrix.transposed(Shapes.flatten(products, 0, 1)), Shapes.flatten(beforeSteps(y[0]), 0, 1));
        }
        System.arraycopy(g, sides, dx, 2, cell.states());
        if (wanted.has(2) && dy[0] instanceof Tensor) {
            dx[2] = F.add(g[sides], Shapes.select(dStates, 0, reversed ? dStates.dim(0) - 1 : 0));
        }
        if (bias && wanted.has(x.length - 1)) {
            dx[x.length - 1] = AxisReduction.sum(products, new int[] {0, 1}, false);
        }
        return dx;
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        Tensor[] y = Apply.all(this, x);
        Tangent[] dy = Forward.jvp(in -> Arrays.copyOf(defined(Option.none(), in), shown()), x, dx).tangents();
        Tangent[] all = new Tangent[y.length];
        Arrays.setAll(all, i -> i < dy.length ? dy[i] : Cotangent.ZERO);
        return new Jvp(y, all);
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return areWeightsShared(at, 0) ? sideBySide(this, 0, at, x) : at.composed(in -> defined(Option.none(), in), x);
    }

    private boolean areWeightsShared(Batch at, int first) {
        return !at.has(first + 1) && !(bias && at.has(first + 2 + cell.states()));
    }

    /** Examples that share their weights are further sequences. */
    private Tensor[] sideBySide(Structural self, int first, Batch at, Tensor... x) {
        Tensor[] in = at.full(x);
        for (int i = 0; i < in.length; i++) {
            if (i == first + 1 || bias && i == first + 2 + cell.states()) {
                in[i] = x[i];
            } else {
                in[i] = in[i].rank() >= 4 ? Shapes.flatten(Shapes.transpose(in[i], 0, 1), 1, 2) : Shapes.flatten(in[i], 0, 1);
            }
        }
        return Arrays.stream(Apply.all(self, in)).map(y -> y.rank() >= 3
                ? Shapes.transpose(Shapes.unflatten(y, 1, at.size(), y.dim(1) / Math.max(1, at.size())), 0, 1)
                : Shapes.unflatten(y, 0, at.size(), y.dim(0) / Math.max(1, at.size()))).toArray(Tensor[]::new);
    }

    /**
     * The way back. Inputs: the cotangents of the hidden states after all steps [T, N, H] and of the last cell state, if there is one; the
     * inputs of the layer; the hidden states, and what the layer kept. Results: the cotangents of the projected inputs, of the products of
     * the hidden states, where they are others, and of the states that come in, as far as they have them from the steps.
     */
    private record Backward(RecurrentSteps of) implements Composed {
        @Override
        public String name() {
            return of.name() + "Pullback";
        }

        @Override
        public Linearity linearity() {
            return Linearity.jointly(IntStream.range(0, of.shown()).toArray());
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            List<NdArray> all = Arrays.asList(x);
            int states = of.cell.states();
            List<NdArray> kept = all.subList(x.length - states - 1, x.length - 1);
            return of.layer().backward(of.inputs(states, x), new RecurrentLayer.Outputs(kept, x[x.length - 1]),
                    all.subList(0, states)).toArray(NdArray[]::new);
        }

        /** The pullback of the composition. What was kept is a function of the inputs there. */
        @Override
        public Tensor[] definition(Tensor... t) {
            int states = of.cell.states();
            int inputs = 2 + states + (of.bias ? 1 : 0);
            Tensor[] x = Arrays.copyOfRange(t, states, states + inputs + 1);
            x[inputs] = Tensor.zeros(t[states].dtype(), t[states].shape());
            Cotangent[] dx = Reverse.vjp(in -> {
                Tensor[] y = of.defined(Option.of(in[inputs]), in);
                y[0] = of.afterSteps(y[0]);
                return Arrays.copyOf(y, states);
            }, x).pullback().apply(Arrays.copyOf(t, states), Wanted.NONE);
            List<Cotangent> wanted = new ArrayList<>(List.of(dx[0]));
            if (of.cell.layer.isSplit()) {
                wanted.add(dx[inputs]);
            }
            wanted.addAll(Arrays.asList(dx).subList(2, 2 + states));
            int sides = wanted.size() - states;
            return IntStream.range(0, wanted.size()).mapToObj(i -> wanted.get(i).dense(x[i < sides ? 0 : 2 + i - sides]))
                    .toArray(Tensor[]::new);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            int first = of.cell.states();
            return of.areWeightsShared(at, first) ? of.sideBySide(this, first, at, x) : at.composed(this::definition, x);
        }
    }
}
