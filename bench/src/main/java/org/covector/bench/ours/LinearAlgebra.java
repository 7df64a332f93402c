package org.covector.bench.ours;

import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;
import org.covector.functional.Complex;
import org.covector.functional.F;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;

/** Fourier transforms and factorisations of matrices. */
final class LinearAlgebra {
    private LinearAlgebra() {}

    static Task fft(Work.Fft w) {
        Complex x = new Complex(Values.tensor(1, w.rows(), w.length()), Values.tensor(2, w.rows(), w.length()));
        return Values.task(() -> F.fft(x).re());
    }

    /** Compared by what is unique: values, and the magnitudes of R. */
    static Task factor(Work.Factor w) {
        int n = w.n();
        Tensor a = Tensor.of(Inputs.doubles(n * n, 1), n, n).to(w.dtype());
        Tensor b = Tensor.of(Inputs.doubles(n, 2), n, 1).to(w.dtype());
        Tensor positive = Tensor.of(Inputs.positive(n, 1), n, n).to(w.dtype());
        return switch (w.how()) {
            case CHOLESKY -> Values.task(() -> F.cholesky(positive, false));
            case SOLVE -> Values.task(() -> F.solve(a, b));
            case QR -> Values.task(() -> F.qr(a, QrMode.REDUCED)._2, F::abs);
            case EIGH -> Values.task(() -> F.eigh(positive, false)._1);
            case SVD -> Values.task(() -> F.svd(a, false)._2);
        };
    }
}
