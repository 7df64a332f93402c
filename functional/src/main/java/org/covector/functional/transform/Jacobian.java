package org.covector.functional.transform;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.Create;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Shapes;

/**
 * The derivatives of every tensor of a function's result by every tensor of its argument, all columns or all rows at once by {@code vmap}.
 *
 * @param f the function
 * @param at the argument's tensors
 * @param wanted by which of them it is differentiated; the others have zeros
 */
public record Jacobian<X, Y>(TreeFunction<X, Y> f, Tensor[] at, Wanted wanted) {
    public Seq<X> by(Autograd.Mode mode) {
        if (mode == Autograd.Mode.FORWARD) {
            return columns();
        }
        Vjp run = Reverse.vjp(f, at, wanted);
        long columns = IntStream.range(0, at.length).filter(this::moves).mapToLong(i -> at[i].size()).sum();
        long rows = Arrays.stream(run.outputs()).filter(t -> t.dtype().isFloating()).mapToLong(Tensor::size).sum();
        return mode == Autograd.Mode.CHEAPER && columns <= rows ? columns() : rows(run);
    }

    private boolean moves(int argument) {
        return wanted.has(argument) && at[argument].dtype().isFloating();
    }

    private Seq<X> rows(Vjp run) {
        Tensor[] y = run.outputs();
        List<X> all = new ArrayList<>();
        for (int k = 0; k < y.length; k++) {
            int output = k;
            Tensor[] dx = !y[k].dtype().isFloating() ? zeros(y[k].shape(), at) : Vmap.map(dy -> {
                Cotangent[] given = new Cotangent[y.length];
                Arrays.fill(given, Cotangent.ZERO);
                given[output] = dy[0];
                Cotangent[] found = run.pullback().apply(given, Wanted.NONE);
                Tensor[] dense = new Tensor[at.length];
                Arrays.setAll(dense, i -> found[i].dense(at[i]));
                return dense;
            }, new Tensor[] {units(y[k])}, true);
            for (int i = 0; i < dx.length; i++) {
                dx[i] = Shapes.reshape(dx[i], y[k].shape().concat(at[i].shape()));
            }
            all.add(f.in.with(f.x, Arrays.asList(dx)));
        }
        return Vector.ofAll(all);
    }

    private Seq<X> columns() {
        Tensor[][] byArgument = new Tensor[at.length][]; // [argument][result], each [result.., argument..]
        Tensor[] y = {};
        int[] moving = IntStream.range(0, at.length).filter(this::moves).toArray();
        for (int i : moving) {
            int argument = i;
            List<Tensor[]> values = new ArrayList<>(1);
            Tensor[] columns = Vmap.map(dx -> {
                Tangent[] given = new Tangent[at.length];
                Arrays.fill(given, Cotangent.ZERO);
                given[argument] = dx[0];
                Jvp jvp = Forward.jvp(f, at, given);
                values.add(jvp.outputs());
                return jvp.dense();
            }, new Tensor[] {units(at[i])}, true);
            y = values.getFirst();
            for (int k = 0; k < columns.length; k++) {
                Tensor apart = Shapes.reshape(columns[k], at[i].shape().concat(y[k].shape()));
                int n = at[i].rank();
                int m = y[k].rank();
                columns[k] = Shapes.permute(apart, IntStream.range(0, n + m).map(a -> a < m ? n + a : a - m).toArray());
            }
            byArgument[i] = columns;
        }
        for (int i = 0; i < at.length; i++) {
            if (!moves(i)) {
                Tensor still = at[i];
                byArgument[i] = Arrays.stream(y)
                        .map(t -> Tensor.zeros(still.dtype(), t.shape().concat(still.shape())))
                        .toArray(Tensor[]::new);
            }
        }
        List<X> all = new ArrayList<>();
        for (int k = 0; k < y.length; k++) {
            int output = k;
            all.add(f.in.with(f.x, Arrays.stream(byArgument).map(c -> c[output]).toList()));
        }
        return Vector.ofAll(all);
    }

    private static Tensor[] zeros(Shape lead, Tensor... like) {
        return Arrays.stream(like).map(t -> Tensor.zeros(t.dtype(), Shape.of(Shape.length("jacobian", lead.size())).concat(t.shape())))
                .toArray(Tensor[]::new);
    }

    /** For each element of a tensor one like it, 1 there and 0 elsewhere, along a first axis. */
    private static Tensor units(Tensor like) {
        int n = Shape.length("jacobian", like.size());
        Tensor index = Tensor.of(Create.arange(0, n, 1));
        Tensor identity = Convert.to(F.eq(Shapes.unsqueeze(index, 1), index), like.dtype());
        return Shapes.reshape(identity, Shape.of(n).concat(like.shape()));
    }
}
