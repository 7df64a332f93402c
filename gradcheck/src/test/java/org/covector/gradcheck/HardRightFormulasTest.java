package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.Autograd.stopGradient;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;
import static org.covector.gradcheck.Case.among;
import static org.covector.gradcheck.Case.to32;
import static org.covector.gradcheck.Case.unit;
import static org.covector.gradcheck.Case.when;
import static org.covector.gradcheck.Case.x;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple2;
import io.vavr.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Right formulas at ties, steep places, cancellations, coarse values: none is accused. */
class HardRightFormulasTest {
    private final Map<String, Supplier<Report>> right = new LinkedHashMap<>();

    private void plain(String name, Function1<Tensor, Tensor> f, Tensor at) {
        right.put(name, () -> Gradcheck.check(f, at, Options.DEFAULT.withName(name)));
    }

    private void plain(String name, Function2<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) {
        right.put(name, () -> Gradcheck.check(f, a, b, Options.DEFAULT.withName(name)));
    }

    private void unary(String name, Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx, Tensor at) {
        plain(name, customVjp("formula", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> dx.apply(t, dy)))), at);
    }

    private void binary(String name, Function2<Tensor, Tensor, Tensor> f, Case.Backward da, Case.Backward db, Tensor a, Tensor b) {
        plain(name, customVjp("formula", (p, q) ->
                withPullback(f.apply(p, q), dz -> Tuple.of(() -> da.of(p, q, dz), () -> db.of(p, q, dz)))), a, b);
    }

    /** {@code c[0] + c[1] t + c[2] t^2 + ...}. */
    private static Tensor series(Tensor t, double... c) {
        Tensor sum = F.mul(t, 0);
        for (int k = c.length - 1; k >= 0; k--) {
            sum = F.add(F.mul(sum, t), c[k]);
        }
        return sum;
    }

    private void besideLargePartners() {
        Tensor weights = Tensor.of(1e6, 1e-6, 2);
        plain("a millionth beside a million", t -> F.sum(F.mul(t, weights)), x(3));
        plain("a true zero beside a million", t -> F.sum(F.mul(t, Tensor.of(1e6, 0, 2))), x(3));
        plain("small squares beside large ones", t -> F.sum(F.square(t)), Tensor.of(1e3, -2e-4, 50));
        plain("a leak of a ten millionth", t -> F.add(t, F.mul(F.roll(t, 1, 0), 1e-7)), x(4));
        plain("softmax of far apart elements", t -> F.softmax(t, 0), Tensor.of(0.0, -12, -20, 3));
        plain("a millionth among three hundred", t -> F.mul(t, among(1e-6)), x(300));
        plain("a zero among three hundred", t -> F.mul(t, among(0)), x(300));
        plain("half of three hundred without influence",
                t -> F.matmul(F.where(F.gt(t, 0), t, F.mul(t, 0)), Tensor.ones(DType.FLOAT64, Shape.of(300, 60))), x(300));
        plain("rows of all magnitudes", t -> F.mul(t, F.exp(F.mul(t, 9))), x(40));
        plain("product of magnitudes far apart", t -> F.prod(t), Tensor.of(1e5, 1e-5, 3e-3));
    }

    /** A million everywhere but at one place. */
    private void cancelling() {
        plain("sinc", F::sinc, Tensor.of(0.0, 1e-8, 1e-3, 0.5));
        plain("a half-angle kink", t -> F.sqrt(F.sub(1, F.cos(t))), Tensor.of(1.0, 0.3, -2));
        plain("deviations from the mean far from zero", t -> F.sub(t, F.mean(t)), Tensor.of(1e8 + 1, 1e8 + 2, 1e8 + 5));
        plain("log of the odds near 0", t -> F.sub(F.log(t), F.log1p(F.neg(t))), Tensor.of(1e-12, 1e-5, 0.5));
        Function1<Tensor, Tensor> expm1 = t -> F.div(F.sub(F.exp(t), 1), t);
        unary("(e^x - 1) / x by its series", expm1, (t, dy) -> F.mul(dy, F.where(F.lt(F.abs(t), 1e-3),
                series(t, 0.5, 1.0 / 3, 0.125, 1.0 / 30), F.div(F.sub(F.exp(t), expm1.apply(t)), t))), Tensor.of(1e-7, -3e-6, 2e-8));
        unary("(1 - cos x) / x^2 by its series", t -> F.div(F.sub(1, F.cos(t)), F.square(t)),
                (t, dy) -> F.mul(dy, F.where(F.lt(F.abs(t), 0.1),
                F.mul(t, series(F.square(t), -1.0 / 12, 1.0 / 180, -1.0 / 6720, 1.0 / 453600)),
                        F.div(F.sub(F.sin(t), F.div(F.mul(F.sub(1, F.cos(t)), 2), t)), F.square(t)))),
                Tensor.of(1e-4, -2e-5, 3e-6));
        unary("log(1 + x) / x by its series", t -> F.div(F.log(F.add(t, 1)), t), (t, dy) -> F.mul(dy, F.where(F.lt(F.abs(t), 1e-3),
                series(t, -0.5, 2.0 / 3, -0.75, 0.8, -5.0 / 6), F.div(F.sub(F.reciprocal(F.add(t, 1)), F.div(F.log1p(t), t)), t))),
                Tensor.of(1e-6, -2e-7, 5e-8));
        unary("the lifted (e^x - 1) / x", t -> F.where(F.eq(t, 0), Tensor.scalar(1.0), F.div(F.expm1(t), t)),
                (t, dy) -> F.mul(dy, F.where(F.lt(F.abs(t), 1e-3),
                series(t, 0.5, 1.0 / 3, 0.125, 1.0 / 30), F.div(F.sub(F.exp(t), F.div(F.expm1(t), t)), t))), Tensor.of(0.0, 1, 1e-5));
        unary("sqrt(x^2 + 1) - 1 written out", t -> F.sub(F.sqrt(F.add(F.square(t), 1)), 1),
                (t, dy) -> F.mul(dy, F.div(t, F.sqrt(F.add(F.square(t), 1)))), Tensor.of(1e-6, 3e-5, 1));
        unary("x - sin x by its series", t -> F.sub(t, F.sin(t)), (t, dy) -> F.mul(dy, F.mul(F.square(F.sin(F.div(t, 2))), 2)),
                Tensor.of(1e-4, -3e-3, 1));
    }

    private void coarse() {
        unary("single precision in value and gradient", t -> to32(F.exp(t)), (t, dy) -> F.mul(dy, to32(F.exp(t))), x(4));
        unary("single precision throughout", t -> to32(F.sin(to32(t))), (t, dy) -> to32(F.mul(to32(dy), F.cos(to32(t)))), x(4));
        unary("single precision throughout, hundreds of results", t -> to32(F.exp(t)), (t, dy) -> to32(F.mul(to32(dy), F.exp(t))), x(600));
        plain("gradients that underflow on their way", t -> F.mul(F.mul(F.mul(t, 1e12), 1e-150), 1e-171), x(3));
        unary("rounded to thousandths with the slope between", t -> F.div(F.round(F.mul(t, 1e3)), 1e3), (t, dy) -> F.mul(dy, 0), x(3));
    }

    private void ties() {
        unary("the greatest elements share", t -> F.max(t), (t, dy) -> {
            Tensor greatest = when(F.eq(t, F.max(t)), 1, 0);
            return F.mul(dy, F.div(greatest, F.sum(greatest)));
        }, Tensor.of(2.0, 0.5, 2, -1));
        unary("the first of the greatest takes all", t -> F.max(t),
                (t, dy) -> F.mul(dy, F.oneHot(F.argmax(t), (int) t.size()).to(DType.FLOAT64)), Tensor.of(2.0, 0.5, 2, 2));
        unary("unequal shares", t -> F.max(t), (t, dy) -> {
            Tensor greatest = F.mul(when(F.eq(t, F.max(t)), 1, 0), Tensor.of(0.2, 1, 0.8));
            return F.mul(dy, F.div(greatest, F.sum(greatest)));
        }, Tensor.of(1.0, 0, 1));
        plain("least elements of rows", t -> F.amin(t, 1), Tensor.of(new double[] {1, 1, 3, 0.5, 0.7, 0.5}, 2, 3));
        binary("a tie to the second argument", F::maximum, (a, b, dz) -> F.mul(dz, when(F.gt(a, b), 1, 0)),
                (a, b, dz) -> F.mul(dz, when(F.ge(b, a), 1, 0)),
                Tensor.of(1.0, 2, 3), Tensor.of(1.0, 3, 3));
        unary("corners of absolute values", t -> F.sum(F.abs(t)), (t, dy) -> F.mul(dy, when(F.ge(t, 0), 1, -1)),
                Tensor.of(0.0, 0, 0, 0, 0, 0, 1));
        plain("a difference of absolute values", t -> F.sub(F.abs(F.select(t, 0, 0)), F.abs(F.select(t, 0, 1))), Tensor.of(0.0, 0));
        unary("a difference of absolute values, a corner", t -> F.sub(F.abs(F.select(t, 0, 0)), F.abs(F.select(t, 0, 1))),
                (t, dy) -> F.mul(dy, F.mul(when(F.ge(t, 0), 1, -1), Tensor.of(1.0, -1))), Tensor.of(0.0, 0));
        plain("the largest magnitude at a tie of signs", t -> F.amax(F.abs(t), 0), Tensor.of(1.5, -1.5, 0.25));
        for (double share : new double[] {0, 0.5, 1}) {
            binary("a rectified difference at a tie, " + share, (a, b) -> F.relu(F.sub(a, b)),
                    (a, b, dz) -> F.mul(dz, F.where(F.eq(a, b), Tensor.scalar(share), when(F.gt(a, b), 1, 0))),
                    (a, b, dz) -> F.neg(F.mul(dz, F.where(F.eq(a, b), Tensor.scalar(share), when(F.gt(a, b), 1, 0)))), Tensor.of(1.0, 2),
                            Tensor.of(1.0, 3));
        }
        binary("a distance at a tie", (a, b) -> F.abs(F.sub(a, b)), (a, b, dz) -> F.mul(dz, F.sign(F.sub(a, b))),
                (a, b, dz) -> F.mul(dz, F.sign(F.sub(b, a))),
                Tensor.of(1.0, 2), Tensor.of(1.0, 3));
        plain("greatest so far of equals", t -> F.cummax(t, 0).values(), Tensor.of(1.0, 1, 0.5, 1, 2));
        plain("third least of equals", t -> F.kthvalue(t, 3, 0, false).values(), Tensor.of(1.0, 1, 1, 0, 2));
        plain("quantile of equals", t -> F.quantile(t, 0.3), Tensor.of(1.0, 1, 1, 0, 2, 1));
        plain("range of equals", t -> F.sub(F.max(t), F.min(t)), Tensor.of(1.0, 1, 1));
        plain("distances of equal points", t -> F.pdist(t, 1), Tensor.of(new double[] {1, 2, 1, 2, 0, 2}, 3, 2));
        plain("most frequent of some numbers", t -> F.mode(t, 0, false).values(), Tensor.of(1.0, 2, 2, 3, 2));
        plain("most frequent of columns", t -> F.mode(t, 0, false).values(),
                Tensor.of(new double[] {-0.5, -1.5, 1, 0.5, -1.5, 0, 0, -2}, 2, 4));
        plain("most frequent of all but one", t -> F.mode(t, 1, true).values(), Tensor.of(new double[] {1.5, 1.5, -1.5, 2, 0, 1}, 2, 3));
        plain("runs of equal elements", t -> F.uniqueConsecutive(t).values(), Tensor.of(0.0, 0, -0.5, 1, 1.5, -1.5));
        plain("distinct elements of equal ones", t -> F.unique(t).values(), Tensor.of(1.0, 2, 1, 0.5));
        plain("quantile in the middle of a tie of three", t -> F.quantile(t, 0.45), Tensor.of(1.5, 1.5, 1.5));
        Tensor tied = Tensor.of(new double[] {-2, 0, 0, -2, 0.5, -1, 1.5, 0, 2, -1, -2, 0.5}, 4, 3);
        right.put("median of elements of which dozens tie", () -> Gradcheck.check(t -> F.nanmedian(t), tied,
                Options.DEFAULT.withSeed(-60124231009L).withOrder(1))); // longer axes, and few gradients around that are not 0
        plain("median of equal elements", t -> F.median(t), Tensor.of(1.0, 1, 1, 2, 0));
        plain("rectified differences of equal elements", t -> F.relu(F.sub(t, F.flip(t, 0))), Tensor.of(1.0, 2, 1));
        plain("greatest two of equal elements", t -> F.sum(F.topk(t, 2, 0, true).values()), Tensor.of(1.0, 1, 1, 0));
        plain("pooling of ties", t -> F.maxPool2d(t, 2), Tensor.of(new double[] {1, 1, 0, 2, 1, 1, 2, 2}, 1, 2, 4));
    }

    private void steep() {
        Tensor negative = Tensor.of(-2.55e-7, 1.36e-7, -5.88e-7, 5.85e-7);
        Tensor anchor = Tensor.of(-4.9e-7, 4.2e-7, -4.5e-7, 5.2e-7);
        plain("swapped distances whose pieces are a millionth wide", t -> F.add(F.sub(F.sum(F.square(F.sub(anchor, t))),
                F.minimum(F.sum(F.square(F.sub(anchor, negative))), F.sum(F.square(F.sub(t, negative))))), 1),
                Tensor.of(-2.6e-7, 1.4e-7, -5.8e-7, 5.7e-7));
        plain("a steep tanh", t -> F.tanh(F.mul(t, 1e12)), Tensor.of(0.0, 1, -2));
        plain("a steep sigmoid far from its middle", t -> F.sigmoid(F.mul(F.sub(t, 0.5), 1e9)), Tensor.of(0.5, 0.7));
        plain("normalised zero", t -> F.div(t, F.clamp(F.norm(t), 1e-12, 1e300)), Tensor.of(0.0, 0, 0));
        plain("normalised by the library", t -> F.normalize(t, 0), Tensor.of(0.0, 0, 0));
        plain("beside a pole", t -> F.reciprocal(F.sub(t, 1)), Tensor.of(1 + 1e-9, 1 - 3e-8, 3));
        plain("beside a pole of the logarithm", t -> F.log(F.abs(F.sub(t, 2))), Tensor.of(2 + 1e-10, 2 - 1e-7));
        plain("beside a pole of the tangent", t -> F.tan(t), Tensor.of(Math.PI / 2 + 1e-8, Math.PI / 2 - 1e-6, 1));
        plain("beside the edge of a domain", F::acosh, Tensor.of(1 + 1e-10, 2));
        plain("beside the edge of the inverse error function", F::erfinv, Tensor.of(1 - 1e-12, 0.5));
        plain("beside both edges of the logit", F::logit, Tensor.of(1e-14, 1 - 1e-12, 1 - 1e-15));
        plain("low stairs on a steep slope", t -> F.add(F.floor(F.mul(t, 3)), F.square(t)), Tensor.of(2601258.156066, 1234.56, 0.7));
        plain("a steep softsign", t -> F.softsign(F.mul(t, 1e10)), Tensor.of(0.0, 1e-10, -1));
        plain("a steep error function", t -> F.erf(F.mul(F.sub(t, 1), 1e8)), Tensor.of(1.0, 1 + 1e-8, 2));
        plain("a steep arc tangent", t -> F.atan(F.mul(t, 1e15)), Tensor.of(0.0, -1e-15, 1));
        plain("steeper than numbers are apart", t -> F.sigmoid(F.mul(F.sub(t, 1), 1e18)), Tensor.of(1.0, 2));
        plain("cosine of tiny vectors", (a, b) -> F.cosineSimilarity(a, b, 0, 1e-8), Tensor.of(1e-9, -2e-9), Tensor.of(3e-9, 1e-9));
        plain("a narrow bell", t -> F.exp(F.neg(F.square(F.mul(F.sub(t, 1), 1e7)))), Tensor.of(1 + 3e-8, 1, 2));
        plain("a small root", t -> F.sqrt(F.add(F.square(t), 1e-20)), Tensor.of(0.0, 1, 1e-10));
    }

    /** Their squares overflow and vanish too, but so do the gradients, or the values. */
    private void outOfRange() {
        binary("a quotient by a square", F::div, (a, b, dz) -> F.div(dz, b), (a, b, dz) -> F.neg(F.div(F.mul(dz, a), F.square(b))), x(3),
                unit(3));
        binary("an angle by squares", F::atan2, (a, b, dz) -> F.mul(dz, F.div(b, F.add(F.square(a), F.square(b)))),
                (a, b, dz) -> F.neg(F.mul(dz, F.div(a, F.add(F.square(a), F.square(b))))), x(3), unit(3));
        unary("an inverse hyperbolic sine by a square", F::asinh, (t, dy) -> F.div(dy, F.sqrt(F.add(F.square(t), 1))), x(4));
        unary("a unit vector by a cube", t -> F.div(t, F.norm(t)), (t, dy) -> F.sub(F.div(dy, F.norm(t)),
                F.div(F.mul(t, F.sum(F.mul(t, dy))), F.pow(F.norm(t), 3))), x(4));
        unary("a quotient of polynomials", t -> F.div(F.square(t), F.add(F.square(F.square(t)), 1)),
                (t, dy) -> F.mul(dy, F.div(F.mul(F.mul(t, F.sub(1, F.square(F.square(t)))), 2),
                        F.square(F.add(F.square(F.square(t)), 1)))), x(4));
        unary("a norm written out", t -> F.sqrt(F.sum(F.square(t))), (t, dy) -> F.mul(dy, F.div(t, F.sqrt(F.sum(F.square(t))))), x(4));
        unary("a root of a mean square written out", t -> F.div(t, F.sqrt(F.mean(F.square(t)))), (t, dy) -> {
            Tensor size = F.sqrt(F.mean(F.square(t)));
            Tensor y = F.div(t, size);
            return F.div(F.sub(dy, F.mul(y, F.mean(F.mul(dy, y)))), size);
        }, x(5));
        unary("a deviation", t -> F.std(t), (t, dy) -> F.mul(dy, F.div(F.sub(t, F.mean(t)), F.mul(F.std(t), t.size() - 1))), x(5));
        binary("a share", (a, b) -> F.div(a, F.add(a, b)), (a, b, dz) -> F.mul(dz, F.div(b, F.square(F.add(a, b)))),
                (a, b, dz) -> F.neg(F.mul(dz, F.div(a, F.square(F.add(a, b))))), unit(3), F.add(unit(3), 1));
        unary("integer parts", F::floor, (t, dy) -> F.mul(dy, 0), x(4));
        plain("a pole at the smallest numbers", F::lgamma, Tensor.of(7.9e-318, 1.5));
    }

    private void structures() {
        Function1<Tensor, Tuple2<Tensor, Tensor>> both = customVjp("pair", TENSOR, Tree.tuple(TENSOR, TENSOR),
                t -> withPullback(Tuple.of(F.sin(t), F.square(t)),
                dy -> Tuple.of(() -> F.add(F.mul(dy._1(), F.cos(t)), F.mul(dy._2(), F.mul(t, 2))))));
        right.put("two results", () -> Gradcheck.check(TENSOR, Tree.tuple(TENSOR, TENSOR), both, x(3), Options.DEFAULT));
        plain("cotangents of every size through hundreds of results", t -> F.exp(t), x(600));
        unary("a formula for vectors of one length", t -> F.cumsum(t, 0),
                (t, dy) -> F.matmul(Tensor.of(new double[] {1, 1, 1, 0, 1, 1, 0, 0, 1}, 3, 3), dy), x(3));
        unary("a sum of prefixes of any length", t -> F.cumsum(t, 0), (t, dy) -> F.flip(F.cumsum(F.flip(dy, 0), 0), 0), x(5));
        unary("second order by a formula of its own", t -> F.mul(F.square(t), F.abs(t)), (t, dy) -> F.mul(dy, F.mul(F.mul(t, F.abs(t)), 3)),
                F.neg(unit(4)));
        unary("no second order where it is 0", F::relu, (t, dy) -> F.mul(dy, stopGradient(when(F.gt(t, 0), 1, 0))), x(4));
        plain("decaying at infinity", t -> F.exp(F.neg(F.abs(t))), Tensor.of(Double.NEGATIVE_INFINITY, 1));
        plain("saturated at infinity", F::tanh, Tensor.of(0.5, Double.POSITIVE_INFINITY));
        plain("one factor of both", F::mul, x(3), x(3));
    }

    @TestFactory
    Stream<DynamicTest> isNotAccused() {
        besideLargePartners();
        cancelling();
        coarse();
        ties();
        steep();
        outOfRange();
        structures();
        assertThat(right).hasSizeGreaterThanOrEqualTo(60);
        return right.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().get();
            assertThat(report.isWrong()).as(report.toString()).isFalse();
        }));
    }
}
