package org.covector.bench.probe;

import io.vavr.collection.List;
import java.util.Arrays;
import java.util.function.Supplier;
import org.covector.bench.report.Probe;
import org.covector.functional.F;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;

/** What scopes of memory cost where there is nothing to win: entering and leaving them, and operations of four elements. */
public final class ScopeCost {
    private static final int CALLS = 100; // of an operation in one scope
    private static final int REPEATS = 100;
    private static final int WARM = 3_000;
    private static final int SAMPLES = 61;

    private final Tensor x = Tensor.of(new float[] {1, 2, 3, 4});
    private final Tensor y = Tensor.of(new float[] {5, 6, 7, 8});
    private final Tensor matrix = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    private Tensor last = x; // what was computed last, so that nothing is computed in vain

    private ScopeCost() {}

    /** All of them. */
    public static List<Probe> run(int threads) {
        return new ScopeCost().probes(threads);
    }

    private List<Probe> probes(int threads) {
        double outermost = median(() -> scopes(CALLS));
        double nested = median(() -> last = Memory.scope(() -> {
            scopes(CALLS);
            return x;
        })) - outermost / CALLS;
        return List.of(
                new Probe("entering and leaving an outermost scope", threads, outermost, "ns", 40, true),
                new Probe("entering and leaving a scope in a scope", threads, nested, "ns", 10, true))
                .appendAll(List.of(
                        inside(threads, "add of 4 and 4", () -> F.add(x, y)),
                        inside(threads, "add of 4 and a number", () -> F.add(x, 2)),
                        inside(threads, "relu of 4", () -> F.relu(x)),
                        inside(threads, "exp of 4", () -> F.exp(x)),
                        inside(threads, "sum of 4", () -> F.sum(x)),
                        inside(threads, "softmax of 4", () -> F.softmax(x, 0)),
                        inside(threads, "transpose of 2 x 2", () -> F.transpose(matrix, 0, 1)),
                        inside(threads, "matmul of 2 x 2", () -> F.matmul(matrix, matrix))));
    }

    private void scopes(int n) {
        for (int i = 0; i < n; i++) {
            last = Memory.scope(() -> x);
        }
    }

    /** What a call takes longer in a scope than outside. */
    private Probe inside(int threads, String name, Supplier<Tensor> operation) {
        Runnable plain = () -> calls(operation);
        Runnable scoped = () -> Memory.scope(() -> {
            calls(operation);
            return x;
        });
        warm(plain);
        warm(scoped);
        double[] differences = new double[SAMPLES]; // of neighbours in time
        for (int i = 0; i < SAMPLES; i++) {
            differences[i] = nanos(scoped) - nanos(plain);
        }
        Arrays.sort(differences);
        return new Probe(name + ": in a scope longer by", threads, differences[SAMPLES / 2], "ns", 15, true);
    }

    private void calls(Supplier<Tensor> operation) {
        for (int i = 0; i < CALLS; i++) {
            last = operation.get();
        }
    }

    private static double median(Runnable task) {
        warm(task);
        double[] nanos = new double[SAMPLES];
        Arrays.setAll(nanos, _ -> nanos(task));
        Arrays.sort(nanos);
        return nanos[SAMPLES / 2];
    }

    private static void warm(Runnable task) {
        for (int i = 0; i < WARM; i++) {
            task.run();
        }
    }

    /** Of one of the task's {@link #CALLS}. */
    private static double nanos(Runnable task) {
        long start = System.nanoTime();
        for (int i = 0; i < REPEATS; i++) {
            task.run();
        }
        return (System.nanoTime() - start) / (double) REPEATS / CALLS;
    }

    /** Prints them. */
    public static void main(String... args) {
        run(1).forEach(p -> System.out.printf("%-60s %6.1f%n", p.name(), p.value()));
    }
}
