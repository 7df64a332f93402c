package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.Laws.cotangents;
import static org.covector.functional.Laws.inputs;
import static org.covector.functional.Laws.isConstant;
import static org.covector.functional.Laws.random;
import static org.covector.functional.Laws.tangents;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.fusion.Fused;
import org.covector.functional.sample.Arguments;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.covector.functional.sample.Samples;
import org.covector.functional.scoped.OutsideScopes;
import org.covector.functional.transform.Vmap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Laws of the rules of every operation: forward against reverse, batched against a loop. */
class RulesTest {
    private static final int SEEDS = 3;
    private static final int EXAMPLES = 3;

    /** Operations with discrete inputs for which nothing but what the sample gives is accepted. */
    private static final Set<String> FIXED = Set.of("scatterAdd, with the index", "indexSelect, with the index"); // axes of length 1

    private static Stream<DynamicTest> each(java.util.function.BiConsumer<OpInfo, Sample> law) {
        return Samples.all().stream().map(op -> dynamicTest(op.name(), () -> {
            for (Sample s : op.samples(SEEDS)) {
                law.accept(op, s);
            }
        }));
    }

    private static double dot(Tensor[] value, Tangent[] t, Tensor[] dy) {
        double sum = 0;
        for (int i = 0; i < dy.length; i++) {
            if (t[i] instanceof Tensor d && d.dtype().isFloating() && d.size() > 0) {
                sum += F.sum(F.mul(d, dy[i])).item();
            }
        }
        return sum;
    }

    /** {@code <dy, J dx> = <J^T dy, dx>}. */
    @TestFactory
    Stream<DynamicTest> forwardIsTheTransposeOfReverse() {
        return each((op, s) -> {
            Tensor[] x = inputs(s);
            Tensor[] dx = random(x, 5);
            Jvp jvp = Forward.jvp(s::values, x, dx);
            Tensor[] dy = random(jvp.outputs(), 77);
            if (isConstant(x)) {
                assertThat(jvp.tangents()).allMatch(Cotangent.ZERO::equals);
                return;
            }
            Vjp vjp = Reverse.vjp(s::values, x);
            Cotangent[] back = vjp.pullback().apply(dy, Wanted.NONE);
            double forth = dot(jvp.outputs(), jvp.tangents(), dy);
            double size = 0;
            double other = 0;
            for (int i = 0; i < x.length; i++) {
                if (back[i] instanceof Tensor b && b.size() > 0) {
                    other += F.sum(F.mul(b, dx[i])).item();
                    size += F.sum(F.abs(F.mul(b, dx[i]))).item();
                }
            }
            assertThat(Math.abs(forth - other)).as(op + ": " + forth + " forward, " + other + " back")
                    .isLessThanOrEqualTo(1e-9 * (size + Math.abs(forth)) + 1e-13);
        });
    }

    // ---- batches

    /**
     * Values, tangents and pullbacks of many examples at once are those of one after the other, whichever inputs, tangents and cotangents
     * are mapped, along whichever axis: in bits where elements are moved and computed one by one, else but for the order of additions.
     */
    @TestFactory
    @OutsideScopes("the test of one function makes gigabytes, and a scope holds what it has made")
    Stream<DynamicTest> batchesAreLoops() {
        return Samples.all().stream().filter(op -> !op.is(OpInfo.Trait.READS_ELEMENTS)).map(op -> dynamicTest(op.name(), () -> {
            List<Sample> samples = op.samples(SEEDS);
            for (int k = 0; k < samples.size(); k++) {
                Sample s = samples.get(k);
                List<Tensor[]> others = examples(op, s, k);
                for (int mask = 0; mask < 1 << s.inputs().size(); mask++) {
                    batchesAreLoops(op + " " + s.inputs().stream().map(Tensor::shape).toList(), s, others, mask, k + mask);
                }
            }
        }));
    }

    @Test
    void bitsAreAskedOfWhatMovesElementsOrComputesThemOneByOne() {
        Tensor x = Tensor.of(new double[] {3, 1, 2, 4}, 2, 2);
        List<Batching.Argument> one = List.of(Batching.mapped(List.of(x, F.neg(x)), 0));
        assertThat(new Batching("silu", in -> new Tensor[] {F.silu(in[0])}, one, 0).isMoved()).isTrue();
        assertThat(new Batching("sort", in -> new Tensor[] {F.sort(in[0]).values()}, one, 0).isMoved()).isTrue();
        assertThat(new Batching("flip", in -> new Tensor[] {F.flip(in[0], 0)}, one, 0).isMoved()).isTrue();
        assertThat(new Batching("sum", in -> new Tensor[] {F.sum(in[0])}, one, 0).isMoved()).isFalse();
        assertThat(new Batching("matmul", in -> new Tensor[] {F.matmul(in[0], in[0])}, one, 0).isMoved()).isFalse();
        assertThat(ArchitectureTest.functional()).filteredOn(c -> !c.isInterface()).extracting(Batching::name).containsAll(Batching.MOVES);
    }

    private static void batchesAreLoops(String op, Sample s, List<Tensor[]> others, int mask, int turn) {
        int n = s.inputs().size();
        List<Batching.Argument> x = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int input = i;
            x.add((mask >> i & 1) != 0 ? Batching.mapped(others.stream().map(o -> o[input]).toList(), turn + i)
                    : Batching.same(s.inputs().get(i)));
        }
        if (mask != 0) {
            new Batching(op + ": values", s::values, x, turn).isALoop();
        }
        boolean mapped = mask == 0 || turn % 2 != 0;
        Batching tangents = new Batching(op + ": tangents", in -> tangents(s, Arrays.copyOf(in, n), Arrays.copyOfRange(in, n, in.length)),
                derivatives(x, inputs(s), mapped, 9), turn);
        Batching pullbacks = new Batching(op + ": pullbacks",
                in -> cotangents(s, Arrays.copyOf(in, n), Arrays.copyOfRange(in, n, in.length)),
                derivatives(x, s.values(inputs(s)), mapped, 33), turn);
        if (tangents.isMapped()) {
            tangents.isALoop();
        }
        if (pullbacks.isMapped()) {
            pullbacks.isALoop();
        }
    }

    /** Arguments, then a tangent or cotangent for each of {@code like}, other ones for each example or the same for all. */
    private static List<Batching.Argument> derivatives(List<Batching.Argument> x, Tensor[] like, boolean mapped, long seed) {
        List<Batching.Argument> all = new ArrayList<>(x);
        for (int i = 0; i < like.length; i++) {
            Tensor t = like[i];
            List<Tensor> each = LongStream.range(0, EXAMPLES).mapToObj(e -> random(t, seed + 100 * e + all.size())).toList();
            all.add(mapped && t.dtype().isFloating() ? Batching.mapped(each, all.size()) : Batching.same(each.getFirst()));
        }
        return all;
    }

    /** Inputs of the sample's shapes with other elements, of which the sample's own are the first. */
    private static List<Tensor[]> examples(OpInfo op, Sample s, int k) {
        List<Tensor[]> all = new ArrayList<>();
        for (int e = 0; e < EXAMPLES; e++) {
            Sample drawn = k < SEEDS ? op.sample(new Arguments(k, k + 1000 + 100 * e, Arguments.Style.PLAIN)) : s;
            Tensor[] one = inputs(s);
            for (int i = 0; i < one.length; i++) {
                Tensor other = drawn.inputs().get(i);
                assertThat(other.shape()).as(op + ": a shape that is not of the form").isEqualTo(one[i].shape());
                // beside a point that is always looked at, so that domains are kept: another magnitude of difference than rounding
                one[i] = e == 0 ? one[i] : other.dtype().isFloating() ? k < SEEDS ? other : F.mul(other, 1 - 0.03 * e)
                        : discrete(op, s, i, other, e);
            }
            all.add(one);
        }
        return all;
    }

    /** Integers or truth values that are not those of the sample, in its other inputs' company. */
    private static Tensor discrete(OpInfo op, Sample s, int input, Tensor drawn, int e) {
        Tensor own = s.inputs().get(input);
        Tensor turned = F.reshape(F.roll(F.reshape(own, -1), e, 0), own.shape().dims());
        List<Tensor> candidates = own.dtype() == DType.BOOL ? List.of(drawn, turned, F.logicalNot(own))
                : List.of(turned, F.add(own, e), F.sub(own, e), F.mul(own, 0));
        for (Tensor t : candidates) {
            if (!sameElements(t, own) && takes(s, input, t)) {
                return t;
            }
        }
        assertThat(own.size() == 0 || FIXED.contains(op.name())).as(op + " " + own + ": nothing else may stand for input " + input)
                .isTrue();
        return own;
    }

    private static boolean sameElements(Tensor a, Tensor b) {
        return Arrays.equals(a.array().toDoubleArray(), b.array().toDoubleArray());
    }

    private static boolean takes(Sample s, int input, Tensor t) {
        Tensor[] x = inputs(s);
        Tensor[] y = s.values(x);
        x[input] = t;
        try {
            Tensor[] other = s.values(x);
            return IntStream.range(0, y.length).allMatch(i -> other[i].shape().equals(y[i].shape()));
        } catch (ArgumentException outside) {
            return false;
        }
    }

    /** What reads elements to decide its course or its results' shapes is refused by its name, mapped and traced. */
    @TestFactory
    Stream<DynamicTest> whatReadsElementsIsRefusedByName() {
        return Samples.all().stream().filter(op -> op.is(OpInfo.Trait.READS_ELEMENTS)).map(op -> dynamicTest(op.name(), () -> {
            for (Sample s : op.samples(SEEDS)) {
                Tensor[] two = s.inputs().stream().map(t -> F.stack(List.of(t, t), 0)).toArray(Tensor[]::new);
                boolean[] all = new boolean[two.length];
                Arrays.fill(all, true);
                refused(op.function(), "vmap", () -> Vmap.map(s::values, two, all));
                refused(op.function(), "fuse", () -> Fused.function(s::values).apply(inputs(s)));
            }
        }));
    }

    private static void refused(String function, String transformation, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).message().contains(transformation)
                .containsPattern("\\b" + function + "\\b");
    }

    @Test
    void argumentsThatAreReadAreRefusedByName() {
        Tensor x = F.reshape(Tensor.of(Create.arange(DType.FLOAT64, 0, 6, 1)), 2, 3);
        Tensor times = F.reshape(Tensor.of(1L, 2, 0, 2, 1, 0), 2, 3);
        refused("repeatInterleave", "vmap", () -> Autograd.vmap2((Tensor t, Tensor n) -> F.repeatInterleave(t, n, 0)).apply(x, times));
        refused("histogram", "vmap", () -> Autograd.vmap((Tensor t) -> F.histogram(t, 3, Histogram.DEFAULT)._1()).apply(x));
        Tensor p = F.logSoftmax(F.reshape(Tensor.of(Create.arange(DType.FLOAT64, 0, 24, 1)), 4, 2, 3), -1);
        Tensor lengths = F.reshape(Tensor.of(1L, 2, 2, 1), 2, 2);
        refused("ctcLoss", "vmap", () -> Autograd.vmap((Tensor n) -> F.ctcLoss(p, Tensor.of(1L, 2, 1), Tensor.of(4L, 4), n))
                .apply(lengths));
    }

    /** Tangents and pullbacks of what was traced are those of what was not, in bits. */
    @TestFactory
    Stream<DynamicTest> derivativesOfFusedAreEager() {
        return each((op, s) -> {
            Tensor[] x = inputs(s);
            if (op.is(OpInfo.Trait.READS_ELEMENTS) || isConstant(x)) {
                return;
            }
            Function<Tensor[], Tensor[]> fused = Fused.function(s::values);
            Tensor[] dx = random(x, 5);
            sameBits(op + ", tangent", tangents(fused, x, dx), tangents(s, x, dx));
            Tensor[] dy = random(s.values(x), 77);
            sameBits(op + ", pullback", cotangents(fused, x, dy), cotangents(s, x, dy));
        });
    }

    private static void sameBits(String what, Tensor[] got, Tensor... want) {
        for (int k = 0; k < want.length; k++) {
            assertThat(got[k].array().toDoubleArray()).as(what + " " + k).containsExactly(want[k].array().toDoubleArray());
        }
    }

    /** Tracing and running again gives the same bits. */
    @TestFactory
    Stream<DynamicTest> fusedIsEager() {
        return each((op, s) -> {
            if (op.is(OpInfo.Trait.READS_ELEMENTS)) {
                return;
            }
            Tensor[] want = s.values(inputs(s));
            Tensor[] got = Fused.function(s::values).apply(inputs(s));
            for (int k = 0; k < want.length; k++) {
                assertThat(got[k].array().toDoubleArray()).as(op + " result " + k).containsExactly(want[k].array().toDoubleArray());
            }
        });
    }

    @Test
    void shapesOfExamplesMayBeEmpty() {
        Tensor x = Tensor.zeros(DType.FLOAT64, Shape.of(3, 0));
        assertThat(Autograd.vmap((Tensor t) -> F.sum(F.exp(t))).apply(x).array().toDoubleArray()).containsExactly(0, 0, 0);
    }
}
