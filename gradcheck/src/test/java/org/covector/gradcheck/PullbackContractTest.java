package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;
import static org.covector.gradcheck.Case.unit;
import static org.covector.gradcheck.Case.x;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.functional.CustomPrimitive;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.junit.jupiter.api.Test;

/** What a pullback owes besides right numbers: each breach is named, and what is no breach is not. */
class PullbackContractTest {
    private static final Options PLAIN = Options.DEFAULT.withOrder(1).withVariations();

    private static Report exp(UnaryOperator<Tensor> pullback, Options options) {
        Function1<Tensor, Tensor> f = customVjp("exp",
                t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(pullback.apply(dy), F.exp(t)))));
        return Gradcheck.check(f, x(3), options);
    }

    private static void rejected(Report report, String... said) {
        assertThat(report.isWrong()).as(report.toString()).isTrue();
        assertThat(report.breaches()).extracting(Breach::text).anySatisfy(b -> assertThat(b).contains(said));
    }

    private static void accepted(Report report) {
        assertThat(report.isProven()).as(report.toString()).isTrue();
        assertThat(report.breaches()).isEmpty();
    }

    private static void withinTolerance(Report report) {
        assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.WITHIN_TOLERANCE);
        assertThat(report.breaches()).isEmpty();
    }

    @Test
    void scratchMemorySharedByThreadsIsFound() {
        AtomicReference<Tensor> scratch = new AtomicReference<>(Tensor.scalar(0.0));
        UnaryOperator<Tensor> shared = dy -> {
            scratch.set(dy);
            LockSupport.parkNanos(200_000);
            return scratch.get();
        };
        rejected(exp(shared, PLAIN), "threads at once");
        accepted(exp(shared, PLAIN.withThreads(1)));
    }

    @Test
    void stateThatFailsAfterSomeCallsIsFound() {
        Function1<Tensor, Tensor> f = customVjp("exp", t -> {
            AtomicInteger calls = new AtomicInteger();
            return withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(dy, calls.incrementAndGet() > 4 ? F.mul(F.exp(t), 2) : F.exp(t))));
        });
        rejected(Gradcheck.check(f, x(3), PLAIN), "call to call", "at call 5");
    }

    @Test
    void stateSharedByRunsIsFound() {
        AtomicReference<Tensor> last = new AtomicReference<>(Tensor.scalar(0.0));
        Function1<Tensor, Tensor> f = customVjp("exp", t -> {
            Tensor y = F.exp(t);
            last.set(y);
            return withPullback(y, dy -> Tuple.of(() -> F.mul(dy, last.get())));
        });
        rejected(Gradcheck.check(f, x(3), PLAIN), "run elsewhere");
    }

    @Test
    void theCotangentOfTheCallBeforeIsFound() {
        AtomicReference<Tensor> before = new AtomicReference<>(Tensor.of(1.0, 1, 1));
        rejected(exp(dy -> F.add(dy, F.mul(before.getAndSet(dy), 1e-3)), PLAIN), "call to call");
    }

    @Test
    void valuesThatDependOnBeingDifferentiatedAreFound() {
        AtomicInteger calls = new AtomicInteger();
        Report report = Gradcheck.check(t -> F.add(F.exp(t), calls.incrementAndGet() % 3 == 0 ? 1e-3 : 0), x(3), PLAIN);
        rejected(report, "the value");
    }

    @Test
    void whatIsNotLinearIsFound() {
        rejected(exp(F::abs, PLAIN), "not linear");
        rejected(exp(dy -> F.mul(dy, F.abs(dy)), PLAIN), "not linear");
        rejected(exp(F::square, PLAIN), "square");
        rejected(exp(dy -> F.clamp(dy, -2, 2), PLAIN), "not linear");
        rejected(exp(dy -> F.add(dy, 1), PLAIN), "ignored, or something is added");
        rejected(exp(dy -> F.mul(F.div(dy, F.max(F.abs(dy))), F.max(F.abs(dy))), PLAIN), "not 0 for a cotangent of 0");
    }

    @Test
    void whatOneInputOwesToAnotherIsFound() {
        var f = customVjp("product", (Tensor a, Tensor b) -> {
            AtomicReference<Tensor> kept = new AtomicReference<>(Tensor.zeros(a.dtype(), a.shape()));
            return withPullback(F.mul(a, b), dz -> Tuple.of(() -> {
                kept.set(F.mul(dz, a));
                return F.mul(dz, b);
            }, kept::get));
        });
        rejected(Gradcheck.check(f, x(3), unit(3), PLAIN.withThreads(1)), "gradient of input 1", "other inputs are constants");
        assertThat(Gradcheck.check(f, x(3), unit(3), PLAIN.withThreads(1).withCheckUndefinedGrad(false)).breaches()).isEmpty();
    }

    @Test
    void cotangentsReadAsIfTheyWereDenseAreFound() {
        UnaryOperator<Tensor> raw = dy -> {
            NdArray a = dy.array();
            return Tensor.of(a.asStrided(a.shape(), a.shape().strides(), 0));
        };
        rejected(exp(raw, PLAIN), "cotangents that are sliced views");
        accepted(exp(raw, PLAIN.withGenNonContigGradOutputs(false)));
    }

    @Test
    void severalResultsMayHaveAbsentCotangents() {
        var pair = Tree.tuple(TENSOR, TENSOR);
        var both = customVjp("both", TENSOR, pair, t -> withPullback(Tuple.of(F.sin(t), F.cos(t)),
                dy -> Tuple.of(() -> F.sub(F.mul(dy._1(), F.cos(t)), F.mul(dy._2(), F.sin(t))))));
        Report report = Gradcheck.check(TENSOR, pair, both, x(3), PLAIN);
        accepted(report);
        assertThat(report.evidence().coverage()).contains(new Evidence.Coverage("absent cotangents", 3));
    }

    /** Sine and cosine, whose gradient is {@code cos(x) dy0 - sin(x) dy1}; {@code read} says what it makes of a cotangent. */
    private record Both(BiFunction<Cotangent, Tensor, Tensor> read) implements Composed {
        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {F.sin(x[0]), F.cos(x[0])};
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {F.sin(Tensor.of(x[0])).array(), F.cos(Tensor.of(x[0])).array()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            return new Vjp(y, List.of(x), (dy, _) ->
                    new Cotangent[] {F.sub(F.mul(read.apply(dy[0], y[0]), F.cos(x[0])), F.mul(read.apply(dy[1], y[1]), F.sin(x[0])))});
        }
    }

    private static Report both(BiFunction<Cotangent, Tensor, Tensor> read) {
        Both primitive = new Both(read);
        return Gradcheck.check((List<Tensor> in) -> List.of(Apply.all(primitive, in.get(0))), List.of(x(3)), PLAIN);
    }

    @Test
    void anAbsentCotangentOfOneOfTwoResultsIsAZero() {
        accepted(both(Cotangent::dense));
        rejected(both((dy, _) -> (Tensor) dy), "the pullback throws where cotangents are absent", "ClassCastException");
        rejected(both((dy, y) -> dy instanceof Tensor t ? t : Tensor.ones(y.dtype(), y.shape())), "with a cotangent for result 0 only",
                "zeros in the place of the absent ones");
        AtomicReference<Tensor> before = new AtomicReference<>(Tensor.scalar(0.0));
        rejected(both((dy, y) -> dy instanceof Tensor t ? before.updateAndGet(_ -> t) : F.mul(y, F.sum(before.get()))), "absent");
        assertThat(both((dy, y) -> dy instanceof Tensor t ? t : Tensor.zeros(y.dtype(), y.shape())).breaches()).isEmpty();
    }

    /** {@code y = 2 x} with a pullback by the same primitive, whose rule for many examples is given. */
    private record Doubled(UnaryOperator<Tensor> rule) implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            double[] v = x.getFirst().toDoubleArray();
            Arrays.setAll(v, i -> 2 * v[i]);
            return List.of(NdArray.of(v).reshape(x.getFirst().shape()));
        }

        @Override
        public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
            return List.of(() -> of(dy.getFirst()));
        }

        @Override
        public Option<List<Tensor>> batch(int size, List<Boolean> mapped, List<Tensor> x) {
            return Option.of(List.of(rule.apply(x.getFirst())));
        }
    }

    private static Report doubled(UnaryOperator<Tensor> rule, Options options) {
        return Gradcheck.check(t -> F.mul(new Doubled(rule).of(t), 3), x(3), options);
    }

    @Test
    void batchesOfCotangentsGiveWhatEachOfThemGives() {
        Options batched = PLAIN.withCheckBatchedGrad(true);
        Report right = doubled(t -> F.mul(t, 2), batched);
        accepted(right);
        assertThat(right.evidence().coverage()).contains(new Evidence.Coverage("cotangents in a batch", 3));
        accepted(Gradcheck.check(F::matmul, x(3, 4), x(4, 2), batched));
        accepted(Gradcheck.check((w, i) -> F.embedding(i, w), x(3, 2), Tensor.of(0L, 2), batched));
        accepted(exp(dy -> dy, batched));
    }

    @Test
    void aWrongRuleForManyExamplesIsFound() {
        UnaryOperator<Tensor> reversed = t -> F.flip(F.mul(t, 2), 0); // of the axis of examples
        UnaryOperator<Tensor> first = t -> F.mul(F.expand(F.narrow(t, 0, 0, 1), 3, 3), 2);
        for (UnaryOperator<Tensor> wrong : List.of(reversed, first)) {
            rejected(doubled(wrong, PLAIN.withCheckBatchedGrad(true)), "gradient of input 0", "under vmap over 3 cotangents");
            rejected(doubled(wrong, PLAIN.withCheckBatchedGrad(true).withEps(1e-6)), "gradient of input 0", "under vmap over 3 cotangents");
            accepted(doubled(wrong, PLAIN));
        }
    }

    @Test
    void whatCannotTakeABatchIsNamed() {
        UnaryOperator<Tensor> picks = dy -> F.mul(dy, 1.0 + 0 * F.nonzero(dy).dim(0));
        rejected(exp(picks, PLAIN.withCheckBatchedGrad(true)), "the pullback throws under vmap", "nonzero");
        accepted(exp(picks, PLAIN));
        UnaryOperator<Tensor> reads = dy -> Tensor.of(NdArray.of(dy.array().toDoubleArray()).reshape(dy.shape()));
        rejected(exp(reads, PLAIN.withCheckBatchedGrad(true)), "the pullback throws under vmap", "reads the elements");
    }

    @Test
    void jitterBelowItsToleranceIsAccepted() {
        AtomicInteger calls = new AtomicInteger();
        UnaryOperator<Tensor> jitter = dy -> F.mul(dy, 1 + 1e-15 * (calls.incrementAndGet() % 3));
        rejected(exp(jitter, PLAIN), "call to call");
        accepted(exp(jitter, PLAIN.withNondetTol(1e-9)));
    }

    @Test
    void theClassicalVerdictAsksForTheSameGradientTwice() {
        AtomicInteger calls = new AtomicInteger();
        UnaryOperator<Tensor> jitter = dy -> F.mul(dy, 1 + 1e-7 * (calls.incrementAndGet() % 3));
        rejected(exp(jitter, PLAIN.withEps(1e-6)), "call to call");
        withinTolerance(exp(jitter, PLAIN.withEps(1e-6).withNondetTol(1e-5)));
    }

    @Test
    void theClassicalFastModeProjects() {
        Options fast = PLAIN.withEps(1e-6).withFastMode();
        Report right = Gradcheck.check(F::matmul, x(3, 4), x(4, 2), fast);
        withinTolerance(right);
        assertThat(right.elements()).hasSize(2);
        assertThat(exp(dy -> F.mul(dy, 1.01), fast).isWrong()).isTrue();
        assertThat(exp(dy -> F.mul(dy, 1.01), fast.withRtol(0.1)).isWrong()).isFalse();
    }

    @Test
    void whatWasAskedIsCounted() {
        Report report = Gradcheck.check((w, i) -> F.embedding(i, w), x(3, 2), Tensor.of(0L, 2), PLAIN);
        accepted(report);
        assertThat(report.evidence().coverage())
                .contains(new Evidence.Coverage("calls from threads at once", 8),
                new Evidence.Coverage("repeated calls of the pullback", 9),
                new Evidence.Coverage("strided cotangents", 4));
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThatThrownBy(() -> PLAIN.withThreads(0)).isInstanceOf(ArgumentException.class).hasMessageContaining("threads");
        assertThatThrownBy(() -> PLAIN.withNondetTol(-1)).isInstanceOf(ArgumentException.class).hasMessageContaining("nondetTol");
        assertThatThrownBy(() -> PLAIN.withEps(0)).isInstanceOf(ArgumentException.class).hasMessageContaining("eps");
        assertThatThrownBy(() -> PLAIN.withInterval(0, 2, 1)).isInstanceOf(ArgumentException.class).hasMessageContaining("interval");
    }
}
