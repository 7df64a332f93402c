package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.Autograd.stopGradient;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.notImplemented;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;
import static org.covector.gradcheck.Case.to32;
import static org.covector.gradcheck.Case.when;
import static org.covector.gradcheck.Case.x;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple2;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Wrong backward formulas of every kind we know: each is rejected, and where a word is given the diagnosis says it. */
class WrongFormulasTest {
    private record Bug(Supplier<Report> check, String said) {}

    private final Map<String, Bug> bugs = new LinkedHashMap<>();

    private void unary(String name, String said, Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx, Tensor at) {
        Function1<Tensor, Tensor> wrong = customVjp(name, x -> withPullback(f.apply(x), dy -> Tuple.of(() -> dx.apply(x, dy))));
        bugs.put(name, new Bug(() -> Gradcheck.check(wrong, at, Options.DEFAULT.withName(name)), said));
    }

    private void binary(
            String name, String said, Function2<Tensor, Tensor, Tensor> f, Case.Backward dx, Case.Backward dy, Tensor x, Tensor y) {
        Function2<Tensor, Tensor, Tensor> wrong = customVjp(name,
                (a, b) -> withPullback(f.apply(a, b), dz -> Tuple.of(() -> dx.of(a, b, dz), () -> dy.of(a, b, dz))));
        bugs.put(name, new Bug(() -> Gradcheck.check(wrong, x, y, Options.DEFAULT.withName(name)), said));
    }

    private static Tensor times(Tensor a, Tensor b) {
        return F.mul(a, b);
    }

    private void factors() {
        unary("sine with the wrong sign", "sign", F::cos, (x, dy) -> times(dy, F.sin(x)), x(2, 3));
        unary("square without its 2", "0.5", F::square, (x, dy) -> times(dy, x), x(4));
        unary("square off by a thousandth", "1.001", F::square, (x, dy) -> times(dy, F.mul(x, 2.002)), x(4));
        unary("exp off by a millionth", "1.000001", F::exp, (x, dy) -> times(dy, F.mul(F.exp(x), 1.000001)), x(4));
        unary("tanh off by a millionth in one element", "1 of", F::tanh,
                (x, dy) -> times(F.mul(dy, F.sub(1, F.square(F.tanh(x)))), Tensor.of(1, 1, 1.000001, 1)), x(4));
        unary("mean that forgets to divide", "6 times", F::mean, (x, dy) -> F.expand(dy, 2, 3), x(2, 3));
        unary("sum that averages", "1/6", F::sum, (x, dy) -> F.div(F.expand(dy, 2, 3), 6), x(2, 3));
        unary("detached path", "detached", F::exp, (x, dy) -> F.mul(dy, 0), x(3));
        unary("gradient where there is none", "should be 0", F::floor, (x, dy) -> dy, x(3));
    }

    private void terms() {
        unary("sigmoid without 1 - y", "", F::sigmoid, (x, dy) -> times(dy, F.sigmoid(x)), x(4));
        unary("silu without its second term", "", F::silu, (x, dy) -> times(dy, F.sigmoid(x)), x(4));
        unary("softmax without the sum", "", t -> F.softmax(t, 1), (x, dy) -> times(dy, F.softmax(x, 1)), x(2, 3));
        unary("softmax with the sum over the wrong axis", "", t -> F.softmax(t, 1), (x, dy) -> {
            Tensor y = F.softmax(x, 1);
            return F.mul(y, F.sub(dy, F.sum(F.mul(dy, y), true, 0)));
        }, x(2, 3));
        unary("layer norm without the mean's share", "", t -> F.div(F.sub(t, F.mean(t)), F.std(t)),
                (x, dy) -> F.div(dy, F.std(x)), x(5));
        unary("logsumexp of the negative", "", t -> F.logsumexp(t, 1), (x, dy) -> F.mul(F.unsqueeze(dy, 1), F.softmax(F.neg(x), 1)),
                x(2, 3));
        unary("relu that lets everything through", "of", F::relu, (x, dy) -> dy, x(6));
        unary("relu with a gradient outside its kink's bounds", "", F::relu,
                (x, dy) -> F.where(F.gt(x, 0), dy, F.where(F.eq(x, 0), F.mul(dy, 2), F.mul(dy, 0))), Tensor.of(0.0, 1, -1));
        unary("clamp with exchanged bounds", "", t -> F.clamp(t, -1, 0.5),
                (x, dy) -> F.where(F.logicalAnd(F.gt(x, -0.5), F.lt(x, 1)), dy, 0), x(8));
    }

    private void places() {
        unary("transpose that only reshapes", "", t -> F.transpose(t, 0, 1), (x, dy) -> F.reshape(dy, 2, 3), x(2, 3));
        unary("square matrix transposed", "transposed", F::exp, (x, dy) -> F.transpose(times(dy, F.exp(x)), 0, 1), x(3, 3));
        unary("cumsum that forgets to reverse", "", t -> F.cumsum(t, 0), (x, dy) -> F.cumsum(dy, 0), x(4));
        unary("slice off by one", "", t -> F.slice(t, 0, 1, 4, 1), (x, dy) -> F.pad(dy, 2, 0), x(5));
        unary("flip that forgets to flip back", "reversed", t -> F.flip(t, 0), (x, dy) -> dy, x(4));
        unary("gather that loses duplicates", "of", t -> F.indexSelect(t, 0, Tensor.of(0L, 0L, 2L)),
                (x, dy) -> F.cat(List.of(F.narrow(dy, 0, 0, 1), Tensor.of(0.0), F.narrow(dy, 0, 2, 1)), 0), x(3));
        binary("matmul without a transpose", "", F::matmul, (a, b, dz) -> F.matmul(dz, b), (a, b, dz) -> F.matmul(F.transpose(a, 0, 1), dz),
                x(3, 3), x(3, 3));
        binary("swapped inputs", "swapped", F::mul, (a, b, dz) -> times(dz, a), (a, b, dz) -> times(dz, b), x(4), Case.unit(4));
        binary("bias that takes one row only", "broadcast", F::add, (a, b, dz) -> dz, (a, b, dz) -> F.select(dz, 0, 0), x(3, 2), x(2));
        binary("bias averaged over the batch", "1/", F::add, (a, b, dz) -> dz, (a, b, dz) -> F.mean(dz, 0), x(3, 2), x(2));
        binary("division with the wrong power", "", F::div, (a, b, dz) -> F.div(dz, b), (a, b, dz) -> F.neg(F.div(times(dz, a), b)), x(3),
                x(3));
        binary("maximum that gives a tie to both", "", F::maximum, (a, b, dz) -> F.where(F.ge(a, b), F.mul(dz, 1.5), 0),
                (a, b, dz) -> F.where(F.ge(b, a), F.mul(dz, 1.5), 0), Tensor.of(1.0, 2), Tensor.of(1.0, 3));
    }

    private void cotangents() {
        unary("cotangent ignored", "ignored", F::exp, (x, dy) -> F.exp(x), x(3));
        unary("cotangent squared", "square", F::exp, (x, dy) -> times(F.square(dy), F.exp(x)), x(3));
        unary("cotangent's absolute value", "linear", F::exp, (x, dy) -> times(F.abs(dy), F.exp(x)), x(3));
        unary("something added to the cotangent", "ignored, or", F::exp, (x, dy) -> F.add(times(dy, F.exp(x)), 1e-3), x(3));
        unary("cotangent clipped", "linear", F::exp, (x, dy) -> times(F.clamp(dy, -1, 1), F.exp(x)), x(5));
        unary("wrong shape", "throws", F::exp, (x, dy) -> F.sum(times(dy, F.exp(x))), x(3));
        unary("missing formula", "throws", F::exp, (x, dy) -> CustomMissing.raise(), x(3));
        AtomicInteger calls = new AtomicInteger();
        unary("gradient that changes from call to call", "call to call", F::exp,
                (x, dy) -> F.mul(times(dy, F.exp(x)), 1 + 1e-9 * calls.incrementAndGet()), x(3));
        AtomicInteger values = new AtomicInteger();
        unary("value that changes from call to call", "call to call", x -> F.add(x, 1e-3 * values.incrementAndGet()), (x, dy) -> dy, x(3));
        Function1<Tensor, Tensor> absent = customVjp("absent", x -> withPullback(F.exp(x), dy -> Tuple.of(notImplemented("not yet"))));
        bugs.put("formula declared absent", new Bug(() -> Gradcheck.check(absent, x(3)), "not yet"));
    }

    private void precision() {
        unary("single precision inside", "FLOAT32", F::exp, (x, dy) -> times(dy, to32(F.exp(x))), x(6));
        unary("difference quotient inside", "", F::exp, (x, dy) -> times(dy, F.div(F.sub(F.exp(F.add(x, 1e-6)), F.exp(x)), 1e-6)), x(4));
        unary("constant of few digits", "", F::erf, (x, dy) -> times(dy, F.mul(F.exp(F.neg(F.square(x))), 1.128379)), x(4));
        unary("gelu by tanh for gelu", "", F::gelu, (x, dy) -> {
            var run = org.covector.functional.Autograd.vjp(F::geluTanh, x);
            return run.pullback().apply(dy);
        }, x(4));
    }

    private void orders() {
        unary("second order cut off", "second wrong", F::exp, (x, dy) -> times(dy, stopGradient(F.exp(x))), x(3));
        unary("second order cut off through the cotangent", "second wrong", F::square, (x, dy) -> F.mul(stopGradient(dy), F.mul(x, 2)),
                x(3));
        unary("second order of half a product", "second wrong", t -> F.mul(F.square(t), t),
                (x, dy) -> F.mul(times(dy, F.mul(x, 3)), stopGradient(x)), x(3));
        binary("second order of one input cut off", "second wrong", F::mul, (a, b, dz) -> times(dz, stopGradient(b)),
                (a, b, dz) -> times(dz, a), x(3), x(3));
    }

    /** Right at what the user gives, wrong somewhere near: what the checker varies by itself. */
    private void elsewhere() {
        unary("wrong for negative elements", "", F::square, (x, dy) -> F.mul(times(dy, x), when(F.lt(x, 0), 1, 2)), Case.unit(4));
        unary("wrong for positive elements", "", F::square, (x, dy) -> F.mul(times(dy, x), when(F.gt(x, 0), 1, 2)), F.neg(Case.unit(4)));
        unary("wrong at zero", "", F::sin, (x, dy) -> F.mul(times(dy, F.cos(x)), when(F.eq(x, 0), 0, 1)), x(4));
        unary("wrong beyond ten", "", F::square, (x, dy) -> F.mul(times(dy, x), when(F.gt(F.abs(x), 10), 1, 2)), x(4));
        unary("wrong for tiny elements", "", F::square, (x, dy) -> F.mul(times(dy, x), when(F.lt(F.abs(x), 1e-4), 1, 2)), x(4));
        unary("no number at zero", "", F::square, (x, dy) -> F.mul(dy, F.div(F.mul(F.square(x), 2), x)), Tensor.of(0.5, 0, -1));
        unary("wrong where two elements tie", "", t -> F.cumsum(F.square(t), 0), (x, dy) -> {
            Tensor g = F.mul(F.flip(F.cumsum(F.flip(dy, 0), 0), 0), F.mul(x, 2));
            Tensor tied = F.gt(F.sum(F.where(F.eq(F.unsqueeze(x, 0), F.unsqueeze(x, 1)), Tensor.scalar(1.0), Tensor.scalar(0.0)), 1), 1);
            return F.where(tied, F.mul(g, 2), g);
        }, x(4));
        unary("product by division", "", t -> F.prod(t), (x, dy) -> F.mul(dy, F.div(F.prod(x), x)), x(4));
        unary("norm without its limit, and a factor", "", t -> F.norm(t), (x, dy) -> F.mul(dy, F.div(x, F.add(F.norm(x), 1e-3))), x(4));
        binary("quotient that forgets a sign", "", F::div, (a, b, dz) -> F.div(dz, F.abs(b)),
                (a, b, dz) -> F.neg(F.div(times(dz, a), F.square(b))), x(3), Case.unit(3));
    }

    private void borders() {
        unary("first element of an axis", "", F::square, (x, dy) -> F.mul(times(dy, x), Tensor.of(1.9, 2, 2, 2)), x(4));
        unary("last element of the last row", "", F::exp,
                (x, dy) -> F.mul(times(dy, F.exp(x)), Tensor.of(new double[] {1, 1, 1, 1, 1, 1.001}, 2, 3)), x(2, 3));
        unary("pad that gives a border away", "", t -> F.pad(t, 1, 1),
                (x, dy) -> F.add(F.slice(dy, 0, 1, 5, 1), F.pad(F.slice(dy, 0, 0, 1, 1), 0, 3)), x(4));
        unary("pooling that forgets its divisor at the border", "", t -> F.avgPool2d(t, 2),
                (x, dy) -> F.mul(F.reshape(F.expand(F.reshape(dy, 1, 2, 1, 2, 1), 1, 2, 2, 2, 2), 1, 4, 4),
                F.add(Tensor.zeros(DType.FLOAT64, Shape.of(4)), Tensor.of(0.25, 0.25, 0.25, 0.5))), x(1, 4, 4));
        unary("differences with a lost end", "", t -> F.sub(F.slice(t, 0, 1, 5, 1), F.slice(t, 0, 0, 4, 1)),
                (x, dy) -> F.sub(F.pad(dy, 1, 0), F.pad(F.slice(dy, 0, 0, 3, 1), 0, 2)), x(5));
    }

    private void axes() {
        unary("right for square matrices only", "", t -> F.sum(F.mul(t, F.transpose(t, 0, 1))), (x, dy) -> F.mul(dy, F.mul(x, 2)), x(3, 3));
        unary("mean over the wrong axis", "", t -> F.mean(t, 0), (x, dy) -> F.div(F.expand(dy, 2, 3), 3), x(2, 3));
        unary("variance that divides by n", "", t -> F.var(t), (x, dy) -> F.mul(dy, F.mul(F.sub(x, F.mean(x)), 2.0 / 5)), x(5));
        unary("standard deviation without its root", "", t -> F.std(t), (x, dy) -> F.mul(dy, F.div(F.sub(x, F.mean(x)), 4)), x(5));
        unary("cumulated along the other axis", "", t -> F.cumsum(t, 0), (x, dy) -> F.flip(F.cumsum(F.flip(dy, 1), 1), 1), x(3, 3));
        binary("matmul whose cotangent is transposed", "", F::matmul, (a, b, dz) -> F.matmul(F.transpose(dz, 0, 1), F.transpose(b, 0, 1)),
                (a, b, dz) -> F.matmul(F.transpose(a, 0, 1), dz), x(3, 3), x(3, 3));
        binary("scale summed over the wrong axis", "", F::mul, (a, b, dz) -> times(dz, b), (a, b, dz) -> F.sum(times(dz, a), 1), x(3, 3),
                x(3));
        binary("one of two inputs detached", "", F::mul, (a, b, dz) -> times(dz, b), (a, b, dz) -> F.mul(dz, 0), x(3), Case.unit(3));
        binary("exponent's part without the logarithm", "", F::pow, (a, b, dz) -> F.mul(dz, times(b, F.pow(a, F.sub(b, 1)))),
                (a, b, dz) -> F.mul(dz, F.pow(a, b)), Case.unit(3), Case.unit(3));
    }

    private void states() {
        AtomicInteger calls = new AtomicInteger();
        unary("stale after five calls", "", F::exp, (x, dy) -> calls.incrementAndGet() > 5 ? F.mul(dy, 0) : times(dy, F.exp(x)), x(3));
        AtomicReference<Tensor> last = new AtomicReference<>(x(3));
        unary("keeps the first input it saw", "", F::exp, (x, dy) -> times(dy, F.exp(last.get())), Case.unit(3));
        Thread home = Thread.currentThread();
        unary("right in one thread only", "", F::exp, (x, dy) -> F.mul(times(dy, F.exp(x)), Thread.currentThread() == home ? 1 : 1.5),
                x(3));
        unary("adds up over calls", "", F::square,
                (x, dy) -> last.accumulateAndGet(times(dy, F.mul(x, 2)), (a, b) -> a.shape().equals(b.shape()) ? F.add(a, b) : b), x(3));
    }

    private void misuse() {
        unary("cotangent normed", "", F::exp, (x, dy) -> F.mul(F.div(dy, F.norm(dy)), F.exp(x)), x(3));
        unary("cotangent averaged", "", F::exp, (x, dy) -> F.mul(F.mean(dy), F.exp(x)), x(3));
        unary("first cotangent for all", "", F::exp, (x, dy) -> F.mul(F.select(dy, 0, 0), F.exp(x)), x(3));
        unary("cotangent rounded", "", F::exp, (x, dy) -> times(to32(dy), F.exp(x)), x(3));
        unary("small cotangents dropped", "", F::exp, (x, dy) -> times(F.where(F.lt(F.abs(dy), 0.6), F.mul(dy, 0), dy), F.exp(x)), x(6));
        Function1<Tensor, Tuple2<Tensor, Tensor>> pair = customVjp("pair", TENSOR, Tree.tuple(TENSOR, TENSOR),
                x -> withPullback(Tuple.of(F.sin(x), F.cos(x)), dy -> Tuple.of(() -> F.mul(dy._1(), F.cos(x)))));
        bugs.put("second result forgotten", new Bug(() -> Gradcheck.check(TENSOR, Tree.tuple(TENSOR, TENSOR), pair, x(3), Options.DEFAULT),
                ""));
        Function1<Tensor, Tuple2<Tensor, Tensor>> crossed = customVjp("crossed", TENSOR, Tree.tuple(TENSOR, TENSOR),
                x -> withPullback(Tuple.of(F.sin(x), F.cos(x)),
                dy -> Tuple.of(() -> F.sub(F.mul(dy._2(), F.cos(x)), F.mul(dy._1(), F.sin(x))))));
        bugs.put("results exchanged", new Bug(() -> Gradcheck.check(TENSOR, Tree.tuple(TENSOR, TENSOR), crossed, x(3), Options.DEFAULT),
                ""));
        Tree<Tuple2<Tensor, Option<Tensor>>> optional = Tree.tuple(TENSOR, Tree.option(TENSOR));
        Function2<Tensor, Option<Tensor>, Tensor> shifted = customVjp("shifted", TENSOR, Tree.option(TENSOR), TENSOR,
                (x, b) -> withPullback(b.isDefined() ? F.add(x, b.get()) : x,
                dy -> Tuple.of(() -> dy, () -> b.map(_ -> F.neg(F.sum(dy, 0))))));
        bugs.put("optional bias with the wrong sign",
                new Bug(() -> Gradcheck.check(optional, TENSOR, t -> shifted.apply(t._1(), t._2()), Tuple.of(x(2, 3), Option.of(x(3))),
                Options.DEFAULT), ""));
    }

    private void indices() {
        Tensor rows = Tensor.of(2L, 0, 2, 1);
        unary("rows that overwrite each other", "", t -> F.indexSelect(t, 0, rows),
                (x, dy) -> F.indexPut(Tensor.zeros(DType.FLOAT64, x.shape()), List.of(Option.of(rows)), dy, false), x(3, 2));
        unary("scatter for gather", "", t -> F.gather(t, 0, Tensor.of(1L, 1, 0)), (x, dy) -> F.gather(dy, 0, Tensor.of(1L, 1, 0)), x(3));
        unary("order of a sort not undone", "", t -> F.sort(t, 0, false).values(), (x, dy) -> dy, x(5));
        unary("maximum given to every element", "", t -> F.max(t), (x, dy) -> F.expand(dy, 4), x(4));
    }

    private static final class CustomMissing {
        static Tensor raise() {
            throw new UnsupportedOperationException("no formula");
        }
    }

    @TestFactory
    Stream<DynamicTest> isRejected() {
        factors();
        terms();
        places();
        cotangents();
        precision();
        orders();
        elsewhere();
        borders();
        axes();
        states();
        misuse();
        indices();
        assertThat(bugs).hasSizeGreaterThanOrEqualTo(60);
        return bugs.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().check().get();
            assertThat(report.isWrong()).as(report.toString()).isTrue();
            assertThat(report.toString()).contains(e.getValue().said());
        }));
    }

    @TestFactory
    Stream<DynamicTest> isRejectedAmongManyElements() {
        Map<String, Function1<Tensor, Tensor>> wrong = new LinkedHashMap<>();
        Tensor one = F.add(F.mul(F.oneHot(Tensor.of(new long[] {4711}, new int[] {}), 10_000), 0.5),
                Tensor.ones(DType.FLOAT64, Shape.of(10_000)));
        wrong.put("one element of ten thousand",
                customVjp("one", x -> withPullback(F.square(x), dy -> Tuple.of(() -> times(times(dy, one), F.mul(x, 2))))));
        wrong.put("all by a millionth", customVjp("all",
                x -> withPullback(F.square(x), dy -> Tuple.of(() -> times(dy, F.mul(x, 2.000002))))));
        return wrong.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = Gradcheck.check(e.getValue(), x(10_000), Options.DEFAULT);
            assertThat(report.isWrong()).as(report.toString()).isTrue();
            if (e.getKey().startsWith("one")) {
                assertThat(report.worst(1).getFirst().index()).isEqualTo(4711);
            }
        }));
    }
}
