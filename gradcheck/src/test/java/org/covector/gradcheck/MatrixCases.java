package org.covector.gradcheck;

import static org.covector.gradcheck.Case.of;
import static org.covector.gradcheck.Case.several;
import static org.covector.gradcheck.Case.x;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Attention;
import org.covector.functional.F;
import org.covector.functional.Triangle;
import org.covector.functional.core.Tensor;

/** Products, linear systems, decompositions, attention. */
final class MatrixCases {
    private static final Tensor EYE = F.mul(F.triu(F.tril(Tensor.ones(DType.FLOAT64, Shape.of(3, 3)), 0), 0), 4);

    private MatrixCases() {}

    private static Tensor dominant(int... dims) {
        return F.add(x(dims), EYE);
    }

    private static Tensor definite(Tensor a) {
        return F.add(F.matmul(a, F.transpose(a, -1, -2)), EYE);
    }

    static List<Case> all() {
        return Case.join(products(), systems(), attention());
    }

    private static List<Case> products() {
        return List.of(
                of("matmul", F::matmul, x(2, 3), x(3, 2)), of("matmul", F::matmul, x(3), x(3)), of("matmul", F::matmul, x(3), x(3, 2)),
                of("matmul", F::matmul, x(2, 3), x(3)), of("matmul", F::matmul, x(2, 1, 2, 3), x(2, 3, 2)), of("matmul", F::matmul, x(2, 2, 3), x(3)),
                of("mm", F::mm, x(2, 3), x(3, 2)), of("mv", F::mv, x(2, 3), x(3)), of("bmm", F::bmm, x(2, 2, 3), x(2, 3, 1)),
                of("dot", F::dot, x(4), x(4)), of("outer", F::outer, x(2), x(3)),
                of("einsum", (a, b) -> F.einsum("bij,bjk->bik", a, b), x(2, 2, 3), x(2, 3, 2)),
                of("einsum", (a, b) -> F.einsum("ij,ij->", a, b), x(2, 3), x(2, 3)),
                of("einsum", (a, b, c) -> F.einsum("i,ij,j", a, b, c), x(2), x(2, 3), x(3)),
                of("einsum", a -> F.einsum("ii->i", a), x(3, 3)), of("einsum", a -> F.einsum("...ij->...ji", a), x(2, 2, 3)),
                of("linear", (a, w) -> F.linear(a, w), x(2, 3), x(4, 3)), of("linear", (a, w, b) -> F.linear(a, w, b), x(2, 2, 3), x(4, 3), x(4)),
                of("linear", (a, w, b) -> F.linear(a, w, b), x(3), x(4, 3), x(4)),
                of("linear", (a, w, b) -> F.linear(a, w, Option.of(b)), x(2, 3), x(1, 3), x(1)));
    }

    private static List<Case> systems() {
        return List.of(
                of("cholesky", a -> F.cholesky(definite(a), false), x(3, 3)), of("cholesky", a -> F.cholesky(definite(a), true), x(2, 3, 3)),
                of("solve", F::solve, dominant(3, 3), x(3)), of("solve", F::solve, dominant(3, 3), x(3, 2)), of("solve", F::solve, dominant(2, 3, 3), x(2, 3, 2)),
                of("solveTriangular", (a, b) -> F.solveTriangular(a, b, Triangle.LOWER), dominant(3, 3), x(3, 2)),
                of("solveTriangular", (a, b) -> F.solveTriangular(a, b, Triangle.UPPER), dominant(2, 3, 3), x(2, 3, 1)),
                of("solveTriangular", (a, b) -> F.solveTriangular(a, b, Triangle.UPPER.fromTheRight()), dominant(3, 3), x(2, 3)),
                of("solveTriangular", (a, b) -> F.solveTriangular(a, b, Triangle.LOWER.withUnitDiagonal()), dominant(3, 3), x(3, 2)),
                several("svd", a -> gaugeFree(a, false), x(3, 3)), several("svd", a -> gaugeFree(a, false), x(2, 3)),
                several("svd", a -> gaugeFree(a, false), x(4, 2)), several("svd", a -> List.of(F.svd(a, true)._2(), F.square(F.svd(a, true)._1())), x(2, 3, 3)));
    }

    /** Singular values and what does not depend on the signs of the vectors. */
    private static List<Tensor> gaugeFree(Tensor a, boolean full) {
        var usv = F.svd(a, full);
        return List.of(usv._2(), F.square(usv._1()), F.matmul(usv._1(), usv._3()));
    }

    private static List<Case> attention() {
        Tensor added = x(3, 4);
        Tensor mask = F.gt(F.add(added, 1.2), 0);
        return List.of(
                of("scaledDotProductAttention", (q, k, v) -> F.scaledDotProductAttention(q, k, v), x(3, 2), x(4, 2), x(4, 3)),
                of("scaledDotProductAttention", (q, k, v) -> F.scaledDotProductAttention(q, k, v, Attention.CAUSAL), x(2, 3, 2), x(2, 3, 2), x(2, 3, 1)),
                of("scaledDotProductAttention", (q, k, v) -> F.scaledDotProductAttention(q, k, v, Attention.DEFAULT.withScale(0.7).withMask(mask)), x(1, 2, 3, 2), x(1, 1, 4, 2), x(1, 1, 4, 2)),
                new Case("scaledDotProductAttention", in -> List.of(F.scaledDotProductAttention(in.get(0), in.get(1), in.get(2), Attention.DEFAULT.withMask(in.get(3)))),
                        List.of(x(3, 2), x(4, 2), x(4, 2), added)));
    }
}
