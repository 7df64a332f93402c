package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** Roundings of known size. */
class RoundingErrorsUnitTest {
    private static FlatFunction function(Function1<Tensor, Tensor> f, double... x) {
        return FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
    }

    private static List<Double> numbers(double... all) {
        return Arrays.stream(all).boxed().toList();
    }

    private static List<Double> of(FlatFunction s) {
        return numbers(RoundingErrors.of(s, 3).standardDeviations(s.inputs(), s.value(), y -> y));
    }

    private static List<Double> ofGradient(FlatFunction s) {
        double[] dy = new double[s.value().length];
        Arrays.fill(dy, 1.1);
        FlatFunction gradient = s.gradient(dy);
        return numbers(RoundingErrors.ofGradient(s, dy, 3).standardDeviations(gradient.inputs(), gradient.value(), dx -> dx));
    }

    private static Tensor single(Tensor t) {
        return t.to(DType.FLOAT32).to(DType.FLOAT64);
    }

    @Test
    void whatCancelsHasTheRoundingOfItsTerms() {
        List<Double> off = of(function(x -> F.sub(F.mul(x, 1e12), F.mul(x, 1e12 - 3)), 0.3, 0.7));
        assertThat(off).hasSize(2).allMatch(e -> e > 1e-6 && e < 1e-3);
        assertThat(of(function(x -> F.mul(x, 3), 0.3, 0.7))).allMatch(e -> e < 1e-15);
        FlatFunction s = function(x -> F.mul(x, 3), 0.3, 0.7);
        assertThat(numbers(RoundingErrors.of(s, 3).standardDeviations(s.inputs(), s.value(), y -> new double[] {y[0] * 1e6}))).hasSize(1)
                .allMatch(e -> e > 0 && e < 1e-9);
    }

    @Test
    void whatCannotBeFollowedHasNone() {
        FlatFunction s = function(x -> F.sub(F.mul(x, 1e12), F.mul(x, 1e12 - 3)), 0.3, 0.7).withState();
        assertThat(of(s)).containsExactly(0.0, 0.0);
        FlatFunction none = function(x -> F.mul(x, Double.NaN), 0.3);
        assertThat(of(none)).containsExactly(0.0);
        FlatFunction plain = function(x -> F.mul(x, 3), 0.3, 0.7);
        assertThat(RoundingErrors.of(plain, 3).standardDeviations(plain.inputs(), plain.value(),
                y -> y == plain.value() ? y : new double[1]))
                .as("of another length").containsExactly(0, 0);
    }

    /** Digits of FLOAT32 in a pullback are its own fault where those of the value are more. */
    @Test
    void roundingsToSinglePrecisionCountWhereTheValueHasThem() {
        FlatFunction coarse = function(x -> single(F.mul(x, 1.1)), 0.3, 0.7);
        assertThat(ofGradient(coarse)).anyMatch(e -> e > 1e-9);
        FlatFunction own = function(customVjp("own", x -> withPullback(F.mul(x, 1.1), dy -> Tuple.of(() -> single(F.mul(dy, 1.1))))), 0.3,
                0.7);
        assertThat(ofGradient(own)).as("its own fault").allMatch(e -> e < 1e-14);
        FlatFunction precise = function(x -> F.mul(x, 1.1), 0.3, 0.7);
        assertThat(ofGradient(precise)).allMatch(e -> e < 1e-14);
    }

    /** The root of what cancels to 0 but for rounding is a number in about half of the trials. */
    @Test
    void trialsWithoutANumberDoNotCount() {
        FlatFunction root = function(x -> F.sqrt(F.sub(F.mul(x, 3), F.mul(x, 3))), 0.3, 0.7, 0.9, 1.1);
        assertThat(of(root)).hasSize(4).allMatch(e -> e > 1e-9 && e < 1e-7);
        FlatFunction s = function(x -> F.mul(x, 3), 0.3);
        int[] calls = {0};
        assertThat(numbers(RoundingErrors.of(s, 3).standardDeviations(s.inputs(), s.value(),
                y -> new double[] {calls[0]++ % 3 == 0 ? y[0] : Double.NaN}))).as("the largest of three").hasSize(1)
                .allMatch(e -> e > 0 && e < 1e-15);
    }

    @Test
    void valuesArePreciseRelativeToTheirSize() {
        for (double size : new double[] {1e6, 1e-6}) {
            FlatFunction own = function(customVjp("own", x -> withPullback(F.mul(x, size), dy -> Tuple.of(() -> single(F.mul(dy, size))))),
                    0.3, 0.7);
            assertThat(ofGradient(own)).as("its own fault, beside %s", size).allMatch(e -> e < 1e-14 * size);
            FlatFunction coarse = function(x -> single(F.mul(x, size)), 0.3, 0.7);
            assertThat(ofGradient(coarse)).anyMatch(e -> e > 1e-9 * size);
        }
    }
}
