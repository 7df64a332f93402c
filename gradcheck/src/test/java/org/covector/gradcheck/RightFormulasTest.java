package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.when;
import static org.covector.gradcheck.Case.x;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Right formulas where checkers with a tolerance stumble: none is accused. */
class RightFormulasTest {
    private final Map<String, Supplier<Report>> proven = new LinkedHashMap<>();
    private final Map<String, Supplier<Report>> notAccused = new LinkedHashMap<>();

    private void proven(String name, Function1<Tensor, Tensor> f, double... at) {
        proven.put(name, () -> Gradcheck.check(f, Tensor.of(at), Options.DEFAULT.withName(name)));
    }

    private void unaccused(String name, Function1<Tensor, Tensor> f, Tensor at) {
        notAccused.put(name, () -> Gradcheck.check(f, at, Options.DEFAULT.withName(name)));
    }

    private void unaccused(String name, Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        notAccused.put(name, () -> Gradcheck.check(f, x, y, Options.DEFAULT.withName(name)));
    }

    private void magnitudes() {
        proven("square of tiny numbers", F::square, 1e-12, -3e-9, 2e-7);
        proven("square of huge numbers", F::square, 1e12, -3e9, 2e20);
        proven("square of mixed magnitudes", F::square, 1e-9, 1, 1e9);
        proven("cube at large magnitude", t -> F.mul(F.square(t), t), 1e30, -2e25);
        proven("log of tiny and huge numbers", F::log, 1e-100, 1e-9, 1e150);
        proven("sqrt near zero", F::sqrt, 1e-14, 1e-10, 1e-3);
        proven("reciprocal near zero", F::reciprocal, 1e-6, -1e-9, 1e-3);
        proven("exp of steep slope", t -> F.exp(F.mul(t, 300)), 0.3, -0.2, 1.1);
        proven("sine of high frequency", t -> F.sin(F.mul(t, 1000)), 0.3, 1.7, -2.2);
        proven("sine far out", F::sin, 1e5, -3e4);
        proven("a large constant added", t -> F.add(F.square(t), 1e6), 0.5, 1.5);
        proven("log1p near its edge", F::log1p, -0.999999, 1e-12);
        proven("asin near its edge", F::asin, 0.9999, -0.99999);
        proven("atanh near its edge", F::atanh, 0.999999, -0.9);
        proven("a steep power", t -> F.pow(t, 30), 0.9, 1.1);
    }

    private void nearKinks() {
        proven("relu near zero", F::relu, 1e-8, -1e-8, 1e-3);
        proven("abs near zero", F::abs, 1e-10, -1e-5);
        proven("relu6 near six", F::relu6, 6 - 1e-4, 6 + 1e-4, 3);
        proven("max of nearly equal elements", t -> F.max(t), 1, 1 + 1e-5, 0.5);
        proven("where on both sides", t -> F.where(F.gt(t, 1), F.square(t), F.sub(F.mul(t, 2), 1)), 1.5, 0.5);
        proven("smooth across a border", t -> F.where(F.gt(t, 0), F.mul(F.square(t), t), F.neg(F.mul(F.square(t), t))), 1e-2, -2e-2);
        proven("softplus", F::softplus, 6, -5, 0.1);
        proven("floor times x", t -> F.mul(F.floor(t), t), 1.5, 2.3);
        proven("x where it is greatest", t -> F.mul(F.max(t), F.sum(t)), 1, 2, 3);
        proven("constant function", t -> F.mul(t, 0), 1, 2);
        proven("independent result", t -> F.add(F.sign(t), 3), 1, 2);
    }

    private void atKinks() {
        unaccused("relu at zero", F::relu, Tensor.of(0.0, 1, -1));
        unaccused("abs at zero", F::abs, Tensor.of(0.0, 1));
        unaccused("clamp at its bounds", t -> F.clamp(t, -1, 1), Tensor.of(-1.0, 1, 0.3));
        unaccused("hardtanh at its bounds", F::hardtanh, Tensor.of(-1.0, 1));
        unaccused("leaky relu at zero", F::leakyRelu, Tensor.of(0.0));
        unaccused("elu at zero", F::elu, Tensor.of(0.0, 0.5));
        unaccused("maximum at a tie", F::maximum, Tensor.of(1.0, 2, 3), Tensor.of(1.0, 3, 3));
        unaccused("max of equal elements", t -> F.max(t), Tensor.of(1.0, 1, 0));
        unaccused("max of three equal elements along an axis", t -> F.amax(t, 0), Tensor.of(2.0, 2, 2));
        unaccused("norm at zero", t -> F.norm(t), Tensor.of(0.0, 0, 0));
        unaccused("sort with ties", t -> F.sort(t, 0, false).values(), Tensor.of(1.0, 1, 0));
        unaccused("softshrink at its border", F::softshrink, Tensor.of(0.5, -0.5));
        unaccused("pool of equal elements", t -> F.maxPool2d(t, 2), Tensor.of(new double[] {1, 1, 1, 1}, 1, 2, 2));
        unaccused("hypot at zero", F::hypot, Tensor.of(0.0), Tensor.of(0.0));
    }

    private void edges() {
        unaccused("sqrt at zero", F::sqrt, Tensor.of(0.0, 1));
        unaccused("x to the 1.5 at zero", t -> F.pow(t, 1.5), Tensor.of(0.0, 1));
        unaccused("x log x at zero", F::entr, Tensor.of(0.0, 0.5));
        unaccused("asin at one", F::asin, Tensor.of(1.0, 0.5));
        unaccused("log at zero", F::log, Tensor.of(0.0, 1));
        unaccused("floor at a step", F::floor, Tensor.of(1.0, 1.5));
        unaccused("infinities", F::exp, Tensor.of(Double.POSITIVE_INFINITY, 1));
        unaccused("nothing at all", F::exp, Tensor.of(new double[0], 0));
        notAccused.put("an interval of its own",
                () -> Gradcheck.check(t -> F.square(t), Tensor.of(0.0, 1), Options.DEFAULT.withInterval(0, 0, 1)));
    }

    private void precision() {
        unaccused("variance at a large offset", t -> F.var(t), Tensor.of(1e6 + 1, 1e6 + 2, 1e6 + 4));
        unaccused("difference of large numbers", t -> F.sub(F.add(t, 1e10), 1e10), Tensor.of(0.5, 1.5));
        unaccused("softmax at a large offset", t -> F.softmax(t, 0), Tensor.of(1000.0, 1001, 999));
        unaccused("saturated sigmoid", F::sigmoid, Tensor.of(30.0, -30, 36));
        unaccused("softplus at its threshold", F::softplus, Tensor.of(19.99, -19.99, 20));
        unaccused("single precision", F::tanh, Tensor.of(0.3f, -2, 5));
        unaccused("variance in single precision", t -> F.var(t), Tensor.of(1001f, 1002, 1004));
        unaccused("values rounded to single precision", customVjp("rounded",
                t -> withPullback(Tensor.of(Autograd.stopGradient(F.exp(t)).array().to(DType.FLOAT32).to(DType.FLOAT64)),
                dy -> Tuple.of(() -> F.mul(dy, F.exp(t))))), x(4));
        unaccused("a function that takes single precision only", t -> {
            if (t.dtype() != DType.FLOAT32) {
                throw new IllegalArgumentException("single precision only");
            }
            return F.mul(F.sin(t), t);
        }, Tensor.of(0.4f, 1.3f, -2));
    }

    /** Formulas of the user's own, right wherever the function has a derivative. */
    private void ownFormulas() {
        unaccused("own relu, 1 at zero", customVjp("relu",
                t -> withPullback(F.relu(t), dy -> Tuple.of(() -> F.mul(dy, when(F.ge(t, 0), 1, 0))))), x(4));
        unaccused("own abs, -1 at zero", customVjp("abs",
                t -> withPullback(F.abs(t), dy -> Tuple.of(() -> F.mul(dy, when(F.gt(t, 0), 1, -1))))), x(4));
        unaccused("own maximum, ties to the first", customVjp("maximum", (a, b) -> withPullback(F.maximum(a, b), dz -> Tuple.of(
                () -> F.mul(dz, when(F.ge(a, b), 1, 0)), () -> F.mul(dz, when(F.ge(a, b), 0, 1))))), x(4), Case.unit(4));
        unaccused("own maximum of all, the first of equals", customVjp("max", t -> withPullback(F.max(t), dy -> Tuple.of(
                () -> F.mul(dy, Tensor.of(F.oneHot(F.argmax(t), (int) t.size()).array().to(DType.FLOAT64)))))), x(5));
        unaccused("own norm, no number at zero",
                customVjp("norm", t -> withPullback(F.norm(t), dy -> Tuple.of(() -> F.mul(dy, F.div(t, F.norm(t)))))), x(3));
        unaccused("own logarithm", customVjp("log", t -> withPullback(F.log(t), dy -> Tuple.of(() -> F.div(dy, t)))), Case.unit(4));
        unaccused("own square root", customVjp("sqrt", t -> withPullback(F.sqrt(t), dy -> Tuple.of(() -> F.div(dy, F.mul(F.sqrt(t), 2))))),
                Case.unit(4));
        unaccused("own softmax", customVjp("softmax", t -> withPullback(F.softmax(t, -1), dy -> Tuple.of(() -> {
            Tensor y = F.softmax(t, -1);
            return F.mul(y, F.sub(dy, F.sum(F.mul(dy, y), true, -1)));
        }))), x(2, 3));
        unaccused("own sum of a given shape", customVjp("sum", t -> withPullback(F.sum(t), dy -> Tuple.of(() -> F.expand(dy, 2, 3)))),
                x(2, 3));
        unaccused("own matrix product", customVjp("matmul", (a, b) -> withPullback(F.matmul(a, b), dz -> Tuple.of(
                () -> F.matmul(dz, F.transpose(b, 0, 1)), () -> F.matmul(F.transpose(a, 0, 1), dz)))), x(2, 3), x(3, 4));
        unaccused("own bias", customVjp("add", (a, b) -> withPullback(F.add(a, b), dz -> Tuple.of(() -> dz, () -> F.sum(dz, 0)))), x(3, 2),
                x(2));
        unaccused("own step", customVjp("heaviside", t -> withPullback(when(F.gt(t, 0), 1, 0), dy -> Tuple.of(() -> F.mul(dy, 0)))), x(4));
    }

    private void indices() {
        unaccused("rows taken twice", t -> F.indexSelect(t, 0, Tensor.of(0L, 2, 2, 0)), x(3, 2));
        unaccused("embedding and its indices", (w, i) -> F.embedding(i, w), x(3, 2), Tensor.of(2L, 2, 0));
        unaccused("scattered onto one place", (t, s) -> F.scatterAdd(t, 0, Tensor.of(1L, 1, 1), s), x(3), Case.unit(3));
        unaccused("chosen by a mask", (t, m) -> F.where(m, F.exp(t), t), x(4), Tensor.of(true, false, true, true));
        unaccused("greatest two", t -> F.topk(t, 2, 0, true).values(), x(5));
        unaccused("position of the greatest", t -> F.argmax(t), x(4));
        unaccused("the greatest by its position", t -> F.gather(t, 0, F.unsqueeze(F.argmax(t), 0)), x(4));
    }

    private void composed() {
        unaccused("two paths that cancel", t -> F.sub(F.exp(t), F.exp(t)), x(3));
        unaccused("difference of squares of nearly equal numbers", (a, b) -> F.sub(F.square(a), F.square(b)), Tensor.of(1.0, 2),
                Tensor.of(1 + 1e-9, 2 - 1e-9));
        unaccused("where with an infinite branch", t -> F.where(F.gt(t, 0), F.log(t), t), x(4));
        unaccused("a threshold inside", t -> F.mul(t, F.sigmoid(F.mul(F.sub(t, 0.5), 50))), x(4));
        unaccused("a tower of powers", t -> F.pow(F.add(F.square(t), 1), 8), x(3));
        unaccused("softmax of a softmax", t -> F.softmax(F.softmax(t, 0), 0), x(4));
        unaccused("log of a tiny sum of exponentials", t -> F.logsumexp(F.sub(t, 500), 0), x(4));
        unaccused("an oscillation that slows down", t -> F.sin(F.reciprocal(t)), Tensor.of(0.05, 0.2, 3));
        unaccused("flat beyond measure", t -> F.exp(F.neg(F.reciprocal(F.square(t)))), Tensor.of(0.3, -0.5, 2));
        unaccused("an expanded input", t -> F.sum(F.exp(F.expand(t, 3, 2)), 1), x(3, 1));
        unaccused("a reversed and a strided view", t -> F.mul(F.flip(F.slice(t, 0, 0, 6, 2), 0), F.slice(t, 0, 1, 6, 2)), x(6));
        unaccused("no dependence on one input", (a, b) -> F.add(F.square(a), F.mul(b, 0)), x(3), x(3));
        unaccused("rounded and continued", t -> F.add(F.round(t), F.square(F.sub(t, F.round(t)))), x(4));
        unaccused("the middle of three equal elements", t -> F.sort(t, 0, false).values(), Tensor.of(0.5, 0.5, 0.5));
        unaccused("gelu as it is written, far out", t -> F.mul(t, F.mul(F.add(F.erf(F.div(t, Math.sqrt(2))), 1), 0.5)),
                Tensor.of(-7.334220498484805, -6.9, -7.9, 1));
        unaccused("squareplus as it is written, far out", t -> F.mul(F.add(t, F.sqrt(F.add(F.square(t), 4))), 0.5),
                Tensor.of(-2e4, -7e3, 1));
        unaccused("saturated softmax", t -> F.softmax(t, 0), Tensor.of(-36.2, 1.5, 0.3, -17));
        unaccused("saturated attention", (a, b) -> F.scaledDotProductAttention(a, b, b), F.mul(x(3, 2), 40), F.mul(x(4, 2), 40));
        unaccused("layer norm over two elements", (t, w) -> F.layerNorm(t, new int[] {2}, Option.of(w), Option.of(F.neg(w)), 1e-5),
                F.mul(x(3, 2), 1e3), Case.unit(2));
        unaccused("stairs as low as the last digits", F::floor, Tensor.of(-1.9775218810344582E13, 8.93481612876039E12, 7.4e12));
        unaccused("teeth as low as the last digits", F::frac, Tensor.of(1.7352100881205787E13, -1.5534025103287908E13));
        unaccused("zero among huge elements", F::tanh, Tensor.of(1.5e22, -9.6e24, 0));
        unaccused("hypot far away", F::hypot, Tensor.of(3e150, 1), Tensor.of(4e150, 1e-200));
    }

    @TestFactory
    Stream<DynamicTest> isProven() {
        magnitudes();
        nearKinks();
        return proven.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().get();
            assertThat(report.isProven()).as(report.toString()).isTrue();
        }));
    }

    @TestFactory
    Stream<DynamicTest> isNotAccused() {
        atKinks();
        edges();
        precision();
        ownFormulas();
        indices();
        composed();
        assertThat(notAccused).hasSizeGreaterThanOrEqualTo(60);
        return notAccused.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().get();
            assertThat(report.isWrong()).as(report.toString()).isFalse();
        }));
    }
}
