package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BagsTest {
    private static final Optional<NdArray> NONE = Optional.empty();

    private final Random random = new Random(11);

    private static Bags bags(NdArray table, NdArray index, long... offsets) {
        return Bags.of("embeddingBag", table, index, Optional.of(NdArray.of(offsets)), NONE, OptionalInt.empty());
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64", "INT64"})
    void bagsAreReducedAsTheLoopSays(DType dtype) {
        NdArray table = org.covector.engine.Layouts.random(dtype, random, 6, 5);
        long[] index = {5, 1, 1, 0, 3, 5, 2};
        long[] offsets = {0, 3, 3, 6};
        for (NdArray x : org.covector.engine.Layouts.all(table)) {
            Bags b = bags(x, NdArray.of(index), offsets);
            NdArray sum = b.sum("f", x);
            NdArray mean = b.mean("f", x);
            Bags.Extremes max = b.max("f", x, 0);
            Bags.Extremes min = b.min("f", x, 0);
            assertThat(b.counts().toLongArray()).containsExactly(3, 0, 3, 1);
            for (int bag = 0; bag < 4; bag++) {
                int from = (int) offsets[bag];
                int to = bag == 3 ? 7 : (int) offsets[bag + 1];
                for (int j = 0; j < 5; j++) {
                    double s = 0;
                    int largest = -1;
                    int smallest = -1;
                    for (int i = from; i < to; i++) {
                        int row = (int) index[i];
                        double v = table.getDouble(row, j);
                        s += v;
                        largest = largest < 0 || v > table.getDouble(largest, j) ? row : largest;
                        smallest = smallest < 0 || v < table.getDouble(smallest, j) ? row : smallest;
                    }
                    assertThat(sum.getDouble(bag, j)).isEqualTo(s);
                    double m = from == to ? 0 : s / (to - from);
                    double want = dtype == DType.INT64 ? Math.floor(m) : dtype == DType.FLOAT32 ? (float) m : m;
                    assertThat(mean.getDouble(bag, j)).isEqualTo(want);
                    assertThat(max.which().getLong(bag, j)).isEqualTo(largest);
                    assertThat(min.which().getLong(bag, j)).isEqualTo(smallest);
                    assertThat(max.values().getDouble(bag, j)).isEqualTo(largest < 0 ? 0 : table.getDouble(largest, j));
                }
            }
        }
    }

    @Test
    void weightsScaleAndPaddingDoesNotCount() {
        NdArray table = NdArray.of(1.0, 2, 3, 4).reshape(Shape.of(4, 1));
        NdArray index = NdArray.of(0L, 3, 1, 3).reshape(Shape.of(2, 2));
        NdArray weights = NdArray.of(2.0, 3, 4, 5).reshape(Shape.of(2, 2));
        assertThat(Bags.of("f", table, index, NONE, Optional.of(weights), OptionalInt.empty()).sum("f",
                table).toDoubleArray()).containsExactly(14, 28);
        Bags b = Bags.of("f", table, index, NONE, Optional.of(weights), OptionalInt.of(3));
        assertThat(b.sum("f", table).toDoubleArray()).containsExactly(2, 8);
        assertThat(b.counts().toLongArray()).containsExactly(1, 1);
    }

    @Test
    void aNaNIsTheExtremeOfItsBag() {
        NdArray table = NdArray.of(1f, Float.NaN, 3, 0).reshape(Shape.of(4, 1));
        Bags.Extremes max = bags(table, NdArray.of(0L, 1, 2, 3), 0, 3).max("f", table, 0);
        assertThat(max.values().toFloatArray()).containsExactly(Float.NaN, 0);
        assertThat(max.which().toLongArray()).containsExactly(1, 3);
    }

    @Test
    void segmentsNeedNotBeSorted() {
        NdArray x = NdArray.of(1.0, 2, 3, 4, 5).reshape(Shape.of(5, 1));
        Bags s = Bags.segments("segmentSum", NdArray.of(2L, 0, 2, 0, 3), 5);
        assertThat(s.size()).isEqualTo(5);
        assertThat(s.sum("f", x).toDoubleArray()).containsExactly(6, 0, 4, 5, 0);
        assertThat(s.mean("f", x).toDoubleArray()).containsExactly(3, 0, 2, 5, 0);
        double inf = Double.NEGATIVE_INFINITY;
        assertThat(s.max("f", x, inf).values().toDoubleArray()).containsExactly(4, inf, 3, 5, inf);
        assertThat(Bags.segments("f", NdArray.of(new long[0]), 2).sum("f", NdArray.zeros(DType.FLOAT32, Shape.of(0,
                3))).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(Bags.segments("f", NdArray.of(1L), 2).sum("f", NdArray.zeros(DType.FLOAT32, Shape.of(1,
                0))).shape()).isEqualTo(Shape.of(2, 0));
    }

    @Test
    void badBagsAreNamed() {
        NdArray table = NdArray.zeros(DType.FLOAT32, Shape.of(3, 2));
        assertThatThrownBy(() -> bags(table, NdArray.of(0L, 3),
                0)).hasMessageContaining("embeddingBag: index[1] is 3; accepted: from 0 to 2");
        assertThatThrownBy(() -> bags(table, NdArray.of(0L, 1), 1)).hasMessageContaining("offsets[0] is 1; accepted: 0");
        assertThatThrownBy(() -> bags(table, NdArray.of(0L, 1), 0, 2, 1)).hasMessageContaining("offsets[2] is 1; accepted: from 2 to 2");
        assertThatThrownBy(() -> Bags.segments("segmentSum", NdArray.of(0L, -1), 2)).hasMessageContaining("segmentSum: index[1] is -1");
        assertThatThrownBy(() -> Bags.segments("f", NdArray.of(0L, 1), 2).sum("f",
                NdArray.of(1f))).hasMessageContaining("more than 1 slices");
    }
}
