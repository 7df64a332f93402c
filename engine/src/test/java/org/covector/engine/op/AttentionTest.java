package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.engine.op.linalg.MatrixCheck.random;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionTest {
    private static final Option<NdArray> NO_MASK = Option.none();

    private static NdArray draw(DType dtype, long seed, int... dims) {
        double[] a = random(DType.FLOAT64, seed, dims).toDoubleArray();
        for (int i = 0; i < a.length; i++) {
            a[i] *= 2;
        }
        return NdArray.of(a).reshape(Shape.of(dims)).to(dtype);
    }

    /** batch, query heads, key heads, L, S, E, Ev. */
    private static Attention.Inputs inputs(DType dtype, int b, int hq, int hk, int l, int s, int e, int ev, Option<NdArray> mask,
            boolean causal) {
        return new Attention.Inputs(draw(dtype, 1, b, hq, l, e), draw(dtype, 2, b, hk, s, e), draw(dtype, 3, b, hk, s, ev), mask,
                1 / Math.sqrt(Math.max(1, e)), causal);
    }

    private static NdArray lottery(long seed, int... dims) {
        double[] a = random(DType.FLOAT64, seed, dims).toDoubleArray();
        boolean[] m = new boolean[a.length];
        for (int i = 0; i < m.length; i++) {
            m[i] = a[i] > -0.4;
        }
        return NdArray.of(m).reshape(Shape.of(dims));
    }

    private static NdArray holes(DType dtype, NdArray mask) {
        double[] a = mask.toDoubleArray();
        for (int i = 0; i < a.length; i++) {
            a[i] = a[i] == 0 ? Double.NEGATIVE_INFINITY : Math.sin(i);
        }
        return NdArray.of(a).reshape(mask.shape()).to(dtype);
    }

    private static List<Attention.Inputs> cases(DType dtype) {
        List<Attention.Inputs> cases = new ArrayList<>();
        for (boolean causal : new boolean[] {false, true}) {
            for (int[] n : new int[][] {{1, 1}, {1, 300}, {70, 1}, {7, 9}, {64, 128}, {65, 129}, {130, 257}, {257, 66}}) {
                cases.add(inputs(dtype, 1, 2, 2, n[0], n[1], 5, 7, NO_MASK, causal));
                cases.add(inputs(dtype, 1, 1, 1, n[0], n[1], 64, 33, Option.of(lottery(9, n[0], n[1])), causal));
            }
            cases.add(inputs(dtype, 2, 6, 2, 40, 50, 16, 16, Option.of(lottery(4, 2, 1, 40, 50)), causal));
            cases.add(inputs(dtype, 2, 4, 1, 40, 50, 16, 16, Option.of(lottery(5, 2, 1, 1, 50)), causal));
            cases.add(inputs(dtype, 2, 4, 4, 40, 50, 16, 16, Option.of(holes(dtype, lottery(6, 4, 40, 50))), causal));
            cases.add(inputs(dtype, 2, 4, 2, 40, 50, 16, 16, Option.of(holes(dtype, lottery(7, 40, 1))), causal));
        }
        return cases;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void matchesTheCompositionForEveryShapeAndMask(DType dtype) {
        double tolerance = dtype == DType.FLOAT32 ? 3e-6 : 5e-15;
        for (Attention.Inputs in : cases(dtype)) {
            double[] o = Attention.forward(in).o().toDoubleArray();
            assertThat(o).as("%s", in.q().shape()).containsExactly(NaiveAttention.forward(in), within(tolerance));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void gradientsMatchCentralDifferencesOfTheCompositionInDouble(DType dtype) {
        double tolerance = dtype == DType.FLOAT32 ? 2e-5 : 2e-8;
        List<Attention.Inputs> cases = List.of(
                inputs(dtype, 1, 2, 1, 3, 4, 5, 2, NO_MASK, false),
                inputs(dtype, 2, 2, 2, 5, 3, 2, 3, NO_MASK, true),
                inputs(dtype, 1, 4, 2, 4, 6, 3, 3, Option.of(lottery(3, 4, 6)), false),
                inputs(dtype, 2, 2, 1, 4, 6, 3, 3, Option.of(holes(dtype, lottery(8, 2, 1, 1, 6))), true),
                inputs(dtype, 1, 1, 1, 67, 131, 2, 2, Option.of(draw(dtype, 5, 67, 131)), false));
        for (Attention.Inputs in : cases) {
            Attention.Inputs wide = new Attention.Inputs(in.q().to(DType.FLOAT64), in.k().to(DType.FLOAT64), in.v().to(DType.FLOAT64),
                    in.mask().map(m -> m.dtype() == DType.BOOL ? m : m.to(DType.FLOAT64)), in.scale(), in.causal());
            Attention.Result result = Attention.forward(in);
            NdArray dy = draw(dtype, 11, result.o().shape().dims());
            Attention.Gradients g = Attention.backward(dy, in, result, true);
            check(g.dq(), in.q(), x ->
                    NaiveAttention.loss(new Attention.Inputs(x, wide.k(), wide.v(), wide.mask(), in.scale(), in.causal()), dy), tolerance);
            check(g.dk(), in.k(), x ->
                    NaiveAttention.loss(new Attention.Inputs(wide.q(), x, wide.v(), wide.mask(), in.scale(), in.causal()), dy), tolerance);
            check(g.dv(), in.v(), x ->
                    NaiveAttention.loss(new Attention.Inputs(wide.q(), wide.k(), x, wide.mask(), in.scale(), in.causal()), dy), tolerance);
            boolean added = in.mask().exists(m -> m.dtype() != DType.BOOL);
            assertThat(g.dMask().isDefined()).isEqualTo(added);
            if (added) {
                check(g.dMask().get(), in.mask().get(), x -> NaiveAttention.loss(
                        new Attention.Inputs(wide.q(), wide.k(), wide.v(), Option.of(x), in.scale(), in.causal()), dy), tolerance);
            }
        }
    }

    private interface Loss {
        double at(NdArray x);
    }

    private static void check(NdArray gradient, NdArray x, Loss loss, double tolerance) {
        double[] a = x.toDoubleArray();
        double h = 1e-5;
        for (int i = 0; i < a.length; i += 1 + a.length / 60) {
            double[] up = a.clone();
            double[] down = a.clone();
            up[i] += h;
            down[i] -= h;
            double expected = (loss.at(NdArray.of(up).reshape(x.shape())) - loss.at(NdArray.of(down).reshape(x.shape()))) / (2 * h);
            assertThat(gradient.toDoubleArray()[i]).as("element %d of %s", i, x.shape())
                    .isCloseTo(Double.isNaN(expected) ? 0 : expected, within(tolerance * (1 + Math.abs(expected))));
        }
    }

    @Test
    void longCausalGradientsMatchTheSameCalculationWithAMask() {
        boolean[] triangle = new boolean[200 * 150];
        for (int i = 0; i < triangle.length; i++) {
            triangle[i] = i % 150 <= i / 150;
        }
        Attention.Inputs causal = inputs(DType.FLOAT64, 1, 2, 1, 200, 150, 9, 6, NO_MASK, true);
        Attention.Inputs masked = new Attention.Inputs(causal.q(), causal.k(), causal.v(),
                Option.of(NdArray.of(triangle).reshape(Shape.of(200, 150))), causal.scale(), false);
        Attention.Result a = Attention.forward(causal);
        Attention.Result b = Attention.forward(masked);
        NdArray dy = draw(DType.FLOAT64, 5, 1, 2, 200, 6);
        Attention.Gradients x = Attention.backward(dy, causal, a, false);
        Attention.Gradients y = Attention.backward(dy, masked, b, false);
        assertThat(a.o().toDoubleArray()).containsExactly(b.o().toDoubleArray(), within(1e-15));
        assertThat(x.dq().toDoubleArray()).containsExactly(y.dq().toDoubleArray(), within(1e-14));
        assertThat(x.dk().toDoubleArray()).containsExactly(y.dk().toDoubleArray(), within(1e-14));
        assertThat(x.dv().toDoubleArray()).containsExactly(y.dv().toDoubleArray(), within(1e-14));
    }

    @Test
    void aFullyMaskedQueryGivesZerosAndNoGradient() {
        boolean[] m = new boolean[3 * 5];
        Arrays.fill(m, 0, 10, true);
        Attention.Inputs in = inputs(DType.FLOAT32, 1, 1, 1, 3, 5, 4, 4, Option.of(NdArray.of(m).reshape(Shape.of(3, 5))), false);
        Attention.Result r = Attention.forward(in);
        assertThat(r.o().select(2, 2).toDoubleArray()).containsOnly(0);
        assertThat(r.normalizers().getDouble(0, 0, 2, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        Attention.Gradients g = Attention.backward(NdArray.ones(DType.FLOAT32, r.o().shape()), in, r, false);
        assertThat(g.dq().select(2, 2).toDoubleArray()).containsOnly(0);
        assertThat(g.dk().toDoubleArray()).doesNotContain(Double.NaN);
    }

    @Test
    void normalizersAreThoseOfTheScores() {
        Attention.Inputs in = inputs(DType.FLOAT64, 1, 1, 1, 2, 300, 8, 3, NO_MASK, false);
        double sum = 0;
        for (int j = 0; j < 300; j++) {
            double s = 0;
            for (int e = 0; e < 8; e++) {
                s += in.q().getDouble(0, 0, 1, e) * in.k().getDouble(0, 0, j, e);
            }
            sum += Math.exp(s * in.scale());
        }
        NdArray n = Attention.forward(in).normalizers();
        assertThat(n.getDouble(0, 0, 1, 0) + Math.log(n.getDouble(0, 0, 1, 1))).isCloseTo(Math.log(sum), within(1e-14));
    }

    @Test
    void notANumberReachesOnlyItsQuery() {
        Attention.Inputs in = inputs(DType.FLOAT32, 1, 1, 1, 4, 6, 3, 2, NO_MASK, false);
        double[] q = in.q().toDoubleArray();
        q[3] = Double.NaN;
        NdArray o = Attention.forward(new Attention.Inputs(NdArray.of(q).reshape(in.q().shape()).to(DType.FLOAT32), in.k(), in.v(), NO_MASK,
                1, false)).o();
        for (int i = 0; i < 4; i++) {
            assertThat(Double.isNaN(o.getDouble(0, 0, i, 0))).isEqualTo(i == 1);
        }
    }

    @Test
    void largeScoresDoNotOverflow() {
        Attention.Inputs in = inputs(DType.FLOAT32, 1, 1, 1, 4, 200, 3, 2, NO_MASK, false);
        Attention.Inputs large = new Attention.Inputs(in.q(), in.k(), in.v(), NO_MASK, 1e4, false);
        assertThat(Attention.forward(large).o().toDoubleArray()).containsExactly(NaiveAttention.forward(large), within(1e-2));
    }

    /** Keys that tie at a large score share the weight: the pullback has the weights of the result. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void weightsOfThePullbackAreThoseOfTheResultAtLargeScores(DType dtype) {
        double large = dtype == DType.FLOAT32 ? 1e9 : 1e18;
        NdArray q = NdArray.of(large).reshape(Shape.of(1, 1, 1, 1)).to(dtype);
        NdArray k = NdArray.of(1, 1, 1, 1).reshape(Shape.of(1, 1, 4, 1)).to(dtype);
        NdArray v = NdArray.of(1, 2, 3, 6).reshape(Shape.of(1, 1, 4, 1)).to(dtype);
        Attention.Inputs in = new Attention.Inputs(q, k, v, NO_MASK, 1, false);
        Attention.Result r = Attention.forward(in);
        assertThat(r.o().toDoubleArray()).containsExactly(3);
        Attention.Gradients g = Attention.backward(NdArray.ones(dtype, r.o().shape()), in, r, false);
        assertThat(g.dv().toDoubleArray()).containsExactly(0.25, 0.25, 0.25, 0.25);
        assertThat(g.dk().toDoubleArray()).containsExactly(-large / 2, -large / 4, 0, 3 * large / 4);
    }

    @Test
    void leadingAxesMayBeMissingManyOrBroadcast() {
        Attention.Inputs in = inputs(DType.FLOAT64, 1, 1, 1, 3, 4, 5, 2, NO_MASK, false);
        double[] expected = Attention.forward(in).o().toDoubleArray();
        NdArray q = in.q().select(0, 0).select(0, 0);
        NdArray k = in.k().select(0, 0).select(0, 0);
        NdArray v = in.v().select(0, 0).select(0, 0);
        Attention.Result two = Attention.forward(new Attention.Inputs(q, k, v, NO_MASK, in.scale(), false));
        assertThat(two.o().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(two.normalizers().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(two.o().toDoubleArray()).isEqualTo(expected);
        NdArray many = q.expand(Shape.of(2, 3, 2, 3, 5));
        Attention.Result five = Attention.forward(new Attention.Inputs(many, k.unsqueeze(0), v.unsqueeze(0), NO_MASK, in.scale(), false));
        assertThat(five.o().shape()).isEqualTo(Shape.of(2, 3, 2, 3, 2));
        assertThat(five.o().select(0, 1).select(0, 2).select(0, 0).toDoubleArray()).isEqualTo(expected);
    }

    @Test
    void emptyLengthsAndDepthsAreFine() {
        assertThat(Attention.forward(inputs(DType.FLOAT32, 1, 2, 2, 0, 3, 4, 5, NO_MASK, false)).o().shape())
                .isEqualTo(Shape.of(1, 2, 0, 5));
        assertThat(Attention.forward(inputs(DType.FLOAT32, 1, 2, 2, 3, 0, 4, 5, NO_MASK, true)).o().toDoubleArray()).hasSize(30)
                .containsOnly(0);
        Attention.Inputs noDepth = inputs(DType.FLOAT64, 1, 1, 1, 3, 4, 0, 2, NO_MASK, false);
        assertThat(Attention.forward(noDepth).o().toDoubleArray()).containsExactly(NaiveAttention.forward(noDepth), within(1e-15));
        Attention.Inputs noBatch = inputs(DType.FLOAT64, 0, 2, 1, 3, 4, 2, 2, NO_MASK, false);
        Attention.Result r = Attention.forward(noBatch);
        assertThat(Attention.backward(r.o(), noBatch, r, false).dk().shape()).isEqualTo(Shape.of(0, 1, 4, 2));
    }

    private static double[] everything(Attention.Inputs in, NdArray dy) {
        Attention.Result r = Attention.forward(in);
        Attention.Gradients g = Attention.backward(dy, in, r, false);
        List<NdArray> all = List.of(r.o(), r.normalizers(), g.dq(), g.dk(), g.dv());
        return all.stream().flatMapToDouble(x -> Arrays.stream(x.toDoubleArray())).toArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void threadsAndLayoutDoNotShowInTheBits(DType dtype) {
        Attention.Inputs in = inputs(dtype, 2, 2, 1, 150, 170, 20, 20, Option.of(lottery(2, 150, 170)), true);
        UnaryOperator<NdArray> shuffle = x -> x.transpose(1, 2).dense().transpose(1, 2).flip(0, 3).dense().flip(0, 3);
        Attention.Inputs strided = new Attention.Inputs(shuffle.apply(in.q()), shuffle.apply(in.k()), shuffle.apply(in.v()),
                in.mask().map(m -> m.transpose(0, 1).dense().transpose(0, 1)), in.scale(), true);
        NdArray dy = draw(dtype, 4, 2, 2, 150, 20);
        int before = EngineRuntime.threads();
        try {
            EngineRuntime.threads(1);
            double[] expected = everything(in, dy);
            for (int threads = 1; threads <= 3; threads++) {
                EngineRuntime.threads(threads);
                assertThat(everything(in, dy)).isEqualTo(expected);
                assertThat(everything(strided, shuffle.apply(dy))).isEqualTo(expected);
            }
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @Test
    void lengthsWhoseWeightsWouldNotFitTheHeapAreFine() {
        int length = 30_000; // 3.6 GB of weights
        assertThat(4L * length * length).isGreaterThan(Runtime.getRuntime().maxMemory());
        NdArray x = draw(DType.FLOAT32, 1, 1, 1, length, 1);
        NdArray ones = NdArray.ones(DType.FLOAT32, x.shape());
        Attention.Inputs in = new Attention.Inputs(x, x, ones, NO_MASK, 1, true);
        Attention.Result r = Attention.forward(in);
        Attention.Gradients g = Attention.backward(ones, in, r, false);
        for (double v : r.o().toDoubleArray()) {
            assertThat(v).isCloseTo(1, within(1e-5));
        }
        double sum = 0;
        for (double v : g.dv().toDoubleArray()) {
            sum += v;
        }
        assertThat(sum / length).isCloseTo(1, within(1e-5));
    }

    @Test
    void badInputIsNamed() {
        NdArray q = draw(DType.FLOAT32, 1, 1, 3, 4, 5);
        NdArray k = draw(DType.FLOAT32, 1, 1, 2, 4, 5);
        assertThatThrownBy(() -> forward(q, k, k, NO_MASK)).isInstanceOf(ArgumentException.class).hasMessageContaining("3 of q, 2 of k");
        assertThatThrownBy(() -> forward(q, q.to(DType.FLOAT64), q, NO_MASK)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("FLOAT64");
        assertThatThrownBy(() -> forward(q, q.slice(3, 0, 4, 1), q, NO_MASK)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("k is of shape");
        assertThatThrownBy(() -> forward(q, q, q.slice(2, 0, 3, 1), NO_MASK)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("v is of shape");
        assertThatThrownBy(() -> forward(q, q, q, Option.of(lottery(1, 5, 4)))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("[5, 4]");
        assertThatThrownBy(() -> forward(q, q, q, Option.of(lottery(1, 2, 3, 4, 4)))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("mask");
        assertThatThrownBy(() -> forward(q, q, q, Option.of(NdArray.of(1L)))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("INT64");
        assertThatThrownBy(() -> forward(NdArray.of(1f), q, q, NO_MASK)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("q is of shape");
    }

    private static Attention.Result forward(NdArray q, NdArray k, NdArray v, Option<NdArray> mask) {
        return Attention.forward(new Attention.Inputs(q, k, v, mask, 1, false));
    }
}
