package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Vmap;
import org.covector.functional.core.Wanted;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.covector.functional.sample.Samples;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Laws of the rules of every operation: forward against reverse, batched against a loop. */
class RulesTest {
    private static final int SEEDS = 3;
    private static final int EXAMPLES = 3;
    private static final double CLOSE = 1e-10;

    private static Stream<DynamicTest> each(java.util.function.BiConsumer<OpInfo, Sample> law) {
        return Samples.all().stream().map(op -> dynamicTest(op.name(), () -> {
            for (Sample s : op.samples(SEEDS)) {
                law.accept(op, s);
            }
        }));
    }

    private static Tensor random(Tensor like, long seed) {
        if (!like.dtype().isFloating()) {
            return Tensor.zeros(like.dtype(), like.shape());
        }
        SplittableRandom r = new SplittableRandom(seed);
        return F.reshape(Tensor.of(r.doubles(like.size(), -1, 1).toArray()), like.shape().dims());
    }

    private static Tensor[] random(Tensor[] like, long seed) {
        Tensor[] all = new Tensor[like.length];
        Arrays.setAll(all, i -> random(like[i], seed + i));
        return all;
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

    /** Whether there is nothing to differentiate by, which reverse mode refuses. */
    private static boolean isConstant(Tensor... x) {
        return Arrays.stream(x).noneMatch(t -> t.dtype().isFloating());
    }

    private static Tensor[] inputs(Sample s) {
        return s.inputs().toArray(Tensor[]::new);
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
            assertThat(Math.abs(forth - other)).as(op + ": " + forth + " forward, " + other + " back").isLessThanOrEqualTo(1e-9 * (size + Math.abs(forth)) + 1e-13);
        });
    }

    /** Values, tangents and pullbacks of many examples at once are those of one after the other, whichever inputs are mapped. */
    @TestFactory
    Stream<DynamicTest> batchesAreLoops() {
        return each((op, s) -> {
            int n = s.inputs().size();
            if (op.is(OpInfo.Trait.READS_ELEMENTS)) {
                isRefused(op, s);
                return;
            }
            for (int mask = 1; mask < 1 << n; mask++) {
                boolean[] mapped = new boolean[n];
                for (int i = 0; i < n; i++) {
                    mapped[i] = (mask >> i & 1) != 0;
                }
                batchIsALoop(op, s, mapped);
            }
        });
    }

    /** What cannot be batched says so by name. */
    private static void isRefused(OpInfo op, Sample s) {
        boolean[] all = new boolean[s.inputs().size()];
        Arrays.fill(all, true);
        Tensor[] two = s.inputs().stream().map(t -> F.stack(List.of(t, t), 0)).toArray(Tensor[]::new);
        assertThatThrownBy(() -> Vmap.map(s::values, two, all)).as(op.name()).isInstanceOf(IllegalStateException.class).hasMessageContaining("vmap");
    }

    private static void batchIsALoop(OpInfo op, Sample s, boolean[] mapped) {
        List<Tensor[]> examples = new ArrayList<>();
        for (int e = 0; e < EXAMPLES; e++) {
            Tensor[] one = inputs(s);
            for (int i = 0; i < one.length; i++) {
                // near the sample, so that domains are kept; another order of magnitude of difference than rounding
                one[i] = mapped[i] && one[i].dtype().isFloating() ? F.mul(one[i], 1 - 0.03 * e) : one[i];
            }
            examples.add(one);
        }
        Tensor[] all = new Tensor[mapped.length];
        for (int i = 0; i < all.length; i++) {
            int input = i;
            all[i] = mapped[i] ? F.stack(examples.stream().map(x -> x[input]).toList(), 0) : s.inputs().get(i);
        }
        String name = op + " " + s.inputs().stream().map(Tensor::shape).toList() + " mapped " + Arrays.toString(mapped);
        compare(name + ": values", Vmap.map(s::values, all, mapped), e -> s.values(examples.get(e)));
        Tensor[] dx = random(inputs(s), 9);
        compare(name + ": tangents", Vmap.map(x -> tangents(s, x, dx), all, mapped), e -> tangents(s, examples.get(e), dx));
        compare(name + ": pullbacks", Vmap.map(x -> cotangents(s, x), all, mapped), e -> cotangents(s, examples.get(e)));
    }

    private static Tensor[] tangents(Sample s, Tensor[] x, Tensor... dx) {
        Jvp jvp = Forward.jvp(s::values, x, dx);
        Tensor[] dy = new Tensor[jvp.outputs().length];
        Arrays.setAll(dy, i -> jvp.tangents()[i].orZeros(jvp.outputs()[i]));
        return dy;
    }

    private static Tensor[] cotangents(Sample s, Tensor... x) {
        if (isConstant(x)) {
            return x;
        }
        Vjp vjp = Reverse.vjp(s::values, x);
        Cotangent[] dx = vjp.pullback().apply(random(vjp.outputs(), 33), Wanted.NONE);
        Tensor[] dense = new Tensor[x.length];
        Arrays.setAll(dense, i -> dx[i].dense(x[i]));
        return dense;
    }

    private static void compare(String what, Tensor[] all, java.util.function.IntFunction<Tensor[]> one) {
        for (int e = 0; e < EXAMPLES; e++) {
            Tensor[] want = one.apply(e);
            assertThat(all).as(what).hasSameSizeAs(want);
            for (int k = 0; k < want.length; k++) {
                Tensor got = F.select(all[k], 0, e);
                assertThat(got.shape()).as(what + " " + k).isEqualTo(want[k].shape());
                assertThat(got.dtype()).as(what + " " + k).isEqualTo(want[k].dtype());
                double[] a = got.array().toDoubleArray();
                double[] b = want[k].array().toDoubleArray();
                double scale = Arrays.stream(b).map(Math::abs).filter(Double::isFinite).max().orElse(0);
                for (int i = 0; i < a.length; i++) {
                    boolean same = Double.compare(a[i], b[i]) == 0 || Math.abs(a[i] - b[i]) <= CLOSE * (scale + Math.abs(b[i])) || want[k].dtype() != DType.FLOAT64 && a[i] == b[i];
                    assertThat(same).as(what + ", result " + k + ", example " + e + ", element " + i + ": " + a[i] + " instead of " + b[i]).isTrue();
                }
            }
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
            Tensor[] got = org.covector.functional.core.Fused.function(s::values).apply(inputs(s));
            for (int k = 0; k < want.length; k++) {
                assertThat(got[k].array().toDoubleArray()).as(op + " result " + k).containsExactly(want[k].array().toDoubleArray());
            }
        });
    }

    @org.junit.jupiter.api.Test
    void shapesOfExamplesMayBeEmpty() {
        Tensor x = Tensor.zeros(DType.FLOAT64, Shape.of(3, 0));
        assertThat(Autograd.vmap((Tensor t) -> F.sum(F.exp(t))).apply(x).array().toDoubleArray()).containsExactly(0, 0, 0);
    }
}
