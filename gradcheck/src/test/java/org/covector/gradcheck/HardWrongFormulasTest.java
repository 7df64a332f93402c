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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.engine.NdArray;
import org.covector.functional.CustomPrimitive;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Wrong formulas that are right almost everywhere, or wrong by little beside much: each is rejected. */
class HardWrongFormulasTest {
    private final Map<String, Supplier<Report>> wrong = new LinkedHashMap<>();

    private void unary(String name, Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx, Tensor at) {
        Function1<Tensor, Tensor> formula = customVjp("formula", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> dx.apply(t, dy))));
        wrong.put(name, () -> Gradcheck.check(formula, at, Options.DEFAULT.withName(name)));
    }

    private void binary(String name, Function2<Tensor, Tensor, Tensor> f, Case.Backward da, Case.Backward db, Tensor a, Tensor b) {
        Function2<Tensor, Tensor, Tensor> formula = customVjp("formula",
                (p, q) -> withPullback(f.apply(p, q), dz -> Tuple.of(() -> da.of(p, q, dz), () -> db.of(p, q, dz))));
        wrong.put(name, () -> Gradcheck.check(formula, a, b, Options.DEFAULT.withName(name)));
    }

    private void pair(String name, Function2<Tensor, Tuple2<Tensor, Tensor>, Tensor> dx, Tensor at) {
        Function1<Tensor, Tuple2<Tensor, Tensor>> formula = customVjp("pair", TENSOR, Tree.tuple(TENSOR, TENSOR),
                t -> withPullback(Tuple.of(F.sin(t), F.square(t)), dy -> Tuple.of(() -> dx.apply(t, dy))));
        wrong.put(name, () -> Gradcheck.check(TENSOR, Tree.tuple(TENSOR, TENSOR), formula, at, Options.DEFAULT.withName(name)));
    }

    private void besideLargePartners() {
        Tensor weights = Tensor.of(1e6, 1e-6, 2);
        unary("a zero beside a million", t -> F.sum(F.mul(t, weights)), (t, dy) -> F.mul(dy, Tensor.of(1e6, 0, 2)), x(3));
        unary("twice a millionth beside a million", t -> F.sum(F.mul(t, weights)), (t, dy) -> F.mul(dy, Tensor.of(1e6, 2e-6, 2)), x(3));
        unary("a sign beside a million", t -> F.sum(F.mul(t, weights)), (t, dy) -> F.mul(dy, Tensor.of(1e6, -1e-6, 2)), x(3));
        unary("a small square beside a large one", t -> F.sum(F.square(t)),
                (t, dy) -> F.mul(dy, F.where(F.lt(F.abs(t), 1e-3), t, F.mul(t, 2))), Tensor.of(1e3, -2e-4, 50));
        unary("one small weight of a hundred dropped", t -> F.sum(F.mul(F.square(t), spread())),
                (t, dy) -> F.mul(dy, F.mul(F.mul(t, 2), lost())), x(100));
        binary("a small column of a product", F::matmul, (a, b, dz) -> F.matmul(dz, F.transpose(b, 0, 1)),
                (a, b, dz) -> F.matmul(F.transpose(F.where(F.lt(F.abs(a), 1e-4), F.mul(a, 2), a), 0, 1), dz), F.mul(x(12, 30), small(30)),
                x(30, 20));
        unary("a leak of a ten millionth to the neighbour forgotten", t -> F.add(t, F.mul(F.roll(t, 1, 0), 1e-7)), (t, dy) -> dy, x(4));
    }

    /** A million everywhere but at one place. */
    private static Tensor small(int n) {
        double[] all = new double[n];
        Arrays.fill(all, 1);
        all[4] = 1e-5;
        return Tensor.of(all);
    }

    private static Tensor spread() {
        double[] all = new double[100];
        Arrays.fill(all, 1e3);
        all[41] = 1e-5;
        return Tensor.of(all);
    }

    private static Tensor lost() {
        double[] all = spread().array().toDoubleArray();
        all[41] = 0;
        return Tensor.of(all);
    }

    private void precision() {
        unary("cosine of an argument in single precision", F::sin, (t, dy) -> F.mul(dy, F.cos(to32(t))), x(4));
        unary("product in single precision, seen through hundreds of results", F::exp, (t, dy) -> to32(F.mul(dy, F.exp(t))), x(700));
        unary("cotangent in single precision, seen through hundreds of results", F::exp, (t, dy) -> F.mul(to32(dy), F.exp(t)), x(700));
        unary("cotangent in single precision after a sum", t -> F.mul(F.sum(t), t),
                (t, dy) -> F.add(F.mul(dy, F.sum(t)), F.sum(F.mul(to32(dy), t))), x(5));
        unary("one in three million", F::tanh, (t, dy) -> F.mul(F.mul(dy, F.sub(1, F.square(F.tanh(t)))), 1 + 3e-7), x(4));
    }

    private void ties() {
        unary("every greatest element takes all", t -> F.max(t), (t, dy) -> F.mul(dy, when(F.eq(t, F.max(t)), 1, 0)),
                Tensor.of(2.0, 0.5, 2, -1));
        unary("every greatest element takes all, at ties it was not given", t -> F.max(t),
                (t, dy) -> F.mul(dy, when(F.eq(t, F.max(t)), 1, 0)), x(4));
        unary("no greatest element takes anything at a tie", t -> F.max(t), (t, dy) -> F.mul(dy, when(F.logicalAnd(F.eq(t, F.max(t)),
                F.eq(F.sum(when(F.eq(t, F.max(t)), 1, 0)), 1)), 1, 0)), x(4));
        unary("every least element of a row takes all", t -> F.amin(t, 1),
                (t, dy) -> F.mul(F.unsqueeze(dy, 1), when(F.eq(t, F.amin(t, true, 1)), 1, 0)),
                Tensor.of(new double[] {1, 1, 3, 0.5, 0.7, 0.5}, 2, 3));
        binary("both arguments of a maximum at a tie", F::maximum, (a, b, dz) -> F.mul(dz, when(F.ge(a, b), 1, 0)),
                (a, b, dz) -> F.mul(dz, when(F.ge(b, a), 1, 0)),
                Tensor.of(1.0, 2, 3), Tensor.of(1.0, 3, 3));
        binary("neither argument of a minimum at a tie", F::minimum, (a, b, dz) -> F.mul(dz, when(F.lt(a, b), 1, 0)),
                (a, b, dz) -> F.mul(dz, when(F.lt(b, a), 1, 0)), x(3), x(3));
        unary("the largest magnitude at a tie of signs", t -> F.max(F.abs(t)),
                (t, dy) -> F.mul(dy, F.mul(F.sign(t), when(F.eq(F.abs(t), F.max(F.abs(t))), 1, 0))),
                Tensor.of(1.5, -1.5, 0.25));
    }

    private void moreTies() {
        unary("greatest of columns, each of equals", t -> F.amax(t, 0), (t, dy) -> F.mul(dy, when(F.eq(t, F.amax(t, true, 0)), 1, 0)),
                Tensor.of(new double[] {1, 4, 1, 4, 0, 3}, 3, 2));
        unary("pooling that gives to all of equals", t -> F.maxPool2d(t, 2),
                (t, dy) -> F.mul(F.reshape(F.expand(F.reshape(dy, 1, 1, 1), 1, 2, 2), 1, 2, 2),
                when(F.eq(t, F.amax(t)), 1, 0)), Tensor.of(new double[] {1, 1, 0, 1}, 1, 2, 2));
        binary("a rectified difference at a tie, one side only", (a, b) -> F.relu(F.sub(a, b)),
                (a, b, dz) -> F.mul(dz, when(F.ge(a, b), 1, 0)),
                (a, b, dz) -> F.mul(dz, when(F.gt(a, b), -1, 0)), Tensor.of(1.0, 2), Tensor.of(1.0, 3));
        binary("a distance at a tie, both the same sign", (a, b) -> F.abs(F.sub(a, b)), (a, b, dz) -> F.mul(dz, when(F.ge(a, b), 1, -1)),
                (a, b, dz) -> F.mul(dz, when(F.ge(b, a), 1, -1)), x(3), unit(3));
        unary("median of equals that gives to each", t -> F.median(t), (t, dy) -> F.mul(dy, when(F.eq(t, F.median(t)), 1, 0)),
                Tensor.of(1.0, 2, 2, 2, 5));
        unary("quantile in the middle of a tie that gives too much", t -> F.quantile(t, 0.45),
                (t, dy) -> F.mul(dy, Tensor.of(0.1, 0.9, 0.9)), Tensor.of(1.5, 1.5, 1.5));
        unary("range that forgets its tied least", t -> F.sub(F.max(t), F.min(t)),
                (t, dy) -> F.mul(dy, F.sub(F.div(when(F.eq(t, F.max(t)), 1, 0),
                F.sum(when(F.eq(t, F.max(t)), 1, 0))), when(F.eq(t, F.min(t)), 1, 0))), Tensor.of(3.0, 1, 2, 1));
    }

    private void steep() {
        unary("a small root of the wrong slope", t -> F.sqrt(F.add(F.square(t), 1e-30)), (t, dy) -> F.mul(dy, F.sign(t)),
                Tensor.of(1e-16, 1));
        unary("beside a pole of the logarithm, twice", t -> F.log(F.abs(F.sub(t, 2))),
                (t, dy) -> F.div(F.mul(dy, when(F.lt(F.abs(F.sub(t, 2)), 1e-6), 2, 1)), F.sub(t, 2)),
                Tensor.of(2 + 1e-10, 5));
        unary("half the slope beside the edge of a domain", F::logit,
                (t, dy) -> F.div(F.mul(dy, when(F.gt(t, 1 - 1e-9), 0.5, 1)), F.mul(t, F.sub(1, t))), Tensor.of(0.3, 1 - 1e-12));
        unary("no slope beside the edge of a domain", F::acosh,
                (t, dy) -> F.mul(dy, F.where(F.lt(t, 1 + 1e-8), Tensor.scalar(3.0), F.reciprocal(F.sqrt(F.sub(F.square(t), 1))))),
                Tensor.of(1 + 1e-10, 2));
        unary("the slope of a steep tanh lost", t -> F.tanh(F.mul(t, 1e12)), (t, dy) -> F.mul(dy, when(F.eq(t, 0), 0, 0)),
                Tensor.of(0.0, 1));
        unary("half the slope of a steep tanh", t -> F.tanh(F.mul(t, 1e12)),
                (t, dy) -> F.mul(F.mul(dy, 5e11), F.sub(1, F.square(F.tanh(F.mul(t, 1e12))))), Tensor.of(0.0, 1));
        unary("a normalised zero with the slope of one", t -> F.div(t, F.clamp(F.norm(t), 1e-12, 1e300)), (t, dy) -> dy,
                Tensor.of(0.0, 0, 0));
        unary("beside a pole with the wrong power", t -> F.reciprocal(F.sub(t, 1)), (t, dy) -> F.neg(F.mul(dy, F.reciprocal(F.sub(t, 1)))),
                Tensor.of(1 + 1e-9, 3));
    }

    private void cotangents() {
        unary("twice for a cotangent of ones", F::sin, (t, dy) -> F.mul(F.mul(dy, F.cos(t)), when(F.all(F.eq(dy, 1)), 2, 1)), x(4));
        unary("cotangents clipped at a thousand", F::exp, (t, dy) -> F.mul(F.clamp(dy, -1e3, 1e3), F.exp(t)), x(3));
        unary("cotangents below a hundred thousandth dropped", F::exp,
                (t, dy) -> F.mul(F.mul(dy, when(F.lt(F.abs(dy), 1e-5), 0, 1)), F.exp(t)), x(3));
        unary("cotangents clipped, seen through hundreds of results", F::exp, (t, dy) -> F.mul(F.clamp(dy, -1e4, 1e4), F.exp(t)), x(600));
        unary("zeros among the cotangents taken for ones, hundreds of results", F::exp,
                (t, dy) -> F.mul(F.where(F.eq(dy, 0), Tensor.scalar(1.0), dy), F.exp(t)), x(600));
        unary("where the cotangents' sum is zero, none counts", F::exp,
                (t, dy) -> F.mul(F.mul(dy, F.exp(t)), when(F.eq(F.sum(dy), 0), 0, 1)), x(5));
        unary("where some cotangent is zero, none counts", F::exp,
                (t, dy) -> F.mul(F.mul(dy, F.exp(t)), when(F.eq(F.min(F.abs(dy)), 0), 0, 1)), x(600));
        pair("one result counts only with the other",
                (t, dy) -> F.add(F.mul(dy._1(), F.cos(t)), F.mul(F.mul(dy._2(), F.mul(t, 2)), when(F.eq(dy._1(), 0), 0, 1))), x(3));
        pair("the second result's cotangent alone is doubled",
                (t, dy) -> F.mul(F.add(F.mul(dy._1(), F.cos(t)), F.mul(dy._2(), F.mul(t, 2))),
                when(F.eq(F.sum(F.abs(dy._1())), 0), 2, 1)), x(3));
        unary("cotangents of six decimals", F::exp, (t, dy) -> F.mul(F.div(F.round(F.mul(dy, 1e6)), 1e6), F.exp(t)), x(4));
        unary("cotangents saturated, hundreds of results", F::sin, (t, dy) -> F.mul(F.mul(F.tanh(F.mul(dy, 1e-5)), 1e5), F.cos(t)), x(800));
        unary("only the first of hundreds of cotangents alone", F::square,
                (t, dy) -> F.mul(F.mul(dy, F.mul(t, 2)), when(F.eq(F.sum(when(F.eq(dy, 0), 0, 1)), 1), 0, 1)), x(520));
        binary("one tensor for both arguments", F::mul, (a, b, dz) -> F.mul(dz, same(a, b) ? F.mul(b, 2) : b), (a, b, dz) -> F.mul(dz, a),
                x(3), unit(3));
    }

    /** Whether two tensors are one. */
    private static boolean same(Tensor a, Tensor b) {
        return Arrays.equals(stopGradient(a).array().toDoubleArray(), stopGradient(b).array().toDoubleArray());
    }

    private void lengths() {
        for (int longest : new int[] {8, 16, 64}) {
            unary("a sum of prefixes in blocks of " + longest, t -> F.cumsum(t, 0),
                    (t, dy) -> F.cat(Stream.iterate(0, from -> from < t.dim(0), from -> from + longest)
                    .map(from -> F.slice(dy, 0, from, Math.min(t.dim(0), from + longest), 1))
                            .map(part -> F.flip(F.cumsum(F.flip(part, 0), 0), 0)).toList(), 0), x(5));
        }
        unary("rows past the sixteenth forgotten", t -> F.sum(F.square(t), 0), (t, dy) -> {
            Tensor all = F.mul(F.mul(F.unsqueeze(dy, 0), t), 2);
            return t.dim(0) <= 16 ? all : F.pad(F.slice(all, 0, 0, 16, 1), 0, 0, 0, t.dim(0) - 16);
        }, x(3, 4));
        unary("softmax past sixteen", t -> F.softmax(t, -1), (t, dy) -> {
            Tensor y = F.softmax(t, -1);
            return F.mul(y, F.sub(dy, F.mul(F.sum(F.mul(dy, y), true, -1), t.dim(-1) > 16 ? 0.5 : 1)));
        }, x(2, 5));
        binary("sums over more than sixty-four cut off", F::matmul, (a, b, dz) -> F.matmul(dz, F.transpose(b, 0, 1)), (a, b, dz) -> {
            int rows = Math.min(64, a.dim(0));
            return F.matmul(F.transpose(F.slice(a, 0, 0, rows, 1), 0, 1), F.slice(dz, 0, 0, rows, 1));
        }, x(4, 3), x(3, 2));
        unary("half as much again at even lengths", t -> F.cumsum(t, 0),
                (t, dy) -> F.mul(F.flip(F.cumsum(F.flip(dy, 0), 0), 0), t.dim(0) % 2 == 0 ? 1.5 : 1), x(5));
        unary("twice as much at odd lengths past a block", F::square,
                (t, dy) -> F.mul(F.mul(dy, t), t.dim(0) > 64 && t.dim(0) % 2 == 1 ? 4 : 2), x(6));
        unary("written for one vector of eight", Eights::run, (t, dy) -> new EightsBack().of(t, dy), x(6));
    }

    /** A square written as a loop. */
    private static final class Eights {
        static Tensor run(Tensor t) {
            return F.square(t);
        }
    }

    /** Its gradient, whose loop forgets the rest after whole vectors once there is one. */
    private record EightsBack() implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            double[] t = x.get(0).toDoubleArray();
            double[] dy = x.get(1).toDoubleArray();
            double[] dx = new double[t.length];
            int whole = t.length > 8 ? t.length / 8 * 8 : t.length;
            for (int i = 0; i < whole; i++) {
                dx[i] = 2 * t[i] * dy[i];
            }
            return List.of(NdArray.of(dx).reshape(x.get(0).shape()));
        }

        @Override
        public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
            return List.of(() -> F.mul(F.mul(dy.getFirst(), x.get(1)), 2), () -> F.mul(F.mul(dy.getFirst(), x.get(0)), 2));
        }
    }

    private void farAndBetween() {
        double[][] windows = {{1.5, 2}, {2, 3}, {-2, -1.5}, {3, 4}, {10, 20}, {0.1, 0.15}};
        for (double[] w : windows) {
            unary("a tenth too much between " + w[0] + " and " + w[1], F::exp,
                    (t, dy) -> F.mul(F.mul(dy, F.exp(t)), when(F.logicalAnd(F.gt(t, w[0]), F.lt(t, w[1])), 1.1, 1)),
                    Tensor.of(-1, -0.3, 0.2, 0.9));
        }
        unary("wrong between a hundred and a thousand", F::square,
                (t, dy) -> F.mul(F.mul(dy, t), when(F.logicalAnd(F.gt(F.abs(t), 100), F.lt(F.abs(t), 1000)), 1, 2)), unit(4));
        unary("wrong beyond a million million", F::square, (t, dy) -> F.mul(F.mul(dy, t), when(F.gt(F.abs(t), 1e12), 1, 2)), x(4));
        unary("wrong between a millionth and a thousandth", F::square,
                (t, dy) -> F.mul(F.mul(dy, t), when(F.logicalAnd(F.gt(F.abs(t), 1e-6), F.lt(F.abs(t), 1e-3)), 1, 2)), x(4));
        unary("wrong between three and five thousand", F::square,
                (t, dy) -> F.mul(F.mul(dy, t), when(F.logicalAnd(F.gt(F.abs(t), 3e3), F.lt(F.abs(t), 5e3)), 1, 2)), x(4));
        unary("wrong between ten thousand and a million", F::square,
                (t, dy) -> F.mul(F.mul(dy, t), when(F.logicalAnd(F.gt(F.abs(t), 1e4), F.lt(F.abs(t), 1e6)), 1, 2)), x(4));
    }

    /** Right at ordinary numbers; squares of large ones overflow, and of small ones vanish, where the gradient is about 1. */
    private void outOfRange() {
        Function2<Tensor, Tensor, Tensor> length = (a, b) -> F.sqrt(F.add(F.square(a), F.square(b)));
        binary("a hypotenuse by squares", F::hypot, (a, b, dz) -> F.mul(dz, F.div(a, length.apply(a, b))),
                (a, b, dz) -> F.mul(dz, F.div(b, length.apply(a, b))), x(3), unit(3));
        binary("a hypotenuse by squares that do not vanish", F::hypot,
                (a, b, dz) -> F.mul(dz, F.div(a, F.maximum(length.apply(a, b), Tensor.scalar(1e-300)))),
                (a, b, dz) -> F.mul(dz, F.div(b, F.maximum(length.apply(a, b), Tensor.scalar(1e-300)))), x(3), unit(3));
        unary("a norm by squares", t -> F.norm(t), (t, dy) -> F.mul(dy, F.div(t, F.sqrt(F.sum(F.square(t))))), x(4));
        unary("a fourth power in a norm", t -> F.norm(t, 5, false, 0),
                (t, dy) -> F.mul(dy, F.div(F.mul(t, F.pow(F.abs(t), 3)), F.pow(F.norm(t, 5, false, 0), 4))), x(4));
        unary("an infinity at a zero that was not given", F::atan, (t, dy) -> F.div(F.mul(dy, F.sign(F.add(F.abs(t), 1))),
                F.where(F.eq(t, 0), F.abs(t), F.add(F.square(t), 1))), x(12));
        unary("an infinity at a number of which squares vanish", F::abs, (t, dy) -> F.mul(dy, F.div(t, F.sqrt(F.square(t)))),
                Tensor.of(1e-200, 1));
    }

    private void secondOrderElsewhere() {
        unary("second order cut off for negative elements", t -> F.mul(F.square(t), t),
                (t, dy) -> F.mul(dy, F.mul(F.where(F.lt(t, 0), stopGradient(F.square(t)), F.square(t)), 3)), unit(4));
        unary("second order cut off beyond three", t -> F.mul(F.square(t), t),
                (t, dy) -> F.mul(dy, F.mul(F.where(F.gt(t, 3), stopGradient(F.square(t)), F.square(t)), 3)), unit(4));
        unary("second order cut off on one side of a kink", t -> F.mul(F.square(t), F.abs(t)),
                (t, dy) -> F.mul(dy, F.mul(F.mul(F.where(F.gt(t, 0), t, stopGradient(t)), F.abs(t)), 3)), F.neg(unit(4)));
    }

    private void noNumbers() {
        unary("no number at infinity", F::tanh, (t, dy) -> {
            Tensor e = F.exp(F.mul(t, 2));
            return F.mul(dy, F.div(F.mul(e, 4), F.square(F.add(e, 1))));
        }, Tensor.of(0.5, Double.POSITIVE_INFINITY));
        unary("no number at an infinity that was not given", t -> F.exp(F.neg(F.square(t))),
                (t, dy) -> F.mul(dy, F.mul(F.mul(t, -2), F.exp(F.neg(F.square(t))))), x(3));
        unary("no number of a logistic function far out", F::sigmoid, (t, dy) -> F.mul(dy, F.div(F.exp(t), F.square(F.add(F.exp(t), 1)))),
                Tensor.of(-1.0, 800, 2));
        unary("no number where the value is finite", t -> F.exp(F.neg(F.abs(t))),
                (t, dy) -> F.mul(dy, F.mul(F.neg(F.div(t, F.abs(t))), F.exp(F.neg(F.abs(t))))),
                Tensor.of(Double.NEGATIVE_INFINITY, 1));
    }

    private void inOrder() {
        Tensor x = Tensor.of(0.9, -1.2, 1.7, 0.3, -0.4);
        unary("squares of ascending elements", F::square,
                (t, dy) -> F.mul(F.mul(dy, t), when(F.all(F.gt(F.diff(t), 0)), 4, 2)), x);
        unary("squares of descending elements", F::square,
                (t, dy) -> F.mul(F.mul(dy, t), when(F.all(F.lt(F.diff(t), 0)), 4, 2)), x);
        unary("squares of ascending rows", F::square,
                (t, dy) -> F.mul(F.mul(dy, t), when(F.all(F.gt(F.diff(t), 0)), 4, 2)), x(3, 4));
    }

    /** Of three hundred elements, seen through sums of all results, one is so small that no quotient of these sums tells. */
    @TestFactory
    Stream<DynamicTest> isNotCalledRight() {
        for (double claimed : new double[] {0, 2e-6, -1e-6}) {
            unary("a millionth among three hundred, as " + claimed, t -> F.mul(t, among(1e-6)), (t, dy) -> F.mul(dy, among(claimed)),
                    x(300));
        }
        return wrong.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().get();
            assertThat(report.isRight()).as(report.toString()).isFalse();
        }));
    }

    @TestFactory
    Stream<DynamicTest> isRejected() {
        besideLargePartners();
        precision();
        ties();
        moreTies();
        steep();
        cotangents();
        lengths();
        farAndBetween();
        outOfRange();
        secondOrderElsewhere();
        noNumbers();
        inOrder();
        assertThat(wrong).hasSizeGreaterThanOrEqualTo(60);
        return wrong.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().get();
            assertThat(report.isWrong()).as(report.toString()).isTrue();
        }));
    }
}
