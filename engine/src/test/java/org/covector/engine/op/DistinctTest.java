package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeMap;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistinctTest {
    private final Random random = new Random(7);

    @ParameterizedTest
    @EnumSource(DType.class)
    void manyValuesAreGroupedAsInATree(DType dtype) {
        for (int n : new int[] {1, 30, 5000}) {
            double[] v = random.ints(n, -n / 3, n / 3 + 1).asDoubleStream().map(d -> d / 2).toArray();
            NdArray x = NdArray.of(v).to(dtype);
            TreeMap<Double, Long> tree = new TreeMap<>();
            for (double d : x.toDoubleArray()) {
                tree.merge(d + 0.0, 1L, Long::sum);
            }
            Sorting.Unique u = Distinct.unique(x);
            assertThat(u.values().toDoubleArray()).isEqualTo(
                    tree.keySet().stream().mapToDouble(d -> d).toArray());
            assertThat(u.counts().toLongArray()).isEqualTo(tree.values().stream().mapToLong(c -> c).toArray());
            assertThat(Indexing.indexSelect(u.values(), 0, u.inverse()).toDoubleArray()).isEqualTo(x.toDoubleArray());
        }
    }

    @Test
    void consecutiveEqualElementsBecomeOne() {
        NdArray x = NdArray.of(1f, 1, 2, 2, 1, Float.NaN, Float.NaN, 0, -0f).reshape(Shape.of(3, 3));
        Sorting.Unique u = Distinct.uniqueConsecutive(x);
        assertThat(u.values().toFloatArray()).containsExactly(1, 2, 1, Float.NaN, Float.NaN, 0);
        assertThat(u.inverse().shape()).isEqualTo(x.shape());
        assertThat(u.inverse().toLongArray()).containsExactly(0, 0, 1, 1, 2, 3, 4, 5, 5);
        assertThat(u.counts().toLongArray()).containsExactly(2, 2, 1, 1, 1, 2);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void slicesAreSortedAsWords(DType dtype) {
        NdArray x = NdArray.of(1.0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0).reshape(Shape.of(6, 2)).to(dtype);
        for (NdArray y : OperandLayouts.of(x)) {
            Sorting.Unique u = Distinct.unique(y, 0);
            assertThat(u.values().toDoubleArray()).containsExactly(0, 1, 1, 0);
            assertThat(u.inverse().toLongArray()).containsExactly(1, 1, 0, 0, 1, 1);
            assertThat(u.counts().toLongArray()).containsExactly(2, 4);
            Sorting.Unique t = Distinct.unique(y.transpose(0, 1), 1);
            assertThat(t.values().shape()).isEqualTo(Shape.of(2, 2));
            assertThat(t.values().toDoubleArray()).containsExactly(0, 1, 1, 0);
            Sorting.Unique c = Distinct.uniqueConsecutive(y, -2);
            assertThat(c.values().toDoubleArray()).containsExactly(1, 0, 0, 1, 1, 0);
            assertThat(c.counts().toLongArray()).containsExactly(2, 2, 2);
        }
    }

    @Test
    void slicesWithNaNAreAllDifferentAndNothingHasNoSlices() {
        NdArray x = NdArray.of(Double.NaN, 1, Double.NaN, 1).reshape(Shape.of(2, 2));
        assertThat(Distinct.unique(x, 0).counts().toLongArray()).containsExactly(1, 1);
        assertThat(Distinct.unique(NdArray.zeros(DType.FLOAT32, Shape.of(0, 3)), 0).values().shape()).isEqualTo(Shape.of(0, 3));
        assertThat(Distinct.unique(NdArray.zeros(DType.FLOAT32, Shape.of(3, 0)), 0).values().shape()).isEqualTo(Shape.of(1, 0));
        assertThat(Distinct.uniqueConsecutive(NdArray.zeros(DType.INT64, Shape.of(0))).values().shape()).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> Distinct.unique(NdArray.scalar(DType.INT64, 1), 0)).isInstanceOf(ArgumentException.class);
    }
}
