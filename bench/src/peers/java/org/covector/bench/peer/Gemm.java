package org.covector.bench.peer;

import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
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
        return contestant(name, givenBuffer, work, (size, seed) -> Aligned.of(Inputs.floats(size, seed)), Aligned::floats,
                FloatPointer::new,
                (a, b, c) -> blas.product(work.m(), work.n(), work.k(), a, b, c), Aligned::array);
    }

    static Contestant doubles(String name, boolean givenBuffer, MatMul work, Doubles blas) {
        return contestant(name, givenBuffer, work, (size, seed) -> Aligned.of(Inputs.doubles(size, seed)), Aligned::doubles,
                DoublePointer::new,
                (a, b, c) -> blas.product(work.m(), work.n(), work.k(), a, b, c), Aligned::array);
    }

    private interface Product<P> {
        void run(P a, P b, P c);
    }

    private static <P extends Pointer> Contestant contestant(String name, boolean givenBuffer, MatMul work,
            BiFunction<Integer, Integer, P> input,
            LongFunction<P> aligned, LongFunction<P> fresh, Product<P> product, BiFunction<P, Integer, double[]> array) {
        return new Contestant(name, givenBuffer, () -> {
            P a = input.apply(work.m() * work.k(), 1);
            P b = input.apply(work.k() * work.n(), 2);
            int size = work.m() * work.n();
            P given = aligned.apply(size);
            return new Task() {
                @Override
                public void run() {
                    if (givenBuffer) {
                        product.run(a, b, given);
                    } else {
                        try (P c = fresh.apply(size)) {
                            product.run(a, b, c);
                        }
                    }
                }

                @Override
                public double[] result() {
                    product.run(a, b, given);
                    return array.apply(given, size);
                }
            };
        });
    }
}
