package org.covector.functional.sequence;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.engine.op.recurrent.RecurrentLayer;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
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
import org.covector.functional.sequence.Recurrence.Cell;
import org.covector.functional.sequence.Recurrence.Stepped;

/**
 * A recurrent layer in one direction over all its steps: a fused kernel with a fused pullback. What they mean is written once, as a
 * composition of steps, which gives the second and higher derivatives and tangents, and is the kernels' oracle.
 *
 * <p>Inputs: the projected inputs [T, N, gates H], the weight of hidden states [gates H, H], the states that come in, [N, H] each, and the
 * bias, if there is one. Results: the hidden states after all steps [T, N, H], and the last of each kind of state [N, H]. Where the layer
 * {@code keeps} what going back needs, further: the hidden states with the one that comes in [T + 1, N, H]; the cell states likewise, if
 * there are any, and what the steps kept [T, N, kept H], which no gradient flows through.
 */
record RecurrentSteps(Cell cell, boolean reversed, boolean bias, boolean keeps) implements Structural {
    /** The outputs of all steps [T, N, H], in the order of time, and the last states. */
    static Tensor[] of(Cell cell, boolean reversed, Tensor projected, CellWeights w, Tensor... start) {
        List<Tensor> in = new ArrayList<>(List.of(projected, w.hidden()));
        in.addAll(List.of(start));
        w.hiddenBias().forEach(in::add);
        return Apply.all(new RecurrentSteps(cell, reversed, w.hiddenBias().isDefined(), false), in.toArray(Tensor[]::new));
    }

    @Override
    public String name() {
        return cell.title;
    }

    private int states() {
        return cell.states();
    }

    /** Number of results without what is kept. */
    private int results() {
        return 1 + states();
    }

    /** Number of results that are differentiable. */
    private int differentiable() {
        return results() + (keeps ? 1 : 0);
    }

    private int biasAt() {
        return 2 + states();
    }

    /** Of states with the one that comes in. */
    private Tensor afterSteps(Tensor all) {
        return Shapes.narrow(all, 0, reversed ? 0 : 1, all.dim(0) - 1);
    }

    private Tensor beforeSteps(Tensor all) {
        return Shapes.narrow(all, 0, reversed ? 1 : 0, all.dim(0) - 1);
    }

    private RecurrentLayer layer() {
        return new RecurrentLayer(cell.layer, reversed);
    }

    /** The layer's inputs, from position {@code first} of an operation's. */
    private RecurrentLayer.Inputs inputs(int first, NdArray... x) {
        int end = first + biasAt();
        return new RecurrentLayer.Inputs(x[first], x[first + 1], bias ? Option.of(x[end]) : Option.none(),
                Arrays.asList(x).subList(first + 2, end));
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        RecurrentLayer.Outputs y = layer().forward(inputs(0, x), keeps);
        NdArray hidden = y.states().getFirst();
        int steps = hidden.shape().dim(0) - 1;
        List<NdArray> out = new ArrayList<>(List.of(hidden.slice(0, reversed ? 0 : 1, reversed ? steps : steps + 1, 1)));
        y.states().forEach(s -> out.add(layer().last(s)));
        if (keeps) {
            out.addAll(y.states());
            out.add(y.kept());
        }
        return out.toArray(NdArray[]::new);
    }

    /** The composition; {@code added} to the products of the hidden states, if it is there. */
    private Tensor[] defined(Option<Tensor> added, Tensor... x) {
        List<Tensor> projected = Unstack.of(x[0], 0);
        Option<Tensor> b = bias ? Option.of(x[biasAt()]) : Option.none();
        Tensor[] state = Arrays.copyOfRange(x, 2, biasAt());
        List<List<Tensor>> states = Arrays.stream(state).<List<Tensor>>map(s -> new ArrayList<>(List.of(s))).toList();
        List<Tensor> kept = new ArrayList<>();
        for (int i = 0; i < projected.size(); i++) {
            int t = reversed ? projected.size() - 1 - i : i;
            Tensor product = Matrix.linear(state[0], x[1], b);
            Stepped next = cell.step(projected.get(t), added.fold(() -> product, a -> F.add(product, Shapes.select(a, 0, t))), state);
            state = next.states();
            kept.add(next.kept().isEmpty() ? Shapes.narrow(state[0], -1, 0, 0) : Joining.cat(next.kept(), -1));
            for (int k = 0; k < state.length; k++) {
                states.get(k).add(state[k]);
            }
        }
        List<Tensor> all = states.stream().map(this::inTime).toList();
        List<Tensor> out = new ArrayList<>(List.of(afterSteps(all.getFirst())));
        out.addAll(List.of(state));
        if (keeps) {
            out.addAll(all);
            out.add(inTime(kept));
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
        saved.addAll(List.of(y).subList(results(), y.length));
        return new Vjp(keeps ? y : Arrays.copyOf(y, results()), saved, (dy, which) -> pullback(saved, dy, which));
    }

    /** {@code saved}: the inputs, and what was kept. */
    private Cotangent[] pullback(List<Tensor> saved, Cotangent[] dy, Wanted wanted) {
        int inputs = biasAt() + (bias ? 1 : 0);
        Tensor hidden = saved.get(inputs);
        Cotangent ofAll = keeps ? dy[results()] : Cotangent.ZERO;
        List<Tensor> in = new ArrayList<>();
        Tensor outputs = afterSteps(hidden);
        in.add(!(ofAll instanceof Tensor d) ? dy[0].dense(outputs) : dy[0] instanceof Tensor o ? F.add(o, afterSteps(d)) : afterSteps(d));
        for (int k = 0; k < states(); k++) {
            in.add(dy[1 + k].dense(saved.get(2 + k)));
        }
        in.addAll(saved);
        Tensor[] g = Apply.all(new Backward(this), in.toArray(Tensor[]::new));
        int sides = cell.layer.isSplit() ? 2 : 1;
        Cotangent[] dx = new Cotangent[inputs];
        Arrays.fill(dx, Cotangent.ZERO);
        dx[0] = g[0];
        Tensor products = g[sides - 1];
        if (wanted.has(1)) {
            dx[1] = F.matmul(Matrix.transposed(Shapes.flatten(products, 0, 1)), Shapes.flatten(beforeSteps(hidden), 0, 1));
        }
        System.arraycopy(g, sides, dx, 2, states());
        if (wanted.has(2) && ofAll instanceof Tensor d) {
            dx[2] = F.add(g[sides], Shapes.select(d, 0, reversed ? d.dim(0) - 1 : 0));
        }
        if (bias && wanted.has(biasAt())) {
            dx[biasAt()] = AxisReduction.sum(products, new int[] {0, 1}, false);
        }
        return dx;
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        Tensor[] y = Apply.all(this, x);
        Tangent[] dy = Forward.jvp(in -> Arrays.copyOf(defined(Option.none(), in), differentiable()), x, dx).tangents();
        Tangent[] all = new Tangent[y.length];
        Arrays.setAll(all, i -> i < dy.length ? dy[i] : Cotangent.ZERO);
        return new Jvp(y, all);
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return areWeightsShared(at, 0) ? sideBySide(this, 0, at, x) : at.composed(in -> defined(Option.none(), in), x);
    }

    private boolean areWeightsShared(Batch at, int first) {
        return !at.has(first + 1) && !(bias && at.has(first + biasAt()));
    }

    /** Examples that share their weights are further sequences. */
    private Tensor[] sideBySide(Structural self, int first, Batch at, Tensor... x) {
        Tensor[] in = at.full(x);
        for (int i = 0; i < in.length; i++) {
            if (i == first + 1 || bias && i == first + biasAt()) {
                in[i] = x[i];
            } else {
                in[i] = in[i].rank() >= 4 ? Shapes.flatten(Shapes.transpose(in[i], 0, 1), 1, 2) : Shapes.flatten(in[i], 0, 1);
            }
        }
        int n = x[first].dim(at.has(first) ? 2 : 1);
        return Arrays.stream(Apply.all(self, in)).map(y -> y.rank() >= 3
                ? Shapes.transpose(Shapes.unflatten(y, 1, at.size(), n), 0, 1)
                : Shapes.unflatten(y, 0, at.size(), n)).toArray(Tensor[]::new);
    }

    /**
     * The way back. Inputs: the cotangents of the hidden states after all steps [T, N, H] and of the last states; the inputs of the layer;
     * and what it kept. Results: the cotangents of the projected inputs, of the products of the hidden states, where they are others, and
     * of the states that come in.
     */
    private record Backward(RecurrentSteps of) implements Composed {
        @Override
        public String name() {
            return of.name() + "Pullback";
        }

        @Override
        public Linearity linearity() {
            return Linearity.jointly(IntStream.range(0, of.results()).toArray());
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            List<NdArray> all = Arrays.asList(x);
            int end = x.length - 1;
            return of.layer().backward(of.inputs(of.results(), x), new RecurrentLayer.Outputs(all.subList(end - of.states(), end), x[end]),
                    all.subList(0, of.results())).toArray(NdArray[]::new);
        }

        /** The pullback of the composition. What was kept is a function of the inputs there. */
        @Override
        public Tensor[] definition(Tensor... t) {
            int first = of.results();
            int inputs = of.biasAt() + (of.bias ? 1 : 0);
            Tensor[] x = Arrays.copyOfRange(t, first, first + inputs + 1);
            x[inputs] = Tensor.zeros(t[first].dtype(), t[first].shape());
            Cotangent[] dx = Reverse.vjp(in -> Arrays.copyOf(of.defined(Option.of(in[inputs]), in), first), x)
                    .pullback().apply(Arrays.copyOf(t, first), Wanted.NONE);
            List<Tensor> wanted = new ArrayList<>(List.of(dx[0].dense(x[0])));
            if (of.cell.layer.isSplit()) {
                wanted.add(dx[inputs].dense(x[inputs]));
            }
            for (int k = 0; k < of.states(); k++) {
                wanted.add(dx[2 + k].dense(x[2 + k]));
            }
            return wanted.toArray(Tensor[]::new);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return of.areWeightsShared(at, of.results()) ? of.sideBySide(this, of.results(), at, x) : at.composed(this::definition, x);
        }
    }
}
