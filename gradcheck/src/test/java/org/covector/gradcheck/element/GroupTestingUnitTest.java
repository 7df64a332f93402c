package org.covector.gradcheck.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Groups of elements of {@code sin(x)}, some of whose derivatives are off by what is said. */
class GroupTestingUnitTest {
    private static final Options EACH = Options.DEFAULT;
    private static final Options LARGE = Options.DEFAULT.withProjections(10);

    private static double[] numbers(int n) {
        return new SplittableRandom(9).doubles(n, 0.3, 1.3).toArray();
    }

    private static Function1<Tensor, Tensor> off(double by, int n, int... places) {
        double[] factors = new double[n];
        Arrays.fill(factors, 1);
        for (int p : places) {
            factors[p] += by;
        }
        Tensor f = Tensor.of(factors);
        return customVjp("sine", t -> withPullback(F.sin(t), dy -> Tuple.of(() -> F.mul(F.mul(dy, F.cos(t)), f))));
    }

    private static List<Element> of(Options options, Map<Integer, Element> known, Function1<List<Tensor>, List<Tensor>> f, Tensor... x) {
        return groups(options, f, x).run(known);
    }

    private static GroupTesting groups(Options options, Function1<List<Tensor>, List<Tensor>> f, Tensor... x) {
        SplittableRandom random = new SplittableRandom(7);
        FlatFunction s = FlatFunction.of(f, List.of(x));
        OutputProjection projection = OutputProjection.random(GroupTesting.COTANGENTS, s.value(), random);
        AnalyticJacobian jacobian = AnalyticJacobian.of(s, projection, random);
        ElementChecker checker = ElementChecker.of(s, options, projection, jacobian);
        return new GroupTesting(s, options, projection, jacobian, checker,
                RandomDirections.of(s, options, projection, jacobian, checker, random));
    }

    private static List<Element> sine(Options options, double by, int n, int... places) {
        Function1<Tensor, Tensor> f = off(by, n, places);
        return of(options, Map.of(), in -> List.of(f.apply(in.getFirst())), Tensor.of(numbers(n)));
    }

    private static int[] wrong(List<Element> all) {
        return all.stream().filter(Element::isWrong).mapToInt(Element::index).toArray();
    }

    // ---- a verdict on every element

    @Test
    void allElementsAreProvenTogether() {
        List<Element> all = sine(EACH, 0, 100);
        assertThat(all).hasSize(100).allMatch(e -> e.verdict() == Verdict.PROVEN && e.note().equals("along random directions")
                && e.input() == 0);
        for (int j = 0; j < 100; j++) {
            assertThat(all.get(j).index()).isEqualTo(j);
            assertThat(all.get(j).error()).as("what is proven, and no less than rounding").isBetween(1e-13, 1e-7 * 8);
            assertThat(all.get(j).numeric()).isEqualTo(all.get(j).analytic());
        }
    }

    @Test
    void theWrongOnesAreFoundAmongThem() {
        assertThat(wrong(sine(EACH, 1e-6, 100, 0, 50, 99))).containsExactly(0, 50, 99);
        assertThat(wrong(sine(EACH, -2, 60, 31))).containsExactly(31);
        List<Element> all = sine(EACH, 1e-3, 100, 42);
        assertThat(all.get(42).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(all.get(42).analytic() / all.get(42).numeric()).isCloseTo(1.001, within(1e-6));
        assertThat(all.stream().filter(e -> e.verdict() == Verdict.PROVEN)).hasSize(99);
    }

    @Test
    void manyWrongOnesAreAllFoundInAHurry() {
        int[] places = new int[40];
        Arrays.setAll(places, k -> 2 * k + 1);
        assertThat(wrong(sine(EACH, 0.5, 100, places))).containsExactly(places);
    }

    @Test
    void fewElementsAreLookedAtOneByOne() {
        assertThat(sine(EACH, 0, 6)).allMatch(e -> e.verdict() == Verdict.PROVEN && e.note().isEmpty());
        assertThat(sine(EACH, 0, 7)).allMatch(e -> e.note().equals("along random directions"));
    }

    @Test
    void whatIsKnownToBeSingularKeepsItsVerdict() {
        Element known = new Element(0, 5, 0, 1, 2, 3, Verdict.OUTSIDE, "known", true);
        Function1<Tensor, Tensor> f = off(1, 50, 5);
        List<Element> all = of(EACH, Map.of(5, known), in -> List.of(f.apply(in.getFirst())), Tensor.of(numbers(50)));
        assertThat(all.get(5)).isSameAs(known);
        assertThat(all.stream().filter(e -> e.verdict() == Verdict.PROVEN)).hasSize(49);
    }

    @Test
    void elementsOfSeveralInputsHaveTheirInputsNumbers() {
        Function1<Tensor, Tensor> f = off(0.1, 30, 3);
        List<Element> all = of(EACH, Map.of(), in -> List.of(F.mul(F.sin(in.get(0)), f.apply(in.get(1))), F.square(in.get(2))),
                Tensor.of(numbers(30)), Tensor.of(numbers(30)), Tensor.of(numbers(12)));
        assertThat(all.stream().map(Element::input)).startsWith(0).endsWith(2);
        assertThat(all.stream().filter(e -> e.input() == 1)).hasSize(30);
        assertThat(all.stream().filter(Element::isWrong).map(e -> e.input() + " " + e.index())).containsExactly("1 3");
    }

    @Test
    void groupsOfRightElementsCostAFewValuesPerDirection() {
        AtomicInteger calls = new AtomicInteger();
        of(EACH, Map.of(), in -> {
            calls.incrementAndGet();
            return List.of(F.sin(in.getFirst()));
        }, Tensor.of(numbers(200)));
        assertThat(calls.get()).as("six directions of six to ten values, not 200 elements").isBetween(38, 80);
    }

    private static Function1<Tensor, Tensor> counted(AtomicInteger calls, Function1<Tensor, Tensor> f) {
        return t -> {
            calls.incrementAndGet();
            return f.apply(t);
        };
    }

    /** How many values, or derivatives, it takes: of one tensor. */
    private static int cost(Options options, Function1<Tensor, Tensor> f, Tensor x) {
        AtomicInteger calls = new AtomicInteger();
        Function1<Tensor, Tensor> counted = counted(calls, f);
        of(options, Map.of(), in -> List.of(counted.apply(in.getFirst())), x);
        return calls.get();
    }

    private static Tensor withAt(double value, int n, int... places) {
        double[] x = numbers(n);
        for (int p : places) {
            x[p] = value;
        }
        return Tensor.of(x);
    }

    /** Which elements are divided off, which steps are tried and where they end: all of it shows in what is asked for. */
    @Test
    void everyValueThatIsAskedForIsAccountedFor() {
        assertThat(List.of(cost(EACH, F::sin, Tensor.of(numbers(7))), cost(EACH, F::sin, Tensor.of(numbers(100))),
                cost(EACH, off(1e-3, 100, 42), Tensor.of(numbers(100))), cost(EACH, off(1e-6, 100, 0, 99), Tensor.of(numbers(100))),
                cost(EACH, off(0.5, 40, IntStream.range(0, 40).toArray()), Tensor.of(numbers(40))),
                cost(EACH, F::abs, withAt(0, 64, 20)), cost(EACH, t -> F.sin(F.mul(t, 200)), Tensor.of(numbers(30))),
                cost(EACH, F::sin, withAt(1e-9, 30, 3, 4, 5)),
                cost(EACH, F::sin, Tensor.of(new float[] {0.3f, 0.5f, 1, 2, 3, 4, 5, 6}))))
                .as("each").containsExactly(38, 50, 689, 1277, 7129, 225, 110, 152, 86);
        assertThat(List.of(cost(LARGE, F::sin, Tensor.of(numbers(60))), cost(LARGE, off(0.01, 61, 7, 30), Tensor.of(numbers(61))),
                cost(LARGE, off(0.01, 64, 1, 5, 9, 13, 17, 21, 25, 29), Tensor.of(numbers(64))), cost(LARGE, F::abs, withAt(0, 64, 20)),
                cost(LARGE, t -> F.sin(F.mul(t, 200)), Tensor.of(numbers(30))), cost(LARGE, F::sin, withAt(1e-9, 30, 3, 4, 5)),
                cost(LARGE, off(0.5, 400, IntStream.range(0, 400).toArray()), Tensor.of(numbers(400)))))
                .as("large").containsExactly(26, 1091, 2459, 277, 66, 28, 2339);
    }

    @Test
    void kinksAreFoundInGroups() {
        double[] x = numbers(64);
        x[20] = 0;
        List<Element> all = of(EACH, Map.of(), in -> List.of(F.abs(in.getFirst())), Tensor.of(x));
        assertThat(all.stream().filter(e -> e.verdict() == Verdict.KINK).map(Element::index)).containsExactly(20);
        assertThat(all.stream().filter(e -> e.verdict() == Verdict.PROVEN)).hasSize(63);
    }

    // ---- too many for that

    @Test
    void ofTooManyEachDirectionHasAVerdict() {
        List<Element> all = sine(LARGE, 0, 60);
        assertThat(all).hasSize(4).allMatch(e -> e.verdict() == Verdict.PROVEN
                && e.note().startsWith("an element whose part in it is wrong by more than ")
                && e.note().endsWith(" is overlooked with a probability of 1e-06"));
        assertThat(groups(LARGE, in -> List.of(F.sin(in.getFirst())), Tensor.of(numbers(60))).directions()).isEqualTo(4);
        assertThat(groups(EACH, in -> List.of(F.sin(in.getFirst())), Tensor.of(numbers(60))).directions()).isEqualTo(6);
        double resolution = Double.parseDouble(all.getFirst().note().replaceAll(".*by more than | is over.*", ""));
        assertThat(resolution).as("175 windows of 1e-11 or less").isBetween(1e-12, 1e-8);
    }

    @Test
    void bisectionFindsTheWrongOnesAndNamesAFew() {
        assertThat(wrong(sine(LARGE, 0.01, 60, 0))).containsExactly(0);
        assertThat(wrong(sine(LARGE, 0.01, 60, 59))).containsExactly(59);
        assertThat(wrong(sine(LARGE, 0.01, 61, 7, 30))).containsExactly(7, 30);
        List<Element> all = sine(LARGE, 0.01, 64, 1, 5, 9, 13, 17, 21, 25, 29);
        assertThat(wrong(all)).containsExactly(1, 5, 9, 13, 17);
        assertThat(all).as("instead of the direction").hasSize(5);
        assertThat(wrong(sine(LARGE, 1e-6, 200, 123))).containsExactly(123);
    }

    @Test
    void bisectionFindsKinks() {
        double[] x = numbers(64);
        x[20] = 0;
        List<Element> all = of(LARGE, Map.of(), in -> List.of(F.abs(in.getFirst())), Tensor.of(x));
        assertThat(all.stream().filter(e -> e.verdict() == Verdict.KINK).map(Element::index)).containsExactly(20);
        assertThat(all).noneMatch(Element::isWrong);
    }

    @Test
    void singularElementsAreInNoDirection() {
        Function1<Tensor, Tensor> f = off(1, 50, 5);
        Element known = new Element(0, 5, 0, 1, 2, 3, Verdict.OUTSIDE, "known", true);
        List<Element> all = of(LARGE, Map.of(5, known), in -> List.of(f.apply(in.getFirst())), Tensor.of(numbers(50)));
        assertThat(all).hasSize(4).allMatch(e -> e.verdict() == Verdict.PROVEN);
    }

    @Test
    void singlePrecisionIsJudgedBySinglePrecision() {
        float[] x = {0.3f, 0.5f, 0.7f, 0.9f, 1.1f, 0.4f, 0.6f, 0.8f, 1, 1.2f, 0.35f, 0.45f};
        Function1<Tensor, Tensor> wrong = customVjp("sine",
                t -> withPullback(F.sin(t), dy -> Tuple.of(() -> F.mul(F.mul(dy, F.cos(t)), 1.2))));
        assertThat(of(EACH, Map.of(), in -> List.of(F.sin(in.getFirst())), Tensor.of(x))).hasSize(12)
                .noneMatch(Element::isWrong);
        assertThat(of(LARGE, Map.of(), in -> List.of(F.sin(in.getFirst())), Tensor.of(x))).noneMatch(Element::isWrong);
        assertThat(wrong(of(EACH, Map.of(), in -> List.of(wrong.apply(in.getFirst())), Tensor.of(x)))).hasSize(12);
    }

    @Test
    void sizesWhoseSquaresOverflowAllowNoErrors() {
        Function1<Tensor, Tensor> line = t -> F.mul(t, 1e170);
        Function1<Tensor, Tensor> wrong = customVjp("line", t -> withPullback(line.apply(t), dy -> Tuple.of(() -> F.mul(dy, 2e170))));
        Tensor x = Tensor.of(numbers(30));
        assertThat(of(LARGE, Map.of(), in -> List.of(line.apply(in.getFirst())), x))
                .allMatch(e -> e.verdict() == Verdict.PROVEN);
        assertThat(wrong(of(LARGE, Map.of(), in -> List.of(wrong.apply(in.getFirst())), x))).isNotEmpty();
    }

    // ---- how groups are made

    /** How many elements of each input are moved at a time, where they are several. */
    private static Set<String> groupsOf(int[] sizes, int wrongInput, int place) {
        double[][] points = Arrays.stream(sizes).mapToObj(GroupTestingUnitTest::numbers).toArray(double[][]::new);
        Set<String> seen = new LinkedHashSet<>();
        of(EACH, Map.of(), in -> {
            StringJoiner moved = new StringJoiner(" ");
            int all = 0;
            for (int i = 0; i < sizes.length; i++) {
                double[] x = Autograd.stopGradient(in.get(i)).array().toDoubleArray();
                double[] at = points[i];
                int count = (int) IntStream.range(0, x.length).filter(k -> x[k] != at[k]).count();
                moved.add(Integer.toString(count));
                all += count;
            }
            if (all > 1) {
                seen.add(moved.toString());
            }
            return IntStream.range(0, sizes.length).mapToObj(i -> off(1e-2, sizes[i], i == wrongInput ? new int[] {place} : new int[0])
                    .apply(in.get(i))).toList();
        }, Arrays.stream(points).map(Tensor::of).toArray(Tensor[]::new));
        return seen;
    }

    @Test
    void groupsAreDividedBetweenInputsFirst() {
        assertThat(groupsOf(new int[] {14, 14}, 0, 0)).containsExactly("14 14", "14 0", "7 0", "0 14");
        assertThat(groupsOf(new int[] {20, 8}, 0, 0)).containsExactly("20 8", "20 0", "10 0", "0 8");
        assertThat(groupsOf(new int[] {8, 20}, 1, 0)).containsExactly("8 20", "8 0", "0 20", "0 10");
        assertThat(groupsOf(new int[] {4, 20, 4}, 1, 0)).containsExactly("4 20 4", "0 20 4", "0 20 0", "0 10 0");
    }

    /** Of a group in which nothing is wrong all elements are known with the same error of the sum. */
    @Test
    void anElementIsKnownTheBetterTheLargerItsShare() {
        double[] x = numbers(40);
        for (int k = 0; k < x.length; k++) {
            x[k] *= Math.scalb(1.0, k % 5 - 2);
        }
        SplittableRandom random = new SplittableRandom(7);
        FlatFunction s = FlatFunction.of(in -> List.of(F.square(in.getFirst())), List.of(Tensor.of(x)));
        OutputProjection projection = OutputProjection.random(GroupTesting.COTANGENTS, s.value(), random);
        AnalyticJacobian jacobian = AnalyticJacobian.of(s, projection, random);
        ElementChecker checker = ElementChecker.of(s, EACH, projection, jacobian);
        RandomDirections directions = RandomDirections.of(s, EACH, projection, jacobian, checker, random);
        List<Element> all = new GroupTesting(s, EACH, projection, jacobian, checker, directions).run(Map.of());
        int[] group = IntStream.range(0, x.length).toArray();
        double window = all.getFirst().error() * directions.maxStep(group, 0);
        for (int k = 0; k < x.length; k++) {
            assertThat(all.get(k).error() * directions.maxStep(group, k)).isCloseTo(window, within(1e-12 * window));
        }
        assertThat(IntStream.range(0, x.length).mapToDouble(k -> directions.maxStep(group, k)).distinct().count()).isGreaterThan(3);
    }

    @Test
    void asManyAsAskedForHaveAVerdictEach() {
        assertThat(sine(LARGE, 0, 10)).hasSize(10);
        assertThat(sine(LARGE, 0, 11)).hasSize(4);
    }

    /** The gradient is summed beside a large number: it errs by a millionth. */
    @Test
    void aDirectionAlongWhichTheGradientIsCoarseIsNotAccused() {
        for (double factor : new double[] {1, 1.5}) {
            Function1<Tensor, Tensor> coarse = customVjp("coarse", t -> withPullback(F.sin(t),
                    dy -> Tuple.of(() -> F.sub(F.add(F.mul(F.mul(dy, F.cos(t)), factor), 1e10), 1e10))));
            assertThat(wrong(of(LARGE, Map.of(), in -> List.of(coarse.apply(in.getFirst())), Tensor.of(numbers(30)))))
                    .hasSize(factor == 1 ? 0 : 5);
        }
    }

    // ---- what a passed test proves

    @Test
    void theFactorIsTheSmallestForWhichThePassesAreAsRareAsAsked() {
        for (int directions : new int[] {4, 6}) {
            for (double miss : new double[] {1e-4, 1e-6, 1e-9}) {
                double factor = GroupTesting.resolutionFactor(miss, directions, 4);
                assertThat(least(factor, directions)).as("reached").isLessThanOrEqualTo(miss * 1.01);
                assertThat(least(factor / 1.1, directions)).as("not much too large").isGreaterThan(miss);
            }
        }
    }

    /** The smallest of {@code (2g/R + (1/192 + 2/(3g))^4)^directions} over g. */
    private static double least(double factor, int directions) {
        List<Double> all = new ArrayList<>();
        for (double g = 1; g < 1e4; g *= 1.01) {
            all.add(Math.pow(2 * g / factor + Math.pow(1.0 / 192 + 2 / (3 * g), 4), directions));
        }
        return all.stream().min(Double::compare).orElseThrow();
    }

    @Test
    void theFactorOfAResolutionFollowsFromTheAcceptedProbability() {
        assertThat(GroupTesting.resolutionFactor(1e-6, 6, 4)).isCloseTo(45, within(1.0));
        assertThat(GroupTesting.resolutionFactor(1e-6, 4, 4)).isCloseTo(175, within(20.0));
        assertThat(GroupTesting.resolutionFactor(1e-12, 6, 4)).isGreaterThan(GroupTesting.resolutionFactor(1e-6, 6, 4));
    }
}
