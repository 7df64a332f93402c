package org.covector.functional.sample;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Attention;
import org.covector.functional.F;
import org.covector.functional.Triangle;
import org.covector.functional.Tensor;

/** Products, linear systems, decompositions, attention. */
final class MatrixSamples {
    private MatrixSamples() {}

    static List<OpInfo> all() {
        return List.of(
                new OpInfo("matmul", MatrixSamples::matmul),
                product("mm", (d, a) -> Sample.of(F::mm, d.x(a[0], a[1]), d.x(a[1], a[2]))),
                product("mv", (d, a) -> Sample.of(F::mv, d.x(a[0], a[1]), d.x(a[1]))),
                product("bmm", (d, a) -> Sample.of(F::bmm, d.x(a[2], a[0], a[1]), d.x(a[2], a[1], a[0]))),
                product("dot", (d, a) -> Sample.of(F::dot, d.x(a[0]), d.x(a[0]))),
                product("outer", (d, a) -> Sample.of(F::outer, d.x(a[0]), d.x(a[1]))),
                product("einsum, bij,bjk->bik", (d, a) ->
                        Sample.of((x, y) -> F.einsum("bij,bjk->bik", x, y), d.x(2, a[0], a[1]), d.x(2, a[1], a[2]))),
                product("einsum, ij,ij->", (d, a) -> Sample.of((x, y) -> F.einsum("ij,ij->", x, y), d.x(a[0], a[1]), d.x(a[0], a[1]))),
                product("einsum, i,ij,j", (d, a) -> Sample.of((x, y, z) -> F.einsum("i,ij,j", x, y, z), d.x(a[0]), d.x(a[0], a[1]),
                        d.x(a[1]))),
                product("einsum, ii->i", (d, a) -> Sample.of(x -> F.einsum("ii->i", x), d.x(a[0], a[0]))),
                product("linear", (d, a) -> Sample.of((x, w) -> F.linear(x, w), d.x(a[0], a[1]), d.x(a[2], a[1]))),
                product("linear, with bias", (d, a) -> Sample.of((x, w, b) -> F.linear(x, w, b), d.x(2, a[0], a[1]), d.x(a[2], a[1]),
                        d.x(a[2]))),
                new OpInfo("cholesky", MatrixSamples::cholesky), new OpInfo("solve", MatrixSamples::solve),
                        new OpInfo("solveTriangular", MatrixSamples::triangular),
                new OpInfo("svd", MatrixSamples::svd), new OpInfo("scaledDotProductAttention", MatrixSamples::attention));
    }

    private interface Product {
        Sample of(Arguments random, int... lengths);
    }

    private static OpInfo product(String name, Product f) {
        return new OpInfo(name, random -> f.of(random, random.shape(3, 3)));
    }

    private static Sample matmul(Arguments random) {
        int[] a = random.shape(3, 3);
        return switch (random.between(0, 4)) {
            case 0 -> Sample.of(F::matmul, random.x(a[0]), random.x(a[0]));
            case 1 -> Sample.of(F::matmul, random.x(a[0]), random.x(a[0], a[1]));
            case 2 -> Sample.of(F::matmul, random.x(a[0], a[1]), random.x(a[1]));
            case 3 -> Sample.of(F::matmul, random.x(2, 1, a[0], a[1]), random.x(2, a[1], a[2]));
            default -> Sample.of(F::matmul, random.x(a[0], a[1]), random.x(a[1], a[2]));
        };
    }

    /** The systems are well conditioned and the matrices definite: elsewhere their functions have no derivative, or no value. */
    private static Tensor shifted(Tensor a) {
        int n = a.dim(-1);
        return F.add(a, F.mul(F.triu(F.tril(Tensor.ones(DType.FLOAT64, Shape.of(n, n)), 0), 0), 5));
    }

    private static Sample cholesky(Arguments random) {
        int n = random.between(1, 3);
        boolean upper = random.coin();
        Tensor a = random.coin() ? random.plain(n, n) : random.plain(2, n, n);
        return Sample.of(t -> F.cholesky(shifted(F.matmul(t, F.transpose(t, -1, -2))), upper), a);
    }

    private static Sample solve(Arguments random) {
        int n = random.between(1, 3);
        boolean vector = random.coin();
        return Sample.of(F::solve, shifted(random.plain(n, n)), vector ? random.x(n) : random.x(n, random.between(1, 3)));
    }

    private static Sample triangular(Arguments random) {
        int n = random.between(1, 3);
        Triangle side = random.coin() ? Triangle.LOWER : Triangle.UPPER;
        Triangle unit = random.coin() ? side.withUnitDiagonal() : side;
        boolean right = random.coin();
        Tensor b = right ? random.x(random.between(1, 3), n) : random.x(n, random.between(1, 3));
        return Sample.of((a, c) -> F.solveTriangular(a, c, right ? unit.fromTheRight() : unit), shifted(random.plain(n, n)), b);
    }

    /**
     * Of the vectors only what does not depend on their signs; singular values far from each other, for where they meet, none is
     * differentiable.
     */
    private static Sample svd(Arguments random) {
        int m = random.between(1, 3);
        int n = random.between(1, 3);
        Tensor steps = F.mul(F.reshape(F.triu(F.tril(Tensor.ones(DType.FLOAT64, Shape.of(3, 3)), 0), 0), 3, 3),
                Tensor.of(new double[] {4, 8, 12}, 3));
        Tensor apart = F.narrow(F.narrow(steps, 0, 0, m), 1, 0, n);
        return Sample.several(t -> {
            var usv = F.svd(t, false);
            return List.of(usv._2(), F.square(usv._1()), F.matmul(usv._1(), usv._3()));
        }, F.add(random.plain(m, n), apart));
    }

    private static Sample attention(Arguments random) {
        int[] a = random.shape(3, 3);
        boolean causal = random.coin();
        int keys = causal ? a[0] : a[1];
        Tensor mask = F.gt(random.constant(a[0], keys), 0.4);
        Attention options = causal ? Attention.CAUSAL : random.coin() ? Attention.DEFAULT.withScale(0.7)
                : Attention.DEFAULT.withMask(F.logicalOr(mask,
                F.eq(Tensor.of(F.oneHot(Tensor.of(0L), keys).array().to(DType.FLOAT64)), 1)));
        Option<Integer> batch = random.coin() ? Option.of(2) : Option.none();
        return Sample.of((q, k, v) -> F.scaledDotProductAttention(q, k, v, options), batched(random, batch, a[0], 2),
                batched(random, batch, keys, 2), batched(random, batch, keys, a[2]));
    }

    private static Tensor batched(Arguments random, Option<Integer> batch, int rows, int columns) {
        return batch.isDefined() ? random.x(batch.get(), rows, columns) : random.x(rows, columns);
    }
}
