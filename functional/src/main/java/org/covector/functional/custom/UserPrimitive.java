package org.covector.functional.custom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.functional.CustomPrimitive;
import org.covector.functional.F;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.UsersCode;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * A user's own primitive among those of the library.
 *
 * @param declared what the user declares of it
 */
public record UserPrimitive(CustomPrimitive declared) implements Primitive, UsersCode {
    @Override
    public String name() {
        return declared.name();
    }

    @Override
    public NdArray[] compute(NdArray... x) {
        List<NdArray> y = FromUser.given(name(), "result of compute", declared.compute(List.of(x)), "a list of arrays");
        for (int i = 0; i < y.size(); i++) {
            FromUser.given(name(), "output " + i, y.get(i), "an array");
        }
        return y.toArray(NdArray[]::new);
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Tensor[] y = Apply.all(this, x);
        return new Vjp(y, List.of(x), (dy, which) -> {
            List<Tensor> dense = IntStream.range(0, y.length).mapToObj(i -> dy[i].dense(y[i])).toList();
            List<Supplier<Tensor>> lazy;
            try {
                lazy = FromUser.given(name(), "result of vjp", FromUser.of(FromUser.pullback(name()),
                        () -> declared.vjp(List.of(x), List.of(y), dense)), "a list of suppliers, one for each input");
            } catch (MissingFormulaException undeclared) {
                Cotangent[] none = new Cotangent[x.length];
                Arrays.fill(none, new Cotangent.Missing(String.valueOf(undeclared.getMessage())));
                return none;
            }
            ArgumentException.require(lazy.size() == x.length, name(), "number of cotangents", lazy.size(),
                    x.length + ", one for each input");
            Cotangent[] dx = new Cotangent[x.length];
            for (int i = 0; i < dx.length; i++) {
                dx[i] = which.has(i) ? cotangent(i, lazy.get(i), x[i]) : Cotangent.ZERO;
            }
            return FromUser.withLog(name(), dx, lazy, which);
        });
    }

    private Cotangent cotangent(int i, Supplier<Tensor> supplier, Tensor x) {
        String what = "cotangent of input " + i;
        var given = FromUser.given(name(), what, supplier,
                "a supplier of " + x.dtype() + " " + x.shape() + ", noGradient() or notImplemented(reason)");
        return like(what, FromUser.<Cotangent>of(FromUser.pullback(name(), i), () -> Absent.open(given).get()), x, "the input");
    }

    private <C> C like(String what, @Nullable C given, Tensor value, String as) {
        C made = FromUser.given(name(), what, given, value.dtype() + " " + value.shape() + ", as " + as);
        if (made instanceof Tensor t && (!t.shape().equals(value.shape()) || t.dtype() != value.dtype())) {
            throw new ArgumentException(name(), what, t.dtype() + " " + t.shape(), value.dtype() + " " + value.shape() + ", as " + as);
        }
        return made;
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        Tensor[] y = Apply.all(this, x);
        List<Tensor> dense = IntStream.range(0, x.length).mapToObj(i -> dx[i].orZeros(x[i])).toList();
        List<Tensor> dy = FromUser.given(name(), "result of jvp", declared.jvp(List.of(x), List.of(y), dense),
                "a list of tangents, one for each output");
        ArgumentException.require(dy.size() == y.length, name(), "number of tangents", dy.size(), y.length + ", one for each output");
        Tangent[] all = new Tangent[y.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = y[i].dtype().isFloating() ? like("tangent of output " + i, dy.get(i), y[i], "the output") : Cotangent.ZERO;
        }
        return new Jvp(y, all);
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        List<Boolean> mapped = IntStream.range(0, x.length).mapToObj(at::has).toList();
        List<Tensor> y = FromUser.given(name(), "result of batch", declared.batch(at.size(), mapped, List.of(x)),
                "Option.none(), or outputs")
                .getOrElse(() -> loop(at, x));
        for (Tensor t : y) {
            ArgumentException.require(t.rank() > 0 && t.dim(0) == at.size(), name(), "batched output", t.shape(),
                    "[" + at.size() + ", ...]");
        }
        return y.toArray(Tensor[]::new);
    }

    /** Example by example. */
    private List<Tensor> loop(Batch at, Tensor... x) {
        List<List<Tensor>> examples = new ArrayList<>();
        for (int e = 0; e < at.size(); e++) {
            Tensor[] one = x.clone();
            for (int i = 0; i < one.length; i++) {
                one[i] = at.has(i) ? F.select(x[i], 0, e) : x[i];
            }
            examples.add(List.of(Apply.all(this, one)));
        }
        ArgumentException.require(!examples.isEmpty(), "vmap", "number of examples", 0,
                "one or more for " + name() + ", which declares no batching rule");
        return IntStream.range(0, examples.getFirst().size()).mapToObj(k -> F.stack(examples.stream().map(e -> e.get(k)).toList(), 0))
                .toList();
    }
}
