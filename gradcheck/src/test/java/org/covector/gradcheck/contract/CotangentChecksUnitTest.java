package org.covector.gradcheck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.Autograd.stopGradient;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Tuple2;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Pullback;
import org.covector.functional.core.Vjp;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.PullbackRun;
import org.junit.jupiter.api.Test;

/** Pullbacks laid in by hand for {@code f(x) = 3 x}, and for {@code f(x, y) = (3 x, 5 y)}. */
class CotangentChecksUnitTest {
    private static final Tensor X = Tensor.of(1.0, 2, 4);
    private static final double[] U = {1, -1.5, 0.75};
    private static final double[] V = {-0.5, 1.25, 2};

    private static FlatFunction one(Tensor x) {
        return FlatFunction.of(in -> List.of(F.mul(in.get(0), 3)), List.of(x));
    }

    private static CotangentChecks of(FlatFunction s, Pullback pullback) {
        PullbackRun run = new PullbackRun(s.inputs(), new Vjp(s.outputs().toArray(Tensor[]::new), List.of(), pullback));
        double[] u = s.value().length == 3 ? U : new double[] {1, -1.5, 0.75, 2, -3, 5};
        return new CotangentChecks(s, run, u, run.flatGradient(u));
    }

    private static Pullback each(UnaryOperator<Tensor> rule) {
        return (dy, _) -> new Cotangent[] {rule.apply((Tensor) dy[0])};
    }

    private static List<Breach> linearity(UnaryOperator<Tensor> rule, double tolerance) {
        FlatFunction s = one(X);
        PullbackRun run = new PullbackRun(s.inputs(), new Vjp(s.outputs().toArray(Tensor[]::new), List.of(), each(rule)));
        return new LinearityChecks(s, run, U, run.flatGradient(U)).combinations(V, run.flatGradient(V), tolerance);
    }

    private static List<Breach> linearity(UnaryOperator<Tensor> rule) {
        return linearity(rule, 0);
    }

    private static Tensor triple(Tensor dy) {
        return F.mul(dy, 3);
    }

    // ---- linearity

    @Test
    void whatIsLinearIsAccepted() {
        assertThat(linearity(dy -> triple(dy))).isEmpty();
        assertThat(linearity(dy -> F.cumsum(dy, 0))).isEmpty();
        assertThat(linearity(dy -> F.mul(dy, 0))).isEmpty();
        assertThat(linearity(dy -> F.mul(dy, Double.NaN))).as("no numbers are others' concern").isEmpty();
        assertThat(linearity(dy -> F.mul(dy, 1e306))).as("what overflows for the large cotangent").isEmpty();
        assertThat(linearity(dy -> F.mul(dy, 1e308))).isEmpty();
    }

    @Test
    void squaresAndConstantsAreNamed() {
        assertThat(linearity(F::square)).extracting(Breach::text)
                .containsExactly("the gradient of input 0 is not linear in the cotangent: it grows with the cotangent's square");
        assertThat(linearity(dy -> F.add(F.mul(dy, 0), 1))).first().asString()
                .endsWith("it is not 0 for a cotangent of 0: the cotangent is ignored, or something is added to it");
        assertThat(linearity(dy -> F.add(triple(dy), 1))).first().asString().contains("something is added to it");
    }

    @Test
    void whatIsOffIsMeasured() {
        assertThat(linearity(F::abs)).extracting(Breach::text)
                .containsExactly("the gradient of input 0 is not linear in the cotangent: off by " + said(F::abs));
        assertThat(linearity(dy -> F.clamp(dy, -2, 2))).as("-2 u is beyond").hasSize(1);
        assertThat(linearity(dy -> F.where(F.gt(F.abs(dy), 100), F.mul(dy, 2), dy))).as("only 2^20 u shows it").hasSize(1);
        assertThat(linearity(dy -> F.where(F.lt(F.abs(dy), 0.01), F.mul(dy, 2), dy))).as("only u / 2^20 shows it").hasSize(1);
        assertThat(linearity(dy -> F.mul(dy, F.max(dy)))).hasSize(1);
        assertThat(linearity(dy -> F.mul(F.relu(dy), F.sub(Tensor.of(1.0, 2, 3), 0.5))))
                .as("homogeneous for positive factors, not additive").hasSize(1);
    }

    /** The largest deviation and the largest sum of magnitudes, as the definition has them. */
    private static String said(UnaryOperator<Tensor> rule) {
        double most = 0;
        double largest = 0;
        for (int i = 0; i < 3; i++) {
            double u = at(rule, U[i]);
            double v = at(rule, V[i]);
            largest = Math.max(largest, Math.abs(u) + Math.abs(v));
            most = Math.max(most, Math.abs(at(rule, U[i] - 3 * V[i]) - (u - 3 * v)));
            for (double c : new double[] {-2, 0x1p20, 0x1p-20, 0.7390851332151607}) {
                most = Math.max(most, Math.abs(at(rule, c * U[i]) - c * u) / (Math.abs(c) == 2 ? 1 : c));
            }
        }
        return String.format(java.util.Locale.ROOT, "%.3g of %.3g", most, largest);
    }

    private static double at(UnaryOperator<Tensor> rule, double dy) {
        return rule.apply(Tensor.of(dy)).array().item();
    }

    @Test
    void aToleranceIsGranted() {
        assertThat(linearity(dy -> F.add(triple(dy), 1e-3), 263)).as("2^20 * 1e-3 - 1e-3 of four times that").isEmpty();
        assertThat(linearity(dy -> F.add(triple(dy), 1e-3), 262)).hasSize(1);
    }

    @Test
    void roundingIsNoBreach() {
        assertThat(linearity(dy -> F.div(F.mul(dy, 3.3), 1.1))).isEmpty();
        assertThat(linearity(dy -> F.sub(F.add(triple(dy), 1e14), 1e14))).as("more than the roundings of the function's own pullback")
                .hasSize(1);
    }

    /**
     * The pullback of 3.3 x through numbers a million million times as large, whose roundings are left, and something that is not
     * linear.
     */
    private static List<Breach> rough(double kinked) {
        var f = customVjp("rough", (Tensor t) -> withPullback(F.mul(t, 3.3), dy -> Tuple.of(() -> {
            Tensor large = F.mul(dy, Math.PI * 1e12);
            return F.add(F.sub(F.add(large, F.mul(dy, 3.3)), large), F.mul(F.relu(dy), kinked));
        })));
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.get(0))), List.of(X));
        PullbackRun run = PullbackRun.of(s, s.inputs());
        return new LinearityChecks(s, run, U, run.flatGradient(U)).combinations(V, run.flatGradient(V), 0);
    }

    @Test
    void roundingsOfThePullbacksOwnOperationsAreMeasured() {
        assertThat(rough(0)).as("off by 1e-4, as it must be").isEmpty();
        assertThat(rough(1)).as("off by more").hasSize(1);
    }

    // ---- types

    @Test
    void typesAndShapesAreTheInputs() {
        assertThat(of(one(X), each(dy -> triple(dy))).types()).isEmpty();
        assertThat(of(one(X), each(dy -> Tensor.of(dy.array().to(DType.FLOAT32)))).types()).extracting(Breach::text)
                .containsExactly("the gradient of input 0 is FLOAT32 [3] for an input that is FLOAT64 [3]");
        assertThat(of(one(X), each(dy -> F.reshape(dy, 3, 1))).types()).extracting(Breach::text)
                .containsExactly("the gradient of input 0 is FLOAT64 [3, 1] for an input that is FLOAT64 [3]");
    }

    @Test
    void integersHaveNone() {
        Tensor index = Tensor.of(5L, 6);
        FlatFunction s = FlatFunction.of(in -> List.of(F.mul(in.get(1), 3)), List.of(index, X));
        Pullback none = (dy, _) -> new Cotangent[] {Cotangent.ZERO, triple((Tensor) dy[0])};
        Pullback some = (dy, _) -> new Cotangent[] {Tensor.of(0L, 1), triple((Tensor) dy[0])};
        assertThat(of(s, none).types()).isEmpty();
        assertThat(of(s, some).types()).extracting(Breach::text).containsExactly("input 0 is INT64 but has a gradient");
    }

    // ---- absent

    private static FlatFunction two() {
        return FlatFunction.of(in -> List.of(F.mul(in.get(0), 3), F.mul(in.get(1), 5)), List.of(X, Tensor.of(7.0, 8, 9)));
    }

    private static Tensor dense(Cotangent dy) {
        return Objects.requireNonNull(dy) instanceof Tensor t ? t : Tensor.of(0.0, 0, 0);
    }

    @Test
    void absentOnesDoWhatZerosDo() {
        Pullback right = (dy, _) -> new Cotangent[] {triple(dense(dy[0])), F.mul(dense(dy[1]), 5)};
        assertThat(of(two(), right).zeroCotangents()).isEmpty();
        Pullback wrong = (dy, _) -> new Cotangent[] {dy[1] instanceof Tensor ? triple(dense(dy[0])) : F.mul(dense(dy[0]), 2),
                F.mul(dense(dy[1]), 5)};
        assertThat(of(two(), wrong).zeroCotangents()).extracting(Breach::text)
                .containsExactly("with a cotangent for result 0 only, the gradient is not what zeros in the place of the absent ones give");
        Pullback throwing = (dy, _) -> new Cotangent[] {triple((Tensor) dy[0]), F.mul((Tensor) dy[1], 5)};
        assertThat(of(two(), throwing).zeroCotangents()).first().asString()
                .startsWith("the pullback throws where cotangents are absent: java.lang.ClassCastException");
        Pullback rest = (dy, _) -> new Cotangent[] {dy[0] instanceof Tensor || dy[1] instanceof Tensor ? triple(dense(dy[0])) : X,
                F.mul(dense(dy[1]), 5)};
        assertThat(of(two(), rest).zeroCotangents()).extracting(Breach::text)
                .containsExactly("the gradient is not 0 where every cotangent is absent");
    }

    @Test
    void ofASingleResultOnlyAllAreAbsent() {
        assertThat(of(one(X), (dy, _) -> new Cotangent[] {dy[0] instanceof Tensor t ? triple(t) : Cotangent.ZERO}).zeroCotangents())
                .isEmpty();
    }

    // ---- alone

    @Test
    void oneInputAloneHasTheSameGradient() {
        FlatFunction s = two();
        Pullback right = (dy, _) -> new Cotangent[] {triple((Tensor) dy[0]), F.mul((Tensor) dy[1], 5)};
        assertThat(of(s, right).singleInputs()).isEmpty();
        Pullback wrong = (dy, _) -> new Cotangent[] {triple((Tensor) dy[0]), F.mul((Tensor) dy[1], 5.001)};
        assertThat(of(s, wrong).singleInputs()).extracting(Breach::text)
                .containsExactly("the gradient of input 1 is another one when the other inputs are constants");
        Pullback within = (dy, _) -> new Cotangent[] {triple((Tensor) dy[0]), F.mul((Tensor) dy[1], 5 * (1 + 1e-10))};
        assertThat(of(s, within).singleInputs()).as("but for rounding").isEmpty();
        assertThat(of(s, (dy, _) -> new Cotangent[] {triple((Tensor) dy[0]), F.mul((Tensor) dy[1], 5 * (1 + 5e-10))}).singleInputs())
                .isEmpty();
        assertThat(of(s, (dy, _) -> new Cotangent[] {triple((Tensor) dy[0]), F.mul((Tensor) dy[1], 5 * (1 + 1e-9))}).singleInputs())
                .hasSize(1);
        assertThat(of(one(X), each(dy -> F.mul(dy, 4))).singleInputs()).as("nothing to compare with").isEmpty();
        FlatFunction indexed = FlatFunction.of(in -> List.of(F.mul(in.get(1), 3)), List.of(Tensor.of(5L, 6), X));
        assertThat(of(indexed, (dy, _) -> new Cotangent[] {Cotangent.ZERO, F.mul((Tensor) dy[0], 4)}).singleInputs())
                .as("nor with integers")
                .isEmpty();
    }

    // ---- many cotangents at once

    private static Tensor unlessMapped(Tensor dy, double alone, double mapped) {
        try {
            return F.mul(dy, dy.array().size() > 0 ? alone : 0);
        } catch (RuntimeException underVmap) {
            return F.mul(dy, mapped);
        }
    }

    @Test
    void manyCotangentsAtOnceGiveWhatEachOfThemGives() {
        double[] v = {-0.5, 1.25, 2};
        assertThat(of(one(X), each(dy -> triple(dy))).batched(v)).isEmpty();
        assertThat(of(one(X), each(dy -> F.cumsum(dy, 0))).batched(v)).isEmpty();
        assertThat(of(one(X), each(dy -> unlessMapped(dy, 3, 3 + 1e-3))).batched(v)).extracting(Breach::kind)
                .containsExactly(Breach.Kind.BATCHED);
        assertThat(of(one(X), each(dy -> F.mul(dy, dy.array().getDouble(0)))).batched(v)).extracting(Breach::text).first().asString()
                .startsWith("the pullback throws under vmap over 3 cotangents: ");
        FlatFunction indexed = FlatFunction.of(in -> List.of(F.mul(in.get(0), 3), Tensor.of(4L, 5)), List.of(X));
        PullbackRun run = new PullbackRun(indexed.inputs(), new Vjp(indexed.outputs().toArray(Tensor[]::new), List.of(),
                each(dy -> triple(dy))));
        assertThat(new CotangentChecks(indexed, run, U, run.flatGradient(U)).batched(v)).as("integers have no cotangents").isEmpty();
    }

    // ---- one tensor for two inputs

    /** {@code x y}, whose gradient is another one if the two are one tensor: that of x, by so much of the right one. */
    private static FlatFunction product(int first, int second, double share, Tensor... x) {
        return FlatFunction.of(in -> {
            Tensor a = in.get(first);
            Tensor b = in.get(second);
            return List.of(a == b ? F.add(F.mul(F.mul(a, b), share), F.mul(F.mul(a, stopGradient(b)), 1 - share)) : F.mul(a, b));
        }, List.of(x));
    }

    private static Tuple2<List<Breach>, Integer> shared(FlatFunction s) {
        double[] u = s.value().length == 3 ? U : new double[s.value().length];
        return new CotangentChecks(s, PullbackRun.of(s, s.inputs()), u, new double[0]).sharedTensor();
    }

    @Test
    void aTensorGivenTwiceHasTheSumOfBothGradients() {
        Tensor y = Tensor.of(5.0, -6, 7);
        assertThat(shared(product(0, 1, 1, X, y))).isEqualTo(Tuple.of(List.of(), 1));
        assertThat(shared(product(0, 1, 0, X, y))._1()).extracting(Breach::text).containsExactly(
                "one tensor given for inputs 0 and 1 has another gradient than two copies of it together");
        assertThat(shared(product(0, 1, 0, X, y))._2()).isEqualTo(1);
        assertThat(shared(product(0, 1, 1 - 1e-6, X, y))._1()).as("off by a millionth").hasSize(1);
        assertThat(shared(product(0, 1, 1 - 1e-10, X, y))._1()).as("rounding").isEmpty();
        Tensor single = Tensor.of(1f, 2, 4);
        assertThat(shared(product(0, 1, 1 - 1e-6, single, single))._1()).as("rounding of FLOAT32").isEmpty();
        assertThat(shared(product(0, 1, 0.9, single, single))._1()).hasSize(1);
    }

    @Test
    void onlyInputsOfOneShapeAndTypeCanBeOneTensor() {
        Tensor y = Tensor.of(5.0, -6, 7);
        assertThat(shared(product(0, 2, 0, X, Tensor.of(1.0, 2), y))._1()).extracting(Breach::text).first().asString()
                .startsWith("one tensor given for inputs 0 and 2 ");
        assertThat(shared(product(1, 2, 0, Tensor.of(1.0, 2), X, y))._1()).extracting(Breach::text).first().asString()
                .startsWith("one tensor given for inputs 1 and 2 ");
        assertThat(shared(product(0, 1, 0, X, Tensor.scalar(5.0)))).isEqualTo(Tuple.of(List.of(), 0));
        assertThat(shared(product(0, 1, 0, X, Tensor.of(5f, 6, 7)))).isEqualTo(Tuple.of(List.of(), 0));
        assertThat(shared(one(X))).isEqualTo(Tuple.of(List.of(), 0));
        assertThat(shared(product(0, 1, 0, Tensor.of(new double[0], 0), Tensor.of(new double[0], 0)))).isEqualTo(Tuple.of(List.of(), 0));
    }

    @Test
    void whatRefusesATensorGivenTwiceIsNotChecked() {
        FlatFunction picky = FlatFunction.of(in -> {
            if (in.get(0) == in.get(1)) {
                throw new IllegalArgumentException("two tensors");
            }
            return List.of(F.mul(in.get(0), in.get(1)));
        }, List.of(X, Tensor.of(5.0, -6, 7)));
        assertThat(shared(picky)).isEqualTo(Tuple.of(List.of(), 0));
    }

    /** {@code (x - y) 1e9}: the parts cancel to what the rounding of results of 1e9 leaves. */
    @Test
    void gradientsThatCancelMayDifferByTheRoundingOfTheResults() {
        Tensor y = Tensor.of(5.0, -6, 7);
        FlatFunction s = FlatFunction.of(in -> {
            Tensor a = in.get(0);
            Tensor b = in.get(1);
            Tensor off = F.mul(a, a == b ? 1e-6 : 0);
            return List.of(F.add(F.sub(F.mul(a, 1e9), F.mul(b, 1e9)), off));
        }, List.of(X, y));
        assertThat(shared(s)._1()).as("a millionth beside 1e9 is the sixteenfold of its last digits").isEmpty();
        FlatFunction plain = FlatFunction.of(in -> {
            Tensor off = F.mul(in.get(0), in.get(0) == in.get(1) ? 1e-3 : 0);
            return List.of(F.add(F.sub(in.get(0), in.get(1)), off));
        }, List.of(X, y));
        assertThat(shared(plain)._1()).hasSize(1);
    }

    /** {@code large}, which depends on no input, but for a part that is there if the two are one tensor. */
    private static List<Breach> beside(double large, double off, double size) {
        FlatFunction s = FlatFunction.of(in -> List.of(F.add(F.mul(in.get(0), in.get(0) == in.get(1) ? off : 0), large)),
                List.of(F.mul(X, size), F.mul(X, size)));
        return shared(s)._1();
    }

    /** Sixteen units in the last place of {@code u y / x}. */
    @Test
    void theRoundingOfTheResultsIsThatOverTheInput() {
        assertThat(beside(1e9, 2e-7, 1)).as("beside 1e9 over 4").isEmpty();
        assertThat(beside(1e9, 1e-5, 1)).hasSize(1);
        assertThat(beside(1e9, 2e-7, 1e3)).as("beside 1e9 over 4000").hasSize(1);
        assertThat(beside(1e9, 1e-10, 1e3)).isEmpty();
        assertThat(beside(1e9, 1e-10, 0)).as("over nothing").hasSize(1);
        assertThat(beside(0, 0, 1)).as("zeros are equal").isEmpty();
    }

    @Test
    void sumsOfGradientsThatOverflowAreNotCompared() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.mul(F.add(in.get(0), in.get(1)), in.get(0) == in.get(1) ? 1.1e308 : 1e308)),
                List.of(X, X));
        double[] u = {1, 1, 1};
        assertThat(new CotangentChecks(s, PullbackRun.of(s, s.inputs()), u, new double[0]).sharedTensor()).isEqualTo(
                Tuple.of(List.of(), 1));
    }

    @Test
    void equalTensorsMayHaveAnotherNumberOfResults() {
        FlatFunction s = FlatFunction.of(in -> List.of(Arrays.equals(stopGradient(in.get(0)).array().toDoubleArray(),
                stopGradient(in.get(1)).array().toDoubleArray()) ? F.sum(in.get(0)) : F.mul(in.get(0), 2)), List.of(X, F.neg(X)));
        assertThat(shared(s)).isEqualTo(Tuple.of(List.of(), 0));
    }

    // ---- views

    @Test
    void viewsOfInputsHaveTheGradientOfDenseOnes() {
        Tensor view = Tensor.of(NdArray.of(4.0, 2, 1).flip(0));
        assertThat(of(one(view), each(dy -> triple(dy))).stridedInputs()).isEmpty();
        assertThat(of(one(view), each(dy -> F.mul(dy, 3.001))).stridedInputs()).extracting(Breach::text)
                .containsExactly("the gradient is another one than that of dense inputs of the same values");
        assertThat(of(one(X), each(dy -> F.mul(dy, 3.001))).stridedInputs()).as("dense inputs").isEmpty();
        assertThat(of(one(view), each(_ -> Tensor.of(1.0, 2, 3, 4))).stridedInputs()).as("of another length").hasSize(1);
    }

    @Test
    void viewsOfCotangentsDoWhatDenseOnesDo() {
        assertThat(of(one(X), each(dy -> triple(dy))).stridedCotangents()).isEmpty();
        Pullback blind = each(dy -> triple(Tensor.of(dy.array().asStrided(dy.shape(), dy.shape().strides(), 0))));
        assertThat(of(one(X), blind).stridedCotangents()).extracting(Breach::text)
                .contains("the gradient is another one for cotangents that are reversed views",
                "the gradient is another one for cotangents that are sliced views");
        Pullback picky = each(dy -> {
            if (!dy.array().isDense()) {
                throw new IllegalStateException("dense only");
            }
            return triple(dy);
        });
        assertThat(of(one(X), picky).stridedCotangents()).extracting(Breach::text)
                .contains("the pullback throws for cotangents that are expanded views: java.lang.IllegalStateException: dense only");
        assertThat(of(one(X), picky).stridedCotangents()).hasSize(3);
    }

    @Test
    void noNumbersAreEqualAndFiniteOnesSetTheScale() {
        Tensor view = Tensor.of(NdArray.of(4.0, 2, 1).flip(0));
        FlatFunction s = FlatFunction.of(in -> List.of(F.div(in.get(0), F.sub(in.get(0), in.get(0)))), List.of(view));
        assertThat(of(s, each(dy -> F.mul(dy, Double.NaN))).stridedInputs()).as("NaN for NaN").isEmpty();
    }

    @Test
    void theSumOfBothCotangentsIsOneOfTheBatch() {
        double[] v = {-0.5, 1.25, 2};
        UnaryOperator<Tensor> rule = dy -> {
            try {
                return F.mul(dy, dy.array().getDouble(0) == U[0] + v[0] ? 4 : 3);
            } catch (RuntimeException underVmap) {
                return triple(dy);
            }
        };
        assertThat(of(one(X), each(rule)).batched(v)).extracting(Breach::kind).containsExactly(Breach.Kind.BATCHED);
    }

    /** In FLOAT32, beside a gradient of 4: exact numbers, as far off as rounding is granted. */
    @Test
    void whatIsOffByRoundingIsTheSame() {
        Tensor x = Tensor.of(1f, 1);
        FlatFunction s = FlatFunction.of(in -> List.of(F.mul(in.get(0), 4), F.mul(in.get(1), 4)), List.of(x, x));
        float granted = 4 * 0x1p-12f / 16;
        for (float off : new float[] {granted, -granted, 1.25f * granted}) {
            Pullback near = (dy, _) -> new Cotangent[] {F.sub(F.mul((Tensor) dy[0], 4), Tensor.of(0f, off)), F.mul((Tensor) dy[1], 4)};
            PullbackRun run = new PullbackRun(s.inputs(), new Vjp(s.outputs().toArray(Tensor[]::new), List.of(), near));
            double[] u = {1, 0.5, 1, 1};
            assertThat(new CotangentChecks(s, run, u, run.flatGradient(u)).singleInputs()).hasSize(off > granted ? 1 : 0);
        }
    }
}
