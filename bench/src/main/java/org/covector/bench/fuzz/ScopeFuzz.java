package org.covector.bench.fuzz;

import static org.covector.functional.Tree.TENSOR;

import io.vavr.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.covector.functional.Autograd;
import org.covector.functional.CustomVjp;
import org.covector.functional.F;
import org.covector.functional.Functions;
import org.covector.functional.Memory;
import org.covector.functional.Tensor;

/**
 * Random programs of operations, views, scopes, exceptions, threads, three orders of derivative, tangents and batches, each run with its
 * scopes and without: the bits are equal, and a tensor that left its scope by the side holds its bits or says that it has ended.
 * {@code mvn -Pscope-fuzz -Dfuzz.programs=100000}.
 */
public final class ScopeFuzz {
    private static final int[] SIZES = {4, 24, 360, 4096};
    private static final int MAX_DEPTH = 4;
    private static final int MAX_STATEMENTS = 4;

    private final boolean isScoped;
    private final List<Leak> leaks = new ArrayList<>();

    private ScopeFuzz(boolean isScoped) {
        this.isScoped = isScoped;
    }

    /** A tensor that left its scope by the side, with what it held. */
    private record Leak(Tensor tensor, double[] elements) {}

    /**
     * What came out.
     *
     * @param programs how many ran
     * @param ended tensors used after their scope that said so
     * @param wrong seeds of the programs whose bits differed, or whose tensors did
     */
    public record Outcome(int programs, int ended, List<Long> wrong) {
        @Override
        public String toString() {
            return programs + " programs, " + ended + " uses after a scope refused, " + wrong.size() + " wrong " + wrong.stream().limit(20)
                    .toList();
        }
    }

    /** {@code ScopeFuzz PROGRAMS [SEED]}. */
    public static void main(String[] args) {
        Outcome outcome = run(Integer.parseInt(args[0]), args.length > 1 ? Long.parseLong(args[1]) : 1);
        System.out.println(outcome);
        if (!outcome.wrong.isEmpty()) {
            System.exit(1);
        }
    }

    /** Runs programs {@code seed, seed + 1, ...}. */
    public static Outcome run(int programs, long seed) {
        int ended = 0;
        List<Long> wrong = new ArrayList<>();
        for (long i = seed; i < seed + programs; i++) {
            ScopeFuzz plain = new ScopeFuzz(false);
            ScopeFuzz scoped = new ScopeFuzz(true);
            boolean isRight = Arrays.equals(plain.program(i), scoped.program(i));
            for (Leak leak : scoped.leaks) {
                try {
                    isRight &= Arrays.equals(leak.tensor.array().toDoubleArray(), leak.elements);
                } catch (IllegalStateException e) {
                    isRight &= String.valueOf(e.getMessage()).contains("scope that has ended");
                    ended++;
                }
            }
            if (!isRight) {
                wrong.add(i);
            }
        }
        return new Outcome(programs, ended, wrong);
    }

    private double[] program(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = SIZES[random.nextInt(SIZES.length)];
        double[] start = new double[n];
        Arrays.setAll(start, i -> Math.sin(i + seed % 17));
        Tensor x = Tensor.of(start);
        return scope(() -> body(x, random.nextLong(), 0, true)).array().toDoubleArray();
    }

    private Tensor scope(Supplier<Tensor> body) {
        return isScoped ? Memory.scope(body) : body.get();
    }

    /** A few statements, each from a tensor to one of the same shape. The same seed gives the same function. */
    private Tensor body(Tensor x, long seed, int depth, boolean isPlain) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor y = x;
        int statements = 1 + random.nextInt(MAX_STATEMENTS);
        for (int i = 0; i < statements; i++) {
            int kind = random.nextInt(depth < MAX_DEPTH ? 20 : 6);
            y = statement(kind, y, random.nextLong(), depth + 1, isPlain);
            boolean leaks = random.nextInt(4) == 0; // drawn in both runs
            if (leaks && isPlain && isScoped) {
                this.leaks.add(new Leak(y, y.array().toDoubleArray()));
            }
        }
        return y;
    }

    private Tensor statement(int kind, Tensor x, long seed, int depth, boolean isPlain) {
        int n = Math.toIntExact(x.size());
        return switch (kind) {
            case 0 -> F.tanh(x);
            case 1 -> F.mul(F.sin(x), 0.7);
            case 2 -> F.add(x, F.mul(x, F.cos(x)));
            case 3 -> F.reshape(F.add(F.transpose(F.reshape(x, 2, n / 2), 0, 1), 0.25), n);
            case 4 -> F.cat(List.of(x.slice(0, n / 2, n), F.neg(x.slice(0, 0, n / 2))), 0);
            case 5 -> F.mul(F.softmax(F.reshape(x, n / 4, 4), 1).reshape(n), 2.0);
            case 6, 7, 8 -> scope(() -> body(x, seed, depth, isPlain));
            case 9 -> afterAnException(x, seed, depth, isPlain);
            case 10, 11 -> Autograd.grad(t -> F.sum(F.tanh(body(t, seed, depth, false)))).apply(x);
            case 12 -> Autograd.jvp(t -> body(t, seed, depth, false), x, F.cos(x))._2;
            case 13 -> Autograd.vmap(t -> body(t, seed, depth, false)).apply(F.stack(List.of(x, F.neg(x)), 0)).slice(0, 1, 2).reshape(n);
            case 14 -> fold(x, seed, depth, isPlain);
            case 15 -> pulled(x, seed, depth);
            case 16 -> isPlain ? otherThread(x) : F.tanh(x);
            case 17 -> Functions.fuse(t -> body(t, seed, MAX_DEPTH, false)).apply(x);
            case 18 -> Autograd.checkpoint(t -> body(t, seed, depth, false)).apply(x);
            default -> custom(x, seed, depth);
        };
    }

    private Tensor afterAnException(Tensor x, long seed, int depth, boolean isPlain) {
        try {
            return scope(() -> {
                body(x, seed, depth, isPlain);
                throw new ArithmeticException("on purpose");
            });
        } catch (ArithmeticException onPurpose) {
            return F.neg(x);
        }
    }

    private Tensor fold(Tensor x, long seed, int depth, boolean isPlain) {
        List<Long> seeds = List.of(seed, seed + 1, seed + 2);
        if (isScoped) {
            return Memory.fold(TENSOR, x, seeds, (t, s) -> F.tanh(body(t, s, depth + 1, isPlain)));
        }
        Tensor state = x;
        for (long s : seeds) {
            state = F.tanh(body(state, s, depth + 1, isPlain));
        }
        return state;
    }

    private Tensor pulled(Tensor x, long seed, int depth) {
        Supplier<Autograd.ValueAndPullback<Tensor, Tensor>> run = () -> Autograd.vjp(t -> body(t, seed, depth, false), x);
        Autograd.ValueAndPullback<Tensor, Tensor> pulled = isScoped ? Memory.scope(Autograd.ValueAndPullback.tree(TENSOR), run) : run.get();
        return F.add(pulled.value(), pulled.pullback().apply(F.sin(x)));
    }

    private static Tensor otherThread(Tensor x) {
        Tensor shared = Memory.keep(F.sin(x));
        double sum = CompletableFuture.supplyAsync(() -> F.sum(shared).item()).join();
        return F.mul(x, Math.sin(sum));
    }

    private Tensor custom(Tensor x, long seed, int depth) {
        return CustomVjp.customVjp("custom", (Tensor t) -> CustomVjp.withPullback(body(t, seed, depth, false),
                dy -> Tuple.of(() -> F.mul(dy, F.tanh(scope(() -> F.sin(t))))))).apply(x);
    }
}
