package org.covector.gradcheck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Pullback;
import org.covector.functional.core.Vjp;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.PullbackRun;
import org.junit.jupiter.api.Test;

/** Pullbacks of six elements, laid in by hand, that are homogeneous and yet not linear; and roundings of the function's own size. */
class LinearityChecksUnitTest {
    private static final Tensor X = Tensor.of(1.25, 2.5, 4, -1.5, 0.75, 3);
    private static final double[] U = {1, -1.5, 0.75, 2, -3, 0.5};
    private static final double[] V = {-0.5, 1.25, 2, 1, 0.25, -1};

    private static Pullback each(UnaryOperator<Tensor> rule) {
        return (dy, _) -> new Cotangent[] {rule.apply((Tensor) dy[0])};
    }

    private static LinearityChecks checks(Function1<List<Tensor>, List<Tensor>> f, Pullback pullback, double[] u, Tensor... x) {
        FlatFunction s = FlatFunction.of(f, List.of(x));
        PullbackRun run = new PullbackRun(s.inputs(), new Vjp(s.outputs().toArray(Tensor[]::new), List.of(), pullback));
        return new LinearityChecks(s, run, u, run.flatGradient(u));
    }

    private static List<String> parts(Function1<Tensor, Tensor> f, UnaryOperator<Tensor> rule) {
        return checks(in -> List.of(f.apply(in.getFirst())), each(rule), U, X).partialCotangents(0, new SplittableRandom(3)).stream()
                .map(Breach::text).toList();
    }

    private static List<String> combinations(Function1<Tensor, Tensor> f, UnaryOperator<Tensor> rule) {
        LinearityChecks checks = checks(in -> List.of(f.apply(in.getFirst())), each(rule), U, X);
        PullbackRun run = checks.run();
        return checks.combinations(V, run.flatGradient(V), 0).stream().map(Breach::text).toList();
    }

    private static Tensor triple(Tensor t) {
        return F.mul(t, 3);
    }

    private static int zeros(Tensor dy) {
        return (int) Arrays.stream(dy.array().toDoubleArray()).filter(v -> v == 0).count();
    }

    @Test
    void gradientsOfPartsAddUp() {
        assertThat(parts(x -> triple(x), dy -> triple(dy))).isEmpty();
        assertThat(parts(x -> triple(x), dy -> F.cumsum(dy, 0))).isEmpty();
        assertThat(parts(x -> triple(x), dy -> F.mul(dy, Double.NaN))).as("no numbers are others' concern").isEmpty();
        assertThat(parts(x -> triple(x), dy -> F.mul(dy, 1e308))).as("nor are those that overflow by themselves").isEmpty();
    }

    /** 6 for 3 in each part: 9 too much at the element of 3, and 9 + 18 in all. */
    @Test
    void aCotangentOfOnesIsAsGoodAsAnother() {
        UnaryOperator<Tensor> ones = dy -> F.mul(dy, Arrays.stream(dy.array().toDoubleArray()).allMatch(v -> v == 1) ? 2 : 1);
        assertThat(parts(F::neg, ones)).containsExactly(
                "the gradient of input 0 is not linear in the cotangent: off by 1.00 of 9.00 where all of its elements are 1");
        assertThat(parts(F::neg, LinearityChecksUnitTest::triple)).isEmpty();
    }

    @Test
    void aCotangentWithZerosIsAnotherOne() {
        assertThat(parts(x -> triple(x), dy -> F.mul(dy, zeros(dy) > 0 ? 6 : 3))).containsExactly(
                "the gradient of input 0 is not linear in the cotangent: off by 9.00 of 27.0 where some of its elements are 0");
        assertThat(parts(x -> triple(x), dy -> F.mul(dy, zeros(dy) > 0 ? 3 + 1e-6 : 3))).hasSize(1);
        assertThat(parts(x -> triple(x), dy -> F.mul(dy, zeros(dy) > 0 ? 3 + 1e-10 : 3))).as("rounding").isEmpty();
        assertThat(parts(x -> triple(x), dy -> F.mul(dy, zeros(dy) > 0 ? Double.POSITIVE_INFINITY : 1e308))).containsExactly(
                "the gradient of input 0 is not linear in the cotangent: off by Infinity of 0.00 where some of its elements are 0");
    }

    @Test
    void aSingleElementIsAnotherOne() {
        assertThat(parts(x -> triple(x), dy -> F.mul(dy, zeros(dy) == 5 ? 6 : 3))).hasSize(1).first().asString()
                .endsWith("where one of its elements is not 0, or only one");
        assertThat(parts(x -> triple(x), dy -> F.mul(dy, zeros(dy) == 1 ? 6 : 3))).hasSize(1).first().asString()
                .endsWith("where one of its elements is not 0, or only one");
    }

    @Test
    void aResultAloneIsAnotherOne() {
        Tensor x = Tensor.of(1.25, 2.5, 4);
        Pullback alone = (dy, _) -> {
            Tensor a = (Tensor) dy[0];
            Tensor b = (Tensor) dy[1];
            Tensor sum = F.add(triple(a), F.mul(b, 5));
            return new Cotangent[] {zeros(b) == 3 && zeros(a) == 0 ? F.mul(sum, 2) : sum};
        };
        Function1<List<Tensor>, List<Tensor>> pair = in -> List.of(triple(in.getFirst()), F.mul(in.getFirst(), 5));
        assertThat(checks(pair, alone, U, x).partialCotangents(0, new SplittableRandom(3))).extracting(Breach::text).hasSize(1).first()
                .asString().endsWith("where that of one result is not 0");
        Pullback right = (dy, _) -> new Cotangent[] {F.add(triple((Tensor) dy[0]), F.mul((Tensor) dy[1], 5))};
        assertThat(checks(pair, right, U, x).partialCotangents(0, new SplittableRandom(3))).isEmpty();
        Function1<List<Tensor>, List<Tensor>> single = in -> List.of(triple(in.getFirst()));
        assertThat(checks(single, each(dy -> F.mul(dy, 3)), U, X).partialCotangents(0, new SplittableRandom(3))).isEmpty();
    }

    /** With the digits that the sum with so many times its largest element has. */
    private static Tensor rounded(Tensor dy, double times) {
        Tensor large = F.mul(F.max(F.abs(dy)), times);
        return F.sub(F.add(dy, large), large);
    }

    /** The difference of two terms of 1e12 has an error of 1e-4: so may a pullback, of the function that has it. */
    @Test
    void roundingsOfTheFunctionsOwnPullbackAreGranted() {
        Function1<Tensor, Tensor> cancelling = x -> F.sub(F.mul(x, 1e12), F.mul(x, 1e12 - 3));
        UnaryOperator<Tensor> rough = dy -> rounded(triple(dy), 1e11);
        assertThat(combinations(cancelling, rough)).isEmpty();
        assertThat(combinations(x -> triple(x), rough)).hasSize(1);
        assertThat(combinations(cancelling, dy -> rounded(triple(dy), 1e15))).as("hundreds of times as much").hasSize(1);
        UnaryOperator<Tensor> parts = dy -> F.mul(dy, zeros(dy) > 0 ? 3 + 2e-6 : 3);
        assertThat(parts(cancelling, parts)).isEmpty();
        assertThat(parts(x -> triple(x), parts)).hasSize(1);
    }

    private static Tensor single(Tensor t) {
        return t.to(DType.FLOAT32).to(DType.FLOAT64);
    }

    @Test
    void whereValuesHaveTheDigitsOfSinglePrecisionCotangentsMayHaveThem() {
        UnaryOperator<Tensor> coarse = dy -> single(F.mul(dy, 1.1));
        assertThat(combinations(x -> single(F.mul(x, 1.1)), coarse)).isEmpty();
        assertThat(combinations(x -> F.mul(x, 1.1), coarse)).hasSize(1);
        assertThat(combinations(x -> F.round(F.mul(x, 1.1)), coarse)).as("whole numbers are no sign of it").hasSize(1);
        assertThat(combinations(x -> F.mul(x, 2), coarse)).as("nor are short ones at the given point").hasSize(1);
        UnaryOperator<Tensor> parts = dy -> F.mul(dy, zeros(dy) > 0 ? 3 + 2e-6 : 3);
        assertThat(parts(x -> single(F.mul(x, 1.1)), parts)).isEmpty();
        assertThat(parts(x -> single(F.mul(x, 1.1)), dy -> F.mul(dy, zeros(dy) > 0 ? 3 + 2e-4 : 3))).as("more than that").hasSize(1);
        Function1<Tensor, Tensor> picky = x -> {
            if (Autograd.stopGradient(x).array().toDoubleArray()[0] != 1.25) {
                throw new IllegalArgumentException("at the given point only");
            }
            return single(F.mul(x, 1.1));
        };
        assertThat(combinations(picky, coarse)).as("what is refused elsewhere is not known to be").hasSize(1);
    }

    @Test
    void whatGrowsWithTheSquareOrIsConstantIsToldFromTheRest() {
        assertThat(combinations(x -> triple(x), F::square)).first().asString().endsWith("it grows with the cotangent's square");
        assertThat(combinations(x -> single(F.mul(x, 1.1)), F::square)).as("of values of few digits too").first().asString()
                .endsWith("it grows with the cotangent's square");
        assertThat(combinations(x -> single(F.mul(x, 1.1)), dy -> F.add(F.mul(dy, 1.1), 1e-6))).as("a constant is no rounding").first()
                .asString().contains("it is not 0 for a cotangent of 0");
    }

    // ---- numbers laid in for each cotangent

    /** A gradient that is 0 but for its first element. */
    private static UnaryOperator<Tensor> first(ToDoubleFunction<double[]> element) {
        return dy -> {
            double[] dx = new double[6];
            dx[0] = element.applyAsDouble(dy.array().toDoubleArray());
            return Tensor.of(dx);
        };
    }

    private static List<Breach> granting(double nondeterminism, Function1<Tensor, Tensor> f, UnaryOperator<Tensor> rule) {
        LinearityChecks checks = checks(in -> List.of(f.apply(in.getFirst())), each(rule), U, X);
        return checks.combinations(V, checks.run().flatGradient(V), nondeterminism);
    }

    private static boolean isMinus(double... dy) {
        return dy[0] == -2 * U[0];
    }

    private static boolean isSum(double... dy) {
        return dy[0] == U[0] - 3 * V[0];
    }

    /** Four times what differs from call to call is granted, of a function whose pullback does not round. */
    @Test
    void whatDiffersFromCallToCallIsGranted() {
        assertThat(granting(1, F::neg, first(dy -> isMinus(dy) ? 4 : 0))).isEmpty();
        assertThat(granting(1, F::neg, first(dy -> isSum(dy) ? 4 : 0))).isEmpty();
        assertThat(granting(1, F::neg, first(dy -> dy[0] == 0 ? 4 : 0))).isEmpty();
        assertThat(granting(1, F::neg, first(dy -> isMinus(dy) ? 4.5 : 0))).hasSize(1);
        assertThat(granting(1, F::neg, first(dy -> isSum(dy) ? -4.5 : 0))).hasSize(1);
        List<Breach> constant = granting(1, F::neg, first(dy -> dy[0] == 0 ? 4.5 : 0));
        assertThat(constant).extracting(Breach::kind).containsExactly(Breach.Kind.COTANGENT_IGNORED);
        List<Breach> off = granting(1, F::neg, first(dy -> dy[0] == 0 ? 4 : isSum(dy) ? 5 : 0));
        assertThat(off).extracting(Breach::kind).containsExactly(Breach.Kind.NOT_LINEAR);
        assertThat(off.getFirst().text()).endsWith("cotangent's square");
        assertThat(granting(1, F::neg, first(dy -> isMinus(dy) ? 4 : isSum(dy) ? 5 : 0)).getFirst().text()).endsWith("cotangent's square");
    }

    @Test
    void smallAndLargeMultiplesAreLookedAtWhereTheyAreNumbers() {
        assertThat(combinations(x -> triple(x), dy -> triple(dy))).isEmpty();
        assertThat(combinations(x -> triple(x), dy -> F.mul(dy, 0))).isEmpty();
        assertThat(combinations(x -> triple(x), dy -> F.clamp(triple(dy), -1e4, 1e4))).as("limited").hasSize(1);
        assertThat(combinations(x -> triple(x), dy -> F.mul(dy, 1e303))).as("overflows for a million times the cotangent").isEmpty();
        assertThat(combinations(x -> triple(x), dy -> F.mul(F.square(F.sign(dy)), 1.5e307))).as("might overflow").isEmpty();
        assertThat(combinations(x -> triple(x), dy -> F.mul(F.square(F.sign(dy)), 1e306))).hasSize(1);
        assertThat(combinations(F::neg, dy -> F.mul(dy, 0))).as("without any rounding").isEmpty();
        assertThat(combinations(F::neg, dy -> F.mul(F.square(dy), 1e-46))).as("numbers that FLOAT32 has not").hasSize(1);
    }

    @Test
    void anErrorIsRelativeToBothGradients() {
        for (double off : new double[] {2e-9, 2e-8}) {
            List<Breach> found = granting(0, F::neg, first(dy -> dy[0] == U[0] || dy[0] == V[0] ? 3 : isMinus(dy) ? -6 + off
                    : isSum(dy) ? -6 : 3 * dy[0]));
            assertThat(found).as("%s of 3 and 3", off).hasSize(off < 1e-8 ? 0 : 1);
        }
    }

    /** Of one size for a cotangent and its multiples, but no sum. */
    private static UnaryOperator<Tensor> homogeneous(double part) {
        return dy -> F.add(triple(dy), F.mul(F.mul(F.sign(dy), F.max(F.abs(dy))), part));
    }

    @Test
    void sumsAreLookedAtWhereMultiplesAreRight() {
        assertThat(combinations(x -> triple(x), homogeneous(1))).hasSize(1);
        assertThat(combinations(x -> triple(x), homogeneous(1e-4))).hasSize(1);
        Function1<Tensor, Tensor> cancelling = x -> F.sub(F.mul(x, 1e12), F.mul(x, 1e12 - 3));
        assertThat(combinations(cancelling, homogeneous(1e-4))).as("as much as the function's own pullback loses").isEmpty();
        UnaryOperator<Tensor> parts = dy -> F.mul(dy, zeros(dy) > 0 ? 3 + 1e-4 : 3);
        assertThat(parts(cancelling, parts)).as("more than the digits of FLOAT32").isEmpty();
        assertThat(parts(x -> triple(x), parts)).hasSize(1);
    }

    /** The rounding of a sum with a constant is as large for a cotangent of a millionth. */
    @Test
    void roundingsAreMeasuredAtSmallCotangentsToo() {
        UnaryOperator<Tensor> absolute = dy -> F.sub(F.add(F.mul(dy, 1.1), 1e4), 1e4);
        Function1<Tensor, Tensor> own = customVjp("own", x -> withPullback(F.mul(x, 1.1), dy -> Tuple.of(() -> absolute.apply(dy))));
        assertThat(combinations(own, absolute)).isEmpty();
        assertThat(combinations(x -> F.mul(x, 1.1), absolute)).hasSize(1);
    }

    /** Four units in the last place of FLOAT32 of the whole: exact numbers, as far off as is granted. */
    @Test
    void theDigitsOfSinglePrecisionAreRelativeToTheLargestGradient() {
        Function1<Tensor, Tensor> coarse = x -> single(F.mul(x, 1.1));
        UnaryOperator<Tensor> off = first(dy -> dy[0] == U[0] || dy[0] == V[0] ? 1024
                : isMinus(dy) ? -2048 + 0x1p-7 : isSum(dy) ? -2048 : dy[0] == 0 ? 0 : 1024 * dy[0]);
        assertThat(granting(0, coarse, off)).isEmpty();
        assertThat(granting(0, F::neg, off)).hasSize(1);
        double half = 1024 + 0x1p-8;
        UnaryOperator<Tensor> parts = first(dy -> !isPart(dy) ? isBalanced(dy) || dy[0] == 1 && dy[1] == 1 ? 0 : 1
                : zeros(Tensor.of(dy)) == 0 ? 1 : dy[0] != 0 ? half : 1 + 0x1p-7 - half);
        assertThat(parts(coarse, parts)).isEmpty();
        assertThat(parts(F::neg, parts)).hasSize(1);
    }

    private static boolean isPart(double... dy) {
        return IntStream.range(0, dy.length).allMatch(i -> dy[i] == 0 || dy[i] == U[i]);
    }

    private static boolean isBalanced(double... dy) {
        return DoubleStream.of(dy).sum() == 0;
    }

    @Test
    void threeResultsHaveThreeParts() {
        Tensor x = Tensor.of(1.25, 2.5);
        Pullback right = (dy, _) -> new Cotangent[] {F.add(triple((Tensor) dy[0]), F.add((Tensor) dy[1], (Tensor) dy[2]))};
        Function1<List<Tensor>, List<Tensor>> f = in -> List.of(triple(in.getFirst()), in.getFirst(), in.getFirst());
        assertThat(checks(f, right, U, x).partialCotangents(0, new SplittableRandom(3))).isEmpty();
    }
}
