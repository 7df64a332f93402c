package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.Autograd.grad;
import static org.covector.functional.Autograd.jvp;
import static org.covector.functional.Autograd.vmap;
import static org.covector.functional.CustomJvp.customJvp;
import static org.covector.functional.CustomJvp.withTangent;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.noGradient;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Autograd.Mode;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Tangent;
import org.junit.jupiter.api.Test;

/** What users get wrong in transformations, formulas and trees: each refused in words that name whose mistake it is, and where. */
class FormulaMistakesTest {
    private static final Tensor X = Tensor.of(1.0, 2, 3);
    private static final Tensor WHOLE = Tensor.of(1L, 2, 3);

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessageContaining(message);
    }

    /** The gradient of the sum of all elements. */
    private static Tensor slope(Function1<Tensor, Tensor> f) {
        return grad((Tensor x) -> F.sum(f.apply(x))).apply(X);
    }

    // ---- points without anything to differentiate by

    @Test
    void aPointWithoutAFloatingLeafIsRefusedByNameWithTheRemedy() {
        Function1<Tensor, Tensor> f = x -> F.sum(F.square(x));
        Tree<Tuple2<Tensor, Tensor>> two = Tree.tuple(TENSOR, TENSOR);
        Tuple2<Tensor, Tensor> point = Tuple.of(WHOLE, Tensor.of(true));
        Function1<Tuple2<Tensor, Tensor>, Tensor> g = t -> f.apply(t._1());
        Map<String, List<ThrowingCallable>> calls = new LinkedHashMap<>();
        calls.put("vjp", List.of(() -> Autograd.vjp(f, WHOLE), () -> Autograd.vjp(two, TENSOR, g, point),
                () -> Autograd.vjp(F::add, WHOLE, WHOLE),
                () -> Reverse.vjp(t -> t, WHOLE, WHOLE)));
        calls.put("grad", List.of(() -> grad(f).apply(WHOLE), () -> grad(two, g).apply(point)));
        calls.put("valueAndGrad", List.of(() -> Autograd.valueAndGrad(f).apply(WHOLE), () -> Autograd.valueAndGrad(two, g).apply(point),
                () -> Autograd.valueAndGrad(two, TENSOR, t -> Tuple.of(g.apply(t), t._1())).apply(point)));
        calls.put("jvp", List.of(() -> jvp(f, WHOLE, WHOLE), () -> jvp(two, TENSOR, g, point, point),
                () -> jvp(F::add, Tuple.of(WHOLE, WHOLE), Tuple.of(WHOLE, WHOLE))));
        calls.put("linearize", List.of(() -> Autograd.linearize(f, WHOLE), () -> Autograd.linearize(two, TENSOR, g, point)));
        calls.put("jacobian", List.of(() -> Autograd.jacobian(f).apply(WHOLE), () -> Autograd.jacobian(Mode.FORWARD, f).apply(WHOLE),
                () -> Autograd.jacobian(Mode.REVERSE, f).apply(WHOLE), () -> Autograd.jacobian(Mode.CHEAPER, two, TENSOR, g).apply(point)));
        calls.put("hessian", List.of(() -> Autograd.hessian(f).apply(WHOLE), () -> Autograd.hessian(two, g).apply(point)));
        calls.put("hvp", List.of(() -> Autograd.hvp(f, WHOLE, WHOLE), () -> Autograd.hvp(two, g, point, point)));
        calls.put("vhp", List.of(() -> Autograd.vhp(f, WHOLE, WHOLE), () -> Autograd.vhp(two, g, point, point)));
        calls.forEach((name, all) -> all.forEach(call -> assertThatThrownBy(call).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith(name + ": point is ").hasMessageContaining("INT64 [3]")
                .hasMessageContaining("x.to(DType.FLOAT64)")));
    }

    @Test
    void onlyWhatIsNotFloatingIsConstantAmongOthers() {
        Tuple2<Tensor, Tensor> run = jvp(Tree.tuple(TENSOR, TENSOR), TENSOR, t -> F.mul(t._1(), t._2()), Tuple.of(X, WHOLE),
                Tuple.of(X, WHOLE));
        assertThat(run._2().toDoubleArray()).containsExactly(1, 4, 9);
    }

    @Test
    void theSecondArgumentOfProductsIsNamed() {
        Function1<Tensor, Tensor> f = x -> F.sum(F.square(x));
        refused(() -> Autograd.hvp(f, X, Tensor.of(1.0)), "hvp: v is FLOAT64 [1]; accepted: FLOAT64 [3]");
        refused(() -> Autograd.vhp(f, X, Tensor.of(1.0)), "vhp: v is FLOAT64 [1]; accepted: FLOAT64 [3]");
        refused(() -> jvp(f, X, Tensor.of(1.0)), "jvp: tangent is FLOAT64 [1]; accepted: FLOAT64 [3]");
        refused(() -> Autograd.linearize(f, X).tangent().apply(Tensor.of(1.0)), "linearize: tangent is FLOAT64 [1]");
        refused(() -> Autograd.hvp(F::square, X, X), "hvp: result of the function is FLOAT64 [3]; accepted: one number");
        refused(() -> Autograd.hessian(F::square).apply(X), "hessian: result of the function is FLOAT64 [3]; accepted: one number");
    }

    // ---- trees and lambdas

    @Test
    void cotangentsAndTangentsOfTreesAreNamedByTheirPlaces() {
        Tree<List<Tensor>> list = Tree.list(TENSOR);
        var run = Autograd.vjp(list, list, x -> List.of(x.get(1), x.get(0)), List.of(X, Tensor.of(5.0)));
        refused(() -> run.pullback().apply(List.of(X)),
                "pullback: number of tensors of cotangent is 1; accepted: 2, one for each of [0, 1]");
        refused(() -> run.pullback().apply(List.of(Tensor.of(1.0), Tensor.of(1.0))),
                "pullback: cotangent of 1 is FLOAT64 [1]; accepted: FLOAT64 [3], as the value");
        refused(() -> jvp(list, list, x -> x, List.of(X, X), List.of(X)), "jvp: number of tensors of tangent is 1; accepted: 2");
        refused(() -> jvp(list, list, x -> x, List.of(X, X), List.of(X, WHOLE)), "jvp: tangent of 1 is INT64 [3]; accepted: FLOAT64 [3]");
    }

    @Test
    @SuppressWarnings("DataFlowIssue") // null on purpose
    void aFunctionThatGivesNothingIsRefused() {
        Function1<Tensor, Tensor> nothing = _ -> null;
        refused(() -> grad(nothing).apply(X), "grad: result of the function is null");
        refused(() -> Autograd.vjp(nothing, X), "vjp: result of the function is null");
        refused(() -> jvp(nothing, X, X), "jvp: result of the function is null");
        refused(() -> Autograd.jacobian(nothing).apply(X), "jacobian: result of the function is null");
        refused(() -> vmap(nothing).apply(X), "vmap: result of the function is null");
        refused(() -> Autograd.checkpoint(nothing).apply(X), "checkpoint: result of the function is null");
        refused(() -> Autograd.vjp(F::exp, X).pullback().apply(null), "pullback: cotangent is null; accepted: FLOAT64 [3]");
        refused(() -> jvp(F::exp, X, null), "jvp: tangent is null");
    }

    // ---- backward formulas

    @Test
    @SuppressWarnings("DataFlowIssue") // null on purpose
    void aBackwardFormulaWithNothingInAPlaceIsRefusedByFunctionAndInput() {
        Supplier<Tensor> none = null;
        Function2<Tensor, Tensor, Tensor> supplier = customVjp("twice",
                (x, y) -> withPullback(F.add(x, y), dy -> Tuple.of(() -> dy, none)));
        refused(() -> slope(x -> supplier.apply(x, x)), "twice: cotangent of input 1 is null");
        Function2<Tensor, Tensor, Tensor> cotangent = customVjp("twice",
                (x, y) -> withPullback(F.add(x, y), dy -> Tuple.of(() -> dy, () -> null)));
        refused(() -> slope(x -> cotangent.apply(x, x)), "twice: cotangent of input 1 is null");
        refused(() -> slope(x -> F.sum(vmap(t -> cotangent.apply(t, t)).apply(x))), "twice: cotangent of input 1 is null");
        refused(() -> jvp(x -> cotangent.apply(x, x), X, X), "twice: cotangent of input 1 is null");
        Function1<Tensor, Tensor> pullback = customVjp("once", x -> withPullback(F.add(x, 1), null));
        refused(() -> slope(pullback), "once: pullback is null");
        Function1<Tensor, Tensor> tuple = customVjp("once", x -> withPullback(F.add(x, 1), _ -> null));
        refused(() -> slope(tuple), "once: result of the pullback is null; accepted: a Tuple of 1 suppliers");
        Function1<Tensor, Tensor> value = customVjp("once", _ -> withPullback(null, dy -> Tuple.of(() -> dy)));
        refused(() -> value.apply(X), "once: value is null");
        Function1<Tensor, Tensor> body = customVjp("once", _ -> null);
        refused(() -> body.apply(X), "once: result of the body is null");
        Tree<List<Tensor>> list = Tree.list(TENSOR);
        Function1<List<Tensor>, Tensor> tree = customVjp("listed", list, TENSOR,
                x -> withPullback(F.add(x.get(0), x.get(1)), _ -> Tuple.of(() -> null)));
        refused(() -> slope(x -> tree.apply(List.of(x, x))), "listed: cotangent of input 0 is null");
    }

    @Test
    void aCotangentOfAnotherStructureIsRefused() {
        Tree<List<Tensor>> list = Tree.list(TENSOR);
        Function1<List<Tensor>, Tensor> one = customVjp("listed", list, TENSOR,
                x -> withPullback(F.add(x.get(0), x.get(1)), dy -> Tuple.of(() -> List.of(dy))));
        refused(() -> slope(x -> one.apply(List.of(x, x))), "listed: cotangent of input 0 is 1 tensors; accepted: 2, as the input");
        Function1<List<Tensor>, Tensor> absent = customVjp("listed", list, TENSOR,
                x -> withPullback(F.add(x.get(0), x.get(1)), _ -> Tuple.of(noGradient())));
        assertThat(slope(x -> F.add(absent.apply(List.of(x, x)), x)).toDoubleArray()).containsExactly(1, 1, 1);
    }

    @Test
    void anErrorInsideAPullbackSaysWhosePullbackForWhichInput() {
        Function2<Tensor, Tensor, Tensor> f = customVjp("scale", (x, y) -> withPullback(F.mul(x, y),
                dy -> Tuple.of(() -> F.mul(dy, y), () -> F.add(dy, Tensor.of(1.0, 2)))));
        assertThatThrownBy(() -> slope(x -> f.apply(x, x))).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("pullback of scale for its input 1: add: ").hasCauseInstanceOf(ArgumentException.class);
        Function1<Tensor, Tensor> g = customVjp("broken", x -> withPullback(F.exp(x), _ -> {
            throw new UnsupportedOperationException("not today");
        }));
        assertThatThrownBy(() -> slope(g)).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("pullback of broken: ")
                .hasMessageContaining("not today").hasCauseInstanceOf(UnsupportedOperationException.class);
        Function1<Tensor, Tensor> reads = customVjp("reads",
                x -> withPullback(F.square(x), dy -> Tuple.of(() -> F.mul(dy, 2 * x.getDouble(0)))));
        assertThatThrownBy(() -> grad((Tensor t) -> F.sum(slope2(reads, t))).apply(X)).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("pullback of reads for its input 0: ").hasMessageContaining("stopGradient");
        Function1<Tensor, Tensor> outer = customVjp("outer",
                x -> withPullback(F.exp(x), dy -> Tuple.of(() -> F.mul(dy, slope(t -> f.apply(t, t))))));
        assertThatThrownBy(() -> slope(outer))
                .hasMessageStartingWith("pullback of outer for its input 0: pullback of scale for its input 1: add: ");
    }

    private static Tensor slope2(Function1<Tensor, Tensor> f, Tensor at) {
        return grad((Tensor x) -> F.sum(f.apply(x))).apply(at);
    }

    // ---- forward formulas

    @Test
    @SuppressWarnings("DataFlowIssue") // null on purpose
    void aForwardFormulaWithNothingInAPlaceIsRefused() {
        Function1<Tensor, Tensor> result = customJvp("pushed", x -> withTangent(F.exp(x), _ -> null));
        refused(() -> jvp(result, X, X), "pushed: result of the tangent is null");
        refused(() -> slope(result), "pushed: result of the tangent is null");
        Function1<Tensor, Tensor> tangent = customJvp("pushed", x -> withTangent(F.exp(x), null));
        refused(() -> jvp(tangent, X, X), "pushed: tangent is null");
        Function1<Tensor, Tensor> body = customJvp("pushed", _ -> null);
        refused(() -> body.apply(X), "pushed: result of the body is null");
        Function1<Tensor, Tensor> throwing = customJvp("pushed", x -> withTangent(F.exp(x), dx -> F.add(dx, Tensor.of(1.0, 2))));
        assertThatThrownBy(() -> jvp(throwing, X, X)).hasMessageStartingWith("tangent of pushed: add: ");
    }

    // ---- primitives of the user's own

    /** {@code 2 x}, with rules as they are given. */
    private record Twice(List<Supplier<Tensor>> cotangents, List<Tensor> tangents, boolean computes) implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            return computes ? List.of(F.mul(Tensor.of(x.getFirst()), 2).array()) : Arrays.asList((NdArray) null);
        }

        @Override
        public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
            return cotangents;
        }

        @Override
        public List<Tensor> jvp(List<Tensor> x, List<Tensor> y, List<Tensor> dx) {
            return tangents;
        }
    }

    @Test
    @SuppressWarnings("DataFlowIssue") // null on purpose
    void aPrimitiveWithNothingInAPlaceIsRefusedByNameAndInput() {
        refused(() -> slope(x -> new Twice(null, null, true).of(x)), "twice: result of vjp is null");
        refused(() -> slope(x -> new Twice(Arrays.asList((Supplier<Tensor>) null), null, true).of(x)),
                "twice: cotangent of input 0 is null");
        refused(() -> slope(x -> new Twice(List.of(() -> null), null, true).of(x)), "twice: cotangent of input 0 is null");
        refused(() -> slope(x -> new Twice(List.of(), null, true).of(x)), "twice: number of cotangents is 0; accepted: 1");
        refused(() -> jvp(x -> new Twice(null, null, true).of(x), X, X), "twice: result of jvp is null");
        refused(() -> jvp(x -> new Twice(null, Arrays.asList((Tensor) null), true).of(x), X, X), "twice: tangent of output 0 is null");
        refused(() -> new Twice(null, null, false).of(X), "twice: output 0 is null");
        assertThatThrownBy(() -> slope(x -> new Twice(List.of(() -> F.add(X, Tensor.of(1.0, 2))), null, true).of(x)))
                .hasMessageStartingWith("pullback of twice for its input 0: add: ");
    }

    // ---- reading elements

    @Test
    void readingElementsIsRefusedForwardToo() {
        assertThatThrownBy(() -> jvp(x -> F.mul(x, x.getDouble(0)), X, X)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopGradient(x)");
        assertThatThrownBy(() -> jvp(x -> F.mul(x, F.sum(x).item()), X, X)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopGradient(x)");
        assertThat(jvp(x -> F.mul(x, Autograd.stopGradient(x).getDouble(0)), X, X)._2().toDoubleArray()).containsExactly(1, 2, 3);
        Tangent[] dx = {X};
        assertThatThrownBy(() -> Forward.jvp(t -> new Tensor[] {Tensor.of(t[0].array())}, new Tensor[] {X}, dx))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void printingIsComfortableAtEveryLevel() {
        StringBuilder said = new StringBuilder();
        Function1<Tensor, Tensor> f = x -> {
            said.append(x).append('\n');
            return F.sum(F.square(x));
        };
        grad(f).apply(X);
        jvp(f, X, X);
        Autograd.hvp(f, X, X);
        grad(grad(f).andThen(F::sum)).apply(X);
        assertThat(said.toString().lines().toList()).hasSize(4).allMatch(X.toString()::equals);
        said.setLength(0);
        vmap(f).apply(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
        Functions.fuse(f).apply(X);
        assertThat(said.toString().lines().toList()).hasSize(2).allMatch(line -> line.contains("FLOAT64") && line.contains("[3]"));
        assertThat(said.toString()).contains("2 examples of");
    }

    @Test
    void dtypesOfCotangentsAreNamed() {
        var run = Autograd.vjp(F::exp, X.to(DType.FLOAT32));
        refused(() -> run.pullback().apply(X), "pullback: cotangent is FLOAT64 [3]; accepted: FLOAT32 [3], as the value");
    }
}
