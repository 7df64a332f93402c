package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.diagnosis.Matrices.numbers;
import static org.covector.gradcheck.diagnosis.Matrices.of;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** Jacobians laid in by hand beside functions of several results, at other points, inside domains. */
class DiagnosisOfFunctionsUnitTest {
    private static final double[] X = {0.3, -0.8, 0.55, 1.7, -1.2};

    private static List<String> said(FlatFunction s, double[][] analytic, double[][] numeric, int input, Element... wrong) {
        Element any = new Element(input, 0, 0, 1, 2, 0, Verdict.WRONG, "", false);
        return new Diagnosis(s, analytic, numeric).of(input, wrong.length == 0 ? List.of(any) : List.of(wrong)).stream()
                .map(c -> c.text() + " " + c.parameters()).toList();
    }

    private static FlatFunction function(Function1<List<Tensor>, List<Tensor>> f, Tensor... x) {
        return FlatFunction.of(f, List.of(x));
    }

    private static FlatFunction results(Tensor... y) {
        return function(_ -> List.of(y), Tensor.of(1.0, 2, 3));
    }

    private static double[][] diagonal(double[] x, DoubleUnaryOperator d) {
        return of(x.length, x.length, (r, j) -> r == j ? d.applyAsDouble(x[j]) : 0);
    }

    private static double[][] rows(double[][] a, int... from) {
        return Arrays.stream(from).mapToObj(r -> r < 0 ? new double[a[0].length] : a[r]).toArray(double[][]::new);
    }

    // ---- several results

    @Test
    void aResultIsDropped() {
        double[][] n = numbers(4, 3);
        FlatFunction s = results(Tensor.of(1.0, 2), Tensor.of(3.0, 4));
        assertThat(said(s, rows(n, 0, 1, -1, -1), n, 0)).containsExactly("the cotangent of result 1 is dropped [1.0]");
        assertThat(said(s, rows(n, -1, -1, 2, 3), n, 0)).containsExactly("the cotangent of result 0 is dropped [0.0]");
        FlatFunction indexed = results(Tensor.of(1.0, 2), Tensor.of(7L, 8, 9), Tensor.of(3.0, 4));
        assertThat(said(indexed, rows(n, 0, 1, -1, -1), n, 0)).as("integers have no cotangent")
                .containsExactly("the cotangent of result 2 is dropped [2.0]");
        assertThat(said(results(Tensor.of(1.0, 2, 3, 4)), rows(n, 0, 1, -1, -1), n, 0)).noneMatch(t -> t.contains("dropped"));
    }

    @Test
    void twoResultsAreExchanged() {
        double[][] n = numbers(6, 3);
        FlatFunction three = results(Tensor.of(1.0, 2), Tensor.of(3.0, 4), Tensor.of(5.0, 6));
        assertThat(said(three, rows(n, 4, 5, 2, 3, 0, 1), n, 0)).containsExactly(
                "the cotangents of results 0 and 2 are exchanged [0.0, 2.0]");
        assertThat(said(three, rows(n, 2, 3, 0, 1, 4, 5), n, 0)).containsExactly(
                "the cotangents of results 0 and 1 are exchanged [0.0, 1.0]");
        assertThat(said(three, rows(n, 0, 1, 4, 5, 2, 3), n, 0)).containsExactly(
                "the cotangents of results 1 and 2 are exchanged [1.0, 2.0]");
        assertThat(said(three, rows(n, 0, 1, 5, 4, 2, 3), n, 0)).noneMatch(t -> t.contains("exchanged"));
        assertThat(said(three, rows(n, 5, 4, 2, 3, 0, 1), n, 0)).noneMatch(t -> t.contains("exchanged"));
        FlatFunction uneven = results(Tensor.of(1.0, 2), Tensor.of(3.0, 4, 5, 6));
        assertThat(said(uneven, rows(n, 2, 3, 0, 1, 4, 5), n, 0)).noneMatch(t -> t.contains("exchanged"));
    }

    @Test
    void eachResultHasACauseOfItsOwn() {
        double[][] n = numbers(4, 3);
        FlatFunction s = results(Tensor.of(1.0, 2), Tensor.of(3.0, 4));
        assertThat(said(s, of(4, 3, (r, j) -> r < 2 ? n[r][j] : -n[r][j]), n, 0)).containsExactly(
                "by the cotangent of result 1: the sign is wrong [-1.0]");
        assertThat(said(s, of(4, 3, (r, j) -> r < 2 ? 0 : -n[r][j]), n, 0)).containsExactly("the cotangent of result 0 is dropped [0.0]",
                "by the cotangent of result 1: the sign is wrong [-1.0]");
        assertThat(said(s, of(4, 3, (r, j) -> -n[r][j]), n, 0)).as("of both").containsExactly("the sign is wrong [-1.0]");
    }

    // ---- at another point

    @Test
    void itIsTheGradientAtTheOtherSign() {
        FlatFunction s = function(in -> List.of(F.exp(in.getFirst())), Tensor.of(X));
        assertThat(said(s, diagonal(X, x -> Math.exp(-x)), diagonal(X, Math::exp), 0)).containsExactly(
                "it is the gradient at the inputs of the other sign []");
        FlatFunction root = function(in -> List.of(F.sqrt(F.add(in.getFirst(), 1.3))), Tensor.of(X));
        assertThat(said(root, diagonal(X, x -> 0.5 / Math.sqrt(Math.abs(1.3 - x))), diagonal(X, x -> 0.5 / Math.sqrt(1.3 + x)), 0))
                .as("where the function has no value").noneMatch(t -> t.contains("other sign"));
    }

    @Test
    void itIsTheGradientAtTheResult() {
        FlatFunction s = function(in -> List.of(F.atan(F.mul(in.getFirst(), 2))), Tensor.of(X));
        DoubleUnaryOperator slope = x -> 2 / (1 + 4 * x * x);
        assertThat(said(s, diagonal(X, x -> slope.applyAsDouble(Math.atan(2 * x))), diagonal(X, slope), 0)).containsExactly(
                "it is the gradient at the result: the output is used where the input belongs []");
        FlatFunction second = function(in -> List.of(F.atan(F.mul(in.get(1), 2))), Tensor.of(1.0, 2), Tensor.of(X));
        double[][] right = of(5, 7, (r, j) -> r + 2 == j ? slope.applyAsDouble(X[r]) : 0);
        double[][] there = of(5, 7, (r, j) -> r + 2 == j ? slope.applyAsDouble(Math.atan(2 * X[r])) : 0);
        assertThat(said(second, there, right, 1)).first().asString().startsWith("it is the gradient at the result");
    }

    @Test
    void itIsTheGradientWithInputsExchanged() {
        double[] y = {1.1, 0.4, -0.9, 0.2, 0.75};
        FlatFunction s = function(in -> List.of(F.mul(F.sin(in.get(0)), F.exp(F.mul(in.get(1), 0.7)))), Tensor.of(X), Tensor.of(y));
        double[][] right = of(5, 10, (r, j) -> j == r ? Math.cos(X[r]) * Math.exp(0.7 * y[r])
                : j == r + 5 ? 0.7 * Math.sin(X[r]) * Math.exp(0.7 * y[r]) : 0);
        double[][] exchanged = of(5, 10, (r, j) -> j == r ? Math.cos(y[r]) * Math.exp(0.7 * X[r])
                : j == r + 5 ? 0.7 * Math.sin(y[r]) * Math.exp(0.7 * X[r]) : 0);
        assertThat(said(s, exchanged, right, 0)).containsExactly("it is the gradient with inputs 0 and 1 exchanged [1.0]");
        assertThat(said(s, exchanged, right, 1)).containsExactly("it is the gradient with inputs 1 and 0 exchanged [0.0]");
        FlatFunction unlike = function(in -> List.of(F.mul(F.sin(in.get(0)), F.exp(F.sum(in.get(1))))), Tensor.of(X), Tensor.of(1.0, 2));
        double e = Math.exp(3);
        assertThat(said(unlike, of(5, 7, (r, j) -> r == j ? Math.cos(X[r]) * e * (1 + X[r] / (7 + r)) : 0),
                of(5, 7, (r, j) -> r == j ? Math.cos(X[r]) * e : 0), 0)).noneMatch(t -> t.contains("exchanged"));
    }

    @Test
    void aGradientOfAnotherInputIsSwapped() {
        double[] y = {1.1, 0.4, -0.9, 0.2, 0.75};
        FlatFunction s = function(in -> List.of(F.mul(in.get(0), in.get(1))), Tensor.of(X), Tensor.of(y));
        double[][] right = of(5, 10, (r, j) -> j == r ? y[r] : j == r + 5 ? X[r] : 0);
        double[][] both = of(5, 10, (r, j) -> j == r ? X[r] : j == r + 5 ? X[r] : 0);
        assertThat(said(s, both, right, 0)).containsExactly("it is the gradient of input 1: swapped [1.0]");
    }

    // ---- a formula that is right at another point

    private static FlatFunction custom(Function1<Tensor, Tensor> value, Function2<Tensor, Tensor, Tensor> formula, Tensor... x) {
        Function1<Tensor, Tensor> f = customVjp("custom", a -> withPullback(value.apply(a), dy -> Tuple.of(() -> formula.apply(a, dy))));
        return function(in -> List.of(f.apply(in.getLast())), x);
    }

    private static double[] linspace(int n) {
        return IntStream.range(0, n).mapToDouble(k -> -1.3 + 2.5 * k / n).toArray();
    }

    @Test
    void theInputIsUsedWhereTheOutputBelongs() {
        FlatFunction s = custom(F::exp, F::mul, Tensor.of(X));
        String text = "it would be right at the result: the input is used where the output belongs []";
        assertThat(said(s, diagonal(X, x -> x), diagonal(X, Math::exp), 0)).containsExactly(text);
        FlatFunction second = custom(F::exp, F::mul, Tensor.of(2.0, 1), Tensor.of(X));
        assertThat(said(second, of(5, 7, (r, j) -> r + 2 == j ? X[r] : 0), of(5, 7, (r, j) -> r + 2 == j ? Math.exp(X[r]) : 0), 1))
                .containsExactly(text);
        FlatFunction summed = custom(x -> F.reshape(F.sum(F.exp(x)), 1), F::mul, Tensor.of(X));
        assertThat(said(summed, of(1, 5, (_, j) -> X[j]), of(1, 5, (_, j) -> Math.exp(X[j])), 0)).as("a result of another size")
                .noneMatch(t -> t.contains("would be right"));
        FlatFunction throwing = custom(F::exp, (_, _) -> {
            throw new IllegalStateException("there is none");
        }, Tensor.of(X));
        assertThat(said(throwing, diagonal(X, x -> x), diagonal(X, Math::exp), 0)).noneMatch(t -> t.contains("would be right"));
        for (int n : new int[] {64, 65}) {
            double[] x = linspace(n);
            assertThat(said(custom(F::exp, F::mul, Tensor.of(x)), diagonal(x, v -> v), diagonal(x, Math::exp), 0).contains(text))
                    .as("%s results", n).isEqualTo(n == 64);
        }
        float[] coarse = {0.3F, -0.8F, 0.55F, 1.7F, -1.2F};
        assertThat(said(custom(F::exp, F::mul, Tensor.of(coarse)), diagonal(X, x -> x), diagonal(X, Math::exp), 0))
                .as("FLOAT32 is too coarse").noneMatch(t -> t.contains("would be right"));
    }

    @Test
    void aFactorOrAConstantInsideIsForgotten() {
        FlatFunction triple = custom(x -> F.sin(F.mul(x, 3)), (x, dy) -> F.mul(dy, F.mul(F.cos(x), 3)), Tensor.of(X));
        assertThat(said(triple, diagonal(X, x -> 3 * Math.cos(x)), diagonal(X, x -> 3 * Math.cos(3 * x)), 0))
                .containsExactly("it would be right at 3 times the input: a factor inside is forgotten []");
        FlatFunction half = custom(x -> F.sin(F.div(x, 2)), (x, dy) -> F.mul(dy, F.div(F.cos(x), 2)), Tensor.of(X));
        assertThat(said(half, diagonal(X, x -> Math.cos(x) / 2), diagonal(X, x -> Math.cos(x / 2) / 2), 0))
                .containsExactly("it would be right at 0.5 times the input: a factor inside is forgotten []");
        FlatFunction more = custom(x -> F.atan(F.add(x, 1)), (x, dy) -> F.div(dy, F.add(F.square(x), 1)), Tensor.of(X));
        assertThat(said(more, diagonal(X, x -> 1 / (1 + x * x)), diagonal(X, x -> 1 / (1 + (x + 1) * (x + 1))), 0))
                .containsExactly("it would be right at the input + 1: a constant added inside is forgotten []");
        FlatFunction less = custom(x -> F.atan(F.sub(x, 1)), (x, dy) -> F.div(dy, F.add(F.square(x), 1)), Tensor.of(X));
        assertThat(said(less, diagonal(X, x -> 1 / (1 + x * x)), diagonal(X, x -> 1 / (1 + (x - 1) * (x - 1))), 0))
                .containsExactly("it would be right at the input - 1: a constant added inside is forgotten []");
        FlatFunction other = custom(x -> F.sin(F.mul(x, 3.7)), (x, dy) -> F.mul(dy, F.mul(F.cos(x), 3.7)), Tensor.of(X));
        assertThat(said(other, diagonal(X, x -> 3.7 * Math.cos(x)), diagonal(X, x -> 3.7 * Math.cos(3.7 * x)), 0))
                .as("a factor that nobody forgets").noneMatch(t -> t.contains("would be right"));
    }

    // ---- along the other axis

    /** The logarithms of the sums of exponentials of rows, and what belongs to the columns. */
    @Test
    void itIsTheGradientAlongTheOtherAxis() {
        double[][] x = numbers(3, 3);
        FlatFunction rows = custom(a -> F.logsumexp(a, 1), (a, dy) -> F.mul(F.softmax(a, 0), dy),
                Tensor.of(Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray(), 3, 3));
        double[][] right = of(3, 9, (r, j) -> j / 3 == r ? Math.exp(x[r][j % 3]) / Arrays.stream(x[r]).map(Math::exp).sum() : 0);
        double[][] columns = of(3, 9, (r, j) -> j % 3 == r
                ? Math.exp(x[j / 3][r]) / IntStream.range(0, 3).mapToDouble(k -> Math.exp(x[k][r])).sum() : 0);
        String text = "it is the gradient along the other axis: the formula sums over the wrong axis []";
        assertThat(said(rows, columns, right, 0)).contains(text);
        assertThat(said(rows, of(3, 9, (r, j) -> 2 * columns[r][j]), right, 0)).as("with a factor").contains(text);
        assertThat(said(rows, of(3, 9, (r, j) -> j == 8 ? 1.1 * columns[r][j] : columns[r][j]), right, 0)).as("but for one element")
                .doesNotContain(text);
    }

    @Test
    void theOtherAxisOfATensorOfAnyShapeIsTried() {
        double[][] x = numbers(2, 3);
        Tensor given = Tensor.of(Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray(), 2, 3);
        double[] ofRows = Arrays.stream(x).mapToDouble(row -> Arrays.stream(row).map(Math::exp).sum()).toArray();
        double[] ofColumns = IntStream.range(0, 3).mapToDouble(k -> Math.exp(x[0][k]) + Math.exp(x[1][k])).toArray();
        double[][] right = of(1, 8, (_, j) -> j < 2 ? 0 : Math.exp(x[(j - 2) / 3][(j - 2) % 3]) / ofRows[(j - 2) / 3]);
        double[][] other = of(1, 8, (_, j) -> j < 2 ? 0 : Math.exp(x[(j - 2) / 3][(j - 2) % 3]) / ofColumns[(j - 2) % 3]);
        String text = "it is the gradient along the other axis: the formula sums over the wrong axis []";
        FlatFunction sum = custom(a -> F.sum(F.logsumexp(a, 1)), (a, dy) -> F.mul(F.softmax(a, 0), dy), Tensor.of(1.0, 2), given);
        assertThat(said(sum, other, right, 1)).contains(text);
        FlatFunction picky = custom(a -> {
            if (a.shape().dim(0) != 2) {
                throw new IllegalArgumentException("two rows");
            }
            return F.sum(F.logsumexp(a, 1));
        }, (a, dy) -> F.mul(F.softmax(a, 0), dy), Tensor.of(1.0, 2), given);
        assertThat(said(picky, other, right, 1)).as("where the function throws").doesNotContain(text);
    }

    // ---- operands: what the formula is with a transposed one

    private static final double[] W = {0.7, -1.3, 0.45, 2.1, -0.6, 1.9, 0.35, -0.8, 1.45};

    /** A formula for the first of two inputs. */
    private static FlatFunction ofTwo(Function2<Tensor, Tensor, Tensor> value, Function2<Tensor, Tensor, Tensor> formula, Tensor... x) {
        Function2<Tensor, Tensor, Tensor> f = customVjp("ofTwo",
                (a, b) -> withPullback(value.apply(a, b), dy -> Tuple.of(() -> F.mul(formula.apply(a, b), dy), () -> b)));
        return function(in -> List.of(f.apply(in.get(0), in.get(1))), x);
    }

    private static double[] times(double[] w, double[] x, boolean transposed) {
        return IntStream.range(0, 3).mapToDouble(i -> IntStream.range(0, 3).mapToDouble(k -> w[transposed ? 3 * k + i : 3 * i + k] * x[k])
                .sum()).toArray();
    }

    private static double[][] padded(double... row) {
        return new double[][] {Arrays.copyOf(row, 12)};
    }

    @Test
    void theTermWithAnotherInputTransposedIsMissing() {
        Tensor x = Tensor.of(0.3, -0.8, 0.55);
        double[] p = times(W, new double[] {0.3, -0.8, 0.55}, false);
        double[] q = times(W, new double[] {0.3, -0.8, 0.55}, true);
        double[][] both = padded(IntStream.range(0, 3).mapToDouble(k -> p[k] + q[k]).toArray());
        Function2<Tensor, Tensor, Tensor> value = (a, w) -> F.reshape(F.sum(F.mul(a, F.mv(w, a))), 1);
        FlatFunction one = ofTwo(value, (a, w) -> F.mv(w, a), x, Tensor.of(W, 3, 3));
        String sum = "what it is with input 1 transposed has to be added: an operand is used twice, once transposed []";
        assertThat(said(one, padded(p), both, 0)).containsExactly(sum);
        both[0][1] += 1e-3;
        assertThat(said(one, padded(p), both, 0)).as("one is off").doesNotContain(sum);
        both[0][1] -= 1e-3;
        FlatFunction doubled = ofTwo(value, (a, w) -> F.mul(F.mv(w, a), 2), x, Tensor.of(W, 3, 3));
        String mean = "the mean of it and of what it is with input 1 transposed is right: one of two terms, which are transposed to each "
                + "other, counts twice []";
        assertThat(said(doubled, padded(Arrays.stream(p).map(v -> 2 * v).toArray()), both, 0)).containsExactly(mean);
        String operand = "it would be right with input 1 transposed: an operand of a product is transposed []";
        assertThat(said(one, padded(p), padded(q), 0)).containsExactly(operand);
        assertThat(said(one, padded(p), padded(q[0], q[1], q[2] + 1e-3), 0)).as("one is off").doesNotContain(operand);
    }

    /** A matrix that is no input, but told by what the formula is for other numbers. */
    @Test
    void aFormulaIsAMatrixTimesTheInput() {
        double[] x = {0.3, -0.8, 0.55};
        double[] p = times(W, x, false);
        double[] q = times(W, x, true);
        Tensor w = Tensor.of(W, 3, 3);
        double[][] both = {IntStream.range(0, 3).mapToDouble(k -> p[k] + q[k]).toArray()};
        Function1<Tensor, Tensor> value = a -> F.reshape(F.sum(F.mul(a, F.mv(w, a))), 1);
        FlatFunction one = custom(value, (a, dy) -> F.mul(F.mv(w, a), dy), Tensor.of(x));
        String sum = "it is a matrix times the input, and the sum with the transposed matrix is right: the term with the transpose is "
                + "missing []";
        assertThat(said(one, new double[][] {p}, both, 0)).containsExactly(sum);
        double[][] off = {{both[0][0], both[0][1], both[0][2] + 1e-3}};
        assertThat(said(one, new double[][] {p}, off, 0)).as("one is off").doesNotContain(sum);
        FlatFunction doubled = custom(value, (a, dy) -> F.mul(F.mv(w, a), F.mul(dy, 2)), Tensor.of(x));
        assertThat(said(doubled, new double[][] {Arrays.stream(p).map(v -> 2 * v).toArray()}, both, 0)).containsExactly(
                "it is a matrix times the input, and the mean with the transposed matrix is right: the term with the transpose is missing, "
                + "and the other counts twice []");
        FlatFunction shifted = custom(value, (a, dy) -> F.mul(F.add(F.mv(w, a), F.sub(F.sum(a), F.sum(Tensor.of(x)))), dy), Tensor.of(x));
        assertThat(said(shifted, new double[][] {p}, both, 0)).as("not linear").doesNotContain(sum);
    }

    @Test
    void aFormulaIsAMatrixTimesAnotherInput() {
        double[] y = {1.2, 0.35, -0.9};
        Tensor w = Tensor.of(W, 3, 3);
        FlatFunction s = ofTwo((a, b) -> F.reshape(F.sum(F.mul(b, F.mv(w, a))), 1), (a, b) -> F.mv(w, b), Tensor.of(0.3, -0.8, 0.55),
                Tensor.of(y));
        double[] q = times(W, y, true);
        String text = "it is a matrix times input 1, and the transposed matrix is right: an operand of a product is transposed []";
        assertThat(said(s, new double[][] {Arrays.copyOf(times(W, y, false), 6)}, new double[][] {Arrays.copyOf(q, 6)}, 0))
                .containsExactly(text);
        q[2] += 1e-3;
        assertThat(said(s, new double[][] {Arrays.copyOf(times(W, y, false), 6)}, new double[][] {Arrays.copyOf(q, 6)}, 0))
                .doesNotContain(text);
    }

    private static double[][] jacobian(Function1<Tensor, Tensor> formula) {
        return IntStream.range(0, 9).mapToObj(r -> formula.apply(Tensor.of(IntStream.range(0, 9).mapToDouble(k -> k == r ? 1 : 0).toArray(),
                3, 3)).toDoubleArray()).toArray(double[][]::new);
    }

    /** The square of a matrix, and its cube. */
    @Test
    void matricesAreTakenForCommuting() {
        Tensor w = Tensor.of(W, 3, 3);
        Tensor t = F.transpose(w, 0, 1);
        FlatFunction square = custom(a -> F.matmul(a, a), (a, dy) -> F.matmul(dy, F.transpose(a, 0, 1)), w);
        double[][] n = jacobian(dy -> F.add(F.matmul(dy, t), F.matmul(t, dy)));
        double[][] a = jacobian(dy -> F.matmul(dy, t));
        String sum = "what it is with input, cotangent and gradient transposed has to be added: an operand is used twice, once "
                + "transposed []";
        assertThat(said(square, a, n, 0)).containsExactly(sum);
        n[4][5] += 1e-3;
        assertThat(said(square, a, n, 0)).doesNotContain(sum);
        FlatFunction cube = custom(x -> F.matmul(x, F.matmul(x, x)), (x, dy) -> dy, w);
        Tensor two = F.matmul(t, t);
        double[][] right = jacobian(dy -> F.add(F.add(F.matmul(dy, two), F.matmul(two, dy)), F.matmul(t, F.matmul(dy, t))));
        double[][] found = jacobian(dy -> F.mul(F.matmul(dy, two), 3));
        String text = "it is right for cotangents that commute with the transposed input: matrices are multiplied in a wrong order, as if "
                + "all of them commuted []";
        assertThat(said(cube, found, right, 0)).containsExactly(text);
        found[0][0] += 1e-3;
        assertThat(said(cube, found, right, 0)).as("one is off").doesNotContain(text);
    }

    // ---- an end of an axis, or the value that stands there

    @Test
    void aWrongElementAtAnEndIsAtABorderOnlyIfItStaysThere() {
        double[] x = {0.7, 0.2, 1.8, -2.1, -0.3, 0.4, 2.5, -1.6};
        Function1<Tensor, Tensor> huber = a -> F.where(F.lt(F.abs(a), 1), F.mul(F.square(a), 0.5), F.sub(F.abs(a), 0.5));
        FlatFunction value = custom(huber, (a, dy) -> F.mul(dy, F.where(F.lt(F.abs(a), 0.5), a, F.sign(a))), Tensor.of(x));
        double[][] n = diagonal(x, v -> Math.abs(v) < 1 ? v : Math.signum(v));
        double[][] a = diagonal(x, v -> Math.abs(v) < 0.5 ? v : Math.signum(v));
        assertThat(said(value, a, n, 0)).containsExactly(
                "it is wrong for the element 0.7, in other places along axis 0 too: for a range of values [0.7, 0.7]");
        double[] one = {-0.7, 0.2, 1.8, 2.1, 0.3, 0.4, 2.5, 1.6};
        FlatFunction sign = custom(v -> F.abs(F.mul(F.square(v), v)), (v, dy) -> F.mul(dy, F.mul(F.square(v), 3)), Tensor.of(one));
        assertThat(said(sign, diagonal(one, v -> 3 * v * v), diagonal(one, v -> 3 * v * Math.abs(v)), 0)).containsExactly(
                "it is wrong for the element -0.7, in other places along axis 0 too: for a range of values [-0.7, -0.7]",
                "a factor sign(x0) is missing []");
        Tensor first = Tensor.of(1.2, 1, 1, 1, 1, 1, 1, 1);
        FlatFunction place = custom(F::square, (v, dy) -> F.mul(F.mul(dy, F.mul(v, 2)), first), Tensor.of(x));
        assertThat(said(place, of(8, 8, (r, j) -> r == j ? (j == 0 ? 2.4 : 2) * x[j] : 0), diagonal(x, v -> 2 * v), 0)).contains(
                "it is wrong only at the first position of axis 0: off by one at the border [0.0]");
    }

    // ---- another operand

    /** Of a product of [2, 3] and [3, 2] by the first: each number of the second stands there twice. */
    @Test
    void aProductHasAnotherOperand() {
        double[] w = {0.7, -1.3, 0.45, 2.1, -0.6, 1.9};
        double[] v = {1.2, 0.35, -0.8, 0.55, 1.45, -2.2};
        double[][] n = product(w);
        String text = "it has other numbers in the right places: an operand of a product is another one, of an earlier call or another "
                + "input []";
        assertThat(plain(product(v), n)).containsExactly(text);
        assertThat(plain(of(4, 6, (r, j) -> r == 3 && j == 4 ? 0.1 : product(v)[r][j]), n)).as("one is another").doesNotContain(text);
        assertThat(plain(of(4, 6, (r, j) -> r == 0 && j == 3 ? 0.1 : product(v)[r][j]), n)).as("one is not 0").doesNotContain(text);
        assertThat(plain(of(2, 3, (r, j) -> v[2 * j + r]), of(2, 3, (r, j) -> w[2 * j + r]))).as("numbers that stand there once")
                .doesNotContain(text);
        double[] two = {0.7, -1.3, 0.7, -1.3, 0.7, -1.3};
        double[] others = {1.2, 0.35, 1.2, 0.35, 1.2, 0.35};
        assertThat(plain(product(others), product(two))).as("two numbers are too few").doesNotContain(text);
        double[] three = {0.7, -1.3, 0.45, 0.7, -1.3, 0.45};
        double[] for3 = {1.2, 0.35, -0.8, 1.2, 0.35, -0.8};
        assertThat(plain(product(for3), product(three))).as("three are enough").contains(text);
    }

    private static double[][] product(double[] w) {
        return of(4, 6, (r, j) -> r / 2 == j / 3 ? w[j % 3 * 2 + r % 2] : 0);
    }

    // ---- inside a domain

    private static List<String> inside(Tensor x, double... by) {
        FlatFunction s = function(in -> List.of(F.sum(F.square(in.getFirst())), F.sum(in.getFirst())), x);
        double[][] n = numbers(1, (int) x.size());
        double[][] a = of(1, n[0].length, (_, j) -> n[0][j] + by[j]);
        return said(function(in -> List.of(F.sum(F.square(in.getFirst()))), x), a, n, 0).stream()
                .filter(t -> t.contains("withDomain") && s.value().length == 2).toList();
    }

    @Test
    void whatIsRightInsideADomainSaysHowToAsk() {
        Tensor definite = Tensor.of(new double[] {2, 1, 1, 3}, 2, 2);
        assertThat(inside(definite, 0, 0.5, -0.5, 0)).containsExactly("it is right for positive definite inputs as long as they stay so: to"
                + " check it there, ask with withDomain(0, InputDomain.POSITIVE_DEFINITE) [0.0]");
        Tensor symmetric = Tensor.of(new double[] {1, 2, 2, 1}, 2, 2);
        assertThat(inside(symmetric, 0, 0.5, -0.5, 0)).first().asString().contains("InputDomain.SYMMETRIC)");
        assertThat(inside(symmetric, 0, 0.5, -0.4, 0)).as("not along all directions inside").isEmpty();
        assertThat(inside(symmetric, 0.1, 0.5, -0.5, 0)).isEmpty();
        assertThat(inside(Tensor.of(new double[] {1, 2, 3, 1}, 2, 2), 0, 0.5, -0.5, 0)).as("an input in no domain").isEmpty();
        Tensor single = Tensor.of(new float[] {1, 2, 2, 1}, 2, 2);
        assertThat(inside(single, 0, 0.5, -0.5, 0)).isEmpty();
        Tensor shares = Tensor.of(0.5, 0.5);
        assertThat(inside(shares, 0.25, 0.25)).as("two elements are too few").isEmpty();
        assertThat(inside(Tensor.of(0.5, 0.25, 0.25), 0.25, 0.25, 0.25)).hasSize(1).first().asString().contains("PROBABILITY");
    }

    @Test
    void everyResultHasToBeRightInside() {
        Tensor x = Tensor.of(new double[] {1, 2, 2, 1}, 2, 2);
        double[][] n = numbers(2, 4);
        double[] by = {0, 0.5, -0.5, 0};
        FlatFunction s = function(in -> List.of(F.sum(in.getFirst(), 0)), x);
        assertThat(said(s, of(2, 4, (r, j) -> n[r][j] + by[j] * (r + 1)), n, 0)).anyMatch(t -> t.contains("withDomain"));
        assertThat(said(s, of(2, 4, (r, j) -> n[r][j] + (r == 0 ? by[j] : j)), n, 0)).noneMatch(t -> t.contains("withDomain"));
    }

    // ---- among wrong elements

    @Test
    void wrongElementsOfARangeHaveTheirOwnFactor() {
        double[] x = IntStream.rangeClosed(1, 12).mapToDouble(k -> k).toArray();
        FlatFunction s = function(in -> List.of(F.sum(in.getFirst())), Tensor.of(x));
        double[][] n = of(1, 12, (_, j) -> j % 3 + 1);
        assertThat(said(s, of(1, 12, (_, j) -> j > 8 ? 4 * n[0][j] : n[0][j]), n, 0)).containsExactly(
                "it is wrong only for elements from 10.0000 on, right up to 9.00000 [10.0, Infinity]",
                "there it is 4 times what it should be: a factor 4 too many [4.0]");
        assertThat(said(s, of(1, 12, (_, j) -> j > 8 ? n[0][j] / x[j] : n[0][j]), n, 0)).hasSize(2).last().asString()
                .isEqualTo("there a factor x0 is missing []");
        assertThat(said(s, of(1, 12, (_, j) -> j == 11 ? 2 * n[0][j] : n[0][j]), n, 0)).as("of a single one nothing is told")
                .noneMatch(t -> t.startsWith("there"));
        assertThat(said(s, of(1, 12, (_, j) -> j > 8 ? 0 : n[0][j]), n, 0))
                .as("zeros have no factor").noneMatch(t -> t.startsWith("there"));
        double[][] sparse = of(1, 12, (_, j) -> j > 8 ? 0 : n[0][j]);
        assertThat(said(s, n, sparse, 0)).as("nor has what should be 0").noneMatch(t -> t.startsWith("there"));
    }

    @Test
    void whatIsNoNumberAnywhereIsCalledSo() {
        FlatFunction s = results(Tensor.of(1.0, 2));
        double[][] n = numbers(2, 3);
        Element none = new Element(0, 0, 0, Double.NaN, Double.NaN, 0, Verdict.WRONG, "", false);
        Element one = new Element(0, 1, 0, Double.NaN, 2, 0, Verdict.WRONG, "", false);
        assertThat(said(s, n, n, 0, none, none)).containsExactly("it is not a number where the value is finite []");
        assertThat(said(s, of(2, 3, (_, j) -> j == 1 ? Double.NaN : n[0][j]), of(2, 3, (_, j) -> n[0][j]), 0, none, one))
                .as("where some are known").noneMatch(t -> t.contains("where the value is finite"));
        assertThat(said(s, of(2, 3, (r, j) -> -n[r][j]), n, 0, one)).extracting(t -> t.substring(0, 8)).containsExactly("the sign");
        assertThat(Cause.Kind.values()).contains(Cause.Kind.NOT_A_NUMBER);
    }

    // ---- what is nearly right, or right somewhere else

    private static List<String> plain(double[][] a, double[][] n) {
        double[] x = new double[n[0].length];
        Arrays.setAll(x, k -> 1.3 + k);
        return said(function(_ -> List.of(Tensor.of(new double[n.length])), Tensor.of(x)), a, n, 0);
    }

    @Test
    void digitsThatAreRightAreCounted() {
        double[][] n = numbers(3, 4);
        assertThat(plain(of(3, 4, (r, j) -> n[r][j] * (1 + ((r + j) % 2 == 0 ? 3e-8 : -2e-8))), n)).containsExactly(
                "it is right to the digits of FLOAT32 only []");
        assertThat(plain(of(3, 4, (r, j) -> n[r][j] * (1 + ((r * 5 + j * 3) % 4 - 1.7) * 4e-4)), n)).hasSize(1).first().asString()
                .isEqualTo("it is right to about 4 digits: an approximation, a difference quotient, or a constant of few digits [4.0]");
        assertThat(plain(of(3, 4, (r, j) -> n[r][j] * (1 + ((r * 5 + j * 3) % 4 - 1.7) * 3e-2)), n)).as("two digits are too few")
                .noneMatch(t -> t.contains("approximation"));
    }

    @Test
    void rightValuesInWrongPlacesAreToldOfEachResultAndOfAll() {
        double[][] n = numbers(3, 4);
        int[][] order = {{2, 0, 3, 1}, {1, 3, 0, 2}, {3, 2, 1, 0}};
        assertThat(plain(of(3, 4, (r, j) -> n[r][order[r][j]]), n)).containsExactly("it has the right values in wrong places []");
        int[] all = {7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 4, 6};
        assertThat(plain(of(3, 4, (r, j) -> n[all[4 * r + j] / 4][all[4 * r + j] % 4]), n)).containsExactly(
                "it has the right values in wrong places []");
        assertThat(plain(of(3, 4, (r, j) -> n[r][order[r][j]] + (r == 2 && j == 3 ? 0.1 : 0)), n)).noneMatch(t -> t.contains("places"));
    }

    @Test
    void elementsWithoutAPatternAreCounted() {
        double[][] n = of(3, 4, (r, j) -> r == 2 && j == 0 ? 0 : numbers(3, 4)[r][j]);
        assertThat(plain(of(3, 4, (r, j) -> n[r][j] + (r == 0 && j == 1 ? 0.7 : r == 1 && j == 3 ? 1.9 : r == 2 && j == 2 ? -0.3 : 0)), n))
                .containsExactly("3 of 11 elements of its Jacobian are wrong, the others right [3.0, 11.0]");
    }

    @Test
    void whatIsMovedMayHaveAFactorBesides() {
        double[][] n = numbers(2, 6);
        int[] transposed = {0, 3, 1, 4, 2, 5};
        FlatFunction s = function(_ -> List.of(Tensor.of(1.0, 2)), Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
        assertThat(said(s, of(2, 6, (r, j) -> -n[r][transposed[j]]), n, 0)).containsExactly("it is transposed [1.0, 0.0]",
                "the sign is wrong [-1.0]");
        assertThat(said(s, of(2, 6, (r, j) -> 7 * n[r][transposed[j]]), n, 0)).hasSize(2).first().isEqualTo("it is transposed [1.0, 0.0]");
        assertThat(said(s, of(2, 6, (r, j) -> -7 * n[r][transposed[j]]), n, 0)).hasSize(2).first().isEqualTo("it is transposed [1.0, 0.0]");
    }

    @Test
    void factorsOfTheResultAndConstantsAreNamed() {
        double[] y = {2, 3, 5};
        double[][] n = numbers(3, 4);
        FlatFunction s = function(_ -> List.of(Tensor.of(y)), Tensor.of(1.0, 2, 3, 4));
        assertThat(said(s, of(3, 4, (r, j) -> n[r][j] / y[r]), n, 0)).containsExactly("a factor out is missing []");
        assertThat(said(s, of(3, 4, (r, j) -> n[r][j] + 0.5), n, 0)).containsExactly(
                "the constant 0.5 is added for every result and element [0.5]");
    }

    /** The first element reaches both results that are kept, and is kept in one. */
    @Test
    void whatIndicesRepeatIsToldFromWhatIsBroadcast() {
        double[][] every = numbers(3, 2);
        double[][] one = of(3, 2, (r, j) -> r == j ? every[r][j] : 0);
        Tensor x = Tensor.of(1.0, 2);
        Tensor y = Tensor.of(1.0, 2, 3);
        assertThat(said(function(_ -> List.of(y), x), one, every, 0)).first().asString().contains("sum over a broadcast axis is missing");
        assertThat(said(function(_ -> List.of(y), x, Tensor.of(0L, 1)), one, every, 0)).first().asString()
                .contains("repeated positions overwrite each other");
    }

    @Test
    void twoWrongElementsHaveAFactor() {
        double[] x = IntStream.rangeClosed(1, 12).mapToDouble(k -> k).toArray();
        double[][] n = of(1, 12, (_, j) -> j % 3 + 1);
        FlatFunction s = function(in -> List.of(F.sum(in.getFirst())), Tensor.of(x));
        assertThat(said(s, of(1, 12, (_, j) -> j > 9 ? 4 * n[0][j] : n[0][j]), n, 0)).last().asString()
                .startsWith("there it is 4 times what it should be: a factor 4 too many");
    }

    @Test
    void otherPointsMayContainZerosAndLargeNumbers() {
        double[] x = {0.3, 0, 0.55, 1e5, -1.2};
        FlatFunction s = function(in -> List.of(F.exp(F.mul(in.getFirst(), Tensor.of(1, 1, 1, 1e-5, 1)))), Tensor.of(x));
        double[] by = {1, 1, 1, 1e-5, 1};
        assertThat(said(s, of(5, 5, (r, j) -> r == j ? by[j] * Math.exp(-by[j] * x[j]) : 0),
                of(5, 5, (r, j) -> r == j ? by[j] * Math.exp(by[j] * x[j]) : 0), 0)).containsExactly(
                "it is the gradient at the inputs of the other sign []");
    }

    @Test
    void whereTheFunctionThrowsNothingIsCompared() {
        FlatFunction s = function(in -> {
            if (in.getFirst().array().getDouble(0) < 0) {
                throw new IllegalArgumentException("negative");
            }
            return List.of(F.exp(in.getFirst()));
        }, Tensor.of(X));
        assertThat(said(s, diagonal(X, x -> Math.exp(-x)), diagonal(X, Math::exp), 0)).isNotEmpty()
                .noneMatch(t -> t.contains("inputs of the other sign"));
    }

    /** Of numbers of 1 and more, to whose norm an error of a hundred millionth is nothing. */
    @Test
    void smallElementsAreComparedByDigitsToo() {
        double[][] n = of(3, 4, (r, j) -> r == 1 && j == 2 ? 1e-3 : numbers(3, 4)[r][j]);
        String digits = "it is right to the digits of FLOAT32 only []";
        assertThat(plain(of(3, 4, (r, j) -> (float) n[r][j]), n)).containsExactly(digits);
        assertThat(plain(of(3, 4, (r, j) -> r == 1 && j == 2 ? n[r][j] * (1 + 1e-5) : n[r][j]), n)).as("five digits of that one")
                .doesNotContain(digits);
        double[][] tiny = of(3, 4, (r, j) -> r == 1 && j == 2 ? 1e-12 : n[r][j]);
        assertThat(plain(of(3, 4, (r, j) -> r == 1 && j == 2 ? tiny[r][j] * 1.001 : (float) tiny[r][j]), tiny))
                .as("so small that it is rounding beside the others").containsExactly(digits);
    }

    @Test
    void anApproximationIsOneOfMostElements() {
        DoubleUnaryOperator off = k -> 1 + ((k * 5) % 7 - 2.7) * 4e-4;
        double[][] n = numbers(4, 4);
        double[][] sparse = of(4, 4, (r, j) -> r == (j * 3 + 1) % 4 ? n[r][j] : 0);
        assertThat(plain(of(4, 4, (r, j) -> sparse[r][j] * off.applyAsDouble(r)), sparse)).hasSize(1).first().asString()
                .contains("an approximation");
        assertThat(plain(of(4, 4, (r, j) -> (r + j) % 2 == 0 ? n[r][j] * off.applyAsDouble(4 * r + j) : n[r][j]), n))
                .containsExactly("8 of 16 elements of its Jacobian are wrong, the others right [8.0, 16.0]");
    }
}
