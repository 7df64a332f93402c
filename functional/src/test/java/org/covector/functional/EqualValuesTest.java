package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Singular values and eigenvalues that are equal: derivatives of what does not depend on the choice of vectors are those of matrix
 * analysis; NaN stands where cotangents do not tell them.
 */
class EqualValuesTest {
    private static final Tensor EYE = Tensor.eye(org.covector.engine.DType.FLOAT64, 3, 3);
    private static final Tensor C = matrix(1, 2, 3, -4, 5, 6, 7, -8, 2);
    /** Orthogonal: (1, 2, 2), (2, 1, -2), (2, -2, 1), over 3. */
    private static final Tensor Q = F.div(matrix(1, 2, 2, 2, 1, -2, 2, -2, 1), 3);

    private static Tensor matrix(double... x) {
        int n = (int) Math.sqrt(x.length);
        return Tensor.of(x, n, n);
    }

    private static Tensor grad(Function1<Tensor, Tensor> f, Tensor x) {
        return Autograd.grad(f).apply(x);
    }

    private static Tensor again(Tensor a) {
        var y = F.svd(a, false);
        return F.matmul(F.mul(y._1(), F.unsqueeze(y._2(), -2)), y._3());
    }

    private static void same(Tensor got, Tensor right) {
        double[] r = right.array().toDoubleArray();
        double[] g = got.array().toDoubleArray();
        assertThat(g).hasSameSizeAs(r);
        double largest = Arrays.stream(r).map(Math::abs).max().orElse(0);
        for (int i = 0; i < r.length; i++) {
            assertThat(g[i]).as("%s, wanted %s", got, right).isCloseTo(r[i], within(1e-13 * largest));
        }
    }

    private static Tensor half(Tensor x, boolean skew) {
        return F.mul(skew ? F.sub(x, F.t(x)) : F.add(x, F.t(x)), 0.5);
    }

    @Test
    void normsAndDeterminantsBySingularValues() {
        for (Tensor a : new Tensor[] {EYE, Q, F.mul(Q, 2), F.slice(Q, 1, 0, 2, 1)}) {
            same(grad(x -> F.norm(again(x)), a), F.div(a, F.norm(a)));
            same(grad(x -> F.sum(F.svd(x, false)._2()), a), F.div(a, F.svd(a, false)._2().array().toDoubleArray()[0]));
            same(grad(x -> F.sum(F.square(F.svd(x, false)._2())), a), F.mul(a, 2));
            double s = F.svd(a, false)._2().array().toDoubleArray()[0];
            same(grad(x -> F.sum(F.log(F.svd(x, false)._2())), a), F.div(a, s * s));
        }
    }

    /** The gradient of sum S is the orthogonal factor of the polar decomposition, whose derivative at 1 is the skew part. */
    @Test
    void secondDerivativesBySingularValues() {
        same(Autograd.hvp(x -> F.sum(F.svd(x, false)._2()), EYE, C), half(C, true));
        same(Autograd.hvp(x -> F.sum(F.square(F.svd(x, false)._2())), Q, C), F.mul(C, 2));
        same(Autograd.jvp(EqualValuesTest::again, Q, C)._2(), C);
    }

    private static Tensor reverseOverReverse(Function1<Tensor, Tensor> f, Tensor x) {
        return grad(t -> F.sum(F.mul(Autograd.grad(f).apply(t), C)), x);
    }

    /** Reverse over reverse: what cotangents tell is right, what they do not is NaN, and never a wrong number. */
    @Test
    void secondGradients() {
        List<Tuple2<Tensor, Tensor>> gotAndRight = List.of(
                Tuple.of(reverseOverReverse(x -> F.sum(F.svd(x, false)._2()), EYE), half(C, true)),
                Tuple.of(reverseOverReverse(x -> F.sum(F.square(F.svd(x, false)._2())), EYE), F.mul(C, 2)),
                Tuple.of(reverseOverReverse(x -> F.sum(F.square(F.svd(x, false)._2())), Q), F.mul(C, 2)),
                Tuple.of(reverseOverReverse(x -> F.sum(F.exp(F.eigvalsh(x, false))), F.mul(EYE, 1.5)),
                        F.mul(half(C, false), Math.exp(1.5))),
                Tuple.of(reverseOverReverse(x -> F.sum(F.square(F.eigvalsh(x, false))), EYE), F.mul(half(C, false), 2)));
        for (Tuple2<Tensor, Tensor> pair : gotAndRight) {
            double[] got = pair._1().array().toDoubleArray();
            double[] right = pair._2().array().toDoubleArray();
            for (int i = 0; i < got.length; i++) {
                assertThat(Double.isNaN(got[i]) || Math.abs(got[i] - right[i]) < 1e-12).as("%s, right %s", pair._1(), pair._2()).isTrue();
            }
        }
    }

    @Test
    void functionsOfEigenvalues() {
        Tensor a = F.mul(EYE, 1.5);
        same(grad(x -> F.sum(F.exp(F.eigh(x, false)._1())), a), F.mul(EYE, Math.exp(1.5)));
        same(Autograd.hvp(x -> F.sum(F.exp(F.eigh(x, false)._1())), a, C), F.mul(half(C, false), Math.exp(1.5)));
        Tensor b = F.matmul(F.matmul(Q, Tensor.of(new double[] {2, 0, 0, 0, 2, 0, 0, 0, 5}, 3, 3)), F.t(Q));
        Tensor e = half(C, false);
        same(grad(x -> F.sum(F.pow(F.eigvalsh(x, false), 3)), b), F.mul(F.matmul(b, b), 3));
        same(Autograd.hvp(x -> F.sum(F.pow(F.eigvalsh(x, false), 3)), b, C), F.mul(F.add(F.matmul(b, e), F.matmul(e, b)), 3));
    }

    @Test
    void whatCotangentsDoNotTellIsNaN() {
        // depends on the choice
        assertThat(grad(x -> F.sum(F.mul(F.svd(x, false)._1(), C)), EYE).array().toDoubleArray()).contains(Double.NaN);
        // does not: see the forward rule
        assertThat(grad(x -> F.sum(F.mul(again(x), C)), EYE).array().toDoubleArray()).contains(Double.NaN);
        assertThat(grad(x -> F.sum(F.mul(F.eigh(x, false)._2(), C)), EYE).array().toDoubleArray()).contains(Double.NaN);
        double[] partly = grad(x -> F.sum(F.mul(F.eigh(x, false)._2(), C)), Tensor.of(new double[] {1, 0, 0, 0, 2, 0, 0, 0, 4}, 3, 3))
                .array().toDoubleArray();
        assertThat(partly).doesNotContain(Double.NaN);
    }
}
