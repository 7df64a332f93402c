package org.covector.bench.tour;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.PhiloxKey;
import org.covector.engine.Shape;
import org.covector.engine.op.RandomNumbers;
import org.covector.functional.ConvOptions;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Functions of every kind, each with inputs to check its gradient at. */
final class Proofs {
    private final List<Proof> all = new ArrayList<>();

    /** A function and where to check it. */
    record Proof(String name, Function1<List<Tensor>, List<Tensor>> function, List<Tensor> inputs) {}

    private Proofs() {}

    static List<Proof> all() {
        Proofs proofs = new Proofs();
        proofs.pointwise();
        proofs.reductions();
        proofs.matrices();
        proofs.pictures();
        return List.copyOf(proofs.all);
    }

    private void pointwise() {
        Tensor x = normal(1, 7);
        one("exp", F::exp, x);
        one("log", F::log, positive(2, 7));
        one("sqrt", F::sqrt, positive(3, 7));
        one("sin", F::sin, x);
        one("tanh", F::tanh, x);
        one("erf", F::erf, x);
        one("sigmoid", F::sigmoid, x);
        one("softplus", F::softplus, x);
        one("relu", F::relu, x);
        one("gelu", F::gelu, x);
        one("silu", F::silu, x);
        one("mish", F::mish, x);
        two("mul, broadcast", F::mul, normal(4, 3, 1), normal(5, 1, 4));
        two("div", F::div, normal(6, 5), positive(7, 5));
        two("pow", F::pow, positive(8, 5), normal(9, 5));
        two("atan2", F::atan2, normal(10, 5), normal(11, 5));
    }

    private void reductions() {
        Tensor x = normal(20, 3, 4);
        one("sum", t -> F.sum(t, 1), x);
        one("prod", t -> F.prod(t, 1), x);
        one("var", t -> F.var(t, 1), x);
        one("norm", F::norm, x);
        one("logsumexp", t -> F.logsumexp(t, 1), x);
        one("cumprod", t -> F.cumprod(t, 1), x);
        one("softmax", t -> F.softmax(t, 1), x);
        one("logSoftmax", t -> F.logSoftmax(t, 1), x);
        one("crossEntropy", t -> F.crossEntropy(t, Tensor.of(0L, 3L, 1L)), x);
        one("gather", t -> F.gather(t, 1, Tensor.of(new long[] {3, 0, 0, 2, 1, 1}, 3, 2)), x);
        one("sort", t -> F.sort(t, 1, false).values(), x);
    }

    private void matrices() {
        two("matmul", F::matmul, normal(30, 2, 3), normal(31, 3, 4));
        two("einsum", (x, y) -> F.einsum("bij,bjk->ik", x, y), normal(32, 2, 2, 3), normal(33, 2, 3, 2));
        three("linear", F::linear, normal(34, 3, 4), normal(35, 2, 4), normal(36, 2));
        two("solve", (a, b) -> F.solve(F.add(a, Tensor.of(new double[] {3, 0, 0, 0, 3, 0, 0, 0, 3}, 3, 3)), b), normal(37, 3, 3),
                normal(38, 3, 2));
        one("svd, singular values", a -> F.svd(a, false)._2(), normal(39, 3, 2));
        three("attention", F::scaledDotProductAttention, normal(40, 1, 3, 2), normal(41, 1, 4, 2), normal(42, 1, 4, 2));
    }

    private void pictures() {
        Tensor x = normal(50, 1, 2, 4, 4);
        two("conv2d", (t, w) -> F.conv2d(t, w, ConvOptions.padding(1).withStride(2)), x, normal(51, 2, 2, 3, 3));
        two("convTranspose2d", (t, w) -> F.convTranspose2d(t, w, ConvTransposeOptions.DEFAULT), normal(52, 1, 2, 2, 2),
                normal(53, 2, 1, 2, 2));
        one("maxPool2d", t -> F.maxPool2d(t, 2), x);
        one("avgPool2d", t -> F.avgPool2d(t, 2), x);
    }

    private void one(String name, Function1<Tensor, Tensor> f, Tensor x) {
        all.add(new Proof(name, in -> List.of(f.apply(in.get(0))), List.of(x)));
    }

    private void two(String name, Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        all.add(new Proof(name, in -> List.of(f.apply(in.get(0), in.get(1))), List.of(x, y)));
    }

    private void three(String name, Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        all.add(new Proof(name, in -> List.of(f.apply(in.get(0), in.get(1), in.get(2))), List.of(x, y, z)));
    }

    static Tensor normal(long seed, int... dims) {
        return Tensor.of(RandomNumbers.normal(PhiloxKey.of(seed), Shape.of(dims), DType.FLOAT64));
    }

    private static Tensor positive(long seed, int... dims) {
        return F.add(Tensor.of(RandomNumbers.uniform(PhiloxKey.of(seed), Shape.of(dims), DType.FLOAT64)), 0.5);
    }
}
