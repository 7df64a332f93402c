package org.covector.bench.peer;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;

/** Fourier transforms and factorisations of libtorch: LAPACK of the BLAS in use. */
final class TorchLinearAlgebra {
    private TorchLinearAlgebra() {}

    static Supplier<Task> fft(Work.Fft w) {
        return () -> {
            int size = w.rows() * w.length();
            float[] re = Inputs.floats(size, 1);
            float[] im = Inputs.floats(size, 2);
            float[] pairs = new float[2 * size];
            for (int i = 0; i < size; i++) {
                pairs[2 * i] = re[i];
                pairs[2 * i + 1] = im[i];
            }
            Tensor x = Torch.of(pairs, w.rows(), w.length(), 2).view(torch.ScalarType.ComplexFloat).squeeze();
            return new Transform(x);
        };
    }

    /** A complex transform; compared by its real part. */
    private record Transform(Tensor x) implements Task {
        @Override
        public void run() {
            torch.fft_fft(x).close();
        }

        @Override
        public double[] result() {
            return Torch.array(torch.fft_fft(x).view(torch.ScalarType.Float).reshape(-1, 2).select(1, 0));
        }
    }

    /** Compared by what is unique: values, and the magnitudes of R. */
    static Supplier<Task> factor(Work.Factor w) {
        return () -> {
            int n = w.n();
            Tensor a = matrix(w, Inputs.doubles(n * n, 1), n, n);
            Tensor b = matrix(w, Inputs.doubles(n, 2), n, 1);
            Tensor positive = matrix(w, Inputs.positive(n, 1), n, n);
            return switch (w.how()) {
                case CHOLESKY -> Torch.op(() -> torch.linalg_cholesky(positive));
                case SOLVE -> Torch.op(() -> torch.linalg_solve(a, b));
                case QR -> Torch.ops(() -> torch.linalg_qr(a).get1(), torch::abs);
                case EIGH -> Torch.ops(() -> torch.linalg_eigh(positive).get0());
                case SVD -> Torch.ops(() -> torch.linalg_svd(a).get1());
            };
        };
    }

    private static Tensor matrix(Work.Factor w, double[] values, long rows, long columns) {
        Tensor x = Torch.of(values, rows, columns);
        return w.dtype() == DType.FLOAT64 ? x : x.to(torch.ScalarType.Float);
    }
}
