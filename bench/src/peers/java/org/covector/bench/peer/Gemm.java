package org.covector.bench.peer;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.covector.bench.measure.Contestant;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work.MatMul;

/** Matrix products through a BLAS: into a given buffer, and into a fresh one that is released at once. */
final class Gemm {
    private Gemm() {}

    /** c = a b, row by row. */
    interface Floats {
        void product(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c);
    }

    /** c = a b, row by row. */
    interface Doubles {
        void product(int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer c);
    }

    static Contestant floats(String name, boolean givenBuffer, MatMul work, Floats blas) {
        return new Contestant(name, givenBuffer, () -> {
            FloatPointer a = Aligned.of(Inputs.floats(work.m() * work.k(), 1));
            FloatPointer b = Aligned.of(Inputs.floats(work.k() * work.n(), 2));
            int size = work.m() * work.n();
            FloatPointer given = Aligned.floats(size);
            return new Task() {
                @Override
                public void run() {
                    if (givenBuffer) {
                        blas.product(work.m(), work.n(), work.k(), a, b, given);
                    } else {
                        try (FloatPointer c = new FloatPointer(size)) {
                            blas.product(work.m(), work.n(), work.k(), a, b, c);
                        }
                    }
                }

                @Override
                public double[] result() {
                    blas.product(work.m(), work.n(), work.k(), a, b, given);
                    return Aligned.array(given, size);
                }
            };
        });
    }

    static Contestant doubles(String name, boolean givenBuffer, MatMul work, Doubles blas) {
        return new Contestant(name, givenBuffer, () -> {
            DoublePointer a = Aligned.of(Inputs.doubles(work.m() * work.k(), 1));
            DoublePointer b = Aligned.of(Inputs.doubles(work.k() * work.n(), 2));
            int size = work.m() * work.n();
            DoublePointer given = Aligned.doubles(size);
            return new Task() {
                @Override
                public void run() {
                    if (givenBuffer) {
                        blas.product(work.m(), work.n(), work.k(), a, b, given);
                    } else {
                        try (DoublePointer c = new DoublePointer(size)) {
                            blas.product(work.m(), work.n(), work.k(), a, b, c);
                        }
                    }
                }

                @Override
                public double[] result() {
                    blas.product(work.m(), work.n(), work.k(), a, b, given);
                    return Aligned.array(given, size);
                }
            };
        });
    }
}
