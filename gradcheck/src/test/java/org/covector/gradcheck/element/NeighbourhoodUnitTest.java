package org.covector.gradcheck.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Values and gradients near points, those with equal elements among them. */
class NeighbourhoodUnitTest {
    private static FlatFunction subject(Function1<Tensor, Tensor> f, double... x) {
        return FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
    }

    private static boolean jumps(Function1<Tensor, Tensor> f, double noise, double... x) {
        return new Neighbourhood(subject(f, x), Options.DEFAULT, new SplittableRandom(1))
                .jumpsWhereEqualElementsPart(OutputProjection.basis(1, new SplittableRandom(2)), 0, 1, noise);
    }

    private static Tensor mostFrequent(Tensor t) {
        return F.mode(t, 0, false).values();
    }

    @Test
    void theMostFrequentOfSomeNumbersJumpsToAnother() {
        assertThat(jumps(NeighbourhoodUnitTest::mostFrequent, 1e-9, 1, 2, 2, 3)).isTrue();
        assertThat(jumps(NeighbourhoodUnitTest::mostFrequent, 2, 1, 2, 2, 3)).as("by less than the noise").isFalse();
    }

    @Test
    void withoutEqualElementsNothingParts() {
        assertThat(jumps(t -> F.sum(F.floor(t)), 1e-9, 1, 2, 3)).isFalse();
        assertThat(jumps(NeighbourhoodUnitTest::mostFrequent, 1e-9, 1, 2, 3, 3)).as("equal ones elsewhere").isFalse();
    }

    @Test
    void aKinkAndASteepSlopeAreNoJumps() {
        assertThat(jumps(t -> F.max(t), 1e-15, 1, 2, 2)).isFalse();
        assertThat(jumps(t -> F.sum(F.sqrt(F.abs(F.sub(t, 2)))), 1e-9, 1, 2, 2)).as("a root, by 2^-5 of it").isFalse();
    }

    @Test
    void pointsNearByAreNear() {
        FlatFunction s = subject(F::exp, 1, -4, 0, 1e-300);
        Neighbourhood near = new Neighbourhood(s, Options.DEFAULT.withInterval(0, -5, 1.0), new SplittableRandom(2));
        double most = 0;
        double own = 0;
        double others = 0;
        for (int k = 0; k < 60; k++) {
            double[] x = near.sample(1, k, 0x1p-10).point();
            assertThat(x[0]).as("the interval's end").isBetween(1 - 0x1p-10, 1.0);
            assertThat(Math.abs(x[1] + 4)).isLessThanOrEqualTo(4 * 0x1p-10);
            assertThat(Math.abs(x[2])).as("0 has the size 1").isLessThanOrEqualTo(0x1p-10);
            most = Math.max(most, Math.abs(x[2]));
            own = Math.max(own, k % 3 == 2 ? Math.abs(x[1] + 4) : 0);
            others = Math.max(others, k % 3 == 1 ? Math.abs(x[2]) : 0);
        }
        assertThat(most).isGreaterThan(0x1p-11);
        assertThat(own).as("a tenth").isBetween(4 * 0x1p-15, 0.4 * 0x1p-10);
        assertThat(others).as("a tenth").isBetween(0x1p-15, 0.1 * 0x1p-10);
        assertThat(Neighbourhood.elementScale(s, 1)).isEqualTo(4);
        assertThat(Neighbourhood.elementScale(s, 2)).isEqualTo(1);
        assertThat(Neighbourhood.elementScale(s, 3)).as("as good as 0").isEqualTo(1);
    }

    private static boolean excused(Function1<Tensor, Tensor> f, double analytic, double numeric, double... x) {
        FlatFunction s = subject(f, x);
        Element wrong = new Element(0, 0, 0, analytic, numeric, 1e-9, Verdict.WRONG, "", false);
        return new Neighbourhood(s, Options.DEFAULT, new SplittableRandom(2))
                .asClarkeSubgradient(wrong, OutputProjection.basisVector(s.value().length, 0), 0)
                .map(e -> e.verdict() == Verdict.KINK && e.contained()
                && e.note().startsWith("kinks meet: the gradients around lie between")).getOrElse(false);
    }

    @Test
    void whereKinksMeetAnyMeanOfTheGradientsAroundIsRight() {
        Function1<Tensor, Tensor> max = t -> F.max(t);
        assertThat(excused(max, 1.0 / 3, 0.5, 2, 2, 2)).isTrue();
        assertThat(excused(max, 1.5, 0.5, 2, 2, 2)).as("outside of 0 and 1").isFalse();
        assertThat(excused(max, -0.5, 0.5, 2, 2, 2)).isFalse();
        assertThat(excused(max, 0.5, 1.5, 2, 2, 2)).isFalse();
        assertThat(excused(max, 0.5, -0.5, 2, 2, 2)).isFalse();
        assertThat(excused(max, 1, 0, 2, 2, 2)).as("the ends").isTrue();
        assertThat(excused(max, 1 + 0.9e-6, 0, 2, 2, 2)).as("a millionth is granted").isTrue();
        assertThat(excused(max, 1 + 2.1e-6, 0, 2, 2, 2)).isFalse();
        assertThat(excused(t -> F.mul(F.max(t), 1000), 1000 + 0.9e-3, 0, 2, 2, 2)).as("of a thousand").isTrue();
        assertThat(excused(max, -2.1e-6, 1, 2, 2, 2)).isFalse();
        assertThat(excused(max, 1, 1, 5, 2, 2)).as("one gradient around").isFalse();
        assertThat(excused(F::exp, 2, 1, 0)).as("smooth").isFalse();
        Function1<Tensor, Tensor> broken = customVjp("off", t -> withPullback(F.max(t), dy -> Tuple.of(
                () -> F.mul(Autograd.vjp((Tensor a) -> F.max(a), t).pullback().apply(dy), 2))));
        assertThat(excused(broken, 1.0 / 3, 0.5, 2, 2, 2)).as("wrong further away").isFalse();
    }

    @Test
    void theSlackIsGrantedInWhole() {
        assertThat(excused(t -> F.max(t), -1e-6, 1, 2, 2, 2)).isTrue();
        double most = 1;
        for (int k = 0; k < 9; k++) {
            most = 1 + 1e-6 * most;
        }
        assertThat(excused(t -> F.max(t), most, 0.5, 2, 2, 2)).isTrue();
        assertThat(excused(t -> F.max(t), most + 1e-15, 0.5, 2, 2, 2)).isFalse();
    }

    @Test
    void theGradientsAroundAreSaid() {
        FlatFunction s = subject(t -> F.mul(F.max(t), 2), 2, 2, 2);
        Element wrong = new Element(0, 0, 0, 0.25, 0.5, 1e-9, Verdict.WRONG, "", false);
        assertThat(new Neighbourhood(s, Options.DEFAULT, new SplittableRandom(2))
                .asClarkeSubgradient(wrong, OutputProjection.basisVector(1, 0), 0).map(Element::note))
                .containsExactly("kinks meet: the gradients around lie between 0.00000 and 2.00000, as this one does");
    }

    @Test
    void aSmoothGradientAsWrongAsHereIsSeenByNine() {
        AtomicInteger calls = new AtomicInteger();
        Function1<Tensor, Tensor> f = t -> {
            calls.incrementAndGet();
            return F.sum(F.mul(t, 3), 0);
        };
        assertThat(excused(f, 3, 2, 1, 1)).isFalse();
        assertThat(calls.get()).as("the point, nine values and nine gradients").isEqualTo(19);
        calls.set(0);
        assertThat(excused(f, 2, 3, 1, 1)).as("wrong here only").isFalse();
        assertThat(calls.get()).as("all 48 are asked").isEqualTo(97);
        AtomicInteger flat = new AtomicInteger();
        assertThat(excused(t -> {
            flat.incrementAndGet();
            return F.sum(F.mul(t, 1e-6), 0);
        }, 0, 1, 1, 1)).as("but for a millionth").isFalse();
        assertThat(flat.get()).isEqualTo(19);
    }

    /** Of three numbers that tie one may have the same gradient some times in a row, and none of the others. */
    @Test
    void someEqualGradientsThatAreNotTheGivenOneAreNoSmoothFunction() {
        AtomicInteger close = new AtomicInteger();
        Function1<Tensor, Tensor> f = customVjp("given", t -> withPullback(F.abs(t), dy -> Tuple.of(() -> {
            double x = Autograd.stopGradient(t).item();
            return F.mul(dy, Math.abs(x) < 0x1p-20 && close.incrementAndGet() <= 20 ? 1 : Math.signum(x));
        })));
        assertThat(excused(f, 1.0 / 3, 0, 0)).isTrue();
        close.set(0);
        assertThat(excused(f, 1, 0, 0)).as("as wrong as here twenty times").isFalse();
    }

    @Test
    void whatCannotBeProvenFurtherAwayIsNoExcuse() {
        assertThat(excused(F::abs, 0.5, 0, 0)).as("a kink").isTrue();
        assertThat(excused(t -> F.sub(F.add(F.abs(t), 1e12), 1e12), 0.5, 0, 0)).as("values too coarse").isFalse();
    }

    @Test
    void nearZeroMeansTheSizeOne() {
        FlatFunction s = subject(F::exp, 1e-290, -1.1e-290);
        assertThat(Neighbourhood.elementScale(s, 0)).isEqualTo(1);
        assertThat(Neighbourhood.elementScale(s, 1)).isEqualTo(1.1e-290);
    }

    /** 0 where the first two are equal, and elsewhere by how far they are apart. */
    private static Function1<Tensor, Tensor> apart(double closer, double further) {
        return t -> {
            Tensor by = F.abs(F.sub(F.slice(t, 0, 1, 2, 1), F.slice(t, 0, 0, 1, 1)));
            return F.where(F.eq(by, 0), 0, F.where(F.lt(by, 0x1p-36), Tensor.scalar(closer), further));
        };
    }

    @Test
    void aJumpIsAboveTheNoiseAndAboveATwentiethOfWhatItIsFurtherAway() {
        assertThat(jumps(apart(1, 1), 0.5, 1, 1)).isTrue();
        assertThat(jumps(apart(1, 1), 1, 1, 1)).as("the noise itself").isFalse();
        assertThat(jumps(apart(0.05, 1), 0.01, 1, 1)).as("a twentieth").isFalse();
        assertThat(jumps(apart(0.051, 1), 0.01, 1, 1)).isTrue();
        assertThat(jumps(apart(10, 100), 0.01, 1, 1)).isTrue();
        assertThat(jumps(apart(4, 100), 0.01, 1, 1)).as("a twenty-fifth of a large one").isFalse();
        assertThat(jumps(t -> F.add(mostFrequent(t), 100), 1e-9, 1, 2, 2, 3)).as("of a large value").isTrue();
        AtomicInteger calls = new AtomicInteger();
        jumps(t -> {
            calls.incrementAndGet();
            return apart(1, 1).apply(t);
        }, 0.5, 1, 1);
        assertThat(calls.get()).as("the point, and four at either distance").isEqualTo(9);
    }

    // ---- single precision

    private static FlatFunction single(Function1<Tensor, Tensor> f, float... x) {
        return FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
    }

    private static boolean excusedInSingle(Function1<Tensor, Tensor> f, double analytic, double numeric, float... x) {
        Element wrong = new Element(0, 0, 0, analytic, numeric, 1e-5, Verdict.WRONG, "", false);
        return new Neighbourhood(single(f, x), Options.DEFAULT, new SplittableRandom(2))
                .asClarkeSubgradient(wrong, OutputProjection.basisVector(1, 0), 0).isDefined();
    }

    private static boolean jumpsInSingle(Function1<Tensor, Tensor> f, double noise, float... x) {
        return new Neighbourhood(single(f, x), Options.DEFAULT, new SplittableRandom(1))
                .jumpsWhereEqualElementsPart(OutputProjection.basis(1, new SplittableRandom(2)), 0, 1, noise);
    }

    @Test
    void inSinglePrecisionNeighboursAreSoFarAwayThatEqualElementsPart() {
        assertThat(excusedInSingle(t -> F.max(t), 1.0 / 3, 0.5, 2, 2, 2)).isTrue();
        assertThat(excusedInSingle(t -> F.median(t), 1.0 / 3, 0, 2, 2, 2)).isTrue();
        assertThat(excusedInSingle(t -> F.max(t), 1.003, 0, 2, 2, 2)).as("the slack of few digits").isTrue();
        assertThat(excusedInSingle(t -> F.max(t), 1.005, 0, 2, 2, 2)).isFalse();
        assertThat(excusedInSingle(t -> F.max(t), 1, 1, 5, 2, 2)).as("one gradient around").isFalse();
        assertThat(excusedInSingle(t -> F.sum(F.exp(t)), 2, 1, 0, 0)).as("smooth").isFalse();
        assertThat(jumpsInSingle(NeighbourhoodUnitTest::mostFrequent, 1e-4, 1, 2, 2, 3)).isTrue();
        assertThat(jumpsInSingle(t -> F.max(t), 1e-7, 1, 2, 2)).isFalse();
        assertThat(jumpsInSingle(t -> F.mul(F.max(t), 1e3f), 1e-4, 1, 2, 2)).isFalse();
    }

    /** Elements that meet again by rounding would show the gradient at the tie among those around. */
    @Test
    void elementsThatTieArePartedBySamples() {
        float[] tied = new float[40];
        Arrays.fill(tied, 2);
        tied[39] = -2;
        Neighbourhood near = new Neighbourhood(single(t -> F.max(t), tied), Options.DEFAULT, new SplittableRandom(4));
        for (int k = 0; k < 300; k++) {
            double[] x = near.sampleApart(k % 3, k / 3, 0, 1, 2).point();
            for (int a = 0; a < 3; a++) {
                for (int i = 0; i < x.length; i++) {
                    assertThat(i != a && Math.abs(x[i]) == Math.abs(x[a])).as("%d and %d", a, i).isFalse();
                }
                assertThat(Math.abs(x[a] - 2)).isLessThanOrEqualTo(0x1p-12);
            }
        }
        Neighbourhood fixed = new Neighbourhood(single(t -> F.max(t), 2, 2), Options.DEFAULT.withInterval(0, 2, 2),
                new SplittableRandom(4));
        assertThat(fixed.sampleApart(0, 0, 0, 1).point()).as("what cannot part").containsExactly(2, 2);
        assertThat(near.isTied(0)).isTrue();
        assertThat(near.isTied(39)).as("but for the sign").isFalse();
    }
}
