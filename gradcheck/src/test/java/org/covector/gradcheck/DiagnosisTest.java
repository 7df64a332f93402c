package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.Autograd.stopGradient;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.unit;
import static org.covector.gradcheck.Case.x;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each kind of bug is called by its name. */
class DiagnosisTest {
    private static final Options PLAIN = Options.DEFAULT.withOrder(1).withVariations();

    private record Bug(Supplier<Report> check, String said) {}

    private final Map<String, Bug> bugs = new LinkedHashMap<>();

    private void unary(String name, String said, Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx, Tensor at) {
        Function1<Tensor, Tensor> wrong = customVjp(name, x -> withPullback(f.apply(x), dy -> Tuple.of(() -> dx.apply(x, dy))));
        bugs.put(name, new Bug(() -> Gradcheck.check(wrong, at, PLAIN), said));
    }

    private void factor(double factor, String said) {
        unary("factor " + factor, said, F::sin, (x, dy) -> F.mul(F.mul(dy, F.cos(x)), factor), x(4));
    }

    private static Tensor times(Tensor a, Tensor b) {
        return F.mul(a, b);
    }

    private static Tensor chosen(Tensor condition, double yes, double no) {
        return F.where(condition, Tensor.scalar(yes), Tensor.scalar(no));
    }

    private void factors() {
        factor(-1, "the sign is wrong");
        factor(2, "a factor 2 too many");
        factor(0.5, "a factor 2 is missing");
        factor(-0.5, "a factor minus 2 is missing");
        factor(Math.PI, "a factor pi too many");
        factor(1 / Math.sqrt(2), "a factor sqrt(2) is missing");
        factor(Math.log(2), "a factor ln 2 too many");
        factor(2 / Math.sqrt(Math.PI), "2 / sqrt(pi) too many");
        factor(1.001, "1 + 1e-3");
        factor(1 - 1e-6, "1 - 1e-6");
        factor(7, "a whole number");
        factor(0, "detached");
        unary("averaged", "it is 1/6 of what it should be: averaged instead of summed", t -> F.sum(t),
                (x, dy) -> F.div(F.expand(dy, 2, 3), 6), x(2, 3));
        unary("summed", "6 times what it should be: summed instead of averaged", t -> F.mean(t), (x, dy) -> F.expand(dy, 2, 3), x(2, 3));
    }

    private void places() {
        unary("square matrix transposed", "it is transposed", F::exp, (x, dy) -> F.transpose(times(dy, F.exp(x)), 0, 1), x(3, 3));
        unary("transposed and laid into the shape", "it is transposed", F::exp,
                (x, dy) -> F.reshape(F.transpose(times(dy, F.exp(x)), 0, 1), 2, 3), x(2, 3));
        unary("axes in another order", "axes are confused", F::exp, (x, dy) -> F.reshape(F.permute(times(dy, F.exp(x)), 2, 0, 1), 2, 3, 4),
                x(2, 3, 4));
        unary("cumulated along the other axis", "along another axis", t -> F.cumsum(t, 0), (x, dy) -> F.flip(F.cumsum(F.flip(dy, 1), 1), 1),
                x(3, 3));
        unary("cotangent transposed", "the cotangent is used with its axes",
                t -> F.mul(t, Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3)),
                (x, dy) -> F.mul(F.transpose(dy, 0, 1), Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3)), x(3, 3));
        unary("reversed", "it is reversed", t -> F.flip(t, 0), (x, dy) -> dy, x(4));
        unary("reversed along an axis", "it is reversed along axis 1", t -> F.flip(t, 1), (x, dy) -> dy, x(2, 3));
        unary("moved with zeros", "it is moved by one element", F::exp, (x, dy) -> F.pad(F.slice(times(dy, F.exp(x)), 0, 0, 4, 1), 1, 0),
                x(5));
        unary("moved around", "it is moved by one element along axis 0", F::exp, (x, dy) -> {
            Tensor g = times(dy, F.exp(x));
            return F.cat(List.of(F.slice(g, 0, 2, 3, 1), F.slice(g, 0, 0, 2, 1)), 0);
        }, x(3, 2));
        unary("first of a border", "wrong only at the first position of axis 0", F::square,
                (x, dy) -> F.mul(times(dy, x), Tensor.of(3.0, 2, 2, 2, 2)), x(5));
        unary("both ends of a border", "wrong only at the first and last position of axis 1", F::square,
                (x, dy) -> F.mul(times(dy, x), Tensor.of(1.5, 2, 2, 2, 1.5)), x(3, 5));
        unary("hidden by a mask", "a mask hides them", F::square, (x, dy) -> F.mul(times(dy, x), Tensor.of(2.0, 0, 2, 0, 2)), x(5));
        unary("repeated rows overwritten", "repeated positions overwrite", t -> F.indexSelect(t, 0, Tensor.of(0L, 1, 1, 2, 3)),
                (x, dy) -> F.cat(List.of(F.slice(dy, 0, 0, 1, 1), F.mul(F.slice(dy, 0, 1, 2, 1), 0), F.slice(dy, 0, 3, 5, 1)), 0), x(4));
    }

    private void ranges() {
        Tensor wide = Tensor.of(0.1, 0.2, 0.4, 0.8, 1.5, 3, 5, -0.3, -4);
        unary("large ones", "only for elements of magnitude from 3", F::square,
                (x, dy) -> F.mul(times(dy, x), chosen(F.gt(F.abs(x), 2), 1.5, 2)), wide);
        unary("small ones", "only for elements of magnitude up to 0.4", F::square,
                (x, dy) -> F.mul(times(dy, x), chosen(F.lt(F.abs(x), 0.5), 1.5, 2)), wide);
        unary("negative ones", "for negative elements only", F::square, (x, dy) -> F.mul(times(dy, x), chosen(F.lt(x, 0), 1.5, 2)),
                Tensor.of(0.1, -0.2, 0.4, 0.8, -1.5, 3, 5, -7));
        unary("at zero", "where the element is 0", F::sin, (x, dy) -> F.mul(times(dy, F.cos(x)), chosen(F.eq(x, 0), 1.5, 1)),
                Tensor.of(0.5, 1, 0, 2, 0, 3));
        unary("at ties", "at ties", F::sin, (x, dy) -> F.mul(times(dy, F.cos(x)), chosen(F.lt(F.abs(F.sub(x, 1)), 1e-9), 1.5, 1)),
                Tensor.of(0.5, 1, 0.2, 1, 2, 3));
        unary("at kinks", "only at kinks", F::relu, (x, dy) -> F.where(F.gt(x, 0), dy, F.where(F.eq(x, 0), F.mul(dy, 2), 0)),
                Tensor.of(0.0, 1, -1, 2));
        unary("no number at zero", "where the element is 0", F::square, (x, dy) -> F.mul(dy, F.div(F.mul(F.mul(x, x), 2), x)),
                Tensor.of(0.5, 0, 1));
        unary("single precision inside", "FLOAT32", F::exp,
                (x, dy) -> times(dy, Tensor.of(F.exp(x).array().to(DType.FLOAT32).to(DType.FLOAT64))), x(6));
        unary("terms beside the diagonal too few", "right on the diagonal and 0 beside it", t -> F.cumsum(t, 0),
                (x, dy) -> F.add(dy, F.mul(F.sum(dy), 0)), x(4));
    }

    private void inputs() {
        var swapped = customVjp("swapped", (Tensor a, Tensor b) ->
                withPullback(F.mul(a, b), dz -> Tuple.of(() -> times(dz, a), () -> times(dz, b))));
        bugs.put("swapped inputs", new Bug(() -> Gradcheck.check(swapped, x(4), unit(4), PLAIN), "the gradient of input 1: swapped"));
        var missing = customVjp("bias", (Tensor a, Tensor b) ->
                withPullback(F.add(a, b), dz -> Tuple.of(() -> dz, () -> F.select(dz, 0, 0))));
        bugs.put("missing sum", new Bug(() -> Gradcheck.check(missing, x(3, 2), x(2), PLAIN), "the sum over a broadcast axis is missing"));
        unary("none where there is one", "should be 0", F::floor, (x, dy) -> dy, x(3));
        unary("cotangent ignored", "the cotangent is ignored", F::exp, (x, dy) -> F.exp(x), x(3));
        unary("cotangent squared", "the cotangent's square", F::exp, (x, dy) -> times(F.square(dy), F.exp(x)), x(3));
    }

    @TestFactory
    Stream<DynamicTest> isNamed() {
        factors();
        places();
        ranges();
        inputs();
        return bugs.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().check().get();
            assertThat(report.isWrong()).as(report.toString()).isTrue();
            assertThat(report.diagnosis() + "\n" + report.breaches()).contains(e.getValue().said());
        }));
    }

    @Test
    void namesASecondDerivativeThatIsCutOff() {
        var wrong = customVjp("exp", (Tensor t) -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(dy, stopGradient(F.exp(t))))));
        Report report = Gradcheck.check(wrong, x(3), PLAIN.withOrder(2));
        assertThat(report.diagnosis()).extracting(Cause::text)
                .anyMatch(d -> d.contains("the first derivative is right and the second wrong"));
    }

    @Test
    void saysNothingOfARightGradient() {
        assertThat(Gradcheck.check(F::tanh, x(4), Options.DEFAULT).diagnosis()).isEmpty();
    }
}
