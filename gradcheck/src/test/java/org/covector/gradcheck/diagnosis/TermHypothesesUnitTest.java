package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.gradcheck.diagnosis.Matrices.numbers;
import static org.covector.gradcheck.diagnosis.Matrices.of;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.covector.gradcheck.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Factors and terms of known names, laid in by hand. */
class TermHypothesesUnitTest {
    private static final double[] X = {0.3, -0.8, 0.55, 1.7, -1.2};
    private static final Map<String, double[]> KNOWN = Map.of("x0", X);

    private static double[][] diagonal(DoubleUnaryOperator d) {
        return of(5, 5, (r, j) -> r == j ? d.applyAsDouble(X[j]) : 0);
    }

    private static TermHypotheses hypotheses(double[][] a, double[][] n, Map<String, double[]> columns, Map<String, double[]> rows) {
        return new TermHypotheses(JacobianPair.of(a, n, 0, n[0].length, 1e-7), columns, rows, 7);
    }

    private static List<String> said(double[][] a, double[][] n) {
        return hypotheses(a, n, KNOWN, Map.of()).explain().stream().map(Cause::text).toList();
    }

    private static double named(String name, double v) {
        return switch (name) {
            case "x0" -> v;
            case "x0^2" -> v * v;
            case "(1 - x0)" -> 1 - v;
            case "(1 - x0^2)" -> 1 - v * v;
            case "(1 + x0)" -> 1 + v;
            case "(1 + x0^2)" -> 1 + v * v;
            case "exp(x0)" -> Math.exp(v);
            case "exp(-x0)" -> Math.exp(-v);
            case "ln |x0|" -> Math.log(Math.abs(v));
            case "1/x0" -> 1 / v;
            case "1/x0^2" -> 1 / (v * v);
            case "sqrt(|x0|)" -> Math.sqrt(Math.abs(v));
            case "x0^3" -> v * v * v;
            case "sign(x0)" -> Math.signum(v);
            case "|x0|" -> Math.abs(v);
            case "sin(x0)" -> Math.sin(v);
            case "cos(x0)" -> Math.cos(v);
            case "tanh(x0)" -> Math.tanh(v);
            case "sigmoid(x0)" -> 1 / (1 + Math.exp(-v));
            case "sigmoid(-x0)" -> 1 / (1 + Math.exp(v));
            case "exp(-x0^2)" -> Math.exp(-v * v);
            case "exp(-x0^2/2)" -> Math.exp(-v * v / 2);
            case "1/(1 + x0^2)" -> 1 / (1 + v * v);
            case "1/sqrt(|1 - x0^2|)" -> 1 / Math.sqrt(Math.abs(1 - v * v));
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            x0; x0^2; (1 - x0); (1 - x0^2); (1 + x0); (1 + x0^2); exp(x0); exp(-x0)
            ln |x0|; 1/x0; 1/x0^2; sqrt(|x0|); x0^3; sign(x0); |x0|; sin(x0)
            cos(x0); tanh(x0); sigmoid(x0); sigmoid(-x0); exp(-x0^2); exp(-x0^2/2); 1/(1 + x0^2); 1/sqrt(|1 - x0^2|)
            """)
    void factorsAreCalledByTheirNames(String a, String b, String c, String d, String e, String f, String g, String h) {
        for (String name : List.of(a, b, c, d, e, f, g, h)) {
            double[][] missing = diagonal(v -> Math.sin(3 * v) + 2);
            double[][] right = diagonal(v -> (Math.sin(3 * v) + 2) * named(name, v));
            assertThat(said(missing, right)).contains("a factor " + name + " is missing");
            double[][] term = diagonal(v -> Math.sin(3 * v) + 2 + named(name, v));
            assertThat(said(missing, term)).contains("the term " + name + " is missing, or has the other sign");
        }
    }

    @Test
    void factorsTooManyAndWithCoefficientsAreNamed() {
        assertThat(said(diagonal(v -> v * v + v), diagonal(v -> 1 + v))).contains("a factor 1/x0 is missing");
        assertThat(said(diagonal(v -> Math.cos(v)), diagonal(_ -> 1))).contains("a factor cos(x0) is too many");
        assertThat(said(diagonal(_ -> 1), diagonal(v -> 2 * v))).contains("a factor 2 x0 is missing");
        assertThat(said(diagonal(_ -> 1), diagonal(v -> -v / 7))).as("a length of an axis").contains("a factor -1/7 x0 is missing");
        assertThat(said(diagonal(_ -> 1), diagonal(v -> v * 1.2345)))
                .as("a number without a name").contains("a factor 1.2345 x0 is missing");
        assertThat(said(diagonal(_ -> 1), diagonal(v -> v * Math.exp(v)))).contains("a factor x0 exp(x0) is missing");
        assertThat(said(diagonal(_ -> 1), diagonal(v -> v * Math.exp(v) * 1.2345))).as("products with simple coefficients only")
                .noneMatch(t -> t.contains("factor"));
        assertThat(said(diagonal(_ -> 1), diagonal(v -> Math.sin(7 * v) + 1.5))).isEmpty();
    }

    /** What is the same along each row is a function of the result. */
    @Test
    void factorsOfResultsAreNamed() {
        double[] y = {2, 3, 5};
        double[][] n = numbers(3, 4);
        TermHypotheses h = hypotheses(of(3, 4, (r, j) -> n[r][j] / y[r]), n, Map.of(), Map.of("out", y));
        assertThat(h.explain()).extracting(Cause::text).containsExactly("a factor out is missing");
        assertThat(hypotheses(of(3, 4, (r, j) -> n[r][j] * y[r]), n, Map.of(), Map.of("out", y)).explain()).extracting(Cause::text)
                .containsExactly("a factor 1/out is missing");
        double[][] uneven = of(3, 4, (r, j) -> n[r][j] / y[r] * (r == 2 && j == 3 ? 1.1 : 1));
        assertThat(hypotheses(uneven, n, Map.of(), Map.of("out", y)).explain()).isEmpty();
        double[][] hole = of(3, 4, (r, j) -> r == 2 && j == 3 ? 0 : n[r][j] / y[r]);
        assertThat(hypotheses(hole, n, Map.of(), Map.of("out", y)).explain()).isEmpty();
    }

    @Test
    void factorsWithoutANameAreToldFromNone() {
        double[][] n = numbers(3, 4);
        double[] c = {1.37, 2.91, 0.77, 1.9};
        assertThat(hypotheses(of(3, 4, (r, j) -> n[r][j] * c[j]), n, Map.of(), Map.of()).nameless()).hasSize(1);
        assertThat(hypotheses(of(3, 4, (r, j) -> n[r][j] * c[r]), n, Map.of(), Map.of()).nameless()).hasSize(1);
        assertThat(hypotheses(of(3, 4, (r, j) -> n[r][j] * c[(r + j) % 4]), n, Map.of(), Map.of()).nameless()).isEmpty();
        double[][] row = numbers(1, 4);
        assertThat(hypotheses(of(1, 4, (r, j) -> row[r][j] * c[j]), row, Map.of(), Map.of()).nameless()).as("of one result any number is")
                .isEmpty();
        double[][] column = of(3, 4, (r, j) -> j == 0 ? n[r][j] : 0);
        assertThat(hypotheses(of(3, 4, (r, j) -> column[r][j] * c[r]), column, Map.of(), Map.of()).nameless()).hasSize(1);
    }

    @Test
    void termsOfSomeElementsAreCounted() {
        double[][] n = diagonal(v -> 2 + v);
        double[][] some = of(5, 5, (r, j) -> r == j && X[j] > 0 ? n[r][j] - X[j] : n[r][j]);
        assertThat(said(some, n)).contains("the term x0 is missing, or has the other sign, for 3 of 5 elements");
        double[][] one = of(5, 5, (r, j) -> r == j && j == 2 ? n[r][j] - X[j] : n[r][j]);
        assertThat(said(one, n)).as("one element tells nothing").isEmpty();
        double[][] twice = of(5, 5, (r, j) -> n[r][j] - (r == j || r == 0 ? X[j] : 0));
        assertThat(said(twice, n)).as("several elements of a result").noneMatch(t -> t.contains("term"));
        double[][] sum = {{1.5, 2.5, 3.25, 4.125, 5}};
        assertThat(said(of(1, 5, (r, j) -> sum[r][j] - X[j]), sum)).contains("the term x0 is missing, or has the other sign");
    }

    @Test
    void candidatesThatAreNoNumbersAreNone() {
        Map<String, double[]> zero = new LinkedHashMap<>();
        zero.put("x0", new double[] {0, 1, 2, 3, 4});
        double[][] n = of(5, 5, (r, j) -> r == j ? j + 1 : 0);
        assertThat(hypotheses(of(5, 5, (r, j) -> r == j ? 1 : 0), n, zero, Map.of()).explain()).extracting(Cause::text)
                .contains("a factor (1 + x0) is missing", "the term x0 is missing, or has the other sign, for 4 of 5 elements");
    }

    @Test
    void ofSomeElementsOnlyTheseAreLookedAt() {
        double[][] a = diagonal(_ -> 1);
        double[][] n = diagonal(v -> v);
        TermHypotheses all = hypotheses(a, n, KNOWN, Map.of());
        JacobianPair part = JacobianPair.of(a, n, 0, 5, 1e-7).columns(1, 3, 4);
        assertThat(all.of(part, 1, 3, 4).explain()).extracting(Cause::text).contains("a factor x0 is missing");
        assertThat(all.of(part, 0, 3, 4).explain()).extracting(Cause::text).doesNotContain("a factor x0 is missing");
    }

    @Test
    void aVectorIsNamedUpToAFactorForEachLine() {
        TermHypotheses h = hypotheses(diagonal(_ -> 1), diagonal(_ -> 1), KNOWN, Map.of());
        double[] scaled = {2 * X[0], 2 * X[1], -3 * X[2], -3 * X[3], -3 * X[4]};
        assertThat(h.proportional(scaled, j -> j < 2 ? 0 : 2)).containsExactly("x0");
        assertThat(h.proportional(scaled, _ -> 0)).isEmpty();
        assertThat(h.proportional(Arrays.stream(X).map(Math::exp).toArray(), _ -> 0)).containsExactly("exp(x0)");
        assertThat(h.proportional(new double[] {1, 7, -2, 3, 11}, _ -> 0)).isEmpty();
        assertThat(h.proportional(new double[] {X[0], X[1], X[2], X[3], X[4] * (1 + 1e-4)}, _ -> 0)).isEmpty();
        assertThat(h.proportional(new double[] {X[0], X[1], X[2], X[3], X[4] * (1 + 1e-6)}, _ -> 0)).hasSize(1);
        TermHypotheses coarse = new TermHypotheses(JacobianPair.of(diagonal(_ -> 1), diagonal(_ -> 1), 0, 5, 1e-2), KNOWN, Map.of());
        assertThat(coarse.proportional(X, _ -> 0)).as("of few digits anything is").isEmpty();
        assertThat(coarse.explain()).isEmpty();
    }

    private static TermHypotheses within(double close, double[][] a, double[][] n) {
        return new TermHypotheses(JacobianPair.of(a, n, 0, n[0].length, close), Map.of("x0", Arrays.copyOf(X, n[0].length)), Map.of());
    }

    /** Two numbers are as many as a name needs, three as a product of two. */
    @Test
    void twoElementsHaveANameAndNoProduct() {
        double[][] ones = {{1, 0}, {0, 1}};
        double[][] n = {{X[0], 0}, {0, X[1]}};
        assertThat(within(1e-7, ones, n).explain()).extracting(Cause::text).contains("a factor x0 is missing");
        double[][] product = {{X[0] * Math.exp(X[0]), 0}, {0, X[1] * Math.exp(X[1])}};
        assertThat(within(1e-7, ones, product).explain()).extracting(Cause::text).noneMatch(t -> t.contains("x0 exp(x0)"));
        double[][] right = diagonal(v -> 2 + v);
        double[][] two = of(5, 5, (r, j) -> r == j && X[j] < 0 ? right[r][j] - X[j] : right[r][j]);
        assertThat(said(two, right)).contains("the term x0 is missing, or has the other sign, for 2 of 5 elements");
    }

    @Test
    void elementsWithoutAGradientHaveNoFactor() {
        double[][] n = of(5, 5, (r, j) -> r == j && j != 2 ? X[j] : 0);
        double[][] a = of(5, 5, (r, j) -> r == j && j != 2 ? 1 : 0);
        assertThat(said(a, n)).contains("a factor x0 is missing");
        double[][] single = of(3, 3, (r, j) -> r == 1 && j == 1 ? 2 : 0);
        double[][] other = of(3, 3, (r, j) -> r == 1 && j == 1 ? 3 : 0);
        assertThat(hypotheses(other, single, Map.of(), Map.of()).nameless()).as("a single number differs from itself by any factor")
                .isEmpty();
    }

    @Test
    void aTermConcernsOneElementOfEachResult() {
        double[][] n = numbers(2, 4);
        assertThat(said(of(2, 4, (r, j) -> n[r][j] - (r == 0 && j < 3 ? X[j] : 0)), n)).noneMatch(t -> t.contains("term"));
        assertThat(said(of(2, 4, (r, j) -> n[r][j] - (r == j ? X[j] : 0)), n)).contains(
                "the term x0 is missing, or has the other sign, for 2 of 4 elements");
    }

    /** In numbers that are exact: a hundred times the error that fits, of the second ratio. */
    @Test
    void ratiosDownAColumnAreTheSameWithinTheirError() {
        double close = 0x1p-10;
        double off = 100 * close;
        double[][] ones = of(2, 2, (_, _) -> 1);
        assertThat(within(close, new double[][] {{1 + off, 4 + 4 * off}, {1, 4}}, ones).nameless()).as("just as far off").hasSize(1);
        assertThat(within(close, new double[][] {{1 + off, 4 + 5 * off}, {1, 4}}, ones).nameless()).isEmpty();
        assertThat(within(close, new double[][] {{-1 - off, -4 - 3 * off}, {-1, -4}}, ones).nameless()).hasSize(1);
    }

    @Test
    void namesFitRelativeToTheNumbersThatTheyName() {
        double[][] ones = diagonal(_ -> 1);
        assertThat(said(ones, of(5, 5, (r, j) -> r == j ? X[j] * (j == 4 ? 1 + 0.8e-6 : 1) : 0))).contains("a factor x0 is missing");
        assertThat(said(ones, of(5, 5, (r, j) -> r == j ? X[j] * (j == 4 ? 1 + 4e-6 : 1) : 0))).noneMatch(t -> t.contains("factor x0 is"));
        assertThat(said(ones, of(5, 5, (r, j) -> r == j ? 1e-3 * X[j] : 0))).contains("a factor 0.001 x0 is missing");
        assertThat(said(ones, of(5, 5, (r, j) -> r == j ? 1e-3 * X[j] * (j == 4 ? 1 + 1e-4 : 1) : 0))).noneMatch(t -> t.contains("x0 is"));
        assertThat(within(1e-3, ones, diagonal(v -> v)).explain()).as("just precise enough").extracting(Cause::text)
                .contains("a factor x0 is missing");
    }

    @Test
    void vectorsFitRelativeToTheirElementsAndAThousandthOfOne() {
        TermHypotheses h = within(1e-3, diagonal(_ -> 1), diagonal(_ -> 1));
        assertThat(h.proportional(X, _ -> 0)).as("just precise enough").containsExactly("x0");
        assertThat(h.proportional(new double[] {X[0], X[1], X[2], X[3] * (1 + 0.8e-5), X[4]}, _ -> 0)).containsExactly("x0");
        assertThat(h.proportional(new double[] {X[0], X[1], X[2], X[3] * (1 + 1.2e-5), X[4]}, _ -> 0)).isEmpty();
        double[] small = {1, 1e-4, -2, 3, 0.5};
        TermHypotheses s = hypotheses(diagonal(_ -> 1), diagonal(_ -> 1), Map.of("x0", small), Map.of());
        assertThat(s.proportional(small, _ -> 0)).containsExactly("x0");
        assertThat(s.proportional(new double[] {1, 1e-4 + 0.9e-8, -2, 3, 0.5}, _ -> 0)).containsExactly("x0");
        assertThat(s.proportional(new double[] {1, 1e-4 + 1.3e-8, -2, 3, 0.5}, _ -> 0)).isEmpty();
        TermHypotheses zero = hypotheses(diagonal(_ -> 1), diagonal(_ -> 1), Map.of("x0", new double[5]), Map.of());
        assertThat(zero.proportional(new double[] {1, 7, -2, 3, 11}, _ -> 0)).as("zeros are a name of nothing").isEmpty();
    }

    /** A product of a number and its reciprocal is a constant, and called so. */
    @Test
    void constantsAreNoFunctionsOfTheElements() {
        double[][] n = diagonal(v -> 2 + v);
        assertThat(said(of(5, 5, (r, j) -> n[r][j] - (r == j ? 0.5 : 0)), n)).contains("the term 1/2 is missing, or has the other sign");
        assertThat(said(of(5, 5, (r, j) -> n[r][j] + (r == j && j > 1 ? 1 : 0)), n)).contains(
                "the term -1 is missing, or has the other sign, for 3 of 5 elements");
        assertThat(said(of(5, 5, (r, j) -> n[r][j] - (r == j && j > 1 ? 1 : 0)), n)).contains(
                "the term 1 is missing, or has the other sign, for 3 of 5 elements");
        assertThat(said(of(5, 5, (r, j) -> n[r][j] - (r == j && j > 1 ? 0.123 : 0)), n)).contains(
                "the term 0.123 is missing, or has the other sign, for 3 of 5 elements");
        assertThat(said(of(5, 5, (r, j) -> n[r][j] - (r == j && j > 2 ? 0.123 : 0)), n)).as("two are too few").isEmpty();
        double[] positive = {0.3, 0.8, 0.55, 1.7, 1.2};
        double[][] ones = of(5, 5, (r, j) -> r == j ? 1 : 0);
        assertThat(hypotheses(of(5, 5, (r, j) -> r == j ? 1 + 3e-8 * j : 0), ones, Map.of("x0", positive), Map.of()).explain())
                .as("a factor of 1").extracting(Cause::text).noneMatch(t -> t.contains("factor"));
    }

    @Test
    void factorsOfSomeElementsAreNamed() {
        double[][] n = diagonal(v -> 2 + v);
        double[][] a = of(5, 5, (r, j) -> r == j && j > 0 ? n[r][j] / X[j] : n[r][j]);
        assertThat(said(a, n)).contains("a factor x0 is missing, for 4 of 5 elements");
        assertThat(said(of(5, 5, (r, j) -> r == j && j > 0 ? n[r][j] / 1.5 : n[r][j]), n)).contains(
                "a factor 1.5 is missing, for 4 of 5 elements");
        assertThat(said(of(5, 5, (r, j) -> r == j && j > 1 ? n[r][j] / X[j] : n[r][j]), n)).as("three are too few").noneMatch(
                t -> t.contains("factor"));
        a[3][3] *= 1.001;
        assertThat(said(a, n)).as("one is off").noneMatch(t -> t.contains("factor"));
        assertThat(hypotheses(a, n, Map.of(), Map.of()).nameless()).extracting(Cause::text).containsExactly("it is off by a factor that "
                + "differs from element to element, for 4 of 5 elements: a part of the chain rule, of a quotient or of a power is missing");
    }

    @Test
    void ofASingleNumberThatIsWrongAnyFactorFits() {
        double[][] n = diagonal(v -> 2 + v);
        double[] by = {1, 1.7, 1, 0.6, 1.31};
        for (int few = 1; few < 4; few++) {
            int from = 5 - few;
            double[][] a = of(5, 5, (r, j) -> n[r][j] * (j >= from ? by[j] * 1.01 : 1));
            assertThat(hypotheses(a, n, Map.of(), Map.of()).nameless()).as(few + " wrong").hasSize(few < 3 ? 0 : 1);
        }
    }

    @Test
    void aNameWithoutACoefficientIsTheBetterOne() {
        Map<String, double[]> known = new LinkedHashMap<>();
        known.put("out", Arrays.stream(X).map(v -> v * v / 2).toArray());
        known.put("x0", X);
        double[][] ones = diagonal(_ -> 1);
        assertThat(hypotheses(ones, diagonal(Math::abs), known, Map.of()).explain()).extracting(Cause::text).contains(
                "a factor |x0| is missing");
        assertThat(hypotheses(ones, diagonal(v -> v * v / 2), known, Map.of()).explain()).extracting(Cause::text).contains(
                "a factor out is missing");
        assertThat(hypotheses(ones, diagonal(v -> 3 * v * v), known, Map.of()).explain()).extracting(Cause::text).noneMatch(
                t -> t.contains("factor x0^2"));
    }

    @Test
    void fewSignsAreAnAccident() {
        double[][] n = diagonal(v -> 2 + v);
        assertThat(said(of(5, 5, (r, j) -> n[r][j] - (r == j ? Math.signum(X[j]) : 0)), n)).contains(
                "the term sign(x0) is missing, or has the other sign");
        assertThat(said(of(5, 5, (r, j) -> n[r][j] - (r == j && j > 0 ? Math.signum(X[j]) : 0)), n)).as("four are too few")
                .noneMatch(t -> t.contains("sign(x0)"));
    }

    @Test
    void whatTakesTwoValuesIsATermOfTargets() {
        double[][] n = numbers(1, 6);
        double[][] a = of(1, 6, (_, j) -> n[0][j] + (j % 3 == 1 ? 0.25 : -0.125));
        TermHypotheses h = hypotheses(a, n, Map.of(), Map.of());
        assertThat(h.explain()).extracting(Cause::text).containsExactly("it lacks one of two constants, 0.125 for 4 elements and -0.25 for "
                + "2: a term that takes two values, as targets or a mask do, is wrong");
        a[0][5] += 1e-3;
        assertThat(hypotheses(a, n, Map.of(), Map.of()).explain()).as("one is off").isEmpty();
        double[][] once = of(1, 6, (_, j) -> n[0][j] + (j == 1 ? 0.25 : -0.125));
        assertThat(hypotheses(once, n, Map.of(), Map.of()).explain()).as("what stands there once is no value").isEmpty();
    }

    /** A weight that is multiplied by the plain input where one without the mean belongs: rows of two results each. */
    @Test
    void theCotangentIsMultipliedByAnotherQuantity() {
        double[] x = numbers(6);
        double[] other = {1.2, 0.35, -0.8, 0.55, 1.45, -2.2};
        double[][] n = of(6, 2, (r, j) -> r % 2 == j ? other[r] : 0);
        double[][] a = of(6, 2, (r, j) -> r % 2 == j ? x[r] : 0);
        String text = "it is the cotangent times x0: another operand of the product belongs there";
        assertThat(hypotheses(a, n, Map.of(), Map.of("x0", x)).wrongQuantity()).extracting(Cause::text).containsExactly(text);
        assertThat(hypotheses(of(2, 6, (r, j) -> a[j][r]), of(2, 6, (r, j) -> n[j][r]), Map.of("x0", x), Map.of()).wrongQuantity())
                .extracting(Cause::text).containsExactly(text);
        a[3][1] *= 1.001;
        assertThat(hypotheses(a, n, Map.of(), Map.of("x0", x)).wrongQuantity()).as("one is off").isEmpty();
    }
}
