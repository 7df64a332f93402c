package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Layouts;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdvancedIndexingTest {
    private static final Optional<NdArray> WHOLE = Optional.empty();

    private final Random random = new Random(2);

    private static Optional<NdArray> at(long... index) {
        return Optional.of(NdArray.of(index));
    }

    private static Optional<NdArray> at(Shape shape, long... index) {
        return Optional.of(NdArray.of(index).reshape(shape));
    }

    private static void assertSame(NdArray got, NdArray want) {
        assertThat(got.dtype()).isEqualTo(want.dtype());
        assertThat(got.shape()).isEqualTo(want.shape());
        assertThat(got.toDoubleArray()).isEqualTo(want.toDoubleArray());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void neighbouringIndexArraysBroadcastInPlace(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 3, 4, 5, 2);
        long[] rows = {0, -1};
        long[] columns = {4, 0, -2};
        NdArray want = Layouts.build(dtype, Shape.of(3, 2, 3, 2),
                i -> x.getDouble(i[0], (int) rows[i[1]], (int) columns[i[2]], i[3]));
        for (NdArray view : Layouts.all(x)) {
            assertSame(AdvancedIndexing.index(view, List.of(WHOLE, at(Shape.of(2, 1), rows), at(columns))), want);
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void separatedIndexArraysPutTheirShapeInFront(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 3, 4, 5, 2);
        long[] first = {2, 0, -3};
        long[] third = {4, -5, 1};
        NdArray want = Layouts.build(dtype, Shape.of(3, 4, 2), i -> x.getDouble((int) first[i[0]], i[1], (int) third[i[0]], i[2]));
        for (NdArray view : Layouts.all(x)) {
            assertSame(AdvancedIndexing.index(view, List.of(at(first), WHOLE, at(third))), want);
        }
        NdArray scattered = Layouts.build(dtype, Shape.of(2, 3, 5), i -> x.getDouble(i[1], new int[] {3, 1}[i[0]], i[2], 1));
        assertSame(AdvancedIndexing.index(x, List.of(WHOLE, at(3, 1), WHOLE, at(1))), scattered);
    }

    @Test
    void aMaskStandsForTheIndicesOfItsTrueElements() {
        NdArray x = Layouts.random(DType.FLOAT32, random, 3, 2, 4);
        NdArray mask = NdArray.of(true, false, false, true, true, true).reshape(Shape.of(3, 2));
        int[][] where = {{0, 0}, {1, 1}, {2, 0}, {2, 1}};
        assertSame(AdvancedIndexing.index(x, List.of(Optional.of(mask))),
                Layouts.build(DType.FLOAT32, Shape.of(4, 4), i -> x.getDouble(where[i[0]][0], where[i[0]][1], i[1])));
        assertSame(AdvancedIndexing.index(x, List.of(Optional.of(mask), at(1, 2, 3, 0))),
                Layouts.build(DType.FLOAT32, Shape.of(4), i -> x.getDouble(where[i[0]][0], where[i[0]][1], (i[0] + 1) % 4)));
    }

    @Test
    void anIndexOfNothingGivesNothing() {
        NdArray x = NdArray.zeros(DType.INT64, Shape.of(3, 4));
        assertThat(AdvancedIndexing.index(x, List.of(at())).shape()).isEqualTo(Shape.of(0, 4));
        assertThat(AdvancedIndexing.index(NdArray.zeros(DType.INT64, Shape.of(0, 4)), List.of(at())).shape()).isEqualTo(Shape.of(0, 4));
        assertThat(AdvancedIndexing.index(NdArray.zeros(DType.INT64, Shape.of(0, 2, 4)), List.of(at(), WHOLE, at())).shape())
                .isEqualTo(Shape.of(0, 2));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void indexPutWritesWhatIndexReadsAndTheLastWriteStays(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 3, 4, 5);
        long[] rows = {0, 2, 0, -1};
        long[] columns = {1, 4, 1, -1};
        NdArray values = Layouts.random(dtype, random, 4, 4);
        double[] set = x.toDoubleArray();
        double[] sum = x.toDoubleArray();
        for (int n = 0; n < 4; n++) {
            for (int j = 0; j < 4; j++) {
                int p = (Math.floorMod((int) rows[n], 3) * 4 + j) * 5 + Math.floorMod((int) columns[n], 5);
                set[p] = values.getDouble(n, j);
                sum[p] += values.getDouble(n, j);
            }
        }
        List<Optional<NdArray>> indices = List.of(at(rows), WHOLE, at(columns));
        for (NdArray view : Layouts.all(x)) {
            for (NdArray v : Layouts.all(values)) {
                assertSame(AdvancedIndexing.indexPut(view, indices, v, false), NdArray.of(set).reshape(x.shape()).to(dtype));
                assertSame(AdvancedIndexing.indexPut(view, indices, v, true), NdArray.of(sum).reshape(x.shape()).to(dtype));
            }
        }
    }

    @Test
    void indexPutBroadcastsItsValues() {
        NdArray x = NdArray.zeros(DType.FLOAT64, Shape.of(2, 3));
        NdArray y = AdvancedIndexing.indexPut(x, List.of(at(1)), NdArray.of(1.0, 2.0, 3.0), false);
        assertThat(y.toDoubleArray()).containsExactly(0, 0, 0, 1, 2, 3);
        NdArray z = AdvancedIndexing.indexPut(x, List.of(WHOLE, at(0, 2)), NdArray.scalar(DType.FLOAT64, 4), true);
        assertThat(z.toDoubleArray()).containsExactly(4, 0, 4, 4, 0, 4);
    }

    @Test
    void takeAndPutCountInRowMajorOrderWhateverTheLayout() {
        NdArray x = Layouts.random(DType.INT64, random, 3, 4);
        NdArray index = NdArray.of(0L, -1L, 5L, 5L).reshape(Shape.of(2, 2));
        NdArray src = NdArray.of(10L, 20L, 30L, 40L);
        for (NdArray view : Layouts.all(x)) {
            long[] v = x.toLongArray();
            assertSame(AdvancedIndexing.take(view, index), NdArray.of(v[0], v[11], v[5], v[5]).reshape(Shape.of(2, 2)));
            long[] set = v.clone();
            set[0] = 10;
            set[11] = 20;
            set[5] = 40;
            assertSame(AdvancedIndexing.put(view, index, src, false), NdArray.of(set).reshape(x.shape()));
            long[] sum = v.clone();
            sum[0] += 10;
            sum[11] += 20;
            sum[5] += 70;
            assertSame(AdvancedIndexing.put(view, index, src, true), NdArray.of(sum).reshape(x.shape()));
        }
    }

    @Test
    void takeWorksOnASliceThatStartsInsideItsStorage() {
        NdArray x = NdArray.of(1f, 2f, 3f, 4f, 5f).slice(0, 2, 5, 1);
        assertThat(AdvancedIndexing.take(x, NdArray.of(0L, 2L)).toFloatArray()).containsExactly(3, 5);
        assertThat(AdvancedIndexing.maskedSelect(x, NdArray.of(true, false, true)).toFloatArray()).containsExactly(3, 5);
    }

    @Test
    void nonzeroListsTheIndicesInRowMajorOrder() {
        NdArray x = NdArray.of(0.0, Double.NaN, -0.0, 0, 3, 1).reshape(Shape.of(2, 3));
        assertSame(AdvancedIndexing.nonzero(x), NdArray.of(0L, 1, 1, 1, 1, 2).reshape(Shape.of(3, 2)));
        assertThat(AdvancedIndexing.nonzero(NdArray.scalar(DType.BOOL, 1)).shape()).isEqualTo(Shape.of(1, 0));
        assertThat(AdvancedIndexing.nonzero(NdArray.scalar(DType.BOOL, 0)).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(AdvancedIndexing.nonzero(NdArray.zeros(DType.FLOAT32, Shape.of(2, 0, 3))).shape()).isEqualTo(Shape.of(0, 3));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void maskedSelectAndScatterFollowTheRowMajorOrder(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 3, 4);
        NdArray mask = NdArray.of(true, false, false, true);
        NdArray selected = Layouts.build(dtype, Shape.of(6), i -> x.getDouble(i[0] / 2, i[0] % 2 * 3));
        NdArray src = Layouts.random(dtype, random, 2, 4);
        double[] set = x.toDoubleArray();
        for (int i = 0; i < 6; i++) {
            set[i / 2 * 4 + i % 2 * 3] = src.getDouble(i / 4, i % 4);
        }
        for (NdArray view : Layouts.all(x)) {
            assertSame(AdvancedIndexing.maskedSelect(view, mask), selected);
            assertSame(AdvancedIndexing.maskedScatter(view, mask, src), NdArray.of(set).reshape(x.shape()).to(dtype));
        }
    }

    @Test
    void badIndicesAreNamed() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(2, 3));
        assertThatThrownBy(() -> AdvancedIndexing.index(x, List.of(WHOLE, at(0, -4))))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("index: index[1] is -4; accepted: from -3 to 2, axis 1 of shape [2, 3]");
        assertThatThrownBy(() -> AdvancedIndexing.take(x, NdArray.of(6L)))
                .hasMessage("take: index[0] is 6; accepted: from -6 to 5, the elements of shape [2, 3]");
        assertThatThrownBy(() -> AdvancedIndexing.index(x, List.of(at(0), at(0), at(0)))).hasMessageContaining("for 3 axes");
        assertThatThrownBy(() -> AdvancedIndexing.index(x, List.of(at(0, 1), at(0, 1, 2)))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> AdvancedIndexing.index(x, List.of())).hasMessageContaining("without an index array");
        assertThatThrownBy(() -> AdvancedIndexing.index(x, List.of(Optional.of(NdArray.of(true, false, true)))))
                .hasMessageContaining("mask's shape is [3]");
        assertThatThrownBy(() -> AdvancedIndexing.indexPut(x, List.of(at(0)), NdArray.of(1f, 2f), false))
                .hasMessageContaining("broadcasts to [1, 3]");
        assertThatThrownBy(() -> AdvancedIndexing.maskedSelect(x, NdArray.of(1L))).hasMessageContaining("mask's dtype is INT64");
        assertThatThrownBy(() -> AdvancedIndexing.maskedScatter(x, NdArray.of(true), NdArray.of(1f))).hasMessageContaining("6 or more");
    }
}
