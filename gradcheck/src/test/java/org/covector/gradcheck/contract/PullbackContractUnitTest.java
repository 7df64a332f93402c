package org.covector.gradcheck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.covector.engine.NdArray;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.sample.Arguments;
import org.covector.functional.sample.Sample;
import org.covector.functional.sample.Samples;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.FlatValues;
import org.junit.jupiter.api.Test;

/** What is asked of a pullback, how often, and what is said when a call gives something else. */
class PullbackContractUnitTest {
    private static final Options TWO = Options.DEFAULT.withThreads(2);
    private static final Tensor X = Tensor.of(1.0, 2, 4);
    private static final int CANCELLING = 106 % Arguments.Style.values().length;

    private static FlatFunction subject(Function1<List<Tensor>, List<Tensor>> f, Tensor... x) {
        return FlatFunction.of(f, List.of(x));
    }

    private static List<String> asked(PullbackContract c) {
        assertThat(c.breaches()).isEmpty();
        return c.coverage().stream().map(k -> k.cases() + " " + k.what()).toList();
    }

    /** The exponential, whose pullback multiplies what call number k gives by a factor. */
    private static PullbackContract calls(Options options, Function1<Integer, Double> factor) {
        AtomicInteger calls = new AtomicInteger();
        Function1<Tensor, Tensor> f = customVjp("exp",
                t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(F.mul(dy, F.exp(t)), factor.apply(calls.incrementAndGet())))));
        return PullbackContract.of(subject(in -> List.of(f.apply(in.getFirst())), X), options);
    }

    @Test
    void everythingIsAskedForAndCounted() {
        assertThat(asked(PullbackContract.of(subject(in -> List.of(F.exp(in.getFirst())), X), TWO)))
                .containsExactly(
                        "2 values compared with the undifferentiated call",
                        "9 repeated calls of the pullback",
                        "4 calls from threads at once",
                        "1 pairs of cotangents combined",
                        "5 multiples of a cotangent",
                        "3 cotangents taken apart",
                        "1 gradients' shapes and dtypes",
                        "1 absent cotangents",
                        "1 inputs differentiated alone",
                        "4 strided cotangents");
        assertThat(asked(PullbackContract.of(subject(in -> List.of(F.exp(in.get(0)), F.mul(in.get(0), in.get(1))), X, X), TWO)))
                .contains(
                        "1 tensors given for two inputs",
                        "2 gradients' shapes and dtypes",
                        "3 absent cotangents",
                        "2 inputs differentiated alone");
    }

    @Test
    void whatChangesFromCallToCallIsNoFunction() {
        assertThat(calls(TWO, _ -> 1.0).isNondeterministic()).isFalse();
        assertThat(calls(TWO, k -> 1 + 1e-9 * k).isNondeterministic()).isTrue();
        assertThat(calls(TWO, _ -> 2.0).isNondeterministic()).as("a wrong gradient is the same from call to call").isFalse();
        AtomicInteger values = new AtomicInteger();
        assertThat(PullbackContract.of(subject(in -> List.of(F.mul(in.getFirst(), values.incrementAndGet())), X), TWO).isNondeterministic())
                .isTrue();
    }

    /** Where the terms of a gradient cancel, those of a tensor given twice leave another rounding error than those of two. */
    @Test
    void gradientsOfASharedTensorMayCancelToRoundingErrors() {
        long seed = 31L * "diceLoss".hashCode() + 106;
        Sample dice = Samples.named("diceLoss").getFirst().sample(new Arguments(seed, seed + 1, Arguments.Style.values()[CANCELLING]));
        Report report = Gradcheck.check(dice.f(), dice.inputs(), Options.DEFAULT.withSeed(seed).withVariations());
        assertThat(report.isWrong()).as(report.toString()).isFalse();
    }

    @Test
    void whatIsNotWantedIsNotAskedFor() {
        FlatFunction s = subject(in -> List.of(F.exp(in.getFirst())), X);
        Options few = Options.DEFAULT.withThreads(1).withCheckGradDtypes(false).withCheckUndefinedGrad(false)
                .withGenNonContigGradOutputs(false);
        assertThat(asked(PullbackContract.of(s, few))).containsExactly("2 values compared with the undifferentiated call",
                "9 repeated calls of the pullback",
                "1 pairs of cotangents combined", "5 multiples of a cotangent", "3 cotangents taken apart");
    }

    @Test
    void everyCallIsCompared() {
        for (int call = 3; call <= 7; call++) {
            int bad = call;
            assertThat(calls(TWO, k -> k == bad ? 1.001 : 1.0).breaches()).extracting(Breach::text)
                    .contains("the gradient changes from call to call: it is another one at call " + call);
        }
        assertThat(calls(TWO, k -> k == 8 ? 1.001 : 1.0).breaches()).extracting(Breach::text)
                .contains("the gradient changes from call to call: the function's next run gives another one");
        assertThat(calls(TWO, k -> k == 10 ? 1.001 : 1.0).breaches()).extracting(Breach::text)
                .contains("the gradient changes from call to call: it is another one after the function has run elsewhere "
                + "(state that is not its own)");
        assertThat(calls(TWO, k -> k > 10 && k < 15 ? 1.001 : 1.0).breaches()).extracting(Breach::text)
                .contains("the gradient changes from call to call when called from 2 threads at once");
        assertThat(calls(TWO.withThreads(1), k -> k == 9 ? 1.001 : 1.0).breaches()).as("the run elsewhere is another function's").isEmpty();
    }

    /** A doubling whose pullback notes the first element of each cotangent. */
    private static Function1<Tensor, Tensor> noting(List<Double> seen) {
        return customVjp("id", t -> withPullback(F.mul(t, 2), dy -> Tuple.of(() -> {
            seen.add(dy.array().getDouble(0));
            return F.mul(dy, 2);
        })));
    }

    @Test
    void callsAlternateBetweenTwoCotangents() {
        List<Double> seen = Collections.synchronizedList(new ArrayList<>());
        Function1<Tensor, Tensor> f = noting(seen);
        assertThat(PullbackContract.of(subject(in -> List.of(f.apply(in.getFirst())), X), TWO).breaches()).isEmpty();
        double u = seen.get(0);
        double v = seen.get(1);
        assertThat(u).isNotEqualTo(v);
        assertThat(seen.subList(2, 7)).containsExactly(v, u, u, v, u);
        assertThat(seen.subList(10, 14)).as("one thread each").containsExactlyInAnyOrder(u, u, v, v);
        List<Double> again = List.copyOf(seen.subList(0, 2));
        seen.clear();
        PullbackContract.of(subject(in -> List.of(f.apply(in.getFirst())), X), TWO.withSeed(99));
        assertThat(seen.subList(0, 2)).as("the seed's").isNotEqualTo(again);
    }

    @Test
    void elsewhereIsAQuarterFurtherOut() {
        List<Double> points = Collections.synchronizedList(new ArrayList<>());
        PullbackContract.of(subject(in -> {
            points.add(Autograd.stopGradient(in.getFirst()).getDouble(2));
            return List.of(F.exp(in.getFirst()));
        }, X), TWO);
        assertThat(points).contains(5.0);
        PullbackContract outside = PullbackContract.of(subject(in -> {
            if (Autograd.stopGradient(in.getFirst()).getDouble(2) > 4) {
                throw new IllegalArgumentException("too far");
            }
            return List.of(F.exp(in.getFirst()));
        }, X), TWO);
        assertThat(outside.breaches()).as("a function may refuse that").isEmpty();
    }

    @Test
    void aToleranceIsGrantedToWhatIsNotDeterministic() {
        Options lenient = TWO.withThreads(1).withNondetTol(100);
        assertThat(calls(lenient, k -> k == 4 ? 1.001 : 1.0).breaches()).isEmpty();
    }

    @Test
    void valuesAreCompared() {
        AtomicInteger calls = new AtomicInteger();
        Function1<Integer, List<Breach>> at = bad -> {
            calls.set(0);
            return PullbackContract.of(subject(in -> List.of(F.add(F.exp(in.getFirst()), calls.incrementAndGet() == bad ? 1e-3 : 0)), X),
                    TWO.withThreads(1)).breaches();
        };
        assertThat(at.apply(2)).extracting(Breach::text).first().isEqualTo("the value changes from call to call");
        assertThat(at.apply(3)).extracting(Breach::text).first().isEqualTo("the value while differentiating is not the value otherwise");
    }

    @Test
    void viewsAndTypesAreAskedFor() {
        Function1<Tensor, Tensor> raw = customVjp("raw", t -> withPullback(F.mul(t, t), dy -> Tuple.of(() -> {
            NdArray a = t.array();
            return F.mul(F.mul(dy, 2), Tensor.of(a.asStrided(a.shape(), a.shape().strides(), 0)));
        })));
        Tensor view = Tensor.of(NdArray.of(4.0, 2, 1).flip(0));
        assertThat(PullbackContract.of(subject(in -> List.of(raw.apply(in.getFirst())), view), TWO).breaches()).extracting(Breach::text)
                .contains("the gradient is another one than that of dense inputs of the same values");
    }

    // ---- what the classical verdict asks

    @Test
    void theClassicalVerdictAsksForLess() {
        FlatFunction one = subject(in -> List.of(F.exp(in.getFirst())), X);
        assertThat(asked(PullbackContract.classical(one, TWO)))
                .containsExactly("2 repeated calls of the pullback", "1 gradients' shapes and dtypes", "1 absent cotangents");
        FlatFunction two = subject(in -> List.of(F.exp(in.get(0)), F.mul(in.get(0), in.get(1))), X, X);
        assertThat(asked(PullbackContract.classical(two, TWO)))
                .containsExactly("2 repeated calls of the pullback", "2 gradients' shapes and dtypes", "3 absent cotangents");
        assertThat(asked(PullbackContract.classical(two, TWO.withCheckGradDtypes(false).withCheckUndefinedGrad(false))))
                .containsExactly("2 repeated calls of the pullback");
    }

    @Test
    void andComparesTwoCallsAndTwoRuns() {
        for (int bad : new int[] {2, 3}) {
            AtomicInteger calls = new AtomicInteger();
            Function1<Tensor, Tensor> f = customVjp("exp",
                    t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(dy, calls.incrementAndGet() == bad ? 3 : 2))));
            assertThat(PullbackContract.classical(subject(in -> List.of(f.apply(in.getFirst())), X), TWO).breaches())
                    .extracting(Breach::text)
                    .containsExactly("the gradient changes from call to call by more than 0.0");
        }
    }

    // ---- equal numbers

    @Test
    void sameIsEqualInBitsOrWithinTheTolerance() {
        double[] a = {1, Double.NaN, -0.0, 4};
        assertThat(FlatValues.areSame(a, a.clone(), 0)).isTrue();
        assertThat(FlatValues.areSame(a, new double[] {1, Double.NaN, -0.0, 4.25}, 0.25)).isTrue();
        assertThat(FlatValues.areSame(a, new double[] {1, Double.NaN, -0.0, 4.25}, 0.24)).isFalse();
        assertThat(FlatValues.areSame(a, new double[] {1, Double.NaN, -0.0}, 9)).isFalse();
        assertThat(FlatValues.areSame(a, new double[] {1, 2, -0.0, 4}, 9)).as("a number for none").isFalse();
        assertThat(FlatValues.areSame(a, new double[] {1.5, Double.NaN, 0.5, 5}, 1)).as("each within it").isTrue();
        assertThat(FlatValues.areSame(a, 2, new double[] {-0.0, 4, 77}, 2, 0)).as("a part").isTrue();
        assertThat(FlatValues.areSame(a, 2, new double[] {-0.0, 5, 77}, 2, 0)).isFalse();
    }

    // ---- batches, and what else is asked for only sometimes

    private static final Options BATCHED = TWO.withThreads(1).withCheckBatchedGrad(true);

    /** The double, whose pullback is another one under vmap. */
    private static FlatFunction unlikeUnderVmap(double alone, double mapped) {
        Function1<Tensor, Tensor> f = customVjp("unlike", t -> withPullback(F.mul(t, 2), dy -> Tuple.of(() -> {
            try {
                return F.mul(dy, dy.array().size() > 0 ? alone : 0);
            } catch (RuntimeException underVmap) {
                return F.mul(dy, mapped);
            }
        })));
        return subject(in -> List.of(f.apply(in.getFirst())), X);
    }

    @Test
    void batchesAreAskedForIfTheyAreWanted() {
        FlatFunction s = subject(in -> List.of(F.exp(in.getFirst())), X);
        assertThat(asked(PullbackContract.of(s, BATCHED))).endsWith("3 cotangents in a batch");
        assertThat(asked(PullbackContract.classical(s, BATCHED))).endsWith("3 cotangents in a batch");
        assertThat(PullbackContract.of(unlikeUnderVmap(2, 2.5), BATCHED).breaches()).extracting(Breach::kind)
                .containsExactly(Breach.Kind.BATCHED);
        assertThat(PullbackContract.classical(unlikeUnderVmap(2, 2.5), BATCHED).breaches()).extracting(Breach::kind)
                .containsExactly(Breach.Kind.BATCHED);
        assertThat(calls(BATCHED, k -> 1.0 * k).coverage()).as("where the gradient is none by itself").extracting(k -> k.what())
                .doesNotContain("cotangents in a batch");
    }

    @Test
    void aSingleResultIsNotTakenApart() {
        assertThat(asked(PullbackContract.of(subject(in -> List.of(F.sum(F.exp(in.getFirst()))), X), TWO.withThreads(1))))
                .contains("5 multiples of a cotangent").doesNotContain("2 cotangents taken apart");
        assertThat(PullbackContract.of(subject(in -> List.of(Tensor.of(3L, 4)), X), TWO).coverage()).as("without a number nothing is asked")
                .extracting(k -> k.what()).containsExactly("values compared with the undifferentiated call");
    }

    @Test
    void onlyWhatChangesFromCallToCallIsNondeterministic() {
        Breach value = Breach.of(Breach.Kind.VALUE, "another value");
        Breach changing = Breach.of(Breach.Kind.NONDETERMINISTIC, "another gradient");
        assertThat(new PullbackContract(List.of(value), List.of()).isNondeterministic()).isFalse();
        assertThat(new PullbackContract(List.of(changing), List.of()).isNondeterministic()).isTrue();
        assertThat(new PullbackContract(List.of(value, changing), List.of()).isNondeterministic()).isTrue();
    }

    @Test
    void roundingsOfThePullbackAreGrantedToAFunctionWithoutState() {
        Function1<Tensor, Tensor> rough = customVjp("rough", t -> withPullback(F.mul(t, 1.1),
                dy -> Tuple.of(() -> F.sub(F.add(F.mul(dy, 1.1), 1e4), 1e4))));
        assertThat(PullbackContract.of(subject(in -> List.of(rough.apply(in.getFirst())), X), TWO.withThreads(1)).breaches()).isEmpty();
    }

    @Test
    void everyOtherThreadTakesTheOtherCotangent() {
        List<Double> seen = Collections.synchronizedList(new ArrayList<>());
        Function1<Tensor, Tensor> f = noting(seen);
        PullbackContract.of(subject(in -> List.of(f.apply(in.getFirst())), X), TWO.withThreads(3));
        double u = seen.get(0);
        double v = seen.get(1);
        assertThat(seen.subList(10, 16)).as("twice each").containsExactlyInAnyOrder(u, u, v, v, u, u);
    }
}
