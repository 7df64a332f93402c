package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.util.List;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.junit.jupiter.api.Test;

/** What indexing refuses and by which name, where writes meet, and Python's subscripts against NumPy's results. */
class IndexTest {
    private static final Tensor X = F.reshape(Tensor.of(0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 3, 4);

    private static double[] of(Tensor x) {
        return x.array().toDoubleArray();
    }

    private static long[] whole(Tensor x) {
        return x.array().toLongArray();
    }

    private static Tensor gradient(Function1<Tensor, Tensor> f, Tensor x, double... dy) {
        var run = Autograd.vjp(f, x);
        return run.pullback().apply(F.reshape(Tensor.of(dy), run.value().shape().dims()));
    }

    @Test
    void shapesThatDependOnElementsAreRefusedByNameUnderVmapAndFuse() {
        Map<String, Function1<Tensor, Tensor>> functions = Map.of("nonzero", F::nonzero, "argwhere", F::argwhere, "unique",
                x -> F.unique(x).values(),
                "uniqueConsecutive", x -> F.uniqueConsecutive(x).values(), "maskedSelect", x -> F.maskedSelect(x, F.gt(x, 0)),
                "index", x -> F.index(x, At.of(F.gt(x, 0))), "indexPut", x -> F.indexPut(x, List.of(Option.of(F.gt(x, 0))),
                        F.maskedSelect(x, Tensor.of(true, true, true, true)), false),
                "oneHot", x -> F.oneHot(F.argsort(x)));
        functions.forEach((name, f) -> {
            assertThatThrownBy(() -> Autograd.vmap(f).apply(X)).as(name).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("vmap: ").hasMessageContaining("calls " + name + ",");
            assertThatThrownBy(() -> Functions.fuse(f).apply(Tensor.of(1.0, 0, 2, 3))).as(name).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("fuse: ").hasMessageContaining("calls " + name + ",");
        });
    }

    @Test
    void indicesOutsideAreNamedWithFunctionPositionAndRange() {
        Tensor index = F.reshape(Tensor.of(0L, 1, 2, 9), 2, 2);
        Tensor vector = Tensor.of(0L, 7);
        Tensor square = F.narrow(X, 1, 0, 2);
        Map<String, Runnable> calls = Map.ofEntries(
                Map.entry("gather: index[1, 1] is 9", () -> F.gather(X, 1, index)), Map.entry("scatter: index[1, 1] is 9",
                        () -> F.scatter(X, 1, index, 1)),
                Map.entry("scatterAdd: index[1, 1] is 9", () -> F.scatterAdd(X, 1, index, square)),
                Map.entry("scatterReduce: index[1, 1] is 9", () -> F.scatterReduce(X, 1, index, square, ScatterReduction.PROD)),
                Map.entry("takeAlongDim: index[1, 1] is 9", () -> F.takeAlongDim(F.narrow(X, 0, 0, 2), index, 1)),
                Map.entry("indexSelect: index[1] is 7", () -> F.indexSelect(X, 0, vector)), Map.entry("indexFill: index[1] is 7",
                        () -> F.indexFill(X, 0, vector, 1)),
                Map.entry("take: index[1] is 70", () -> F.take(X, Tensor.of(0L, 70))), Map.entry("index: index[1] is 7", () -> F.index(X,
                        At.of(vector))),
                Map.entry("index: index is 7", () -> F.index(X, At.at(7))), Map.entry("setitem: index[1] is 7", () -> F.setitem(X, 1,
                        At.of(vector))),
                Map.entry("indexPut: index[1] is 7", () -> F.indexPut(X, List.of(Option.of(vector)), Tensor.scalar(1.0), false)),
                Map.entry("embedding: index[1, 1] is 9", () -> F.embedding(index, X)), Map.entry("embeddingBag: index[1, 1] is 9",
                        () -> F.embeddingBag(index, X)),
                Map.entry("oneHot: index[1, 1] is 9", () -> F.oneHot(index, 4)));
        calls.forEach((message, call) -> assertThatThrownBy(call::run).as(message).isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith(message).hasMessageContaining("accepted: from "));
    }

    @Test
    void ofSeveralWritesToOnePlaceTheLastStaysAndHasTheGradient() {
        Tensor three = Tensor.of(0.0, 0, 0);
        Tensor src = Tensor.of(5.0, 6, 7);
        Tensor at = Tensor.of(1L, 2, 1);
        List<Function1<Tensor, Tensor>> writes = List.of(s -> F.scatter(three, 0, at, s), s -> F.indexCopy(three, 0, at, s),
                s -> F.put(three, at, s, false),
                s -> F.indexPut(three, List.of(Option.of(at)), s, false), s -> F.setitem(three, s, At.of(at)), s -> F.putAlong(three, at,
                        s, 0));
        for (Function1<Tensor, Tensor> f : writes) {
            assertThat(of(f.apply(src))).containsExactly(0, 7, 6);
            assertThat(of(gradient(f, src, 1, 10, 100))).containsExactly(0, 100, 10);
        }
    }

    @Test
    void subscriptsAreNumPys() {
        assertThat(of(F.index(X, At.every(-2), At.range(-1, 0, -2)))).containsExactly(11, 9, 3, 1); // x[::-2, -1:0:-2]
        assertThat(F.index(X, At.range(2, 1), At.REST, At.NEW).shape().dims()).containsExactly(0, 4, 1);
        assertThat(of(F.index(X, At.range(10, -10, -1), At.at(-1)))).containsExactly(11, 7, 3);
        assertThat(of(F.index(X, At.of(Tensor.of(2L, -3)), At.of(Tensor.of(0L, 1))))).containsExactly(8, 1);
        Tensor cube = F.reshape(Tensor.of(java.util.stream.IntStream.range(0, 24).asDoubleStream().toArray()), 2, 3, 4);
        Tensor i = Tensor.of(1L, 0, 1, 1, 0);
        assertThat(F.index(cube, At.of(i), At.ALL, At.of(i)).shape().dims()).containsExactly(5, 3); // apart: in front
        assertThat(F.index(cube, At.ALL, At.of(i), At.of(i)).shape().dims()).containsExactly(2, 5); // neighbours: in place
        assertThat(F.index(cube, At.of(i), At.NEW, At.of(i)).shape().dims()).containsExactly(5, 1, 4);
        assertThat(of(F.index(X, At.of(F.gt(X, 9))))).containsExactly(10, 11);
        assertThat(F.index(X, At.of(Tensor.of(true, false, true)), At.until(2)).shape().dims()).containsExactly(2, 2);
        assertThat(of(F.setitem(Tensor.of(0.0, 0, 0, 0), Tensor.of(1.0, 2), At.every(-2)))).containsExactly(0, 2, 0, 1);
        assertThatThrownBy(() -> F.index(X, At.every(0))).hasMessage("index: step is 0; accepted: not 0");
        assertThatThrownBy(() -> F.index(X, At.ALL, At.ALL, At.ALL)).hasMessageContaining("index: at is for 3 axes");
    }

    @Test
    void productsThatMeetZerosHaveExactGradients() {
        Tensor src = Tensor.of(0.0, 2, 0, 3, 4);
        Function1<Tensor, Tensor> f = s -> F.scatterReduce(Tensor.of(5.0, 7), 0, Tensor.of(0L, 0, 1, 1, 1), s, ScatterReduction.PROD);
        assertThat(of(f.apply(src))).containsExactly(0, 0);
        assertThat(of(gradient(f, src, 1, 1))).containsExactly(10, 0, 84, 0, 0);
    }

    @Test
    void extremesThatTieShareTheGradient() {
        Function1<Tensor, Tensor> f = x -> F.scatterReduce(x, 0, Tensor.of(0L, 0, 1), Tensor.of(2.0, 1, 3), ScatterReduction.AMAX);
        assertThat(of(gradient(f, Tensor.of(2.0, 3), 1, 1))).containsExactly(0.5, 0.5);
    }

    @Test
    void equalElementsKeepTheirOrderAndGetTheGradientOfTheirPlace() {
        Tensor x = Tensor.of(1.0, 0.5, 1, 0.5);
        assertThat(whole(F.argsort(x))).containsExactly(1, 3, 0, 2);
        assertThat(whole(F.argsort(x, 0, true))).containsExactly(0, 2, 1, 3);
        assertThat(of(gradient(t -> F.sort(t).values(), x, 1, 2, 3, 4))).containsExactly(3, 1, 4, 2);
        assertThat(of(gradient(t -> F.topk(t, 1).values(), x, 1))).containsExactly(1, 0, 0, 0);
    }

    @Test
    void equalElementsShareTheGradientOfTheirValue() {
        Unique u = F.unique(Tensor.of(3.0, 1, 3, 2));
        assertThat(of(u.values())).containsExactly(1, 2, 3);
        assertThat(whole(u.inverse())).containsExactly(2, 0, 2, 1);
        assertThat(whole(u.counts())).containsExactly(1, 1, 2);
        assertThat(of(gradient(x -> F.unique(x).values(), Tensor.of(3.0, 1, 3, 2), 1, 10, 100))).containsExactly(50, 1, 50, 10);
    }

    @Test
    void rowsAreTrainedAsAsked() {
        Tensor index = Tensor.of(2L, 0, 2);
        Tensor w = F.reshape(Tensor.of(1.0, 1, 1, 1, 3, 4), 3, 2);
        assertThat(of(gradient(t -> F.embedding(index, t, EmbeddingOptions.DEFAULT.withScaleGradByFreq()).y(), w, 1, 1, 1, 1, 3,
                3))).containsExactly(1, 1, 0, 0, 2, 2);
        assertThat(of(gradient(t -> F.embedding(index, t, 2), w, 1, 1, 1, 1, 1, 1))).containsExactly(1, 1, 0, 0, 0, 0);
        EmbeddingOptions.Result y = F.embedding(index, w, EmbeddingOptions.DEFAULT.withMaxNorm(1));
        assertThat(of(y.weight())).usingComparatorWithPrecision(1e-6).containsExactly(Math.sqrt(0.5), Math.sqrt(0.5), 1, 1, 0.6, 0.8);
        assertThat(of(F.embeddingBag(Tensor.of(0L, 1, 2), w,
                EmbeddingBagOptions.DEFAULT.withMode(EmbeddingBagOptions.Mode.SUM).withOffsetsAndEnd(Tensor.of(0L, 1, 1, 3))).y()))
                .containsExactly(1, 1, 0, 0, 4, 5);
        assertThat(whole(F.oneHot(Tensor.of(-1L, 1, 5), 2, true))).containsExactly(0, 0, 0, 1, 0, 0);
    }

    @Test
    void exponentsReachTheEndsOfTheRange() {
        Tensor n = Tensor.of(-1074L, -1022, -1, 0, 1, 52, 1023);
        double[] want = java.util.Arrays.stream(whole(n)).mapToDouble(k -> Math.scalb(1.0, (int) k)).toArray();
        assertThat(of(F.ldexp(Tensor.scalar(1.0), n))).containsExactly(want);
        assertThat(of(F.ldexp(Tensor.of(Double.MIN_VALUE), Tensor.of(2000L)))).containsExactly(Math.scalb(Double.MIN_VALUE, 2000));
        assertThat(of(F.nextafter(Tensor.of(1.0, 1.0, 0.0), Tensor.of(2.0, 1.0, -1.0)))).containsExactly(Math.nextUp(1.0), 1,
                -Double.MIN_VALUE);
    }

    @Test
    void closenessIsRelativeToTheSecond() {
        Tensor inf = Tensor.of(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN, 10);
        Tensor other = Tensor.of(Double.POSITIVE_INFINITY, 1, Double.NaN, 11);
        assertThat(F.isclose(inf, other, 0.1, 0, false).array().toBooleanArray()).containsExactly(true, false, false, true);
        assertThat(F.isclose(other, inf, 0.09, 0, true).array().toBooleanArray()).containsExactly(true, false, true, false);
        assertThat(F.isclose(Tensor.of(1.0), Tensor.of(Double.POSITIVE_INFINITY)).array().toBooleanArray()).containsExactly(false);
    }

    @Test
    void trianglesAreListedRowByRow() {
        assertThat(whole(F.trilIndices(2, 3, 0))).containsExactly(0, 1, 1, 0, 0, 1);
        assertThat(whole(F.triuIndices(2, 3, 1))).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(F.trilIndices(3, 0, 5).shape().dims()).containsExactly(2, 0);
    }
}
