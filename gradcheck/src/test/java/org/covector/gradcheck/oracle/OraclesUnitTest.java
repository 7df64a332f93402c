package org.covector.gradcheck.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.element.ElementChecker;
import org.covector.gradcheck.element.RandomDirections;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** How votes are counted, with verdicts on elements that are given by hand. */
class OraclesUnitTest {
    private static final Options PLAIN = Options.DEFAULT.withVariations().withOrder(1);
    private static final Tensor X = Tensor.of(0.5, 1, 2);

    /** Oracles that have voted. */
    private record Voted(Oracles oracles, Evidence evidence) {}

    private static Voted vote(Function1<Tensor, Tensor> f, Options options, List<Element> elements, Tensor... x) {
        RandomGenerator random = new SplittableRandom(1);
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(x));
        OutputProjection projection = OutputProjection.basis(s.value().length, random);
        AnalyticJacobian jacobian = AnalyticJacobian.of(s, projection, random);
        ElementChecker checker = ElementChecker.of(s, options, projection, jacobian);
        Oracles oracles = new Oracles(s, options, projection, jacobian, checker);
        RandomDirections directions = RandomDirections.of(s, options, projection, jacobian, checker, random);
        int[] all = IntStream.range(0, s.point().length).toArray();
        return new Voted(oracles, oracles.evidence(elements, directions, all, 1, 0.25, random));
    }

    private static Function1<Tensor, Tensor> off(double factor) {
        return customVjp("off", t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(F.mul(dy, F.exp(t)), factor))));
    }

    private static Element element(int index, int output, Verdict verdict, String note) {
        return new Element(0, index, output, 1, 1, 0, verdict, note, true);
    }

    private static List<Element> all(Verdict... verdicts) {
        return IntStream.range(0, verdicts.length).mapToObj(k -> element(k, k, verdicts[k], "")).toList();
    }

    private static List<String> breaches(Voted v, List<Element> elements) {
        return v.oracles.breaches(elements).stream().map(Breach::text).toList();
    }

    @Test
    void bothOthersTogetherSpeakAgainstAGradientWithoutAnyWrongElement() {
        List<Element> open = all(Verdict.NOISE, Verdict.NOISE, Verdict.NOISE);
        Voted wrong = vote(off(1.5), PLAIN, open, X);
        assertThat(wrong.oracles.breaches(open)).extracting(Breach::kind).containsExactly(Breach.Kind.ORACLES, Breach.Kind.ORACLES);
        assertThat(breaches(wrong, open).get(0)).contains("the Taylor remainder disagrees: ", ", that of a wrong derivative");
        assertThat(breaches(wrong, open).get(1)).contains("the forward rule disagrees: ", "where the pullback gives");
        assertThat(breaches(wrong, all(Verdict.NOISE, Verdict.WRONG, Verdict.NOISE))).as("elements say it").isEmpty();
        assertThat(breaches(vote(off(1.5), PLAIN.withCheckForwardAd(false), open, X), open)).as("a single one").isEmpty();
        assertThat(breaches(vote(off(1), PLAIN, open, X), open)).isEmpty();
    }

    @Test
    void proofsThatTheForwardRuleDeniesAreDisputed() {
        List<Element> proven = all(Verdict.PROVEN, Verdict.PROVEN, Verdict.PROVEN);
        assertThat(vote(off(1.5), PLAIN, proven, X).oracles.disputed(proven)).extracting(Element::verdict)
                .containsExactly(Verdict.NOISE, Verdict.NOISE, Verdict.NOISE);
        assertThat(vote(off(1), PLAIN, proven, X).oracles.disputed(proven)).isSameAs(proven);
        assertThat(vote(off(1.5), PLAIN.withCheckForwardAd(false), proven, X).oracles.disputed(proven)).isSameAs(proven);
        List<Element> wrong = all(Verdict.PROVEN, Verdict.WRONG, Verdict.PROVEN);
        assertThat(vote(off(1.5), PLAIN, wrong, X).oracles.disputed(wrong)).as("there it is wrong already").isSameAs(wrong);
    }

    @Test
    void onlyWhatIsOpenIsDecided() {
        List<Element> proven = all(Verdict.PROVEN, Verdict.KINK, Verdict.PROVEN);
        assertThat(vote(off(1.5), PLAIN, proven, X).oracles.decide(proven)).isSameAs(proven);
        List<Element> open = all(Verdict.PROVEN, Verdict.NOISE, Verdict.PROVEN);
        assertThat(vote(off(1.5), PLAIN, open, X).oracles.decide(open)).extracting(Element::verdict)
                .containsExactly(Verdict.PROVEN, Verdict.WRONG, Verdict.PROVEN);
        assertThat(vote(off(1.5), PLAIN.withCheckForwardAd(false), open, X).oracles.decide(open)).isSameAs(open);
    }

    @Test
    void quotientsThatDisagreeOrCannotTellAreCounted() {
        assertThat(vote(off(1), PLAIN, all(Verdict.PROVEN, Verdict.NOISE, Verdict.NOISE), X).evidence.oracles().getFirst())
                .isEqualTo(new Evidence.Oracle("difference quotients", true, "0 of 3 disagree, 2 cannot be told"));
        assertThat(vote(off(1), PLAIN, all(Verdict.WRONG, Verdict.PROVEN, Verdict.WRONG), X).evidence.oracles().getFirst())
                .isEqualTo(new Evidence.Oracle("difference quotients", false, "2 of 3 disagree"));
        assertThat(vote(off(1), PLAIN, all(), X).evidence.miss()).isEqualTo(0.25);
    }

    @Test
    void jacobiansOfUpTo4096NumbersAreKept() {
        Tensor large = Tensor.of(new SplittableRandom(1).doubles(64, 0.5, 1).toArray());
        Evidence.Jacobian kept = vote(off(1), PLAIN, all(), large, Tensor.of(3L, 4)).evidence.jacobians().getFirst();
        assertThat(kept.input()).isZero();
        assertThat(kept.analytic()).hasSize(64).allMatch(row -> row.size() == 64);
        assertThat(kept.projected()).isFalse();
        assertThat(vote(off(1), PLAIN, all(), X, Tensor.of(3L, 4), X).evidence.jacobians()).as("none of integers")
                .extracting(Evidence.Jacobian::input).containsExactly(0, 2);
        Tensor more = Tensor.of(new SplittableRandom(1).doubles(65, 0.5, 1).toArray());
        assertThat(vote(off(1), PLAIN, all(), more).evidence.jacobians()).isEmpty();
    }

    /** Ten points to each side, over a sixteenth of an element's size. */
    @Test
    void linesThroughKinksAndWrongElementsAreKept() {
        Tensor x = Tensor.of(1.0, -8, 2);
        List<Element> elements = List.of(element(0, 0, Verdict.WRONG, ""), element(1, 1, Verdict.KINK, ""),
                element(2, 2, Verdict.KINK, "the first derivative"), element(2, 3, Verdict.WRONG, "of another projection"),
                element(2, 2, Verdict.PROVEN, ""));
        List<Evidence.Profile> profiles = vote(F::square, PLAIN, elements, x).evidence.profiles();
        assertThat(profiles).extracting(Evidence.Profile::index).containsExactly(0, 1);
        Evidence.Profile first = profiles.get(0);
        assertThat(first.t()).hasSize(21).startsWith(-0.0625).contains(0.0).endsWith(0.0625);
        for (int k = 0; k < 21; k++) {
            assertThat(first.y().get(k)).isEqualTo((1 + first.t().get(k)) * (1 + first.t().get(k)));
        }
        assertThat(profiles.get(1).t()).startsWith(-0.5).endsWith(0.5);
        assertThat(profiles.get(1).y()).startsWith(8.5 * 8.5).endsWith(7.5 * 7.5);
        assertThat(profiles.get(1).slope()).isEqualTo(1);
    }
}
