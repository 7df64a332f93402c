package org.covector.functional.index;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.At;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.Shapes;

/** Python's {@code x[...]}, read and written: positions, slices, new axes and ellipses first, then what tensors of indices are left. */
final class Subscript {
    private final String function;
    private final List<Option<Tensor>> indices = new ArrayList<>(); // for each axis of the view that has been dealt with
    private Tensor view;

    private Subscript(String function, Tensor x) {
        this.function = function;
        this.view = x;
    }

    static Tensor read(Tensor x, At... at) {
        return read("index", x, at);
    }

    private static Tensor read(String function, Tensor x, At... at) {
        Subscript s = new Subscript(function, x);
        int rest = x.rank();
        int ellipses = 0;
        for (At one : at) {
            rest -= axes(one);
            ellipses += one instanceof At.Ellipsis ? 1 : 0;
        }
        ArgumentException.require(rest >= 0, function, "at", "for " + (x.rank() - rest) + " axes",
                "at most the " + x.rank() + " of shape " + x.shape());
        ArgumentException.require(ellipses <= 1, function, "at", ellipses + " ellipses", "at most one");
        for (At one : at) {
            s.apply(one, rest);
        }
        return s.indices.stream().anyMatch(Option::isDefined) ? AdvancedIndex.index(function, s.view, s.indices) : s.view;
    }

    /** How many axes an entry is for. */
    private static int axes(At one) {
        return switch (one) {
            case At.Position _, At.Range _ -> 1;
            case At.NewAxis _, At.Ellipsis _ -> 0;
            case At.Indices(Tensor i) -> i.dtype() == DType.BOOL ? i.rank() : 1;
        };
    }

    private void apply(At one, int rest) {
        int axis = indices.size();
        switch (one) {
            case At.Position(int i) -> view = position(axis, i);
            case At.Range r -> {
                view = range(axis, r);
                indices.add(Option.none());
            }
            case At.NewAxis _ -> {
                view = Shapes.unsqueeze(view, axis);
                indices.add(Option.none());
            }
            case At.Ellipsis _ -> {
                for (int i = 0; i < rest; i++) {
                    indices.add(Option.none());
                }
            }
            case At.Indices(Tensor i) -> tensor(axis, i);
        }
    }

    private Tensor position(int axis, int i) {
        int n = view.dim(axis);
        ArgumentException.require(i >= -n && i < n, function, "index", i,
                (n == 0 ? "none" : "from " + -n + " to " + (n - 1)) + ", axis " + axis + " of shape " + view.shape());
        return Shapes.select(view, axis, i);
    }

    private Tensor range(int axis, At.Range r) {
        int step = r.step();
        ArgumentException.require(step != 0 && step != Integer.MIN_VALUE, function, "step", step, "not 0");
        int n = view.dim(axis);
        int low = step > 0 ? 0 : -1; // bounds as Python clamps them
        int high = step > 0 ? n : n - 1;
        int start = r.start().map(i -> Math.clamp(i < 0 ? (long) i + n : i, low, high)).getOrElse(step > 0 ? low : high);
        int stop = r.stop().map(i -> Math.clamp(i < 0 ? (long) i + n : i, low, high)).getOrElse(step > 0 ? high : low);
        if (step > 0) {
            return Shapes.slice(view, axis, start, Math.max(start, stop), step);
        }
        int count = start <= stop ? 0 : (int) (((long) start - stop - step - 1) / -(long) step);
        if (count == 0) {
            return Shapes.slice(view, axis, 0, 0, 1);
        }
        int last = (int) (start + (count - 1L) * step);
        return Shapes.flip(Shapes.slice(view, axis, last, start + 1, -step), axis);
    }

    private void tensor(int axis, Tensor i) {
        boolean mask = i.dtype() == DType.BOOL;
        if (!mask) {
            Index.integer(function, i);
        }
        if (i.rank() == 0 && !mask) { // a position, known only when it runs
            List<Option<Tensor>> only = new ArrayList<>();
            for (int a = 0; a < axis; a++) {
                only.add(Option.none());
            }
            only.add(Option.of(i));
            view = AdvancedIndex.index(function, view, only);
            return;
        }
        if (i.rank() == 0) {
            view = Shapes.unsqueeze(view, axis);
        }
        Tensor t = Index.vector(i);
        if (mask) { // its indices, one for each of its axes
            boolean fits = axis + t.rank() <= view.rank() && t.shape().equals(view.shape().sub(axis, axis + t.rank()));
            ArgumentException.require(fits, function, "mask's shape", t.shape(),
                    "the lengths of the axes from " + axis + " of " + view.shape());
            Tensor where = Masks.nonzero(function, t);
            for (int k = 0; k < t.rank(); k++) {
                indices.add(Option.of(Shapes.select(where, 1, k)));
            }
        } else {
            indices.add(Option.of(t));
        }
    }

    static Tensor write(Tensor x, Tensor value, At... at) {
        String f = "setitem";
        Tensor v = Convert.to(value, x.dtype());
        if (at.length == 1 && v.rank() == 0 && at[0] instanceof At.Indices(Tensor mask) && mask.dtype() == DType.BOOL && mask.rank() > 0) {
            return AdvancedIndex.put(f, x, List.of(Option.of(mask)), v, false);
        }
        Tensor places = read(f, Index.numbers(x.shape()), at);
        while (v.rank() > places.rank() && v.dim(0) == 1) { // as torch, leading axes of length 1 do not count
            v = Shapes.reshape(v, v.shape().without(0));
        }
        Tensor all = Index.expanded(f, "value", v, places.shape());
        return Reshape.to(AdvancedIndex.put(f, Index.flat(x), List.of(Option.of(places)), all, false), x.shape());
    }

    static Tensor write(Tensor x, double value, At... at) {
        return write(x, Tensor.full(x.dtype(), Shape.SCALAR, value), at);
    }
}
