package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.Autograd.checkpoint;
import static org.covector.functional.Autograd.checkpoint2;
import static org.covector.functional.Autograd.checkpoint3;
import static org.covector.functional.Autograd.grad;
import static org.covector.functional.Autograd.grad2;
import static org.covector.functional.Autograd.grad3;
import static org.covector.functional.Autograd.hessian;
import static org.covector.functional.Autograd.hessian2;
import static org.covector.functional.Autograd.hessian3;
import static org.covector.functional.Autograd.hvp;
import static org.covector.functional.Autograd.jacobian;
import static org.covector.functional.Autograd.jacobian2;
import static org.covector.functional.Autograd.jacobian3;
import static org.covector.functional.Autograd.jvp;
import static org.covector.functional.Autograd.linearize;
import static org.covector.functional.Autograd.valueAndGrad;
import static org.covector.functional.Autograd.valueAndGrad2;
import static org.covector.functional.Autograd.valueAndGrad3;
import static org.covector.functional.Autograd.vhp;
import static org.covector.functional.Autograd.vjp;
import static org.covector.functional.Autograd.vmap;
import static org.covector.functional.Autograd.vmap2;
import static org.covector.functional.Autograd.vmap3;
import static org.covector.functional.Functions.fuse;
import static org.covector.functional.Functions.fuse2;
import static org.covector.functional.Functions.fuse3;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.covector.engine.ArgumentException;
import org.covector.engine.Closeness;
import org.covector.engine.DType;
import org.junit.jupiter.api.Test;

/**
 * Every transformation reads alike: of one tensor, two, three, and trees; given as references to overloaded functions, as lambdas, as
 * either library's types.
 */
class TransformationsTest {
    private static final Tensor X = Tensor.of(0.5, -1, 2);
    private static final Tensor Y = Tensor.of(3.0, 0.25, -1.5);
    private static final Tensor Z = Tensor.of(-2.0, 1, 0.5);
    private static final Tensor ONE = Tensor.scalar(1.0);
    private static final Tree<Tuple2<Tensor, Tensor>> PAIR = Tree.tuple(TENSOR, TENSOR);

    private static final Function1<Tensor, Tensor> VAVR = F::sum;
    private static final Function<Tensor, Tensor> JAVA = F::sum;
    private static final UnaryOperator<Tensor> OPERATOR = F::sum;
    private static final Function2<Tensor, Tensor, Tensor> VAVR2 = F::mseLoss;
    private static final BiFunction<Tensor, Tensor, Tensor> JAVA2 = F::mseLoss;
    private static final BinaryOperator<Tensor> OPERATOR2 = F::mseLoss;

    /** {@code sum(x^2 y + y z^3)}, whose derivatives are written down below. */
    private static Tensor f(Tensor x, Tensor y, Tensor z) {
        return F.sum(F.add(F.mul(F.square(x), y), F.mul(y, F.pow(z, 3))));
    }

    private static final Tensor FX = F.mul(F.mul(X, Y), 2);
    private static final Tensor FY = F.add(F.square(X), F.pow(Z, 3));
    private static final Tensor FZ = F.mul(F.mul(Y, F.square(Z)), 3);

    private static void close(Tensor given, Tensor wanted) {
        assertThat(given.allClose(wanted, 1e-14, 1e-14)).as("%s and %s", given, wanted).isTrue();
    }

    private static void close(Tuple3<Tensor, Tensor, Tensor> given, Tensor x, Tensor y, Tensor z) {
        close(given._1(), x);
        close(given._2(), y);
        close(given._3(), z);
    }

    private static Tensor diagonal(Tensor d) {
        return F.diagEmbed(d);
    }

    private static Tensor dot(Tensor a, Tensor b) {
        return F.sum(F.mul(a, b));
    }

    @Test
    void takesFunctionsOfOneTensorInEveryForm() {
        Tensor ones = Tensor.ones(DType.FLOAT64, 3);
        for (var g : List.of(grad(F::sum), grad(x -> F.sum(x)), grad(VAVR), grad(JAVA), grad(OPERATOR))) {
            close(g.apply(X), ones);
        }
        for (var g : List.of(valueAndGrad(F::sum), valueAndGrad(x -> F.sum(x)), valueAndGrad(VAVR), valueAndGrad(JAVA),
                valueAndGrad(OPERATOR))) {
            close(g.apply(X)._2(), ones);
        }
        for (var run : List.of(vjp(F::sum, X), vjp(x -> F.sum(x), X), vjp(VAVR, X), vjp(JAVA, X), vjp(OPERATOR, X))) {
            close(run.pullback().apply(ONE), ones);
        }
        for (var run : List.of(jvp(F::sum, X, Y), jvp(x -> F.sum(x), X, Y), jvp(VAVR, X, Y), jvp(JAVA, X, Y), jvp(OPERATOR, X, Y))) {
            close(run._2(), F.sum(Y));
        }
        for (var run : List.of(linearize(F::sum, X), linearize(x -> F.sum(x), X), linearize(VAVR, X), linearize(JAVA, X),
                linearize(OPERATOR, X))) {
            close(run.tangent().apply(Y), F.sum(Y));
        }
        for (var g : List.of(jacobian(F::sum), jacobian(x -> F.sum(x)), jacobian(VAVR), jacobian(JAVA), jacobian(OPERATOR))) {
            close(g.apply(X), ones);
        }
        Tensor rows = Tensor.of(new double[][] {{1, 2}, {3, 4}});
        for (var g : List.of(vmap(F::sum), vmap(x -> F.sum(x)), vmap(VAVR), vmap(JAVA), vmap(OPERATOR))) {
            close(g.apply(rows), Tensor.of(3.0, 7));
        }
        for (var g : List.of(fuse(F::sum), fuse(x -> F.sum(x)), fuse(VAVR), fuse(JAVA), fuse(OPERATOR), checkpoint(F::sum),
                checkpoint(x -> F.sum(x)),
                checkpoint(VAVR), checkpoint(JAVA), checkpoint(OPERATOR), Functions.compose(F::sum), Functions.compose(VAVR),
                Functions.compose(JAVA), Functions.compose(OPERATOR))) {
            close(g.apply(X), F.sum(X));
        }
        for (var g : List.of(hessian(F::norm), hessian(x -> F.norm(x)))) {
            close(g.apply(Tensor.of(3.0, 4)), Tensor.of(new double[][] {{0.128, -0.096}, {-0.096, 0.072}}));
        }
        Tensor at = Tensor.of(3.0, 4);
        Tensor v = Tensor.of(1.0, 0);
        for (var p : List.of(hvp(F::norm, at, v), hvp(x -> F.norm(x), at, v), vhp(F::norm, at, v), vhp(x -> F.norm(x), at, v))) {
            close(p, Tensor.of(0.128, -0.096));
        }
        close(Functions.compose(F::square, F::sum).apply(at), Tensor.scalar(25.0));
        assertThat(Functions.explain(F::norm, at)).contains("vectorNorm");
    }

    @Test
    void takesFunctionsOfTwoTensorsInEveryForm() {
        Tensor dx = F.mul(F.sub(X, Y), 2.0 / 3);
        Tensor value = F.mseLoss(X, Y);
        Tuple2<Tensor, Tensor> at = Tuple.of(X, Y);
        Tuple2<Tensor, Tensor> along = Tuple.of(Z, Tensor.zerosLike(Z));
        for (var g : List.of(grad2(F::mseLoss), grad2((x, y) -> F.mseLoss(x, y)), grad2(VAVR2), grad2(JAVA2), grad2(OPERATOR2))) {
            close(g.apply(X, Y)._1(), dx);
            close(g.apply(X, Y)._2(), F.neg(dx));
        }
        for (var g : List.of(valueAndGrad2(F::mseLoss), valueAndGrad2((x, y) -> F.mseLoss(x, y)), valueAndGrad2(VAVR2),
                valueAndGrad2(JAVA2), valueAndGrad2(OPERATOR2))) {
            close(g.apply(X, Y)._1(), value);
            close(g.apply(X, Y)._2()._1(), dx);
        }
        for (var run : List.of(vjp(F::mseLoss, X, Y), vjp((x, y) -> F.mseLoss(x, y), X, Y), vjp(VAVR2, X, Y), vjp(JAVA2, X, Y),
                vjp(OPERATOR2, X, Y))) {
            close(run.pullback().apply(ONE)._2(), F.neg(dx));
        }
        for (var run : List.of(jvp(F::mseLoss, at, along), jvp((x, y) -> F.mseLoss(x, y), at, along), jvp(VAVR2, at, along),
                jvp(JAVA2, at, along), jvp(OPERATOR2, at, along))) {
            close(run._2(), dot(dx, Z));
        }
        for (var run : List.of(linearize(F::mseLoss, X, Y), linearize((x, y) -> F.mseLoss(x, y), X, Y), linearize(VAVR2, X, Y),
                linearize(JAVA2, X, Y), linearize(OPERATOR2, X, Y))) {
            close(run.tangent().apply(along), dot(dx, Z));
        }
        for (var g : List.of(jacobian2(F::mseLoss), jacobian2((x, y) -> F.mseLoss(x, y)), jacobian2(VAVR2), jacobian2(JAVA2),
                jacobian2(OPERATOR2))) {
            close(g.apply(X, Y)._1(), dx);
        }
        Tensor plus = diagonal(Tensor.full(DType.FLOAT64, 2.0 / 3, 3));
        for (var g : List.of(hessian2(F::mseLoss), hessian2((x, y) -> F.mseLoss(x, y)), hessian2(VAVR2), hessian2(JAVA2),
                hessian2(OPERATOR2))) {
            close(g.apply(X, Y)._1()._1(), plus);
            close(g.apply(X, Y)._1()._2(), F.neg(plus));
            close(g.apply(X, Y)._2()._2(), plus);
        }
        for (var p : List.of(hvp(F::mseLoss, at, along), hvp((x, y) -> F.mseLoss(x, y), at, along), vhp(F::mseLoss, at, along),
                vhp(JAVA2, at, along))) {
            close(p._1(), F.mul(Z, 2.0 / 3));
            close(p._2(), F.mul(Z, -2.0 / 3));
        }
        Tensor rows = F.stack(List.of(X, Y), 0);
        for (var g : List.of(vmap2(F::mseLoss), vmap2((x, y) -> F.mseLoss(x, y)), vmap2(VAVR2), vmap2(JAVA2), vmap2(OPERATOR2))) {
            close(g.apply(rows, F.flip(rows, 0)), F.stack(List.of(value, value), 0));
        }
        for (var g : List.of(fuse2(F::mseLoss), fuse2((x, y) -> F.mseLoss(x, y)), fuse2(VAVR2), fuse2(JAVA2), fuse2(OPERATOR2),
                checkpoint2(F::mseLoss),
                checkpoint2((x, y) -> F.mseLoss(x, y)), checkpoint2(VAVR2), checkpoint2(JAVA2), checkpoint2(OPERATOR2))) {
            close(g.apply(X, Y), value);
        }
    }

    @Test
    void differentiatesFunctionsOfThreeTensors() {
        Tuple3<Tensor, Tensor, Tensor> at = Tuple.of(X, Y, Z);
        Tuple3<Tensor, Tensor, Tensor> v = Tuple.of(Z, X, Y);
        Tensor slope = F.add(F.add(dot(FX, Z), dot(FY, X)), dot(FZ, Y));
        Function3<Tensor, Tensor, Tensor, Tensor> vavr = TransformationsTest::f;
        close(grad3(TransformationsTest::f).apply(X, Y, Z), FX, FY, FZ);
        close(valueAndGrad3(vavr).apply(X, Y, Z)._2(), FX, FY, FZ);
        close(vjp(TransformationsTest::f, X, Y, Z).pullback().apply(ONE), FX, FY, FZ);
        close(jvp(TransformationsTest::f, at, v)._2(), slope);
        close(jvp((x, y, z) -> f(x, y, z), at, v)._1(), f(X, Y, Z));
        close(linearize(vavr, X, Y, Z).tangent().apply(v), slope);
        close(jacobian3(TransformationsTest::f).apply(X, Y, Z), FX, FY, FZ);
        close(grad3(checkpoint3(TransformationsTest::f)).apply(X, Y, Z), FX, FY, FZ);
        close(grad3(fuse3(TransformationsTest::f)).apply(X, Y, Z), FX, FY, FZ);
        close(vmap3(F::lerp).apply(X, Y, Z), F.lerp(X, Y, Z));
        close(grad3((Tensor x, Tensor y, Tensor z) -> F.sum(F.lerp(x, y, z))).apply(X, Y, Z), F.add(F.neg(Z), 1), Z, F.sub(Y, X));
        Tensor none = Tensor.zeros(DType.FLOAT64, 3, 3);
        Tensor xy = diagonal(F.mul(X, 2));
        Tensor yz = diagonal(F.mul(F.square(Z), 3));
        var h = hessian3(TransformationsTest::f).apply(X, Y, Z);
        close(h._1(), diagonal(F.mul(Y, 2)), xy, none);
        close(h._2(), xy, none, yz);
        close(h._3(), none, yz, diagonal(F.mul(F.mul(Y, Z), 6)));
        Tensor hx = F.add(F.mul(F.mul(Y, 2), Z), F.mul(F.mul(X, 2), X));
        Tensor hy = F.add(F.mul(F.mul(X, 2), Z), F.mul(F.mul(F.square(Z), 3), Y));
        Tensor hz = F.add(F.mul(F.mul(F.square(Z), 3), X), F.mul(F.mul(F.mul(Y, Z), 6), Y));
        close(hvp(TransformationsTest::f, at, v), hx, hy, hz);
        close(vhp(TransformationsTest::f, at, v), hx, hy, hz);
    }

    private record Line(Tensor slope, Option<Tensor> offset, @Buffer Tensor seen, @Fixed Tensor table, String name) {}

    private static final Tree<Line> LINE = Tree.of(MethodHandles.lookup(), Line.class);

    private static Line line(Option<Tensor> offset) {
        return new Line(X, offset, Y, Z, "line");
    }

    /** {@code sum((slope^2 + offset) seen table)}. */
    private static Tensor of(Line l) {
        return F.sum(F.mul(F.mul(l.offset().fold(() -> F.square(l.slope()), b -> F.add(F.square(l.slope()), b)), l.seen()), l.table()));
    }

    @Test
    void treatsBuffersAndFixedLeavesAsConstantsEverywhere() {
        Line at = line(Option.of(Y));
        Tensor zeros = Tensor.zeros(DType.FLOAT64, 3);
        Tensor yz = F.mul(Y, Z);
        for (Line g : List.of(grad(LINE, TransformationsTest::of).apply(at), valueAndGrad(LINE, TransformationsTest::of).apply(at)._2(),
                vjp(LINE, TENSOR, TransformationsTest::of, at).pullback().apply(ONE),
                jacobian(Autograd.Mode.FORWARD, LINE, TENSOR, TransformationsTest::of).apply(at).head(),
                jacobian(Autograd.Mode.REVERSE, LINE, TENSOR, TransformationsTest::of).apply(at).head())) {
            close(g.slope(), F.mul(F.mul(X, 2), yz));
            close(g.offset().get(), yz);
            assertThat(g.seen().contentEquals(zeros)).as("a buffer").isTrue();
            assertThat(g.table().contentEquals(zeros)).as("a fixed leaf").isTrue();
            assertThat(g.name()).as("no leaf").isEqualTo("line");
        }
        assertThat(LINE.kinds(at)).containsExactly(Tree.Kind.PARAMETER, Tree.Kind.PARAMETER, Tree.Kind.BUFFER, Tree.Kind.FIXED);
        assertThat(LINE.count(at)).isEqualTo(6);
        Line v = LINE.map(at, t -> Z);
        Line h = vhp(LINE, TransformationsTest::of, at, v);
        close(h.slope(), F.mul(F.mul(yz, 2), Z));
        close(h.offset().get(), zeros);
        close(hvp(LINE, TransformationsTest::of, at, new Line(Z, Option.of(Z), zeros, zeros, "")).slope(), h.slope());
    }

    @Test
    void fusesFunctionsOfTrees() {
        AtomicInteger traced = new AtomicInteger();
        Function1<Line, Tuple2<Tensor, Tensor>> both = l -> {
            traced.incrementAndGet();
            return Tuple.of(F.exp(F.mul(l.slope(), l.seen())), l.offset().fold(() -> l.table(), b -> F.add(b, l.name().length())));
        };
        Function1<Line, Tuple2<Tensor, Tensor>> fused = fuse(LINE, PAIR, both);
        List<Line> lines = List.of(line(Option.none()), line(Option.of(Y)), new Line(X, Option.of(Y), Y, Z, "another"),
                LINE.map(line(Option.none()), t -> t.to(DType.FLOAT32)));
        for (Line l : lines) {
            var y = fused.apply(l);
            var again = fused.apply(LINE.map(l, t -> F.mul(t, 1)));
            var plain = both.apply(l);
            traced.decrementAndGet();
            for (var given : List.of(y, again)) {
                assertThat(Closeness.equalBits(given._1().array(), plain._1().array())).isTrue();
                assertThat(Closeness.equalBits(given._2().array(), plain._2().array())).isTrue();
            }
        }
        assertThat(traced).as("once for each structure").hasValue(lines.size());
        Line g = grad(LINE, l -> F.sum(fused.apply(l)._1())).apply(lines.getFirst());
        close(g.slope(), F.mul(F.exp(F.mul(X, Y)), Y));
        assertThat(Functions.explain(LINE, PAIR, both, lines.getFirst())).contains("exp");
    }

    @Test
    void namesTheLeafInEveryRefusal() {
        Line at = line(Option.of(Y));
        Line wrong = line(Option.of(Tensor.of(1.0)));
        assertThatThrownBy(() -> jvp(LINE, TENSOR, TransformationsTest::of, at, wrong)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("jvp: tangent of offset").hasMessageContaining("[1]").hasMessageContaining("[3]");
        assertThatThrownBy(() -> linearize(LINE, TENSOR, TransformationsTest::of, at).tangent().apply(wrong))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("tangent of offset");
        assertThatThrownBy(() -> vjp(LINE, LINE, l -> l, at).pullback().apply(wrong)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("pullback: cotangent of offset");
        assertThatThrownBy(() -> vmap(LINE, TENSOR, TransformationsTest::of).apply(wrong)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("vmap: number of examples of argument 1 of offset");
        assertThatThrownBy(() -> vmap(LINE, TENSOR, TransformationsTest::of).apply(line(Option.of(ONE))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("argument 1 of offset").hasMessageContaining("a scalar");
        assertThatThrownBy(() -> vjp(F::sum, X).pullback().apply(X)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("pullback: cotangent is");
    }
}
