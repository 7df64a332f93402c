package org.covector.bench.proof;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Attention;
import org.covector.functional.F;
import org.covector.functional.Triangle;
import org.covector.functional.core.Tensor;

/** Products, linear systems, decompositions, attention. */
final class MatrixOps {
    private MatrixOps() {}

    static List<Op> all() {
        return List.of(
                new Op("matmul", MatrixOps::matmul),
                product("mm", (d, a) -> Sample.of(F::mm, d.x(a[0], a[1]), d.x(a[1], a[2]))),
                product("mv", (d, a) -> Sample.of(F::mv, d.x(a[0], a[1]), d.x(a[1]))),
                product("bmm", (d, a) -> Sample.of(F::bmm, d.x(a[2], a[0], a[1]), d.x(a[2], a[1], a[0]))),
                product("dot", (d, a) -> Sample.of(F::dot, d.x(a[0]), d.x(a[0]))),
                product("outer", (d, a) -> Sample.of(F::outer, d.x(a[0]), d.x(a[1]))),
                product("einsum, bij,bjk->bik", (d, a) -> Sample.of((x, y) -> F.einsum("bij,bjk->bik", x, y), d.x(2, a[0], a[1]), d.x(2, a[1], a[2]))),
                product("einsum, ij,ij->", (d, a) -> Sample.of((x, y) -> F.einsum("ij,ij->", x, y), d.x(a[0], a[1]), d.x(a[0], a[1]))),
                product("einsum, i,ij,j", (d, a) -> Sample.of((x, y, z) -> F.einsum("i,ij,j", x, y, z), d.x(a[0]), d.x(a[0], a[1]), d.x(a[1]))),
                product("einsum, ii->i", (d, a) -> Sample.of(x -> F.einsum("ii->i", x), d.x(a[0], a[0]))),
                product("linear", (d, a) -> Sample.of((x, w) -> F.linear(x, w), d.x(a[0], a[1]), d.x(a[2], a[1]))),
                product("linear, with bias", (d, a) -> Sample.of((x, w, b) -> F.linear(x, w, b), d.x(2, a[0], a[1]), d.x(a[2], a[1]), d.x(a[2]))),
                new Op("cholesky", MatrixOps::cholesky), new Op("solve", MatrixOps::solve), new Op("solveTriangular", MatrixOps::triangular),
                new Op("svd", MatrixOps::svd), new Op("scaledDotProductAttention", MatrixOps::attention));
    }

    private interface Product {
        Sample of(Dice dice, int... lengths);
    }

    private static Op product(String name, Product f) {
        return new Op(name, dice -> f.of(dice, dice.shape(3, 3)));
    }

    private static Sample matmul(Dice dice) {
        int[] a = dice.shape(3, 3);
        return switch (dice.between(0, 4)) {
            case 0 -> Sample.of(F::matmul, dice.x(a[0]), dice.x(a[0]));
            case 1 -> Sample.of(F::matmul, dice.x(a[0]), dice.x(a[0], a[1]));
            case 2 -> Sample.of(F::matmul, dice.x(a[0], a[1]), dice.x(a[1]));
            case 3 -> Sample.of(F::matmul, dice.x(2, 1, a[0], a[1]), dice.x(2, a[1], a[2]));
            default -> Sample.of(F::matmul, dice.x(a[0], a[1]), dice.x(a[1], a[2]));
        };
    }

    /** The systems are well conditioned and the matrices definite: elsewhere their functions have no derivative, or no value. */
    private static Tensor shifted(Tensor a) {
        int n = a.dim(-1);
        return F.add(a, F.mul(F.triu(F.tril(Tensor.ones(DType.FLOAT64, Shape.of(n, n)), 0), 0), 5));
    }

    private static Sample cholesky(Dice dice) {
        int n = dice.between(1, 3);
        boolean upper = dice.coin();
        Tensor a = dice.coin() ? dice.plain(n, n) : dice.plain(2, n, n);
        return Sample.of(t -> F.cholesky(shifted(F.matmul(t, F.transpose(t, -1, -2))), upper), a);
    }

    private static Sample solve(Dice dice) {
        int n = dice.between(1, 3);
        boolean vector = dice.coin();
        return Sample.of(F::solve, shifted(dice.plain(n, n)), vector ? dice.x(n) : dice.x(n, dice.between(1, 3)));
    }

    private static Sample triangular(Dice dice) {
        int n = dice.between(1, 3);
        Triangle side = dice.coin() ? Triangle.LOWER : Triangle.UPPER;
        Triangle unit = dice.coin() ? side.withUnitDiagonal() : side;
        boolean right = dice.coin();
        Tensor b = right ? dice.x(dice.between(1, 3), n) : dice.x(n, dice.between(1, 3));
        return Sample.of((a, c) -> F.solveTriangular(a, c, right ? unit.fromTheRight() : unit), shifted(dice.plain(n, n)), b);
    }

    /** Of the vectors only what does not depend on their signs; singular values far from each other, for where they meet, none is differentiable. */
    private static Sample svd(Dice dice) {
        int m = dice.between(1, 3);
        int n = dice.between(1, 3);
        Tensor steps = F.mul(F.reshape(F.triu(F.tril(Tensor.ones(DType.FLOAT64, Shape.of(3, 3)), 0), 0), 3, 3), Tensor.of(new double[] {4, 8, 12}, 3));
        Tensor apart = F.narrow(F.narrow(steps, 0, 0, m), 1, 0, n);
        return Sample.several(t -> {
            var usv = F.svd(t, false);
            return List.of(usv._2(), F.square(usv._1()), F.matmul(usv._1(), usv._3()));
        }, F.add(dice.plain(m, n), apart));
    }

    private static Sample attention(Dice dice) {
        int[] a = dice.shape(3, 3);
        boolean causal = dice.coin();
        int keys = causal ? a[0] : a[1];
        Tensor mask = F.gt(dice.constant(a[0], keys), 0.4);
        Attention options = causal ? Attention.CAUSAL : dice.coin() ? Attention.DEFAULT.withScale(0.7) : Attention.DEFAULT.withMask(F.logicalOr(mask, F.eq(Tensor.of(F.oneHot(Tensor.of(0L), keys).array().to(DType.FLOAT64)), 1)));
        Option<Integer> batch = dice.coin() ? Option.of(2) : Option.none();
        return Sample.of((q, k, v) -> F.scaledDotProductAttention(q, k, v, options), batched(dice, batch, a[0], 2), batched(dice, batch, keys, 2), batched(dice, batch, keys, a[2]));
    }

    private static Tensor batched(Dice dice, Option<Integer> batch, int rows, int columns) {
        return batch.isDefined() ? dice.x(batch.get(), rows, columns) : dice.x(rows, columns);
    }
}
