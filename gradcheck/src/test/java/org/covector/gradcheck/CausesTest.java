package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.Autograd.stopGradient;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;
import static org.covector.gradcheck.Case.unit;
import static org.covector.gradcheck.Case.when;
import static org.covector.gradcheck.Case.x;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple2;
import io.vavr.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Case.Backward formulas as people get them wrong, by kind: each is caught, and its cause is of the right kind; and right ones that look
 * alike.
 */
class CausesTest {
    private record Bug(Supplier<Report> check, Cause.Kind kind, String said) {}

    private final Map<String, Bug> bugs = new LinkedHashMap<>();
    private final Map<String, Supplier<Report>> right = new LinkedHashMap<>();

    private static Function1<Tensor, Tensor> given(Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx) {
        return customVjp("given", x -> withPullback(f.apply(x), dy -> Tuple.of(() -> dx.apply(x, dy))));
    }

    private static Function2<Tensor, Tensor, Tensor> given(Function2<Tensor, Tensor, Tensor> f, Case.Backward dx, Case.Backward dy) {
        return customVjp("given", (x, y) -> withPullback(f.apply(x, y), dz -> Tuple.of(() -> dx.of(x, y, dz), () -> dy.of(x, y, dz))));
    }

    private void wrong(Cause.Kind kind, String said, Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx, Tensor at) {
        bugs.put(bugs.size() + " " + kind + " " + said, new Bug(() -> Gradcheck.check(given(f, dx), at), kind, said));
    }

    private void wrong(
            Cause.Kind kind, String said, Function2<Tensor, Tensor, Tensor> f, Case.Backward dx, Case.Backward dy, Tensor x, Tensor y) {
        bugs.put(bugs.size() + " " + kind + " " + said, new Bug(() -> Gradcheck.check(given(f, dx, dy), x, y), kind, said));
    }

    private void right(String name, Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx, Tensor at) {
        right.put(name, () -> Gradcheck.check(given(f, dx), at));
    }

    private void right(String name, Function2<Tensor, Tensor, Tensor> f, Case.Backward dx, Case.Backward dy, Tensor x, Tensor y) {
        right.put(name, () -> Gradcheck.check(given(f, dx, dy), x, y));
    }

    private static Tensor t(Tensor a) {
        return F.transpose(a, 0, 1);
    }

    private static Tensor times(Tensor a, Tensor b) {
        return F.mul(a, b);
    }

    private void operands() {
        wrong(Cause.Kind.OPERAND, "transposed", F::matmul, (a, b, dz) -> F.matmul(dz, b), (a, b, dz) -> F.matmul(t(a), dz), x(3, 3),
                x(3, 3));
        wrong(Cause.Kind.OPERAND, "reversed order", F::matmul, (a, b, dz) -> F.matmul(t(b), dz), (a, b, dz) -> F.matmul(t(a), dz), x(4, 4),
                x(4, 4));
        wrong(Cause.Kind.OPERAND, "transposed", F::matmul, (a, b, dz) -> F.matmul(dz, t(b)), (a, b, dz) -> F.matmul(a, dz), x(3, 3),
                x(3, 3));
        wrong(Cause.Kind.JACOBIAN_TRANSPOSED, "", y -> F.matmul(x(4, 4), y), (y, dz) -> F.matmul(x(4, 4), dz), x(4));
        wrong(Cause.Kind.JACOBIAN_TRANSPOSED, "inverse permutation", y -> F.indexSelect(y, 0, Tensor.of(3L, 0, 4, 1, 2)),
                (y, dz) -> F.indexSelect(dz, 0, Tensor.of(3L, 0, 4, 1, 2)), x(5));
        wrong(Cause.Kind.JACOBIAN_TRANSPOSED, "inverse permutation", y -> F.roll(y, 1, 0), (y, dz) -> F.roll(dz, 1, 0), x(5));
        wrong(Cause.Kind.MASK_INVERTED, "inverted", y -> F.where(Tensor.of(true, false, true, false), y, 0),
                (y, dz) -> F.where(Tensor.of(true, false, true, false), 0, dz), x(4));
        wrong(Cause.Kind.NOT_A_NUMBER, "where the value is finite", F::exp, (y, dz) -> times(dz, F.div(times(F.exp(y), y), y)),
                Tensor.of(Double.NEGATIVE_INFINITY, 1, 2));
        wrong(Cause.Kind.NOT_A_NUMBER, "where the cotangent is 0", F::exp, (y, dz) -> times(F.exp(y), F.div(F.square(dz), dz)), x(3));
        wrong(Cause.Kind.FACTOR, "constant of few digits", y -> F.sin(F.mul(y, Math.PI)),
                (y, dz) -> times(dz, F.mul(F.cos(F.mul(y, Math.PI)), 3.1415927)), x(4));
        wrong(Cause.Kind.SYMMETRIC_PART_MISSING, "added", y -> F.matmul(y, t(y)), (y, dz) -> F.matmul(dz, y), x(3, 3));
        wrong(Cause.Kind.KERNEL_FLIPPED, "flipped",
                y -> F.add(F.mul(F.narrow(y, 0, 0, 5), 0.5), F.add(F.mul(F.narrow(y, 0, 1, 5), 2), F.mul(F.narrow(y, 0, 2, 5), -3))),
                (y, dz) -> F.add(F.mul(F.pad(dz, 0, 2), -3), F.add(F.mul(F.pad(dz, 1, 1), 2), F.mul(F.pad(dz, 2, 0), 0.5))), x(7));
    }

    private void places() {
        wrong(Cause.Kind.DIAGONAL_MISSING, "", y -> F.cumsum(y, 0), (y, dz) -> F.sub(F.flip(F.cumsum(F.flip(dz, 0), 0), 0), dz), x(5));
        wrong(Cause.Kind.OFF_DIAGONAL_MISSING, "", y -> F.softmax(y, 0),
                (y, dz) -> times(dz, times(F.softmax(y, 0), F.sub(1, F.softmax(y, 0)))), x(5));
        wrong(Cause.Kind.DUPLICATES_OVERWRITTEN, "overwrite", y -> F.indexSelect(y, 0, Tensor.of(0L, 2, 2, 1)),
                (y, dz) -> F.indexCopy(F.mul(y, 0), 0, Tensor.of(0L, 2, 1), F.indexSelect(dz, 0, Tensor.of(0L, 2, 3))), x(3));
        wrong(Cause.Kind.BROADCAST_SUM_MISSING, "", F::add, (a, b, dz) -> dz, (a, b, dz) -> F.select(dz, 0, 0), x(4, 3), x(3));
        wrong(Cause.Kind.MASK_INVERTED, "inverted", F::relu, (y, dz) -> F.where(F.gt(y, 0), F.mul(dz, 0), dz), x(6));
        wrong(Cause.Kind.MASK_INVERTED, "exchanged", F::leakyRelu, (y, dz) -> times(dz, when(F.gt(y, 0), 0.01, 1)), x(6));
        wrong(Cause.Kind.MASK_MISSING, "mask is missing", F::relu, (y, dz) -> dz, x(8));
        wrong(Cause.Kind.MASK_TOO_SMALL, "hides", F::square, (y, dz) -> times(times(dz, F.mul(y, 2)), Tensor.of(1.0, 0, 1, 1, 0, 1)), x(6));
        wrong(Cause.Kind.SHIFTED, "by 2 elements", F::exp, (y, dz) -> F.pad(F.narrow(times(dz, F.exp(y)), 0, 0, 4), 2, 0), x(6));
        wrong(Cause.Kind.MISPLACED, "wrong places", F::max, (y, dz) -> F.where(F.eq(y, F.min(y)), dz, 0),
                Tensor.of(0.5, 2.5, -1, 0.7, 1.5, 0.2));
    }

    private void sums() {
        wrong(Cause.Kind.WRONG_AXIS, "axis 0", F::mul, (a, b, dz) -> times(dz, b), (a, b, dz) -> F.sum(times(dz, a), 1), x(3, 3), x(3));
        wrong(Cause.Kind.WRONG_AXIS, "axis 0", y -> F.softmax(y, 1), (y, dz) -> {
            Tensor s = F.softmax(y, 1);
            return F.mul(s, F.sub(dz, F.sum(times(dz, s), true, 0)));
        }, x(3, 4));
        wrong(Cause.Kind.WRONG_AXIS, "another axis", y -> F.mean(y, 0), (y, dz) -> F.div(F.expand(dz, 2, 3), 3), x(2, 3));
        wrong(Cause.Kind.MEAN_MISSING, "mean", y -> F.sub(y, F.mean(y, true, 1)), (y, dz) -> dz, x(3, 4));
        wrong(Cause.Kind.MEAN_MISSING, "mean", y -> F.var(y), (y, dz) -> F.mul(dz, F.div(y, 2)), x(5));
        wrong(Cause.Kind.DEGREES_OF_FREEDOM, "n - 1", y -> F.var(y), (y, dz) -> F.mul(dz, F.mul(F.sub(y, F.mean(y)), 2.0 / 6)), x(6));
        wrong(Cause.Kind.PROJECTION_MISSING, "along out", y -> F.softmax(y, 1), (y, dz) -> times(dz, F.softmax(y, 1)), x(2, 4));
        wrong(Cause.Kind.PROJECTION_MISSING, "along out", y -> F.div(y, F.norm(y)), (y, dz) -> F.div(dz, F.norm(y)), x(5));
        wrong(Cause.Kind.PROJECTION_MISSING, "along exp(out)", y -> F.logSoftmax(y, 0), (y, dz) -> dz, x(5));
        wrong(Cause.Kind.MEAN_MISSING, "mean", y -> F.div(F.sub(y, F.mean(y)), F.std(y)), (y, dz) -> F.div(dz, F.std(y)), x(6));
        wrong(Cause.Kind.COTANGENT_REDUCED, "averaged", F::exp, (y, dz) -> F.mul(F.mean(dz), F.exp(y)), x(4));
        wrong(Cause.Kind.COTANGENT_REDUCED, "one element", F::exp, (y, dz) -> F.mul(F.select(dz, 0, 0), F.exp(y)), x(4));
        wrong(Cause.Kind.AVERAGED, "averaged", F::add, (a, b, dz) -> dz, (a, b, dz) -> F.mean(dz, 0), x(5, 2), x(2));
    }

    private void terms() {
        wrong(Cause.Kind.ELEMENT_FACTOR, "(1 - out)", F::sigmoid, (y, dz) -> times(dz, F.sigmoid(y)), x(4));
        wrong(Cause.Kind.ELEMENT_FACTOR, "2 x0", y -> F.sin(F.square(y)), (y, dz) -> times(dz, F.cos(F.square(y))), x(5));
        wrong(Cause.Kind.ELEMENT_FACTOR, "1/x1", F::div, (a, b, dz) -> F.div(dz, b), (a, b, dz) -> F.neg(F.div(times(dz, a), b)), x(4),
                unit(4));
        wrong(Cause.Kind.ELEMENT_FACTOR, "ln |x0|", F::pow, (a, b, dz) -> times(dz, times(b, F.pow(a, F.sub(b, 1)))),
                (a, b, dz) -> times(dz, F.pow(a, b)), unit(4), x(4));
        wrong(Cause.Kind.SIGN, "negative elements only", F::abs, (y, dz) -> dz, x(6));
        wrong(Cause.Kind.ELEMENT_FACTOR, "x0", F::mul, (a, b, dz) -> times(dz, b), (a, b, dz) -> F.sum(dz, 0), x(3, 4), x(4));
        wrong(Cause.Kind.TERM, "out^2", y -> F.div(y, F.add(F.square(y), 1)), (y, dz) -> F.div(dz, F.add(F.square(y), 1)), x(5));
        wrong(Cause.Kind.TERM, "cos(x0)", y -> F.mul(y, F.sin(y)), (y, dz) -> times(dz, F.sin(y)), x(5));
        wrong(Cause.Kind.CONSTANT_ADDED, "0.001", F::exp, (y, dz) -> times(dz, F.add(F.exp(y), 1e-3)), x(4));
        wrong(Cause.Kind.CONSTANT_ADDED, "whatever the cotangent", F::exp, (y, dz) -> F.add(times(dz, F.exp(y)), 0.25), x(4));
        wrong(Cause.Kind.WRONG_POINT, "output is used", F::atan, (y, dz) -> F.div(dz, F.add(F.square(F.atan(y)), 1)), x(5));
        wrong(Cause.Kind.WRONG_POINT, "other sign", y -> F.logsumexp(y, 0), (y, dz) -> F.mul(dz, F.softmax(F.neg(y), 0)), x(5));
        wrong(Cause.Kind.APPROXIMATE, "digits", F::gelu,
                (y, dz) -> org.covector.functional.Autograd.vjp(F::geluTanh, y).pullback().apply(dz), x(5));
        wrong(Cause.Kind.RANGE, "negative elements", F::elu, (y, dz) -> dz, Tensor.of(0.5, -0.4, 1, -1.5, 0.7, -0.9, 2));
        wrong(Cause.Kind.SIGN, "sign", F::cos, (y, dz) -> times(dz, F.sin(y)), x(2, 3));
        wrong(Cause.Kind.FACTOR, "4/5", y -> F.mul(y, 1.25), (y, dz) -> dz, x(3));
    }

    private void cotangents() {
        wrong(Cause.Kind.COTANGENT_NOT_LINEAR, "absolute value", F::exp, (y, dz) -> times(F.abs(dz), F.exp(y)), x(3));
        wrong(Cause.Kind.COTANGENT_NOT_LINEAR, "its own size", F::exp, (y, dz) -> times(F.div(dz, F.norm(dz)), F.exp(y)), x(3));
        wrong(Cause.Kind.COTANGENT_IGNORED, "taken for 1", F::exp, (y, dz) -> F.exp(y), x(3));
        wrong(Cause.Kind.SECOND_DERIVATIVE, "second wrong", F::exp, (y, dz) -> times(dz, stopGradient(F.exp(y))), x(3));
        AtomicInteger calls = new AtomicInteger();
        wrong(Cause.Kind.NONDETERMINISTIC, "calls", F::exp, (y, dz) -> F.mul(times(dz, F.exp(y)), 1 + 1e-9 * calls.incrementAndGet()),
                x(3));
        wrong(Cause.Kind.TYPE, "sum over a broadcast axis", F::exp, (y, dz) -> F.sum(times(dz, F.exp(y))), x(3));
        bugs.put("an element read", new Bug(() -> Gradcheck.check(y -> F.mul(y, y.array().getDouble(0)), x(3)), Cause.Kind.ELEMENT_READ,
                "array()"));
        results("second result forgotten", Cause.Kind.RESULT_DROPPED, "result 1", (y, dz) -> F.mul(dz._1(), F.cos(y)));
        results("results exchanged", Cause.Kind.RESULTS_SWAPPED, "results 0 and 1",
                (y, dz) -> F.sub(F.mul(dz._2(), F.cos(y)), F.mul(dz._1(), F.sin(y))));
        results("upstream gradient ignored for one", Cause.Kind.COTANGENT_IGNORED, "result 1",
                (y, dz) -> F.sub(F.mul(dz._1(), F.cos(y)), F.sin(y)));
        results("sign of one", Cause.Kind.SIGN, "result 1", (y, dz) -> F.add(F.mul(dz._1(), F.cos(y)), F.mul(dz._2(), F.sin(y))));
    }

    private void results(String name, Cause.Kind kind, String said, Function2<Tensor, Tuple2<Tensor, Tensor>, Tensor> dx) {
        Tree<Tuple2<Tensor, Tensor>> pair = Tree.tuple(TENSOR, TENSOR);
        Function1<Tensor, Tuple2<Tensor, Tensor>> f = customVjp("pair", TENSOR, pair,
                y -> withPullback(Tuple.of(F.sin(y), F.cos(y)), dz -> Tuple.of(() -> dx.apply(y, dz))));
        bugs.put(name, new Bug(() -> Gradcheck.check(TENSOR, pair, f, x(3), Options.DEFAULT), kind, said));
    }

    private void large() {
        wrong(Cause.Kind.OPERAND, "reversed order", F::matmul, (a, b, dz) -> F.matmul(t(b), dz), (a, b, dz) -> F.matmul(t(a), dz),
                x(30, 30), x(30, 30));
        wrong(Cause.Kind.BROADCAST_SUM_MISSING, "", F::add, (a, b, dz) -> dz, (a, b, dz) -> F.select(dz, 0, 0), x(90, 70), x(70));
        wrong(Cause.Kind.ELEMENT_FACTOR, "(1 - out)", F::sigmoid, (y, dz) -> times(dz, F.sigmoid(y)), x(5000));
        wrong(Cause.Kind.SIGN, "sign", y -> F.mul(F.sin(y), x(80, 80)), (y, dz) -> F.neg(times(times(dz, F.cos(y)), x(80, 80))), x(80, 80));
    }

    /** As people wrote them who had not seen the checker. */
    private void seenElsewhere() {
        wrong(Cause.Kind.WRONG_AXIS, "expanded along axis 1", y -> F.sum(F.square(y), 0), (y, dz) -> F.mul(F.mul(y, 2), F.unsqueeze(dz, 1)),
                x(3, 3));
        wrong(Cause.Kind.JACOBIAN_TRANSPOSED, "the reverse order", y -> F.cumsum(y, 0), (y, dz) -> F.cumsum(dz, 0), x(6));
        wrong(Cause.Kind.DUPLICATES_OVERWRITTEN, "1 of 3", y -> F.indexSelect(y, 0, Tensor.of(1L, 1, 3, 0)),
                (y, dz) -> F.indexCopy(F.mul(y, 0), 0, Tensor.of(1L, 3, 0), F.indexSelect(dz, 0, Tensor.of(0L, 2, 3))), x(4));
        results("square of one", Cause.Kind.COTANGENT_NOT_LINEAR, "its square is used (that of result 1)",
                (y, dz) -> F.sub(F.mul(dz._1(), F.cos(y)), F.mul(F.square(dz._2()), F.sin(y))));
        Tensor definite = F.add(F.matmul(x(3, 3), t(x(3, 3))), F.diag(Tensor.of(1.0, 1, 1)));
        bugs.put("one triangle of a symmetric gradient",
                new Bug(() -> Gradcheck.check(given(F::logdet, (y, dz) -> F.mul(dz, F.tril(F.inv(y)))), definite,
                Options.DEFAULT.withDomain(0, InputDomain.POSITIVE_DEFINITE)), Cause.Kind.SYMMETRIC_PART_MISSING, "the other triangle"));
        wrong(Cause.Kind.OFF_DIAGONAL_MISSING, "", y -> F.cumprod(y, 0), (y, dz) -> F.div(times(dz, F.cumprod(y, 0)), y), x(5));
        wrong(Cause.Kind.AVERAGED, "1/4", F::matmul, (a, b, dz) -> F.matmul(dz, t(b)),
                (a, b, dz) -> F.mean(F.matmul(F.transpose(a, 1, 2), dz), 0), x(4, 2, 3), x(3, 2));
        wrong(Cause.Kind.FACTOR, "sqrt(5)", (a, b) -> F.div(F.matmul(a, t(b)), Math.sqrt(5)), (a, b, dz) -> F.matmul(dz, b),
                (a, b, dz) -> F.div(F.matmul(t(dz), a), Math.sqrt(5)), x(3, 5), x(4, 5));
        wrong(Cause.Kind.RANGE, "of magnitude", y -> F.where(F.lt(F.abs(y), 1), F.mul(F.square(y), 0.5), F.sub(F.abs(y), 0.5)),
                (y, dz) -> times(dz, y), x(9));
        wrong(Cause.Kind.ELEMENT_FACTOR, "exp(-out)", y -> F.logsumexp(y, 1), (y, dz) -> F.mul(F.unsqueeze(dz, 1), F.exp(y)), x(3, 4));
        wrong(Cause.Kind.TERM, "x1", (a, b) -> F.neg(F.sum(times(F.logSoftmax(a, 1), b))), (a, b, dz) -> times(dz, F.softmax(a, 1)),
                (a, b, dz) -> F.neg(times(dz, F.logSoftmax(a, 1))), x(3, 4), F.softmax(x(3, 4), 1));
        wrong(Cause.Kind.SWAPPED, "input 1", F::atan2, (a, b, dz) -> F.neg(F.div(times(dz, a), F.add(F.square(a), F.square(b)))),
                (a, b, dz) -> F.div(times(dz, b), F.add(F.square(a), F.square(b))), x(4), unit(4));
    }

    /** The formula of another point, direction or axis. */
    private void formulasOfOthers() {
        wrong(Cause.Kind.WRONG_POINT, "output belongs", F::tanh, (y, dz) -> times(dz, F.sub(1, F.square(y))), x(5));
        wrong(Cause.Kind.WRONG_POINT, "output belongs", y -> F.softmax(y, 0), (y, dz) -> times(y, F.sub(dz, F.sum(times(dz, y)))), unit(5));
        wrong(Cause.Kind.WRONG_POINT, "at 3 times", y -> F.sin(F.mul(y, 3)), (y, dz) -> F.mul(times(dz, F.cos(y)), 3), x(5));
        wrong(Cause.Kind.WRONG_POINT, "at 0.2 times", y -> F.sigmoid(F.div(y, 5)),
                (y, dz) -> F.div(times(dz, times(F.sigmoid(y), F.sub(1, F.sigmoid(y)))), 5), x(5));
        wrong(Cause.Kind.WRONG_POINT, "input + 1", y -> F.log(F.add(y, 1)), (y, dz) -> F.div(dz, y), unit(5));
        wrong(Cause.Kind.JACOBIAN_TRANSPOSED, "wrong way", y -> F.cumprod(y, 0),
                (y, dz) -> F.div(F.cumsum(times(dz, F.cumprod(y, 0)), 0), y), unit(4));
        wrong(Cause.Kind.JACOBIAN_TRANSPOSED, "wrong way along axis 1", y -> F.logcumsumexp(y, 1),
                (y, dz) -> times(F.exp(y), F.cumsum(times(dz, F.exp(F.neg(F.logcumsumexp(y, 1)))), 1)), x(2, 4));
        wrong(Cause.Kind.JACOBIAN_TRANSPOSED, "reverse order", y -> F.cumsum(y, 1), (y, dz) -> F.cumsum(dz, 1), x(2, 4));
        wrong(Cause.Kind.WRONG_AXIS, "other axis", y -> F.logsumexp(y, 1), (y, dz) -> times(F.unsqueeze(dz, 1), F.softmax(y, 0)), x(3, 3));
        wrong(Cause.Kind.WRONG_AXIS, "other axis", y -> F.var(y, 1),
                (y, dz) -> F.mul(times(F.unsqueeze(dz, 1), F.sub(y, F.mean(y, true, 0))), 2.0 / 3), x(3, 4));
        wrong(Cause.Kind.WRONG_AXIS, "axis 1 where the function's is axis 0",
                y -> F.div(F.sub(y, F.mean(y, true, 0)), F.std(y, 0, true, 0)), (y, dz) -> {
                    Tensor h = F.div(F.sub(y, F.mean(y, true, 0)), F.std(y, 0, true, 0));
                    return F.div(F.sub(F.sub(dz, F.mean(dz, true, 1)), times(h, F.mean(times(dz, h), true, 0))), F.std(y, 0, true, 0));
                }, x(4, 4));
        wrong(Cause.Kind.OPERAND, "another one", F::matmul, (a, b, dz) -> F.matmul(dz, t(x(3, 3))), (a, b, dz) -> F.matmul(t(a), dz),
                F.square(x(3, 3)), unit(3, 3));
    }

    private void masksAndRepetitions() {
        Tensor hidden = F.mul(F.triu(F.add(F.mul(x(4, 4), 0), 1), 1), -1e9);
        wrong(Cause.Kind.MASK_INVERTED, "wrong triangle", y -> F.softmax(F.add(y, hidden), 1), (y, dz) -> {
            Tensor s = F.softmax(F.add(y, t(hidden)), 1);
            return times(s, F.sub(dz, F.sum(times(dz, s), true, 1)));
        }, x(4, 4));
        wrong(Cause.Kind.AVERAGED, "averaged instead of summed", y -> F.indexSelect(y, 0, Tensor.of(2L, 2, 2, 0, 1, 1)),
                (y, dz) -> F.div(F.indexAdd(F.mul(y, 0), 0, Tensor.of(2L, 2, 2, 0, 1, 1), dz), Tensor.of(1.0, 2, 3)), x(3));
        wrong(Cause.Kind.COTANGENT_NOT_LINEAR, "for large ones", F::exp, (y, dz) -> times(F.clamp(dz, -1e3, 1e3), F.exp(y)), x(3));
        wrong(Cause.Kind.COTANGENT_NOT_LINEAR, "or clipped", F::exp, (y, dz) -> F.sign(dz), x(3));
        AtomicReference<Tensor> last = new AtomicReference<>();
        wrong(Cause.Kind.NONDETERMINISTIC, "overwritten", y -> {
            last.set(stopGradient(y));
            return F.square(y);
        }, (y, dz) -> times(dz, F.mul(last.get().shape().equals(y.shape()) ? last.get() : y, 2)), x(4));
        wrong(Cause.Kind.ELEMENT_READ, "array() or item()", y -> times(y, F.sum(y)),
                (y, dz) -> F.add(F.mul(dz, F.sum(y).item()), F.sum(times(dz, y))), x(4));
        wrong(Cause.Kind.FACTOR, "180 / pi", y -> F.sin(F.mul(y, Math.PI / 180)), (y, dz) -> times(dz, F.cos(F.mul(y, Math.PI / 180))),
                F.mul(x(4), 40));
    }

    private static Tensor columnwise(Tensor dz) {
        return F.unsqueeze(dz, 1);
    }

    private void products() {
        wrong(Cause.Kind.SYMMETRIC_PART_MISSING, "counts twice", (a, b) -> F.sum(times(a, F.mv(b, a))),
                (a, b, dz) -> F.mul(times(dz, F.mv(b, a)), 2), (a, b, dz) -> times(dz, F.outer(a, a)), x(4), x(4, 4));
        wrong(Cause.Kind.SYMMETRIC_PART_MISSING, "has to be added", (a, b) -> F.sum(times(a, F.mv(b, a))),
                (a, b, dz) -> times(dz, F.mv(b, a)), (a, b, dz) -> times(dz, F.outer(a, a)), x(4), x(4, 4));
        wrong(Cause.Kind.SYMMETRIC_PART_MISSING, "a matrix times the input", y -> F.sum(times(y, F.mv(x(4, 4), y))),
                (y, dz) -> F.mul(times(dz, F.mv(x(4, 4), y)), 2), x(4));
        wrong(Cause.Kind.SYMMETRIC_PART_MISSING, "input 1 transposed", (a, b) -> F.sum(times(a, F.matmul(a, t(b))), 1),
                (a, b, dz) -> times(columnwise(dz), F.mul(F.matmul(a, t(b)), 2)),
                (a, b, dz) -> F.matmul(t(times(a, columnwise(dz))), a), x(5, 3), x(3, 3));
        wrong(Cause.Kind.SYMMETRIC_PART_MISSING, "input, cotangent and gradient", y -> F.matmul(y, y),
                (y, dz) -> F.mul(F.matmul(dz, t(y)), 2), x(3, 3));
        wrong(Cause.Kind.SYMMETRIC_PART_MISSING, "input, cotangent and gradient", y -> F.tanh(F.matmul(y, y)),
                (y, dz) -> F.matmul(times(dz, F.sub(1, F.square(F.tanh(F.matmul(y, y))))), t(y)), F.mul(x(3, 3), 0.3));
        wrong(Cause.Kind.SYMMETRIC_PART_MISSING, "taken for symmetric", y -> F.matmul(y, t(y)), (y, dz) -> F.mul(F.matmul(dz, y), 2),
                x(3, 4));
        wrong(Cause.Kind.OPERAND, "input 0 transposed", (b, a) -> F.sum(times(x(4), F.mv(b, a))),
                (b, a, dz) -> times(dz, F.outer(x(4), a)), (b, a, dz) -> times(dz, F.mv(b, x(4))), x(4, 4), unit(4));
        wrong(Cause.Kind.OPERAND, "the transposed matrix is right", (a, b) -> F.sum(times(a, F.mv(x(4, 4), b))),
                (a, b, dz) -> times(dz, F.mv(x(4, 4), b)), (a, b, dz) -> times(dz, F.mv(x(4, 4), a)), x(4), unit(4));
        wrong(Cause.Kind.OPERAND, "as if all of them commuted", y -> F.matrixExp(y), (y, dz) -> F.matmul(dz, t(F.matrixExp(y))), x(3, 3));
        wrong(Cause.Kind.OPERAND, "as if all of them commuted", y -> F.matmul(y, F.matmul(y, y)),
                (y, dz) -> F.mul(F.matmul(dz, t(F.matmul(y, y))), 3), x(3, 3));
        wrong(Cause.Kind.OPERAND, "not conjugated", CausesTest::complexProduct, (a, b, dz) -> complexProduct(dz, conjugated(b)),
                (a, b, dz) -> complexProduct(dz, a), x(3, 2), unit(3, 2));
        wrong(Cause.Kind.OPERAND, "times x0", (a, w) -> F.mul(standardised(a), w), (a, w, dz) -> {
            Tensor h = standardised(a);
            Tensor d = F.mul(dz, w);
            return F.div(F.sub(F.sub(d, F.mean(d, true, 1)), times(h, F.mean(times(d, h), true, 1))), F.std(a, 0.0, true, 1));
        }, (a, w, dz) -> F.sum(times(dz, a), 0), x(4, 5), unit(5));
    }

    private static Tensor standardised(Tensor a) {
        return F.div(F.sub(a, F.mean(a, true, 1)), F.std(a, 0.0, true, 1));
    }

    private static Tensor conjugated(Tensor a) {
        return F.mul(a, Tensor.of(1.0, -1));
    }

    /** Of complex numbers, real and imaginary part along the last axis. */
    private static Tensor complexProduct(Tensor a, Tensor b) {
        Tensor p = F.select(a, 1, 0);
        Tensor q = F.select(a, 1, 1);
        Tensor u = F.select(b, 1, 0);
        Tensor v = F.select(b, 1, 1);
        return F.stack(List.of(F.sub(times(p, u), times(q, v)), F.add(times(p, v), times(q, u))), 1);
    }

    private void entries() {
        Tensor kept = Tensor.of(1.0, 1, 0, 1, 0);
        wrong(Cause.Kind.MASK_MISSING, "of 4 of 10 results", y -> F.mul(F.softmax(y, 1), kept), (y, dz) -> {
            Tensor s = F.softmax(y, 1);
            return times(s, F.sub(dz, F.sum(times(dz, s), true, 1)));
        }, x(2, 5));
        wrong(Cause.Kind.MASK_MISSING, "which do not depend on this input", (a, w) -> F.where(F.gt(a, 0), a, F.mul(a, w)),
                (a, w, dz) -> F.where(F.gt(a, 0), dz, F.mul(dz, w)), (a, w, dz) -> F.sum(times(dz, a), 0), x(6, 3), unit(3));
        Tensor shown = F.reshape(Tensor.of(1.0, 0, 1, 0, 1, 1, 1, 1, 0), 3, 3);
        wrong(Cause.Kind.MASK_MISSING, "3 places of its Jacobian", y -> F.mv(times(x(3, 3), shown), y),
                (y, dz) -> F.mv(t(x(3, 3)), dz), x(3));
        wrong(Cause.Kind.MASK_TOO_SMALL, "3 of 9 places of its Jacobian", y -> F.mv(x(3, 3), y),
                (y, dz) -> F.mv(t(times(x(3, 3), shown)), dz), x(3));
        Tensor hot = F.reshape(Tensor.of(0.0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0), 3, 4);
        Function1<Tensor, Tensor> crossEntropy = y -> F.div(F.neg(F.sum(times(hot, F.logSoftmax(y, 1)))), 3);
        wrong(Cause.Kind.TERM, "one place beside its own", crossEntropy,
                (y, dz) -> F.mul(F.div(F.sub(F.softmax(y, 1), F.roll(hot, 1, 1)), 3), dz), x(3, 4));
        wrong(Cause.Kind.TERM, "the term -1/3 is missing", crossEntropy, (y, dz) -> F.mul(F.div(F.softmax(y, 1), 3), dz), x(3, 4));
        wrong(Cause.Kind.TERM, "one of two constants", crossEntropy,
                (y, dz) -> F.mul(F.div(F.sub(F.softmax(y, 1), F.add(F.mul(hot, 0.9), 0.025)), 3), dz), x(3, 4));
        wrong(Cause.Kind.TERM, "the term 1/2 is missing", y -> F.add(y, F.mul(F.flip(y, 0), 0.5)), (y, dz) -> dz, x(5));
        wrong(Cause.Kind.PROJECTION_MISSING, "a multiple of x1",
                (a, b) -> F.div(F.sum(times(a, b), 1), times(F.norm(a, 2.0, false, 1), F.norm(b, 2.0, false, 1))),
                (a, b, dz) -> times(columnwise(dz), F.sub(F.div(b, times(size(a), size(b))),
                        F.div(F.mul(a, F.sum(times(a, b), true, 1)), F.mul(F.pow(size(a), 3.0), size(b))))),
                (a, b, dz) -> times(columnwise(dz), F.div(a, times(size(a), size(b)))), x(3, 4), unit(3, 4));
        wrong(Cause.Kind.ELEMENT_FACTOR, "a factor sigmoid(-x0) is missing, for 6 of 12", y -> F.glu(y, 1), (y, dz) -> {
            Tensor p = F.narrow(y, 1, 0, 2);
            Tensor q = F.sigmoid(F.narrow(y, 1, 2, 2));
            return F.cat(List.of(times(dz, q), times(dz, times(p, q))), 1);
        }, x(3, 4));
    }

    private static Tensor size(Tensor a) {
        return F.norm(a, 2.0, true, 1);
    }

    private void twoCauses() {
        bugs.put("transposed and of the other sign",
                new Bug(() -> Gradcheck.check(given(F::exp, (y, dz) -> F.neg(t(times(dz, F.exp(y))))), x(3, 3)), Cause.Kind.AXES,
                "the sign is wrong"));
        bugs.put("standardised without both terms",
                new Bug(() -> Gradcheck.check(given(y -> F.div(F.sub(y, F.mean(y)), F.std(y)), (y, dz) -> F.div(dz, F.std(y))), x(5)),
                Cause.Kind.MEAN_MISSING, "a term with a sum"));
    }

    @TestFactory
    Stream<DynamicTest> areNamed() {
        operands();
        places();
        sums();
        terms();
        cotangents();
        large();
        seenElsewhere();
        formulasOfOthers();
        masksAndRepetitions();
        products();
        entries();
        return bugs.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().check.get();
            assertThat(report.isWrong()).as(report.toString()).isTrue();
            assertThat(report.diagnosis()).as(report.toString()).extracting(Cause::kind).contains(e.getValue().kind);
            assertThat(report.diagnosis().toString()).as(report.toString()).contains(e.getValue().said);
        }));
    }

    private static Tensor cosine(Tensor a, Tensor b, Tensor dz) {
        Tensor size = F.norm(a);
        Tensor cosine = F.div(F.sum(times(a, b)), F.mul(size, F.norm(b)));
        return F.mul(dz, F.sub(F.div(b, F.mul(size, F.norm(b))), F.div(F.mul(a, cosine), F.square(size))));
    }

    private void rightFormulas() {
        right("softmax", y -> F.softmax(y, 1), (y, dz) -> {
            Tensor s = F.softmax(y, 1);
            return F.mul(s, F.sub(dz, F.sum(times(dz, s), true, 1)));
        }, x(3, 4));
        right("log softmax", y -> F.logSoftmax(y, 0), (y, dz) -> F.sub(dz, F.mul(F.softmax(y, 0), F.sum(dz))), x(5));
        right("centred", y -> F.sub(y, F.mean(y)), (y, dz) -> F.sub(dz, F.mean(dz)), x(5));
        right("standardised", y -> F.div(F.sub(y, F.mean(y)), F.std(y)), (y, dz) -> {
            Tensor h = F.div(F.sub(y, F.mean(y)), F.std(y));
            return F.div(F.sub(F.sub(dz, F.mean(dz)), F.mul(h, F.div(F.sum(times(dz, h)), y.size() - 1))), F.std(y));
        }, x(6));
        right("unit vector", y -> F.div(y, F.norm(y)), (y, dz) -> {
            Tensor u = F.div(y, F.norm(y));
            return F.div(F.sub(dz, F.mul(u, F.sum(times(dz, u)))), F.norm(y));
        }, x(4));
        right("product of matrices", F::matmul, (a, b, dz) -> F.matmul(dz, t(b)), (a, b, dz) -> F.matmul(t(a), dz), x(3, 3), x(3, 3));
        right("Gram matrix", y -> F.matmul(y, t(y)), (y, dz) -> F.matmul(F.add(dz, t(dz)), y), x(3, 2));
        right("linear map", y -> F.matmul(x(4, 3), y), (y, dz) -> F.matmul(t(x(4, 3)), dz), x(3));
        right("permutation", y -> F.indexSelect(y, 0, Tensor.of(3L, 0, 4, 1, 2)),
                (y, dz) -> F.indexSelect(dz, 0, Tensor.of(1L, 3, 4, 0, 2)), x(5));
        right("rows taken twice", y -> F.indexSelect(y, 0, Tensor.of(0L, 2, 2)),
                (y, dz) -> F.indexAdd(F.mul(y, 0), 0, Tensor.of(0L, 2, 2), dz), x(3));
        right("bias", F::add, (a, b, dz) -> dz, (a, b, dz) -> F.sum(dz, 0), x(4, 3), x(3));
        right("scale", F::mul, (a, b, dz) -> times(dz, b), (a, b, dz) -> F.sum(times(dz, a), 0), x(3, 3), x(3));
        right("quotient", F::div, (a, b, dz) -> F.div(dz, b), (a, b, dz) -> F.neg(F.div(times(dz, a), F.square(b))), x(4), unit(4));
        right("difference of squares", (a, b) -> F.sub(F.square(a), F.square(b)), (a, b, dz) -> F.mul(times(dz, a), 2),
                (a, b, dz) -> F.mul(times(dz, b), -2), unit(4), x(4));
        right("sigmoid", F::sigmoid, (y, dz) -> times(dz, times(F.sigmoid(y), F.sub(1, F.sigmoid(y)))), x(5));
        right("tanh by its result", F::tanh, (y, dz) -> times(dz, F.sub(1, F.square(F.tanh(y)))), x(5));
        right("leaky relu", F::leakyRelu, (y, dz) -> times(dz, when(F.gt(y, 0), 1, 0.01)), x(6));
        right("elu", F::elu, (y, dz) -> F.where(F.gt(y, 0), dz, times(dz, F.exp(F.minimum(y, Tensor.scalar(0.0))))), x(6));
        right("cumulative sum", y -> F.cumsum(y, 0), (y, dz) -> F.flip(F.cumsum(F.flip(dz, 0), 0), 0), x(5));
        right("variance by n - 1", y -> F.var(y), (y, dz) -> F.mul(dz, F.mul(F.sub(y, F.mean(y)), 2.0 / (y.size() - 1))), x(6));
        right("mean over an axis", y -> F.mean(y, 0), (y, dz) -> F.div(F.expand(dz, 2, 3), 2), x(2, 3));
        right("chain", y -> F.sin(F.square(y)), (y, dz) -> times(dz, F.mul(times(y, F.cos(F.square(y))), 2)), x(5));
        right("quotient rule", y -> F.div(y, F.add(F.square(y), 1)),
                (y, dz) -> times(dz, F.div(F.sub(1, F.square(y)), F.square(F.add(F.square(y), 1)))), x(5));
        right("product rule", y -> F.mul(y, F.sin(y)), (y, dz) -> times(dz, F.add(F.sin(y), times(y, F.cos(y)))), x(5));
        right("stencil", y -> F.sub(F.narrow(y, 0, 1, 5), F.narrow(y, 0, 0, 5)), (y, dz) -> F.sub(F.pad(dz, 1, 0), F.pad(dz, 0, 1)), x(6));
        right("largest, ties in equal parts", F::max, (y, dz) -> {
            Tensor largest = when(F.eq(y, F.max(y)), 1, 0);
            return F.mul(dz, F.div(largest, F.sum(largest)));
        }, x(5));
        right("norm", y -> F.norm(y), (y, dz) -> F.mul(dz, F.div(y, F.norm(y))), x(4));
        right("trace of a product", (a, b) -> F.sum(times(a, t(b))), (a, b, dz) -> F.mul(dz, t(b)), (a, b, dz) -> F.mul(dz, t(a)), x(3, 3),
                x(3, 3));
        right("inverse tangent", F::atan, (y, dz) -> F.div(dz, F.add(F.square(y), 1)), x(5));
        right("log of a sum of exponentials", y -> F.logsumexp(y, 0), (y, dz) -> F.mul(dz, F.softmax(y, 0)), x(5));
        right("inverse", F::inv, (y, dz) -> {
            Tensor i = t(F.inv(y));
            return F.neg(F.matmul(F.matmul(i, dz), i));
        }, F.add(x(3, 3), F.diag(Tensor.of(4.0, 4, 4))));
        right("entropy of a softmax", y -> F.neg(F.sum(times(F.softmax(y, 1), F.logSoftmax(y, 1)), 1)), (y, dz) -> {
            Tensor p = F.softmax(y, 1);
            Tensor l = F.logSoftmax(y, 1);
            return F.neg(times(times(F.unsqueeze(dz, 1), p), F.sub(l, F.sum(times(p, l), true, 1))));
        }, x(3, 4));
        right("from the least to the greatest", y -> F.div(F.sub(y, F.min(y)), F.sub(F.max(y), F.min(y))), (y, dz) -> {
            Tensor range = F.sub(F.max(y), F.min(y));
            Tensor least = when(F.eq(y, F.min(y)), 1, 0);
            Tensor most = when(F.eq(y, F.max(y)), 1, 0);
            Tensor along = F.sum(times(dz, F.div(F.sub(y, F.min(y)), range)));
            Tensor of = F.sub(dz, F.mul(F.div(least, F.sum(least)), F.sub(F.sum(dz), along)));
            return F.div(F.sub(of, F.mul(F.div(most, F.sum(most)), along)), range);
        }, x(5));
        right("cosine of an angle", (a, b) -> F.div(F.sum(times(a, b)), F.mul(F.norm(a), F.norm(b))), (a, b, dz) -> cosine(a, b, dz),
                (a, b, dz) -> cosine(b, a, dz), x(4), unit(4));
        right("median, ties in equal parts", y -> F.median(y), (y, dz) -> {
            Tensor middle = when(F.eq(y, F.median(y)), 1, 0);
            return F.mul(dz, F.div(middle, F.sum(middle)));
        }, x(5));
        right("geometric mean", y -> F.exp(F.mean(F.log(y))),
                (y, dz) -> F.div(F.mul(F.mul(dz, F.exp(F.mean(F.log(y)))), 1.0 / y.size()), y), unit(5));
        right("large product", F::matmul, (a, b, dz) -> F.matmul(dz, t(b)), (a, b, dz) -> F.matmul(t(a), dz), x(30, 20), x(20, 30));
    }

    @TestFactory
    Stream<DynamicTest> areNotSeenWhereThereAreNone() {
        rightFormulas();
        return right.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().get();
            assertThat(report.isWrong()).as(report.toString()).isFalse();
            assertThat(report.diagnosis()).isEmpty();
        }));
    }

    @TestFactory
    Stream<DynamicTest> areTwoWhereTwoFit() {
        twoCauses();
        return bugs.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            Report report = e.getValue().check.get();
            assertThat(report.diagnosis()).as(report.toString()).hasSize(2).extracting(Cause::kind).contains(e.getValue().kind);
            assertThat(report.diagnosis().toString()).as(report.toString()).contains(e.getValue().said);
        }));
    }
}
