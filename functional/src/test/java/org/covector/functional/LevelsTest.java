package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.Autograd.grad;
import static org.covector.functional.Autograd.jvp;
import static org.covector.functional.Autograd.vjp;
import static org.covector.functional.Autograd.vmap;
import static org.covector.functional.Autograd.vmap2;
import static org.covector.functional.CustomJvp.customJvp;
import static org.covector.functional.CustomJvp.withTangent;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

/** Reverse, forward and batch levels, tracing, and users' functions, nested in one another. */
class LevelsTest {
    private static final Tensor X = Tensor.of(0.5, -1.25, 0.75);
    private static final Tensor V = Tensor.of(1.0, -2, 0.5);

    private static Tensor scalar(double x) {
        return Tensor.scalar(x);
    }

    private static void close(Tensor got, Tensor want) {
        assertThat(got.shape()).isEqualTo(want.shape());
        double[] a = got.array().toDoubleArray();
        double[] b = want.array().toDoubleArray();
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).as("element " + i).isCloseTo(b[i], within(1e-12 * (1 + Math.abs(b[i]))));
        }
    }

    private static double slope(Function1<Tensor, Tensor> f, double at) {
        double h = 1e-5;
        return (f.apply(scalar(at + h)).item() - f.apply(scalar(at - h)).item()) / (2 * h);
    }

    // ---- forward

    @Test
    void pushesTangentsForward() {
        var y = jvp(x -> F.mul(F.sin(x), F.exp(x)), scalar(0.7), scalar(2));
        assertThat(y._1().item()).isEqualTo(Math.sin(0.7) * Math.exp(0.7), within(1e-15));
        assertThat(y._2().item()).isCloseTo(2 * Math.exp(0.7) * (Math.sin(0.7) + Math.cos(0.7)), within(1e-14));
    }

    @Test
    void keepsTangentsOfNestedLevelsApart() {
        // d/dx (x d/dy (x + y)) = 1
        Function1<Tensor, Tensor> f = x -> F.mul(x, jvp(y -> F.add(x, y), scalar(1), scalar(1))._2());
        assertThat(jvp(f, scalar(1), scalar(1))._2().item()).isEqualTo(1);
        assertThat(grad(f).apply(scalar(1)).item()).isEqualTo(1);
        Function1<Tensor, Tensor> g = x -> F.mul(x, grad((Tensor y) -> F.mul(F.mul(x, y), y)).apply(scalar(3)));
        assertThat(jvp(g, scalar(2), scalar(1))._2().item()).isEqualTo(24); // g = 6 x^2
    }

    @Test
    void givesEveryOrderInEveryMixture() {
        Function1<Tensor, Tensor> f = x -> F.exp(F.mul(x, 0.5));
        Function1<Function1<Tensor, Tensor>, Function1<Tensor, Tensor>> forward = h -> x -> jvp(h, x, scalar(1))._2();
        Function1<Function1<Tensor, Tensor>, Function1<Tensor, Tensor>> reverse = Autograd::grad;
        double want = Math.exp(0.35) / 8;
        for (int order = 0; order < 8; order++) {
            Function1<Tensor, Tensor> d = f;
            for (int k = 0; k < 3; k++) {
                d = (order >> k & 1) == 0 ? forward.apply(d) : reverse.apply(d);
            }
            assertThat(d.apply(scalar(0.7)).item()).as("order " + order).isCloseTo(want, within(1e-14));
        }
    }

    @Test
    void keepsNothingOfALongChain() {
        int n = 1_000_000;
        List<WeakReference<Tensor>> passed = new ArrayList<>();
        var result = jvp(x -> {
            Tensor t = x;
            for (int i = 0; i < n; i++) {
                t = F.mul(F.add(t, 1e-6), 1);
                if (i % (n / 4) == 0) {
                    passed.add(new WeakReference<>(t));
                }
            }
            for (int tries = 0; tries < 20 && passed.stream().anyMatch(r -> r.get() != null); tries++) {
                System.gc();
            }
            return t;
        }, scalar(1), scalar(3));
        assertThat(passed).hasSize(4).allSatisfy(r -> assertThat(r.get()).as("a value on the way, with the tangent").isNull());
        assertThat(result._1().item()).isCloseTo(2, within(1e-9));
        assertThat(result._2().item()).isEqualTo(3);
    }

    @Test
    void multipliesAnInfiniteDerivativeByAStrongZero() {
        Function1<Tensor, Tensor> f = x -> F.where(F.gt(x, 0), F.sqrt(x), 0);
        assertThat(jvp(f, Tensor.of(0.0, 4.0), Tensor.of(0.0, 1))._2().array().toDoubleArray()).containsExactly(0, 0.25);
    }

    @Test
    void linearizesOnce() {
        AtomicInteger runs = new AtomicInteger();
        var line = Autograd.linearize(x -> {
            runs.incrementAndGet();
            return F.mul(F.exp(x), F.sum(x));
        }, X);
        close(line.tangent().apply(V), jvp(x -> F.mul(F.exp(x), F.sum(x)), X, V)._2());
        close(line.tangent().apply(X), jvp(x -> F.mul(F.exp(x), F.sum(x)), X, X)._2());
        assertThat(runs.get()).isEqualTo(1);
    }

    @Test
    void linearizesUnderOuterLevels() {
        // d/dx of (d/dt exp(x t) at t = 1 along 1) = d/dx (x e^x) = (1 + x) e^x
        Function1<Tensor, Tensor> f = x -> Autograd.linearize(t -> F.exp(F.mul(x, t)), scalar(1)).tangent().apply(scalar(1));
        assertThat(grad(f).apply(scalar(0.5)).item()).isCloseTo(1.5 * Math.exp(0.5), within(1e-13));
        close(vmap(f).apply(X), F.mul(X, F.exp(X)));
    }

    @Test
    void transposesALinearProgram() {
        var line = Autograd.linearize(x -> F.mul(F.exp(x), F.sum(x)), X);
        Tensor back = vjp(line.tangent(), Tensor.of(0.0, 0, 0)).pullback().apply(V);
        close(back, vjp(x -> F.mul(F.exp(x), F.sum(x)), X).pullback().apply(V));
    }

    @Test
    void choosesTheCheaperJacobian() {
        Function1<Tensor, Tensor> wide = x -> F.mul(F.unsqueeze(F.exp(x), 1), F.sin(x));
        Tensor a = Autograd.jacobian(Autograd.Mode.FORWARD, wide).apply(X);
        close(Autograd.jacobian(Autograd.Mode.REVERSE, wide).apply(X), a);
        close(Autograd.jacobian(wide).apply(X), a);
        assertThat(a.shape()).isEqualTo(Shape.of(3, 3, 3));
    }

    @Test
    void givesBlocksOverTrees() {
        Tree<io.vavr.Tuple2<Tensor, Tensor>> pair = Tree.tuple(TENSOR, TENSOR);
        var x = Tuple.of(X, scalar(2));
        var h = Autograd.hessian(pair, (io.vavr.Tuple2<Tensor, Tensor> t) -> F.mul(F.sum(F.square(t._1())), F.square(t._2()))).apply(x);
        close(h.get(0)._1(), F.mul(Tensor.of(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3), 8));
        close(h.get(0)._2(), F.mul(X, 8));
        close(h.get(1)._1(), F.mul(X, 8));
        close(h.get(1)._2(), F.mul(F.sum(F.square(X)), 2));
    }

    // ---- batch

    @Test
    void mapsTheFirstAxis() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
        close(vmap(F::sum).apply(x), Tensor.of(3.0, 7, 11));
        close(vmap(VmapAxes.in(1), F::sum).apply(x), Tensor.of(9.0, 12));
        close(vmap(VmapAxes.in(0).out(1), t -> F.mul(t, 2)).apply(x), F.transpose(F.mul(x, 2), 0, 1));
        close(vmap2(VmapAxes.in(0, VmapAxes.NONE), (Tensor a, Tensor b) -> F.dot(a, b)).apply(x, Tensor.of(1.0, 10)),
                Tensor.of(21.0, 43, 65));
    }

    @Test
    void givesPerExampleGradients() {
        Tensor w = Tensor.of(new double[] {0.5, -1, 0.25, 2, 1, -0.75}, 2, 3);
        Tensor x = Case3.rows(4, 3);
        Function2<Tensor, Tensor, Tensor> loss = (p, e) -> F.sum(F.square(F.tanh(F.matmul(p, e))));
        Tensor all = vmap(e -> grad((Tensor p) -> loss.apply(p, e)).apply(w)).apply(x);
        assertThat(all.shape()).isEqualTo(Shape.of(4, 2, 3));
        for (int i = 0; i < 4; i++) {
            Tensor e = F.select(x, 0, i);
            close(F.select(all, 0, i), grad((Tensor p) -> loss.apply(p, e)).apply(w));
        }
        close(F.sum(all, 0), grad((Tensor p) -> F.sum(vmap(e -> loss.apply(p, e)).apply(x))).apply(w));
    }

    /** Fixed numbers. */
    private static final class Case3 {
        static Tensor rows(int n, int m) {
            double[] v = new double[n * m];
            for (int i = 0; i < v.length; i++) {
                v[i] = Math.sin(1 + 2.7 * i);
            }
            return Tensor.of(v, n, m);
        }
    }

    @Test
    void nestsBatchesAndDerivatives() {
        Function1<Tensor, Tensor> f = x -> F.mul(F.sin(x), x);
        Tensor x = Case3.rows(2, 3);
        Tensor want = F.add(F.mul(F.cos(x), 2), F.neg(F.mul(F.sin(x), x))); // f''
        close(vmap(vmap(grad(grad(f)))).apply(x), want);
        close(vmap(row -> F.sum(F.mul(Autograd.hessian((Tensor t) -> F.sum(f.apply(t))).apply(row),
                Tensor.ones(DType.FLOAT64, Shape.of(3, 3))), 1)).apply(x), want);
        close(grad((Tensor t) -> F.sum(vmap(grad((Tensor e) -> F.sum(f.apply(e)))).apply(t))).apply(x), want);
        close(jvp(vmap(vmap(grad(f))), x, Tensor.ones(DType.FLOAT64, x.shape()))._2(), want);
        close(vmap(e -> jvp(vmap(grad(f)), e, Tensor.ones(DType.FLOAT64, e.shape()))._2()).apply(x), want);
    }

    @Test
    void mapsFusedAndCheckpointedFunctions() {
        Tensor x = Case3.rows(4, 3);
        Function1<Tensor, Tensor> f = t -> F.mul(F.softmax(F.mul(t, 2), 0), F.exp(t));
        Tensor want = vmap(f).apply(x);
        close(vmap(Functions.fuse(f)).apply(x), want);
        close(vmap(Autograd.checkpoint(f)).apply(x), want);
        close(Functions.fuse(vmap(f)).apply(x), want);
        Function1<Tensor, Tensor> g = grad((Tensor t) -> F.sum(f.apply(t)));
        close(vmap(grad((Tensor t) -> F.sum(Functions.fuse(f).apply(t)))).apply(x), vmap(g).apply(x));
        close(grad((Tensor t) -> F.sum(vmap(Functions.fuse(f)).apply(t))).apply(x), vmap(g).apply(x));
        close(vmap(grad((Tensor t) -> F.sum(Autograd.checkpoint(f).apply(t)))).apply(x), vmap(g).apply(x));
    }

    @Test
    void refusesToReadAnExample() {
        assertThatThrownBy(() -> vmap(x -> x.item() > 0 ? x : F.neg(x)).apply(X)).hasMessageContaining("vmap")
                .hasMessageContaining("reads the elements");
        assertThatThrownBy(() -> vmap2((Tensor a, Tensor b) -> F.add(a, b)).apply(X, Tensor.of(1.0, 2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("number of examples");
    }

    @Test
    void mapsKeys() {
        Key key = Key.of(11);
        var f = vmap(Tree.tuple(TENSOR, Tree.KEY), TENSOR, (io.vavr.Tuple2<Tensor, Key> t) -> F.dropout(t._1(), 0.5, true, t._2()));
        Tensor x = Tensor.ones(DType.FLOAT64, Shape.of(3, 20));
        Key keys = key.split(3);
        Tensor all = f.apply(Tuple.of(x, keys));
        for (int i = 0; i < 3; i++) {
            close(F.select(all, 0, i), F.dropout(Tensor.ones(DType.FLOAT64, Shape.of(20)), 0.5, true, keys.get(i)));
        }
        Tensor same = vmap(t -> F.dropout(t, 0.5, true, key)).apply(x);
        close(F.select(same, 0, 0), F.select(same, 0, 2));
        assertThatThrownBy(() -> F.dropout(x, 0.5, true, keys)).isInstanceOf(ArgumentException.class).hasMessageContaining("3 keys");
    }

    // ---- users' functions

    private static final Function1<Tensor, Tensor> CUSTOM = customVjp("custom",
            x -> withPullback(F.exp(x), dy -> Tuple.of(() -> F.mul(dy, F.exp(x)))));

    @Test
    void mapsACustomFunctionAsItself() {
        Function2<Tensor, Tensor, Tensor> scaled = customVjp("scaled", (Tensor x, Tensor w) -> withPullback(F.mul(x, w),
                dy -> Tuple.of(() -> F.mul(F.mul(dy, w), 10), () -> F.mul(F.sum(F.mul(dy, x)), 100)))); // wrong on purpose, to be seen
        Tensor x = Case3.rows(4, 3);
        Function2<Tensor, Tensor, Tensor> f = (t, w) -> F.sum(vmap(e -> scaled.apply(e, w)).apply(t));
        close(grad((Tensor t) -> f.apply(t, scalar(2))).apply(x), F.mul(Tensor.ones(DType.FLOAT64, x.shape()), 20));
        close(grad((Tensor w) -> f.apply(x, w)).apply(scalar(2)), F.mul(F.sum(x), 100)); // the same for all: summed
        close(vmap(grad((Tensor t) -> F.sum(CUSTOM.apply(t)))).apply(x), F.exp(x));
        close(vmap(grad((Tensor t) -> F.sum(grad((Tensor s) -> F.sum(CUSTOM.apply(s))).apply(t)))).apply(x), F.exp(x));
        close(jvp(vmap(CUSTOM), x, x)._2(), F.mul(F.exp(x), x));
        close(vmap(e -> jvp(CUSTOM, e, e)._2()).apply(x), F.mul(F.exp(x), x));
    }

    @Test
    void differentiatesByAForwardFormula() {
        Function1<Tensor, Tensor> soft = customJvp("soft", x -> withTangent(F.softplus(x), dx -> F.mul(dx, F.sigmoid(x))));
        close(grad((Tensor t) -> F.sum(soft.apply(t))).apply(X), F.sigmoid(X));
        close(jvp(soft, X, V)._2(), F.mul(V, F.sigmoid(X)));
        close(Autograd.hvp(t -> F.sum(soft.apply(t)), X, V), F.mul(V, F.mul(F.sigmoid(X), F.sigmoid(F.neg(X)))));
        close(vmap(grad((Tensor t) -> soft.apply(t))).apply(X), F.sigmoid(X));
        close(grad((Tensor t) -> F.sum(vmap(soft).apply(t))).apply(X), F.sigmoid(X));
        Function2<Tensor, Tensor, Tensor> product = customJvp("product",
                (Tensor a, Tensor b) -> withTangent(F.mul(a, b), d -> F.add(F.mul(d._1(), b), F.mul(a, d._2()))));
        close(grad((Tensor t) -> F.sum(product.apply(t, t))).apply(X), F.mul(X, 2));
        close(Functions.fuse((Tensor t) -> soft.apply(F.mul(t, 2))).apply(X), F.softplus(F.mul(X, 2)));
    }

    private record Tripled(double factor) implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            double[] v = x.get(0).toDoubleArray();
            for (int i = 0; i < v.length; i++) {
                v[i] *= 3 * factor;
            }
            return List.of(NdArray.of(v).reshape(x.get(0).shape()));
        }

        @Override
        public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
            return List.of(() -> of(dy.get(0)));
        }

        @Override
        public List<Tensor> jvp(List<Tensor> x, List<Tensor> y, List<Tensor> dx) {
            return List.of(of(dx.get(0)));
        }
    }

    /** The sum of squares of every row, batched by a rule of its own, which counts its calls. */
    private record SquaresOfRows(AtomicInteger calls) implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            calls.incrementAndGet();
            Tensor t = Tensor.of(x.get(0));
            return List.of(F.sum(F.square(t), -1).array());
        }

        @Override
        public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
            return List.of(() -> F.mul(F.mul(x.get(0), 2), F.unsqueeze(dy.get(0), -1)));
        }

        @Override
        public Option<List<Tensor>> batch(int size, List<Boolean> mapped, List<Tensor> x) {
            assertThat(mapped).containsExactly(true);
            assertThat(x.get(0).dim(0)).isEqualTo(size);
            return Option.of(List.of(of(x.get(0))));
        }
    }

    @Test
    void runsAUsersBatchRuleOnceForAllExamples() {
        SquaresOfRows p = new SquaresOfRows(new AtomicInteger());
        Tensor x = F.reshape(Tensor.of(Create.arange(DType.FLOAT64, 0, 24, 1)), 4, 2, 3);
        close(vmap(t -> p.of(t)).apply(x), F.sum(F.square(x), -1));
        assertThat(p.calls).hasValue(1);
        close(vmap(VmapAxes.in(2).out(1), t -> p.of(t)).apply(F.permute(x, 1, 2, 0)), F.transpose(F.sum(F.square(x), -1), 0, 1));
        assertThat(p.calls).hasValue(2);
        close(vmap(grad((Tensor t) -> F.sum(p.of(t)))).apply(x), F.mul(x, 2));
        assertThat(p.calls).as("value and gradient of all examples in one call").hasValue(3);
        close(vmap(vmap(t -> p.of(F.unsqueeze(t, 0)))).apply(x), F.unsqueeze(F.sum(F.square(x), -1), -1));
        assertThat(p.calls).as("nested: the rule is batched again").hasValue(4);
        Undeclared u = new Undeclared();
        close(vmap(t -> u.of(t)).apply(x), x); // the loop
        assertThatThrownBy(() -> vmap(t -> new Sized(3).of(t)).apply(x)).isInstanceOf(ArgumentException.class).hasMessageContaining("sized")
                .hasMessageContaining("batched output");
    }

    /** Says of many examples that they are another number. */
    private record Sized(int size) implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            return x;
        }

        @Override
        public Option<List<Tensor>> batch(int examples, List<Boolean> mapped, List<Tensor> x) {
            return Option.of(List.of(F.narrow(x.get(0), 0, 0, size)));
        }
    }

    // ---- matrices of derivatives

    /** {@code y = W x}, which counts how often its rules are asked. */
    private record Times(NdArray w, AtomicInteger back, AtomicInteger forth) implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            return List.of(F.matmul(Tensor.of(w), Tensor.of(x.get(0))).array());
        }

        @Override
        public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
            back.incrementAndGet();
            return List.of(() -> F.matmul(F.transpose(Tensor.of(w), 0, 1), dy.get(0)));
        }

        @Override
        public List<Tensor> jvp(List<Tensor> x, List<Tensor> y, List<Tensor> dx) {
            forth.incrementAndGet();
            return List.of(F.matmul(Tensor.of(w), dx.get(0)));
        }
    }

    @Test
    void jacobianTakesTheModeWithLessToDo() {
        for (int[] size : new int[][] {{2, 5}, {5, 2}, {3, 3}}) { // results, arguments
            Tensor w = F.reshape(Tensor.of(Create.arange(DType.FLOAT64, 0, size[0] * size[1], 1)), size[0], size[1]);
            for (Autograd.Mode mode : Autograd.Mode.values()) {
                Times f = new Times(w.array(), new AtomicInteger(), new AtomicInteger());
                close(Autograd.jacobian(mode, (Tensor x) -> f.of(x)).apply(Tensor.ones(DType.FLOAT64, Shape.of(size[1]))), w);
                boolean forward = mode == Autograd.Mode.FORWARD || mode == Autograd.Mode.CHEAPER && size[1] <= size[0];
                assertThat(f.forth).as(mode + ", " + size[0] + " results of " + size[1]).hasValue(forward ? 1 : 0);
                assertThat(f.back).as(mode + ", " + size[0] + " results of " + size[1]).hasValue(forward ? 0 : 1);
            }
        }
    }

    @Test
    void multipliesByTheHessianOfATree() {
        Tree<io.vavr.Tuple2<Tensor, Tensor>> pair = Tree.tuple(TENSOR, TENSOR);
        Function1<io.vavr.Tuple2<Tensor, Tensor>, Tensor> f = t -> F.sum(F.mul(F.square(t._1()), F.exp(t._2()))); // sum x^2 e^y
        Tensor y = Tensor.of(0.25, 1, -0.5);
        Tensor u = Tensor.of(2.0, 1, -1);
        var hv = Autograd.hvp(pair, f, Tuple.of(X, y), Tuple.of(V, u));
        Tensor e = F.exp(y);
        close(hv._1(), F.mul(F.mul(e, 2), F.add(V, F.mul(X, u)))); // 2 e^y v + 2 x e^y u
        close(hv._2(), F.mul(F.mul(e, X), F.add(F.mul(V, 2), F.mul(X, u)))); // 2 x e^y v + x^2 e^y u
    }

    /** Has a value and nothing else. */
    record Undeclared() implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            return x;
        }
    }

    @Test
    void takesPrimitivesOfUsers() {
        Tripled p = new Tripled(2);
        close(p.of(X), F.mul(X, 6));
        close(grad((Tensor t) -> F.sum(F.square(p.of(t)))).apply(X), F.mul(X, 72));
        close(jvp(t -> p.of(t), X, V)._2(), F.mul(V, 6));
        close(vmap(t -> p.of(t)).apply(Case3.rows(2, 3)), F.mul(Case3.rows(2, 3), 6));
        close(Autograd.hvp(t -> F.sum(F.square(p.of(t))), X, V), F.mul(V, 72));
        Undeclared u = new Undeclared();
        assertThatThrownBy(() -> grad((Tensor t) -> F.sum(u.of(t))).apply(X)).isInstanceOf(MissingFormulaException.class)
                .hasMessageContaining("undeclared").hasMessageContaining("vjp");
        assertThatThrownBy(() -> jvp(t -> u.of(t), X, V)).isInstanceOf(MissingFormulaException.class).hasMessageContaining("undeclared")
                .hasMessageContaining("jvp");
        close(u.of(X), X);
    }

    // ---- fuse and tracing

    @Test
    void fusesUnderOuterLevels() {
        // a tensor that the fused function closes over while it is differentiated is an input of the program
        Function1<Tensor, Tensor> f = x -> F.sum(Functions.fuse((Tensor t) -> F.mul(F.exp(t), x)).apply(X));
        close(grad(f).apply(scalar(2)), F.sum(F.exp(X)));
        close(jvp(f, scalar(2), scalar(3))._2(), F.mul(F.sum(F.exp(X)), 3));
        close(vmap(f).apply(V), F.mul(F.sum(F.exp(X)), V));
        Function1<Tensor, Tensor> g = Functions.fuse((Tensor t) -> F.mul(F.exp(t), t));
        close(jvp(g, X, V)._2(), F.mul(V, F.add(F.exp(X), F.mul(F.exp(X), X))));
        assertThat(slope(g, 0.3)).isCloseTo(jvp(g, scalar(0.3), scalar(1))._2().item(), within(1e-8));
    }

    @Test
    void stopsTheGradientInsidePrograms() {
        Function1<Tensor, Tensor> f = t -> F.mul(Autograd.stopGradient(F.square(t)), t);
        close(grad((Tensor t) -> F.sum(Functions.fuse(f).apply(t))).apply(X), F.square(X));
        close(jvp(f, X, V)._2(), F.mul(F.square(X), V));
        close(vmap(grad(f)).apply(X), F.square(X));
    }

    @Test
    void refusesToCutAGradientByReading() {
        assertThatThrownBy(() -> grad((Tensor t) -> F.mul(t, t.item())).apply(scalar(2))).hasMessageContaining("stopGradient");
        assertThat(grad((Tensor t) -> F.mul(t, Autograd.stopGradient(t).item())).apply(scalar(2)).item()).isEqualTo(2);
    }

    @Test
    void optionalArgumentsStayOptional() {
        Tree<Option<Tensor>> maybe = Tree.option(TENSOR);
        var f = vmap(Tree.tuple(TENSOR, maybe), TENSOR,
                (io.vavr.Tuple2<Tensor, Option<Tensor>> t) -> t._2().fold(() -> t._1(), b -> F.add(t._1(), b)));
        close(f.apply(Tuple.of(X, Option.none())), X);
        close(f.apply(Tuple.of(X, Option.of(V))), F.add(X, V));
    }
}
