package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.unit;
import static org.covector.gradcheck.Case.x;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bugs that show only elsewhere than at the given inputs are found there; right formulas are accused nowhere. */
class VariationTest {
    private static final Options FIRST = Options.DEFAULT.withOrder(1);

    private interface Check {
        Report with(Options options);
    }

    private final Map<String, Check> bugs = new LinkedHashMap<>();
    private final Map<String, String> said = new LinkedHashMap<>();
    private final Map<String, Variation> kinds = new LinkedHashMap<>();

    private void bug(Variation kind, String name, String what, Check check) {
        bugs.put(name, check);
        said.put(name, what);
        kinds.put(name, kind);
    }

    private void unary(Variation kind, String name, String what, Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx,
            Tensor at) {
        Function1<Tensor, Tensor> wrong = customVjp(name, x -> withPullback(f.apply(x), dy -> Tuple.of(() -> dx.apply(x, dy))));
        bug(kind, name, what, o -> Gradcheck.check(wrong, at, o));
    }

    private static Tensor raw(Tensor x) {
        NdArray a = x.array();
        return Tensor.of(a.asStrided(a.shape(), a.shape().strides(), 0));
    }

    private void numbers() {
        Tensor given = Tensor.of(0.5, 1.5, 0.7);
        unary(Variation.POINTS, "derivative of the given point only", "other points", F::square, (x, dy) -> F.mul(dy, F.mul(given, 2)),
                given);
        unary(Variation.POINTS, "threshold misplaced by a millionth", "points beside breakpoints", t -> F.softshrink(t, 0.7),
                (x, dy) -> F.where(F.gt(F.abs(x), 0.7 * (1 + 1e-6)), dy, 0), Tensor.of(0.5, 1.5, 0.2));
        unary(Variation.MAGNITUDES, "product over its factors", "zero elements", t -> F.prod(t), (x, dy) -> F.mul(dy, F.div(F.prod(x), x)),
                x(4));
        unary(Variation.MAGNITUDES, "root of a square", "negative elements", t -> F.sqrt(F.square(t)), (x, dy) -> dy, unit(4));
        unary(Variation.MAGNITUDES, "sigmoid that overflows inside", "huge elements", F::sigmoid, (x, dy) -> {
            Tensor e = F.exp(F.neg(x));
            return F.mul(dy, F.div(e, F.square(F.add(e, 1))));
        }, x(4));
        unary(Variation.MAGNITUDES, "tiny elements dropped", "tiny elements", t -> F.mul(t, 3),
                (x, dy) -> F.where(F.gt(F.abs(x), 1e-6), F.mul(dy, 3), 0), x(4));
        unary(Variation.MAGNITUDES, "zero taken for negative", "zero elements", t -> F.mul(t, 3),
                (x, dy) -> F.where(F.eq(x, 0), 0, F.mul(dy, 3)), x(4));
    }

    private void tiesAndPlaces() {
        bug(Variation.TIES, "maximum that gives a tie too much", "ties between inputs", o -> Gradcheck.check(customVjp("maximum",
                (Tensor a, Tensor b) -> withPullback(F.maximum(a, b),
                dz -> Tuple.of(() -> F.where(F.ge(a, b), F.where(F.eq(a, b), F.mul(dz, 1.5), dz), 0),
                        () -> F.where(F.gt(b, a), dz, 0)))), x(4), unit(4), o));
        unary(Variation.TIES, "distance that divides by itself", "ties",
                t -> F.sum(F.square(F.sub(F.slice(t, 0, 1, 4, 1), F.slice(t, 0, 0, 3, 1)))), (x, dy) -> {
            Tensor d = F.sub(F.slice(x, 0, 1, 4, 1), F.slice(x, 0, 0, 3, 1));
            Tensor g = F.mul(dy, F.div(F.mul(F.mul(d, F.square(d)), 2), F.square(d)));
            return F.sub(F.pad(g, 1, 0), F.pad(g, 0, 1));
        }, x(4));
        unary(Variation.TIES, "clip at 3 that lets twice through there", "round numbers", t -> F.clamp(t, -3, 3),
                (x, dy) -> F.where(F.eq(F.abs(x), 3), F.mul(dy, 2), F.where(F.lt(F.abs(x), 3), dy, 0)), x(8));
        Tensor rows = Tensor.of(2L, 0, 1);
        bug(Variation.INDICES, "embedding that overwrites repeated rows", "repeated indices", o -> Gradcheck.check(
                (w, i) -> customVjp("embedding", (Tensor t) -> withPullback(F.indexSelect(t, 0, i), dy -> Tuple.of(
                        () -> F.indexPut(Tensor.zeros(DType.FLOAT64, t.shape()), List.of(Option.of(i)), dy, false)))).apply(w), x(3, 2),
                        rows, o));
        bug(Variation.INDICES, "mask of which one element counts", "masks", o -> Gradcheck.check(
                (t, m) -> customVjp("masked", (Tensor a) -> withPullback(F.where(m, F.mul(a, 2), F.mul(a, 3)), dy -> Tuple.of(
                        () -> F.mul(dy, m.size() == 0 || m.array().toBooleanArray()[0] ? 2 : 3)))).apply(t), x(4),
                        Tensor.of(true, true, true, true), o));
    }

    private void shapesAndLayouts() {
        unary(Variation.SHAPES, "mean over a number of its own", "axes of length 1", t -> F.mean(t),
                (x, dy) -> F.expand(F.div(dy, 6), x.shape().dims()), x(2, 3));
        unary(Variation.SHAPES, "nothing to divide by", "axes of length 0", F::exp, (x, dy) -> {
            int n = 12 / (int) x.size();
            return F.mul(F.mul(dy, F.exp(x)), n > 0 ? 1 : 0);
        }, x(2, 3));
        unary(Variation.LAYOUTS, "memory read as if it were dense", "views", F::exp, (x, dy) -> F.mul(dy, F.exp(raw(x))), x(2, 3));
        unary(Variation.LAYOUTS, "value from memory read as if it were dense", "the value differs", t -> F.mul(raw(t), 2),
                (x, dy) -> F.mul(dy, 2), x(5));
    }

    @TestFactory
    Stream<DynamicTest> isFoundByItsVariationOnly() {
        numbers();
        tiesAndPlaces();
        shapesAndLayouts();
        return bugs.keySet().stream().map(name -> dynamicTest(name, () -> {
            Report all = bugs.get(name).with(FIRST);
            assertThat(all.isWrong()).as(all.toString()).isTrue();
            assertThat(all.breaches()).extracting(Breach::text)
                    .anyMatch(b -> b.startsWith("varied") && b.contains(said.get(name)) && b.contains("seed 2026"));
            assertThat(all.diagnosis()).extracting(Cause::text)
                    .anyMatch(d -> d.startsWith("the gradient is right at the given inputs, and wrong for"));
            Report alone = bugs.get(name).with(FIRST.withVariations(kinds.get(name)));
            assertThat(alone.isWrong()).as(alone.toString()).isTrue();
            Report without = bugs.get(name).with(FIRST.withVariations());
            assertThat(without.isWrong()).as(without.toString()).isFalse();
        }));
    }

    private final Map<String, Supplier<Report>> right = new LinkedHashMap<>();

    private void right(String name, Function1<Tensor, Tensor> f, Tensor at) {
        right.put(name, () -> Gradcheck.check(f, at, FIRST));
    }

    private void right(String name, Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        right.put(name, () -> Gradcheck.check(f, x, y, FIRST));
    }

    @TestFactory
    Stream<DynamicTest> isAccusedNowhere() {
        right("relu", F::relu, x(5));
        right("relu of a difference of relus", t -> F.relu(F.sub(F.relu(t), F.relu(F.neg(t)))), Tensor.of(0.3, 2));
        right("even split of a maximum", F::maximum, x(2, 3), unit(2, 3));
        right("maximum less a relu", (a, b) -> F.sub(F.maximum(a, b), F.relu(b)), x(4), unit(4));
        right("maximum over an axis", t -> F.amax(t, 1), x(3, 4));
        right("sorted and weighted", t -> F.mul(F.sort(t, 0, false).values(), Tensor.of(1.0, -2, 3, -4)), x(4));
        right("sum of sorted halves", t -> F.sub(F.topk(t, 2, 0, true).values(), F.topk(t, 2, 0, false).values()), x(5));
        right("norm", t -> F.norm(t), x(4));
        right("distance of pairs", (a, b) -> F.norm(F.sub(a, b), 2, false, 1), x(3, 2), unit(3, 2));
        right("logarithm of a product", (a, b) -> F.log(F.mul(a, b)), unit(4), unit(4));
        right("stairs", t -> F.mul(F.floor(t), t), x(5));
        right("sawtooth", t -> F.frac(F.mul(t, 7)), x(5));
        right("sine of high frequency", t -> F.sin(F.mul(t, 1e5)), x(3));
        right("standard deviation", t -> F.std(t), x(5));
        right("a custom norm without its limit at 0", customVjp("norm", t -> withPullback(F.sqrt(F.sum(F.square(t))),
                dy -> Tuple.of(() -> F.mul(dy, F.div(t, F.sqrt(F.sum(F.square(t)))))))), x(3));
        right("a pullback for its given shape only",
                customVjp("sum", t -> withPullback(F.sum(t), dy -> Tuple.of(() -> F.expand(dy, 2, 3)))), x(2, 3));
        right("something close to a step", t -> F.tanh(F.mul(t, 1e4)), Tensor.of(0.3, -1e-4));
        return right.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().get();
            assertThat(report.isWrong()).as(report.toString()).isFalse();
        }));
    }

    private static int cases(Report report, String what) {
        return report.evidence().coverage().stream().filter(c -> c.what().equals(what)).mapToInt(Evidence.Coverage::cases).sum();
    }

    @Test
    void countsWhatWasCoveredAndNothingElse() {
        Report relu = Gradcheck.check(F::relu, x(2, 3), FIRST);
        for (String what : List.of("other points", "tiny elements", "huge elements", "negative elements", "zero elements",
                "subnormal elements",
                "ties along the last axis", "round numbers", "transposed views", "sliced views", "reversed views", "expanded views",
                "axes of length 1", "axes of length 0", "scalars")) {
            assertThat(cases(relu, what)).as(what).isPositive();
        }
        Report log = Gradcheck.check(F::log, unit(2, 3), FIRST);
        assertThat(cases(log, "negative elements")).isZero();
        assertThat(cases(log, "zero elements")).isZero();
        assertThat(cases(log, "tiny elements")).isEqualTo(1);
        Report embedding = Gradcheck.check((w, i) -> F.embedding(i, w), x(3, 2), Tensor.of(0L, 2), FIRST);
        assertThat(cases(embedding, "repeated indices")).isEqualTo(1);
        assertThat(cases(embedding, "indices at the ends of the range")).isEqualTo(1);
    }

    @Test
    void variesEachInputAloneWhereAllTogetherLeaveTheDomain() {
        Report report = Gradcheck.check(F::xlogy, unit(3), unit(3), FIRST);
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(cases(report, "negative elements")).isEqualTo(1);
    }

    @Test
    void staysWithinIntervals() {
        var wrong = customVjp("root", (Tensor t) -> withPullback(F.sqrt(F.square(t)), dy -> Tuple.of(() -> dy)));
        assertThat(Gradcheck.check(wrong, unit(4), FIRST).isWrong()).isTrue();
        Report inside = Gradcheck.check(wrong, unit(4), FIRST.withInterval(0, 1e-3, 1e3));
        assertThat(inside.isWrong()).as(inside.toString()).isFalse();
    }

    @Test
    void variesNothingIfToldSo() {
        assertThat(cases(Gradcheck.check(F::relu, x(3), FIRST.withVariations()), "zero elements")).isZero();
        Report few = Gradcheck.check(F::relu, x(3), FIRST.withoutVariations(Variation.MAGNITUDES));
        assertThat(cases(few, "zero elements")).isZero();
        assertThat(cases(few, "sliced views")).isEqualTo(1);
    }

    @Test
    void variesFunctionsOfSinglePrecisionOnly() {
        Report report = Gradcheck.check(t -> {
            if (t.dtype() != DType.FLOAT32) {
                throw new IllegalArgumentException("single precision only");
            }
            return F.mul(F.sin(t), t);
        }, Tensor.of(0.4f, 1.3f, -2), FIRST);
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(cases(report, "sliced views")).isEqualTo(1);
    }

    @Test
    void variesManyElementsToo() {
        Report report = Gradcheck.check(t -> F.sum(F.mul(F.sin(t), t)), x(100_000), FIRST);
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(cases(report, "sliced views")).isEqualTo(1);
        assertThat(cases(report, "zero elements")).isEqualTo(1);
    }

    @Test
    void findsTheOneWrongElementOfMany() {
        var wrong = customVjp("square", (Tensor t) -> withPullback(F.square(t), dy -> Tuple.of(() -> {
            double[] g = F.mul(F.mul(dy, t), 2).array().toDoubleArray();
            g[777] = t.array().toDoubleArray()[777] < 0 ? 0 : g[777];
            return Tensor.of(g);
        })));
        Report report = Gradcheck.check(wrong, unit(1000), FIRST);
        assertThat(report.isWrong()).isTrue();
        assertThat(report.breaches()).extracting(Breach::text).anyMatch(b -> b.contains("x0[777]") && b.contains("negative elements"));
    }

    @Test
    void saysTheSameEachTime() {
        var wrong = customVjp("product", (Tensor t) -> withPullback(F.prod(t), dy -> Tuple.of(() -> F.mul(dy, F.div(F.prod(t), t)))));
        assertThat(Gradcheck.check(wrong, x(4), FIRST).breaches()).isNotEmpty().isEqualTo(Gradcheck.check(wrong, x(4), FIRST).breaches());
    }
}
