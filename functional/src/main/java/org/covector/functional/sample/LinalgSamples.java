package org.covector.functional.sample;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.LeastSquaresDriver;
import org.covector.functional.MatrixNorm;
import org.covector.functional.Memory;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;

/** Samples of linear algebra. Factors that are unique up to signs are met in products that are not. */
final class LinalgSamples {
    private static final Tensor EYE = Memory.keep(Tensor.of(new double[] {1, 0, 0, 1}, 2, 2));

    private LinalgSamples() {}

    private static int[] dims(Arguments random, int m, int n) {
        return random.coin() ? new int[] {m, n} : new int[] {2, m, n};
    }

    /** Square matrices that can be inverted well. */
    private static OpInfo square(String name, Function1<Tensor, Tensor> f) {
        return new OpInfo(name, random -> {
            int n = random.between(1, 3);
            return Sample.of(t -> f.apply(shifted(t)), random.plain(dims(random, n, n)));
        });
    }

    private static Tensor shifted(Tensor t) {
        return F.add(t, F.mul(like(t), 5));
    }

    private static Tensor like(Tensor t) {
        return Tensor.eye(t.dtype(), t.dim(-1), t.dim(-1));
    }

    /** Symmetric matrices whose eigenvalues are far apart. */
    private static Tensor symmetric(Tensor t) {
        int n = t.dim(-1);
        Tensor far = F.mul(like(t), F.mul(Tensor.arange(t.dtype(), 1, n + 1, 1), 8));
        return F.add(F.add(t, F.mT(t)), far);
    }

    private static Tensor positive(Tensor t) {
        return F.add(F.matmul(t, F.mT(t)), like(t));
    }

    private static OpInfo of(String name, Function1<Tensor, Tensor> f) {
        return new OpInfo(name, random -> {
            int n = random.between(1, 3);
            return Sample.of(f, random.plain(dims(random, n, n)));
        });
    }

    /** Matrices of any shape, of full rank, with singular values apart. */
    private static OpInfo rectangle(String name, Function1<Tensor, Tensor> f) {
        return new OpInfo(name, random -> {
            int m = random.between(1, 4);
            int n = random.between(1, 3);
            return Sample.of(t -> f.apply(ranked(t)), random.plain(dims(random, m, n)));
        });
    }

    /** With a diagonal that no round numbers of the checker's cancel: then a leading block is singular, and QR has no derivative. */
    private static Tensor ranked(Tensor t) {
        int k = Math.min(t.dim(-2), t.dim(-1));
        Tensor diagonal = F.pad(F.diag(F.mul(Tensor.arange(t.dtype(), 1, k + 1, 1), 6.1)), 0, t.dim(-1) - k, 0, t.dim(-2) - k);
        return F.add(t, diagonal);
    }

    private static Tensor columns(Tensor x, Tensor by) {
        return F.mul(x, F.unsqueeze(by, -2));
    }

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>(solving());
        all.addAll(determinants());
        all.addAll(decompositions());
        all.addAll(norms());
        return all;
    }

    private static List<OpInfo> solving() {
        return List.of(square("inv", F::inv), square("choleskyInverse", t -> F.choleskyInverse(F.tril(t), false)),
                square("choleskyInverse, upper", t -> F.choleskyInverse(F.triu(t), true)),
                new OpInfo("choleskySolve", random -> {
                    int n = random.between(1, 3);
                    boolean upper = random.coin();
                    return Sample.of((b, l) -> F.choleskySolve(b, upper ? F.triu(shifted(l)) : F.tril(shifted(l)), upper), random.x(n, 2),
                            random.plain(dims(random, n, n)));
                }),
                new OpInfo("solve, from the right", random -> {
                    int n = random.between(1, 3);
                    return Sample.of((a, b) -> F.solve(shifted(a), b, false), random.plain(n, n), random.x(2, n));
                }),
                new OpInfo("tensorsolve", random -> Sample.of((a, b) ->
                        F.tensorsolve(F.add(a, F.reshape(F.mul(Tensor.eye(a.dtype(), 6, 6), 9), 2, 3, 6)), b),
                        random.plain(2, 3, 6), random.x(2, 3))),
                new OpInfo("tensorsolve, axes", random ->
                        Sample.of((a, b) ->
                        F.tensorsolve(F.movedim(F.add(a, F.reshape(F.mul(Tensor.eye(a.dtype(), 6, 6), 9), 2, 3, 6)), 2, 0), b, 0),
                        random.plain(2, 3, 6), random.x(2, 3))),
                new OpInfo("tensorinv", random -> Sample.of(a ->
                        F.tensorinv(F.add(a, F.reshape(F.mul(Tensor.eye(a.dtype(), 4, 4), 9), 4, 2, 2)), 1), random.plain(4, 2, 2))),
                rectangle("pinv", F::pinv).at(Sample.of(t -> F.pinv(t), EYE)), rectangle("pinv, atol", t -> F.pinv(t, 0.01, Double.NaN)),
                        least(LeastSquaresDriver.GELSD), least(LeastSquaresDriver.GELS),
                new OpInfo("luSolve", random -> {
                    int n = random.between(1, 3);
                    boolean left = random.coin();
                    boolean transposed = random.coin();
                    return Sample.of((a, b) -> {
                        var lu = F.luFactor(shifted(a));
                        return F.luSolve(lu._1(), lu._2(), left ? b : F.mT(b), left, transposed);
                    }, random.plain(n, n), random.x(n, 2));
                }));
    }

    private static OpInfo least(LeastSquaresDriver driver) {
        return new OpInfo("lstsq, " + driver, random -> {
            int m = random.between(1, 4);
            int n = random.between(1, 3);
            return Sample.of((a, b) -> F.lstsq(ranked(a), b, driver, Double.NaN).solution(), random.plain(m, n), random.x(m, 2));
        });
    }

    private static List<OpInfo> determinants() {
        Tensor singular = Tensor.of(new double[] {1, 2, 2, 4}, 2, 2);
        Tensor rankOne = Tensor.of(new double[] {1, 2, 3, 2, 4, 6, 3, 6, 9}, 3, 3);
        return List.of(of("det", F::det).at(Sample.of(t -> F.det(t), singular),
                Sample.of(t -> F.add(F.det(t), F.mul(F.sum(t), 0.1)), rankOne), Sample.of(t -> F.det(t), EYE)),
                square("slogdet", t -> F.slogdet(t)._2()), square("slogdet, sign", t -> F.slogdet(t)._1()),
                        square("logdet", t -> F.logdet(positive(t))));
    }

    private static List<OpInfo> decompositions() {
        return List.of(of("eigh", t -> {
            var y = F.eigh(symmetric(t), false);
            return F.matmul(columns(y._2(), F.square(y._1())), F.mT(F.mul(y._2(), y._2())));
        }), of("eigh, upper", t -> {
            var y = F.eigh(symmetric(t), true);
            return F.matmul(columns(y._2(), F.square(y._1())), F.mT(y._2()));
        }), of("eigvalsh", t -> F.eigvalsh(symmetric(t), false)), new OpInfo("eigh, generalized", random -> {
            int n = random.between(1, 3);
            return Sample.of((a, b) -> {
                var y = F.eigh(symmetric(a), F.add(F.mul(positive(b), 0.01), like(b)));
                return F.matmul(columns(y._2(), F.square(y._1())), F.mT(y._2()));
            }, random.plain(n, n), random.plain(n, n));
        }), rectangle("svdvals", F::svdvals), rectangle("qr", t -> {
            var y = F.qr(t, QrMode.REDUCED);
            return F.add(F.sum(F.square(y._2()), -2, -1), F.sum(F.matmul(F.mT(F.square(y._1())), F.square(y._1())), -2, -1));
        }), rectangle("qr, R", t -> F.square(F.qr(t, QrMode.R)._2())), new OpInfo("qr, complete", random -> {
                    int n = random.between(1, 4);
                    return Sample.of(t -> F.square(F.qr(ranked(t), QrMode.COMPLETE)._2()), random.plain(random.between(1, n), n));
                }),
                rectangle("luFactor", t -> F.luFactor(t)._1()), rectangle("luFactor, pivots", t -> F.luFactor(t)._2()),
                rectangle("lu", t -> F.matmul(F.matmul(F.lu(t)._1(), F.square(F.lu(t)._2())), F.lu(t)._3())), rectangle("luUnpack", t -> {
                    var lu = F.luFactor(t);
                    var plu = F.luUnpack(lu._1(), lu._2());
                    return F.matmul(F.matmul(plu._1(), plu._2()), F.square(plu._3()));
                }), new OpInfo("householderProduct", random -> {
                    int n = random.between(1, 3);
                    int m = n + random.between(0, 2);
                    int k = random.between(1, n);
                    return Sample.of(F::householderProduct, random.plain(m, n), random.plain(k));
                }), ldl());
    }

    /** Its values have no derivative: it is tried at matrices of whole numbers. */
    private static OpInfo ldl() {
        return new OpInfo("ldl", random -> {
            int n = random.between(1, 3);
            return Sample.of(t -> F.ldl(symmetric(t.to(DType.FLOAT64)), false)._2(), random.indices(5, dims(random, n, n)));
        });
    }

    private static List<OpInfo> norms() {
        List<OpInfo> all = new ArrayList<>();
        for (MatrixNorm ord : MatrixNorm.values()) {
            all.add(rectangle("matrixNorm, " + ord, t -> F.matrixNorm(t, ord)));
        }
        for (MatrixNorm ord : List.of(MatrixNorm.TWO, MatrixNorm.MINUS_TWO, MatrixNorm.FROBENIUS, MatrixNorm.ONE)) {
            all.add(square("cond, " + ord, t -> F.cond(F.add(t, F.diag(Tensor.arange(t.dtype(), 0, 7L * t.dim(-1), 7))), ord)));
        }
        all.add(new OpInfo("matrixNorm, axes", random ->
                Sample.of(t -> F.matrixNorm(t, MatrixNorm.ONE, 0, 2, true), random.plain(2, 3, 2))));
        all.add(rectangle("matrixRank", F::matrixRank));
        for (int n : new int[] {-2, 0, 1, 5}) {
            all.add(square("matrixPower, n = " + n, t -> F.matrixPower(F.mul(t, 0.2), n)));
        }
        all.add(of("matrixExp", F::matrixExp));
        all.add(of("sqrtmSymmetric", t -> F.sqrtmSymmetric(positive(t)))
                .at(Sample.of(t -> F.sqrtmSymmetric(F.mul(F.add(t, F.mT(t)), 0.5)), EYE)));
        all.add(new OpInfo("vander", random -> {
            int n = random.between(1, 4);
            return Sample.of(t -> F.vander(t, n), random.x(random.shape(1, 2)));
        }).at(Sample.of(t -> F.vander(t, 3), Tensor.of(0.0, 1, -1))));
        return all;
    }
}
