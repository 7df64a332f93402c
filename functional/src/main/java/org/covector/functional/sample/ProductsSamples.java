package org.covector.functional.sample;

import io.vavr.control.Option;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Samples of products of matrices. */
final class ProductsSamples {
    private interface Added {
        Tensor of(Tensor input, Tensor x, Tensor y, double beta, double alpha);
    }

    private interface Form {
        Sample of(Arguments random, int m, int k, int n);
    }

    private ProductsSamples() {}

    private static OpInfo op(String name, Form f) {
        return new OpInfo(name, random -> {
            int[] a = random.shape(3, 3);
            return f.of(random, a[0], a[1], a[2]);
        });
    }

    /** With any factors, 0 for what is added among them. */
    private static Sample added(Arguments random, Added f, Tensor input, Tensor x, Tensor y) {
        double beta = random.between(-1, 1) * 0.5;
        double alpha = random.coin() ? 1 : -1.5;
        return Sample.of((a, b, c) -> f.of(a, b, c, beta, alpha), input, x, y);
    }

    static List<OpInfo> all() {
        return List.of(
                op("addmm", (d, m, k, n) -> added(d, F::addmm, d.x(n), d.x(m, k), d.x(k, n))).at(
                        Sample.of((a, b, c) -> F.addmm(a, b, c), Tensor.of(1.0), Tensor.of(new double[] {1, 2}, 1, 2),
                                Tensor.of(new double[] {3, 4}, 2, 1))),
                op("addmv", (d, m, k, _) -> added(d, F::addmv, d.x(m), d.x(m, k), d.x(k))),
                op("addr", (d, m, _, n) -> added(d, F::addr, d.x(m, 1), d.x(m), d.x(n))),
                op("baddbmm", (d, m, k, n) -> added(d, F::baddbmm, d.x(2, m, n), d.x(2, m, k), d.x(2, k, n))),
                op("addbmm", (d, m, k, n) -> added(d, F::addbmm, d.x(m, n), d.x(2, m, k), d.x(2, k, n))),
                op("chainMatmul", (d, m, k, n) -> Sample.of((a, b, c) -> F.chainMatmul(a, b, c), d.x(m, k), d.x(k, n), d.x(n, 2))),
                op("multiDot", (d, m, k, n) -> new Sample(in -> List.of(F.multiDot(in)), List.of(d.x(m), d.x(m, k), d.x(k, n), d.x(n)))),
                op("vdot", (d, m, _, _) -> Sample.of(F::vdot, d.x(m), d.x(m))),
                op("vecdot", (d, m, k, _) -> Sample.of((a, b) -> F.vecdot(a, b, -1), d.x(m, k), d.x(k))),
                op("cross", (d, m, _, n) -> Sample.of((a, b) -> F.cross(a, b, 1), d.x(m, 3, n), d.x(m, 3, 1))),
                op("inner", (d, m, k, n) -> Sample.of(F::inner, d.x(m, k), d.x(n, 2, k))),
                op("tensordot", (d, m, k, n) -> Sample.of((a, b) -> F.tensordot(a, b, 2), d.x(2, m, k), d.x(m, k, n))),
                op("tensordot, of pairs of axes", (d, m, k, n) -> Sample.of((a, b) ->
                        F.tensordot(a, b, new int[] {0, -1}, new int[] {2, 0}), d.x(m, 2, k), d.x(k, n, m))),
                op("kron", (d, m, k, n) -> Sample.of(F::kron, d.x(m, k), d.x(n, 2))),
                op("kron, of different ranks", (d, m, k, _) -> Sample.of(F::kron, d.x(m, k), d.x(2))),
                op("bilinear", (d, m, k, n) -> Sample.of((a, b, w) -> F.bilinear(a, b, w), d.x(2, m), d.x(2, k), d.x(n, m, k))),
                op("bilinear, with bias", (d, m, k, n) -> new Sample(in -> List.of(F.bilinear(in.get(0), in.get(1), in.get(2), in.get(3))),
                        List.of(d.x(2, m), d.x(2, k), d.x(n, m, k), d.x(n)))),
                op("einsum, by numbers", (d, m, k, n) -> Sample.of((a, b) -> F.einsum(List.of(a, b),
                        List.of(new int[] {-1, 0, 1}, new int[] {-1, 1, 2}), Option.none()),
                        d.x(2, m, k), d.x(k, n))),
                op("einsum, ...ij,...j->...i", (d, m, k, _) -> Sample.of((a, b) -> F.einsum("... i j, ... j -> ... i", a, b), d.x(2, m, k),
                        d.x(1, k))),
                op("blockDiag", (d, m, k, n) -> new Sample(in -> List.of(F.blockDiag(in)), List.of(d.x(m, k), d.x(n), d.x()))),
                op("trace", (d, m, k, _) -> Sample.of(F::trace, d.x(m, k))));
    }
}
