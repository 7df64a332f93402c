package org.covector.bench.peer;

import io.vavr.collection.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.covector.bench.compare.Setup;
import org.covector.bench.measure.Contestant;
import org.covector.bench.measure.Contestants;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.PointwiseOp;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;

/** OpenBLAS or MKL, whichever the process is set up for; with MKL also its vector mathematics in the high accuracy mode. */
public final class Blas implements Contestants {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int HIGH_ACCURACY = 2;
    private static final String OPENBLAS = "OpenBLAS 0.3.31";
    private static final String MKL = "MKL 2025.3";

    private final boolean mkl = Setup.current() == Setup.MKL;

    @Override
    public void start(int threads) {
        if (mkl) {
            mkl_rt.MKL_Set_Num_Threads(threads);
            mkl_rt.vmlSetMode(HIGH_ACCURACY);
        } else {
            openblas_nolapack.blas_set_num_threads(threads);
        }
    }

    @Override
    public List<Contestant> of(Work work) {
        return switch (work) {
            case Work.MatMul w when w.dtype() == DType.FLOAT64 -> List.of(false, true)
                    .map(given -> Gemm.doubles(name(given), given, w, mkl ? Blas::mklDoubles : Blas::openDoubles));
            case Work.MatMul w -> List.of(false, true)
                    .map(given -> Gemm.floats(name(given), given, w, mkl ? Blas::mklFloats : Blas::openFloats));
            case Work.Pointwise(PointwiseOp op, int size) when mkl -> vectorMath(op, size);
            default -> List.empty();
        };
    }

    private String name(boolean givenBuffer) {
        return (mkl ? MKL : OPENBLAS) + (givenBuffer ? ", given buffer" : "");
    }

    private static void openFloats(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
        openblas_nolapack.cblas_sgemm(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, m, n, k, 1, a, k, b, n, 0, c, n);
    }

    private static void mklFloats(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
        mkl_rt.cblas_sgemm(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, m, n, k, 1, a, k, b, n, 0, c, n);
    }

    private static void openDoubles(int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer c) {
        openblas_nolapack.cblas_dgemm(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, m, n, k, 1, a, k, b, n, 0, c, n);
    }

    private static void mklDoubles(int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer c) {
        mkl_rt.cblas_dgemm(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, m, n, k, 1, a, k, b, n, 0, c, n);
    }

    private interface Function {
        void apply(int size, FloatPointer x, FloatPointer y);
    }

    private static List<Contestant> vectorMath(PointwiseOp op, int size) {
        return switch (op) {
            case EXP -> function(op, size, mkl_rt::vsExp);
            case LOG -> function(op, size, mkl_rt::vsLn);
            case TANH -> function(op, size, mkl_rt::vsTanh);
            case ERF -> function(op, size, mkl_rt::vsErf);
            default -> List.empty();
        };
    }

    private static List<Contestant> function(PointwiseOp op, int size, Function f) {
        return List.of(false, true).map(given -> new Contestant(MKL + " VML" + (given ? ", given buffer" : ""), given, () -> {
            FloatPointer x = Aligned.of(Inputs.of(op, size, 1));
            FloatPointer buffer = Aligned.floats(size);
            return new Task() {
                @Override
                public void run() {
                    if (given) {
                        f.apply(size, x, buffer);
                    } else {
                        try (FloatPointer y = new FloatPointer(size)) {
                            f.apply(size, x, y);
                        }
                    }
                }

                @Override
                public double[] result() {
                    f.apply(size, x, buffer);
                    return Aligned.array(buffer, size);
                }
            };
        }));
    }
}
