package org.covector.functional.golden;

import java.util.List;
import java.util.Set;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.golden.Deviations.Difference;

/**
 * Gradients by functions of singular values or eigenvalues: {@code G = U diag(g) V^T} for vectors of A, which at repeated values may be
 * chosen otherwise. Whatever the choice, G has the same singular values, {@code A^T G} and {@code A G^T} are symmetric, and their trace,
 * the slope along A, is the same.
 */
final class RepeatedValues {
    private static final Set<String> SPECTRAL = Set.of("svdvals", "matrix_norm", "norm", "cond", "eigvalsh");
    private static final double CLOSE = 1e-7;
    private static final double CLOSE_SINGLE = 1e-3;

    private RepeatedValues() {}

    static boolean choice(Subject s, Difference d) {
        if (!SPECTRAL.contains(s.name()) || !d.what().equals("grads.A") || !repeated(s)) {
            return false;
        }
        Tensor a = s.args().tensor("A");
        Tensor ours = F.reshape(Tensor.of(d.all()), a.shape().dims());
        Tensor theirs = s.gradient("A");
        double close = s.single() ? CLOSE_SINGLE : CLOSE;
        List<Tensor> same = List.of(F.sub(F.svdvals(ours), F.svdvals(theirs)), F.sub(trace(a, ours), trace(a, theirs)),
                skew(F.matmul(F.mT(a), ours)), skew(F.matmul(a, F.mT(ours))));
        return same.stream().allMatch(t -> F.lt(F.max(F.abs(t)), close).item() == 1);
    }

    private static boolean repeated(Subject s) {
        Tensor values = F.svdvals(s.args().tensor("A"));
        int n = values.dim(-1);
        Tensor gaps = F.sub(F.narrow(values, -1, 0, n - 1), F.narrow(values, -1, 1, n - 1));
        double close = s.single() ? CLOSE_SINGLE : CLOSE;
        return F.min(values).item() < close || n > 1 && F.min(gaps).item() < close;
    }

    private static Tensor trace(Tensor a, Tensor b) {
        return F.sum(F.mul(a, b), -2, -1);
    }

    private static Tensor skew(Tensor a) {
        return F.sub(a, F.mT(a));
    }
}
