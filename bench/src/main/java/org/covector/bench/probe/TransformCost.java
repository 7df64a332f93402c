package org.covector.bench.probe;

import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.Supplier;
import org.covector.bench.report.Probe;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.VmapAxes;

/** What forward mode and batching cost, each beside the plain form in turn: ratios of medians. */
public final class TransformCost {
    /** A form that does much in one call is compiled after more calls than one that calls itself in a loop. */
    private static final int WARM_CALLS = 400;
    private static final long WARM_NANOS = 8_000_000_000L;
    private static final int SAMPLES = 31;
    private static final Tree<Seq<Tensor>> PARAMETERS = Tree.seq(TENSOR);

    private TransformCost() {}

    /** All of them. */
    public static List<Probe> run(int threads) {
        Seq<Tensor> mlp = parameters(784, 512, 256, 10);
        Tensor x = Tensor.normal(Key.of(5), 128, 784);
        Seq<Tensor> direction = mlp.map(p -> Tensor.normal(Key.of(7), p.shape().dims()));
        double forward = ratio(() -> logits(mlp, x), () -> Autograd.jvp(PARAMETERS, TENSOR, p -> logits(p, x), mlp, direction)._2());
        Tensor labels = Tensor.randint(Key.of(9), 0, 10, 128);
        Seq<Tensor> small = parameters(100, 80, 20, 10); // 10,010 parameters
        return List.of(
                new Probe("jvp of the MLP 784-512-256-10 in its parameters, batch 128, times its forward", threads, forward, "", 2.6, true),
                new Probe("per-example gradients of 10,000 parameters, 128 examples: loop / vmap", threads,
                        perExample(small, Tensor.normal(Key.of(6), 128, 100), labels), "", 10, false),
                new Probe("per-example gradients of the MLP, 128 examples: loop / vmap", threads, perExample(mlp, x, labels), "", 2,
                        false));
    }

    private static Seq<Tensor> parameters(int... widths) {
        List<Tensor> all = List.empty();
        for (int i = 1; i < widths.length; i++) {
            Tensor w = F.mul(Tensor.normal(Key.of(i), widths[i], widths[i - 1]), Math.sqrt(2.0 / widths[i - 1]));
            all = all.append(w).append(Tensor.zeros(DType.FLOAT32, widths[i]));
        }
        return Vector.ofAll(all);
    }

    /** {@code w x + b} with relu between. */
    private static Tensor logits(Seq<Tensor> p, Tensor x) {
        Tensor y = x;
        for (int i = 0; i < p.size(); i += 2) {
            y = F.linear(i == 0 ? y : F.relu(y), p.get(i), p.get(i + 1));
        }
        return y;
    }

    private static double perExample(Seq<Tensor> p, Tensor x, Tensor labels) {
        Function2<Tensor, Tensor, Seq<Tensor>> one = (e, t) -> Autograd.grad(PARAMETERS, (Seq<Tensor> q) -> F.crossEntropy(logits(q, e), t))
                .apply(p);
        Tree<Tuple2<Tensor, Tensor>> example = Tree.tuple(TENSOR, TENSOR);
        Function1<Tuple2<Tensor, Tensor>, Seq<Tensor>> all = Autograd.vmap(VmapAxes.FIRST, example, PARAMETERS, one.tupled());
        Supplier<Tensor> loop = () -> {
            java.util.List<Seq<Tensor>> gradients = new ArrayList<>(); // kept, as the other form keeps them
            for (int i = 0; i < x.dim(0); i++) {
                gradients.add(one.apply(x.at(i), labels.at(i)));
            }
            return gradients.getLast().last();
        };
        return ratio(() -> all.apply(Tuple.of(x, labels)).last(), loop);
    }

    /** How many times as long as {@code base} a task takes, sampled in turn. */
    private static double ratio(Supplier<Tensor> base, Supplier<Tensor> task) {
        warm(base);
        warm(task);
        double[] a = new double[SAMPLES];
        double[] b = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            a[i] = nanos(base);
            b[i] = nanos(task);
        }
        Arrays.sort(a);
        Arrays.sort(b);
        return b[SAMPLES / 2] / a[SAMPLES / 2];
    }

    private static void warm(Supplier<Tensor> task) {
        double nanos = 0;
        for (int i = 0; i < WARM_CALLS && nanos < WARM_NANOS; i++) {
            nanos += nanos(task);
        }
    }

    private static double nanos(Supplier<Tensor> task) {
        long start = System.nanoTime();
        Tensor y = task.get();
        long end = System.nanoTime();
        return y.size() < 0 ? Double.NaN : end - start;
    }

    /** Prints them. */
    public static void main(String... args) {
        run(1).forEach(p -> System.out.printf("%-90s %6.2f%n", p.name(), p.value()));
    }
}
