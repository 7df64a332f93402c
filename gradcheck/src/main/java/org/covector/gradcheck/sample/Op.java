package org.covector.gradcheck.sample;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple2;
import io.vavr.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.covector.engine.ArgumentException;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * An operation of random programs.
 *
 * @param text Java with {@code %s} for each argument
 * @param arity number of arguments
 * @param accepts whether it takes arguments of these shapes
 * @param smooth whether it is differentiable everywhere
 * @param f what it does
 */
public record Op(String text, int arity, Predicate<List<Shape>> accepts, boolean smooth, Function1<List<Tensor>, Tensor> f) {
    private static final Predicate<List<Shape>> ANY = _ -> true;
    private static final Predicate<List<Shape>> AXIS = s -> s.getFirst().rank() >= 1 && s.getFirst().size() > 0;
    private static final Predicate<List<Shape>> FULL = s -> s.getFirst().size() > 0;

    /** Operations of F that are smooth where tensors of moderate size lie, and some with kinks. */
    public static final List<Op> ALL = table();

    /** A smooth operation on one tensor of any shape. */
    public static Op of(String text, Function1<Tensor, Tensor> f) {
        return one(text, ANY, true, f);
    }

    /** A smooth operation on two tensors that broadcast. */
    public static Op of(String text, Function2<Tensor, Tensor, Tensor> f) {
        return two(text, Op::broadcast, true, f);
    }

    private static Op one(String text, Predicate<List<Shape>> accepts, boolean smooth, Function1<Tensor, Tensor> f) {
        return new Op(text, 1, accepts, smooth, in -> f.apply(in.getFirst()));
    }

    private static Op two(String text, Predicate<List<Shape>> accepts, boolean smooth, Function2<Tensor, Tensor, Tensor> f) {
        return new Op(text, 2, accepts, smooth, in -> f.apply(in.get(0), in.get(1)));
    }

    private static boolean broadcast(List<Shape> shapes) {
        try {
            shapes.get(0).broadcast("program", shapes.get(1));
            return true;
        } catch (ArgumentException different) {
            return false;
        }
    }

    private static List<Op> table() {
        List<Op> all = new ArrayList<>();
        pointwise().forEach(t -> all.add(one(t._1(), ANY, true, t._2())));
        List.<Tuple2<String, Function1<Tensor, Tensor>>>of(Tuple.of("F.relu(%s)", F::relu), Tuple.of("F.abs(%s)", F::abs),
                Tuple.of("F.elu(%s)", F::elu),
                Tuple.of("F.leakyRelu(%s)", F::leakyRelu), Tuple.of("F.clamp(%s, -1, 1)", t -> F.clamp(t, -1, 1)))
                .forEach(t -> all.add(one(t._1(), ANY, false, t._2())));
        all.addAll(onAxes());
        all.add(two("F.add(%s, %s)", Op::broadcast, true, F::add));
        all.add(two("F.sub(%s, %s)", Op::broadcast, true, F::sub));
        all.add(two("F.mul(%s, %s)", Op::broadcast, true, F::mul));
        all.add(two("F.logaddexp(%s, %s)", Op::broadcast, true, F::logaddexp));
        all.add(two("F.maximum(%s, %s)", Op::broadcast, false, F::maximum));
        all.add(two("F.minimum(%s, %s)", Op::broadcast, false, F::minimum));
        all.add(two("F.matmul(%s, F.transpose(%s, -2, -1))", Op::rows, true, (x, y) -> F.matmul(x, F.transpose(y, -2, -1))));
        all.add(two("F.cat(List.of(%s, %s), 0)", s -> s.get(0).rank() > 0 && s.get(0).rank() == s.get(1).rank()
                && s.get(0).sub(1, s.get(0).rank()).equals(s.get(1).sub(1, s.get(1).rank())), true, (x, y) -> F.cat(List.of(x, y), 0)));
        return List.copyOf(all);
    }

    private static boolean rows(List<Shape> s) {
        return s.get(0).rank() == 2 && s.get(1).rank() == 2 && s.get(0).dim(1) == s.get(1).dim(1);
    }

    private static List<Tuple2<String, Function1<Tensor, Tensor>>> pointwise() {
        return List.of(Tuple.of("F.tanh(%s)", F::tanh), Tuple.of("F.sigmoid(%s)", F::sigmoid), Tuple.of("F.sin(%s)", F::sin),
                Tuple.of("F.cos(%s)", F::cos),
                Tuple.of("F.atan(%s)", F::atan), Tuple.of("F.asinh(%s)", F::asinh), Tuple.of("F.erf(%s)", F::erf),
                        Tuple.of("F.gelu(%s)", F::gelu),
                Tuple.of("F.silu(%s)", F::silu), Tuple.of("F.mish(%s)", F::mish), Tuple.of("F.softplus(%s)", F::softplus),
                        Tuple.of("F.logcosh(%s)", F::logcosh),
                Tuple.of("F.neg(%s)", F::neg), Tuple.of("F.mul(%s, 0.5)", t -> F.mul(t, 0.5)), Tuple.of("F.sub(1, %s)", t -> F.sub(1, t)),
                Tuple.of("F.square(%s)", F::square), Tuple.of("F.exp(%s)", F::exp));
    }

    private static List<Op> onAxes() {
        return List.of(one("F.softmax(%s, -1)", AXIS, true, t -> F.softmax(t, -1)),
                one("F.logSoftmax(%s, 0)", AXIS, true, t -> F.logSoftmax(t, 0)),
                one("F.logsumexp(%s, true, -1)", AXIS, true, t -> F.logsumexp(t, true, -1)),
                        one("F.sum(%s, true, 0)", AXIS, true, t -> F.sum(t, true, 0)),
                one("F.sum(%s)", ANY, true, t -> F.sum(t)), one("F.mean(%s, true, -1)", AXIS, true, t -> F.mean(t, true, -1)),
                one("F.amax(%s, true, -1)", AXIS, false, t -> F.amax(t, true, -1)), one("F.min(%s)", FULL, false, F::min),
                one("F.cumsum(%s, 0)", AXIS, true, t -> F.cumsum(t, 0)), one("F.flip(%s, 0)", AXIS, true, t -> F.flip(t, 0)),
                one("F.transpose(%s, 0, -1)", AXIS, true, t -> F.transpose(t, 0, -1)),
                        one("F.reshape(%s, -1)", FULL, true, t -> F.reshape(t, -1)),
                one("F.unsqueeze(%s, 0)", s -> s.getFirst().rank() < 4, true, t -> F.unsqueeze(t, 0)),
                one("F.slice(%s, 0, 1, 9, 2)", s -> s.getFirst().rank() >= 1 && s.getFirst().dim(0) >= 2, true,
                        t -> F.slice(t, 0, 1, 9, 2)));
    }
}
