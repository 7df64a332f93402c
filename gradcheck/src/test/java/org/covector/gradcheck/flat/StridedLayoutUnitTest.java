package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views of small arrays, and the memory behind them. */
class StridedLayoutUnitTest {
    private static final NdArray NUMBERS = NdArray.of(1.0, 2, 3, 4, 5, 6).reshape(Shape.of(2, 3));

    /** All that lies behind a view: as much as that, and no more. */
    private static NdArray memory(int length, NdArray view) {
        assertThatThrownBy(() -> view.asStrided(Shape.of(length + 1), new int[] {1}, 0)).isInstanceOf(ArgumentException.class);
        return view.asStrided(Shape.of(length), new int[] {1}, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSPOSED", "SLICED", "REVERSED"})
    void valuesShapesAndDtypesStay(StridedLayout layout) {
        NdArray view = layout.apply(NUMBERS);
        assertThat(view.shape()).isEqualTo(NUMBERS.shape());
        assertThat(view.isDense()).isFalse();
        assertThat(view.toDoubleArray()).containsExactly(1, 2, 3, 4, 5, 6);
        NdArray single = layout.apply(NUMBERS.to(DType.FLOAT32));
        assertThat(single.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(single.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        NdArray whole = layout.apply(NdArray.of(Long.MAX_VALUE, 2, Long.MIN_VALUE + 1));
        assertThat(whole.dtype()).isEqualTo(DType.INT64);
        assertThat(whole.toLongArray()).as("digits that FLOAT64 has not").containsExactly(Long.MAX_VALUE, 2, Long.MIN_VALUE + 1);
        NdArray truth = layout.apply(NdArray.of(true, false, false, true));
        assertThat(truth.toBooleanArray()).containsExactly(true, false, false, true);
        assertThat(layout.apply(NdArray.scalar(DType.FLOAT64, 7)).item()).isEqualTo(7);
        for (DType dtype : DType.values()) {
            NdArray none = layout.apply(NdArray.zeros(dtype, Shape.of(2, 0, 3)));
            assertThat(none.shape()).isEqualTo(Shape.of(2, 0, 3));
            assertThat(none.dtype()).isEqualTo(dtype);
            assertThat(none.to(DType.FLOAT64).toDoubleArray()).isEmpty();
        }
    }

    @Test
    void axesAreStoredInReversedOrderOrBackward() {
        NdArray transposed = StridedLayout.TRANSPOSED.apply(NUMBERS);
        assertThat(memory(6, transposed).toDoubleArray()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(transposed.stride(0)).isEqualTo(1);
        assertThat(transposed.stride(1)).isEqualTo(2);
        NdArray reversed = StridedLayout.REVERSED.apply(NUMBERS);
        assertThat(memory(6, reversed).toDoubleArray()).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(reversed.stride(0)).isEqualTo(-3);
        assertThat(reversed.stride(1)).isEqualTo(-1);
    }

    /** Who reads the memory from its start, or one after the other, is seen. */
    @Test
    void betweenEveryOtherElementLiesWhatIsNoneOfThem() {
        NdArray sliced = StridedLayout.SLICED.apply(NUMBERS);
        assertThat(sliced.offset()).isEqualTo(1);
        assertThat(sliced.stride(0)).isEqualTo(6);
        assertThat(sliced.stride(1)).isEqualTo(2);
        double[] memory = memory(13, sliced).toDoubleArray();
        for (int k = 0; k < memory.length; k += 2) {
            assertThat(memory[k]).as("place %s", k).isGreaterThan(12000);
        }
        boolean[] bits = memory(7, StridedLayout.SLICED.apply(NdArray.of(true, false, false))).toBooleanArray();
        assertThat(bits).as("before each its contrary").startsWith(false, true, true, false, true, false);
        long[] whole = memory(5, StridedLayout.SLICED.apply(NdArray.of(4L, 5))).toLongArray();
        assertThat(whole).containsExactly(0, 4, 0, 5, 0);
    }

    @Test
    void theFirstElementOfTheLastAxisIsRepeated() {
        NdArray expanded = StridedLayout.EXPANDED.apply(NUMBERS);
        assertThat(expanded.toDoubleArray()).containsExactly(1, 1, 1, 4, 4, 4);
        assertThat(expanded.stride(1)).as("without copies").isZero();
        assertThat(memory(2, expanded).toDoubleArray()).containsExactly(1, 4);
        NdArray scalar = NdArray.scalar(DType.FLOAT64, 7);
        assertThat(StridedLayout.EXPANDED.apply(scalar)).isSameAs(scalar);
        NdArray none = NdArray.zeros(DType.FLOAT64, Shape.of(2, 0));
        assertThat(StridedLayout.EXPANDED.apply(none)).isSameAs(none);
    }

    @Test
    void tensorsAreLaidOutAndMadeDenseOneByOne() {
        List<Tensor> given = List.of(Tensor.of(1.0, 2, 3), Tensor.of(4L, 5));
        List<Tensor> views = StridedLayout.REVERSED.of(given);
        assertThat(views).hasSize(2).noneMatch(t -> t.array().isDense());
        assertThat(views.get(0).array().toDoubleArray()).containsExactly(1, 2, 3);
        assertThat(views.get(1).array().toLongArray()).containsExactly(4, 5);
        List<Tensor> dense = StridedLayout.dense(views);
        assertThat(dense).hasSize(2).allMatch(t -> t.array().isDense());
        assertThat(dense.get(0).array().toDoubleArray()).containsExactly(1, 2, 3);
        assertThat(dense.get(1).array().toLongArray()).containsExactly(4, 5);
        assertThat(StridedLayout.values()).extracting(StridedLayout::description)
                .containsExactly("transposed views", "sliced views", "reversed views", "expanded views");
    }
}
