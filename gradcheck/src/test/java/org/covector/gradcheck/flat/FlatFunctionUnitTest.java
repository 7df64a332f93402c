package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.Autograd.stopGradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.junit.jupiter.api.Test;

/** Tensors as numbers and back: {@code f(i, a, b) = (a * a, i, b + b)} with integers between the floating inputs and results. */
class FlatFunctionUnitTest {
    private static final Tensor WHOLE = Tensor.of(7L, 8);
    private static final Tensor A = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
    private static final Tensor B = Tensor.of(0.5f, 3);

    private static FlatFunction subject() {
        return FlatFunction.of(in -> List.of(F.square(in.get(1)), in.get(0), F.add(in.get(2), in.get(2))), List.of(WHOLE, A, B));
    }

    @Test
    void onlyFloatingElementsAreNumbers() {
        FlatFunction s = subject();
        assertThat(s.point()).containsExactly(1, 2, 3, 4, 0.5, 3);
        assertThat(s.value()).containsExactly(1, 4, 9, 16, 1, 6);
        assertThat(new int[] {s.offset(0), s.offset(1), s.offset(2)}).containsExactly(0, 0, 4);
        assertThat(new int[] {s.size(0), s.size(1), s.size(2)}).containsExactly(0, 4, 2);
        assertThat(new int[] {s.inputOf(0), s.inputOf(3), s.inputOf(4), s.inputOf(5)}).containsExactly(1, 1, 2, 2);
        assertThat(s.outputs().get(1)).isSameAs(WHOLE);
    }

    @Test
    void precisionIsThatOfTheCoarsest() {
        FlatFunction s = subject();
        assertThat(s.epsilon()).isEqualTo(0x1p-24);
        assertThat(s.rounded(0, 0.1)).isEqualTo(0.1);
        assertThat(s.rounded(4, 0.1)).isEqualTo((double) 0.1f);
        assertThat(s.ulp(0)).isEqualTo(0x1p-52);
        assertThat(s.ulp(4)).isEqualTo(0x1p-24);
        assertThat(FlatFunction.of(in -> List.of(F.square(in.get(0))), List.of(A)).epsilon()).isEqualTo(0x1p-53);
        FlatFunction mixed = FlatFunction.of(in -> List.of(Tensor.of(in.get(0).array().to(DType.FLOAT32))), List.of(A));
        assertThat(mixed.epsilon()).as("a result in FLOAT32").isEqualTo(0x1p-24);
        assertThat(s.inFloat64().epsilon()).isEqualTo(0x1p-53);
        assertThat(s.inFloat64().inputs().stream().map(Tensor::dtype)).containsExactly(DType.INT64, DType.FLOAT64, DType.FLOAT64);
    }

    @Test
    void itIsEvaluatedElsewhere() {
        FlatFunction s = subject();
        assertThat(s.evaluate(new double[] {3, 2, 1, 0, -1, 5})).containsExactly(9, 4, 1, 0, -2, 10);
        assertThat(s.evaluate(2, -5)).containsExactly(1, 4, 25, 16, 1, 6);
        assertThat(s.evaluate(5, -5)).containsExactly(1, 4, 9, 16, 1, -10);
        assertThat(s.evaluate(s.point())).isEqualTo(s.value());
        assertThat(FlatFunction.flatten(s.tensorFunction().apply(s.inputs()))).isEqualTo(s.value());
    }

    @Test
    void atItsPointTheFunctionSeesTheInputsThemselvesUnlessTheyAreViews() {
        List<Tensor> seen = new ArrayList<>();
        FlatFunction dense = FlatFunction.of(in -> {
            seen.add(in.get(0));
            return List.of(in.get(0));
        }, List.of(A));
        dense.evaluate(dense.point());
        dense.evaluate(dense.point().clone());
        assertThat(seen.get(1)).isSameAs(A);
        assertThat(seen.get(2)).isNotSameAs(A);
        seen.clear();
        FlatFunction view = dense.withInputs(List.of(F.transpose(A, 0, 1)));
        view.evaluate(view.point());
        assertThat(seen.get(1).array().isDense()).as("as at any other point").isTrue();
        assertThat(view.point()).containsExactly(1, 3, 2, 4);
    }

    @Test
    void thePullbackAndItsGradient() {
        FlatFunction s = subject();
        assertThat(s.pullback(new double[] {1, 2, 3, 4, 0.5, 3}).apply(new double[] {1, 10, 100, 1000, 5, 7}))
                .containsExactly(2, 40, 600, 8000, 10, 14);
        FlatFunction g = s.gradient(new double[] {1, 10, 100, 1000, 5, 7});
        assertThat(g.inputs()).hasSize(5);
        assertThat(g.point()).containsExactly(1, 2, 3, 4, 0.5, 3, 1, 10, 100, 1000, 5, 7);
        assertThat(g.value()).as("nothing for the integers").containsExactly(2, 40, 600, 8000, 10, 14);
        assertThat(g.pullback(g.point()).apply(new double[] {1, 0, 0, 0, 0, 0})).as("d(2 a dy)")
                .containsExactly(2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0);
    }

    @Test
    void stateIsKnownToWhatIsMadeOfIt() {
        FlatFunction s = subject().withState();
        assertThat(subject().isStateful()).isFalse();
        assertThat(s.isStateful()).isTrue();
        assertThat(s.withInputs(s.inputs()).isStateful()).isTrue();
        assertThat(s.gradient(new double[6]).isStateful()).isTrue();
    }

    @Test
    void numbersComeInTheOrderOfTheTensors() {
        assertThat(FlatFunction.flatten(List.of(A, WHOLE, B))).containsExactly(1, 2, 3, 4, 0.5, 3);
        assertThat(FlatFunction.flatten(List.of(WHOLE))).isEmpty();
        assertThat(FlatFunction.flatten(List.of(F.transpose(A, 0, 1), B))).containsExactly(1, 3, 2, 4, 0.5, 3);
        List<Tensor> other = FlatFunction.unflatten(List.of(B, WHOLE, A), new double[] {0.1, 2, 5, 6, 7, 8});
        assertThat(other.get(0).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(other.get(0).array().toDoubleArray()).containsExactly((double) 0.1f, 2);
        assertThat(other.get(1)).isSameAs(WHOLE);
        assertThat(other.get(2).shape()).isEqualTo(A.shape());
        assertThat(other.get(2).array().toDoubleArray()).containsExactly(5, 6, 7, 8);
    }

    @Test
    void arraysHaveZerosForWhatIsNoNumber() {
        var arrays = subject().arrays(new double[] {1, 2, 3, 4, 5, 6});
        assertThat(arrays[0].toLongArray()).containsExactly(0, 0);
        assertThat(arrays[1].toDoubleArray()).containsExactly(1, 2, 3, 4);
        assertThat(arrays[2].toDoubleArray()).containsExactly(5, 6);
    }

    @Test
    void readingGivesAllNumbersInParts() {
        int n = 2 * FlatFunction.CHUNK + 5;
        double[] all = new double[n];
        Arrays.setAll(all, i -> i);
        double[] found = new double[n + 2];
        AtomicInteger parts = new AtomicInteger();
        Tensor wide = Tensor.of(all);
        int count = FlatFunction.forEachChunk(List.of(B, WHOLE, wide), List.of(B, WHOLE, wide), (part, k, from) -> {
            System.arraycopy(part, 0, found, from, k);
            parts.incrementAndGet();
        });
        assertThat(count).isEqualTo(n + 2);
        assertThat(parts).hasValue(4);
        assertThat(found).startsWith(0.5, 3, 0, 1, 2).endsWith(n - 2, n - 1);
        assertThat(Arrays.stream(found).sum()).isCloseTo(3.5 + (n - 1.0) * n / 2, within(1e-6));
    }

    @Test
    void theLargestNumberOnTheWayIsKnown() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.sub(F.mul(in.get(0), 100), 350)), List.of(A));
        assertThat(s.largestIntermediate()).isEqualTo(400);
    }

    @Test
    void anElementIsOneOfItsInput() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.add(in.get(0), in.get(1))), List.of(Tensor.of(1.0, 2, 3), Tensor.of(4.0, 5, 6)));
        Element e = s.unjudged(4, 2, 7);
        assertThat(List.of(e.input(), e.index(), e.output())).containsExactly(1, 1, 2);
        assertThat(e.analytic()).isEqualTo(7);
        assertThat(s.indexOf(e)).isEqualTo(4);
        assertThat(s.isSinglePrecision()).isFalse();
        assertThat(FlatFunction.of(in -> List.of(F.neg(in.getFirst())), List.of(Tensor.of(1f, 2))).isSinglePrecision()).isTrue();
    }

    /** As many results of 1 as there are elements above 0; and of another number of results. */
    @Test
    void whatHasAnotherShapeElsewhereIsNoNumberThere() {
        FlatFunction shape = FlatFunction.of(in -> {
            double[] x = stopGradient(in.getFirst()).array().toDoubleArray();
            return List.of(x[0] > 0 ? F.mul(in.getFirst(), 3) : F.sum(in.getFirst()));
        }, List.of(Tensor.of(1.0, 2)));
        assertThat(shape.evaluate(new double[] {-1, 2})).containsExactly(Double.NaN, Double.NaN);
        assertThat(shape.evaluate(0, -1)).containsExactly(Double.NaN, Double.NaN);
        assertThat(shape.evaluate(new double[] {5, 2})).containsExactly(15, 6);
        assertThat(shape.pullback(new double[] {-1, 2}).apply(new double[] {1, 1})).containsExactly(Double.NaN, Double.NaN);
        assertThat(shape.pullback(new double[] {5, 2}).apply(new double[] {1, 2})).containsExactly(3, 6);
        FlatFunction count = FlatFunction.of(in -> {
            double[] x = stopGradient(in.getFirst()).array().toDoubleArray();
            Tensor y = F.mul(in.getFirst(), 3);
            return x[0] > 0 ? List.of(y) : List.of(y, y);
        }, List.of(Tensor.of(1.0, 2)));
        assertThat(count.evaluate(new double[] {-1, 2})).containsExactly(Double.NaN, Double.NaN);
    }
}
