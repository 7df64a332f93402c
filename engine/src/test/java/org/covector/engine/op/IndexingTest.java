package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Layouts;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexingTest {
    private final Random random = new Random(1);

    private static int[] with(int[] index, int axis, int value) {
        int[] i = index.clone();
        i[axis] = value;
        return i;
    }

    private static void assertSame(NdArray got, NdArray want) {
        assertThat(got.dtype()).isEqualTo(want.dtype());
        assertThat(got.shape()).isEqualTo(want.shape());
        assertThat(got.toDoubleArray()).isEqualTo(want.toDoubleArray());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void gatherReadsTheElementThatTheIndexNamesAlongAnyAxisOfAnyLayout(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 4, 5, 6);
        int[][] shapes = {{7, 5, 6}, {4, 2, 3}, {3, 5, 9}};
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            NdArray index = Layouts.indices(random, x.shape().dim(axis), shapes[axis]);
            NdArray want = Layouts.build(dtype, index.shape(), i -> x.getDouble(with(i, a, (int) index.getLong(i))));
            for (NdArray view : Layouts.all(x)) {
                for (NdArray which : Layouts.all(index)) {
                    assertSame(Indexing.gather(view, a - 3, which), want);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void scatterKeepsTheLastWriteAndScatterReduceCombinesInIndexOrder(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 4, 5, 3);
        NdArray index = Layouts.indices(random, 5, 3, 6, 3);
        NdArray src = Layouts.random(dtype, random, 3, 7, 4);
        double[] set = x.toDoubleArray();
        double[] sum = x.toDoubleArray();
        double[] prod = x.toDoubleArray();
        double[] max = x.toDoubleArray();
        double[] min = x.toDoubleArray();
        Layouts.build(dtype, index.shape(), i -> {
            int p = (i[0] * 5 + (int) index.getLong(i)) * 3 + i[2];
            double v = src.getDouble(i);
            set[p] = v;
            sum[p] += v;
            prod[p] *= v;
            max[p] = Math.max(max[p], v);
            min[p] = Math.min(min[p], v);
            return 0;
        });
        for (NdArray view : Layouts.all(x)) {
            for (NdArray s : Layouts.all(src)) {
                assertSame(Indexing.scatter(view, 1, index, s), NdArray.of(set).reshape(x.shape()).to(dtype));
                assertSame(Indexing.scatterAdd(view, 1, index, s), NdArray.of(sum).reshape(x.shape()).to(dtype));
                assertSame(Indexing.scatterReduce(view, 1, index, s, Indexing.Reduce.PROD), NdArray.of(prod).reshape(x.shape()).to(dtype));
                assertSame(Indexing.scatterReduce(view, 1, index, s, Indexing.Reduce.MAX), NdArray.of(max).reshape(x.shape()).to(dtype));
                assertSame(Indexing.scatterReduce(view, 1, index, s, Indexing.Reduce.MIN), NdArray.of(min).reshape(x.shape()).to(dtype));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void indexSelectAddAndCopyWorkOnWholeSlices(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 4, 5, 6);
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            int n = x.shape().dim(axis);
            NdArray index = Layouts.indices(random, n, 8);
            NdArray selected = Layouts.build(dtype, x.shape().with(a, 8), i -> x.getDouble(with(i, a, (int) index.getLong(i[a]))));
            NdArray src = Layouts.random(dtype, random, selected.shape().dims());
            double[] sum = x.toDoubleArray();
            double[] set = x.toDoubleArray();
            int[] strides = x.shape().strides();
            Layouts.build(dtype, src.shape(), i -> {
                int p = 0;
                for (int k = 0; k < 3; k++) {
                    p += strides[k] * (k == a ? (int) index.getLong(i[a]) : i[k]);
                }
                sum[p] += src.getDouble(i);
                set[p] = src.getDouble(i);
                return 0;
            });
            for (NdArray view : Layouts.all(x)) {
                assertSame(Indexing.indexSelect(view, a, index), selected);
                assertSame(Indexing.indexAdd(view, a, index, src), NdArray.of(sum).reshape(x.shape()).to(dtype));
                assertSame(Indexing.indexCopy(view, a, index, src), NdArray.of(set).reshape(x.shape()).to(dtype));
            }
        }
    }

    @Test
    void scalarsCountAsVectorsOfOneElement() {
        NdArray x = NdArray.scalar(DType.FLOAT32, 3);
        NdArray zero = NdArray.scalar(DType.INT64, 0);
        assertSame(Indexing.gather(x, 0, zero), x);
        assertSame(Indexing.indexSelect(x, -1, zero), x);
        assertSame(Indexing.scatterAdd(x, 0, zero, x), NdArray.scalar(DType.FLOAT32, 6));
        assertSame(Indexing.indexAdd(x, 0, zero, x), NdArray.scalar(DType.FLOAT32, 6));
    }

    @Test
    void emptyIndicesAndEmptyArraysGiveEmptyResults() {
        NdArray x = NdArray.zeros(DType.FLOAT64, Shape.of(3, 0));
        assertThat(Indexing.gather(x, 0, NdArray.zeros(DType.INT64, Shape.of(5, 0))).shape()).isEqualTo(Shape.of(5, 0));
        assertThat(Indexing.indexSelect(x, 0, NdArray.of(2L, 1L)).shape()).isEqualTo(Shape.of(2, 0));
        NdArray y = NdArray.of(1f, 2f);
        assertThat(Indexing.indexSelect(y, 0, NdArray.of(new long[0])).shape()).isEqualTo(Shape.of(0));
        assertSame(Indexing.indexAdd(y, 0, NdArray.of(new long[0]), NdArray.of(new float[0])), y);
    }

    @Test
    void sumsHaveTheSameBitsForAnyNumberOfThreads() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(50, 700));
        float[] v = new float[2000 * 700];
        for (int i = 0; i < v.length; i++) {
            v[i] = random.nextFloat() * 1e3f;
        }
        NdArray src = NdArray.of(v).reshape(Shape.of(2000, 700));
        NdArray index = Layouts.indices(random, 50, 2000);
        int before = EngineRuntime.threads();
        try {
            EngineRuntime.threads(1);
            float[] one = Indexing.indexAdd(x, 0, index, src).toFloatArray();
            EngineRuntime.threads(3);
            assertThat(Indexing.indexAdd(x, 0, index, src).toFloatArray()).isEqualTo(one);
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @Test
    void inputsAreLeftAsTheyWere() {
        NdArray x = NdArray.of(1f, 2f, 3f);
        Indexing.scatterAdd(x, 0, NdArray.of(1L), NdArray.of(5f));
        Indexing.indexCopy(x, 0, NdArray.of(1L), NdArray.of(5f));
        assertThat(x.toFloatArray()).containsExactly(1, 2, 3);
    }

    @Test
    void anIndexOutOfRangeIsNamedWithItsPlaceAndTheRange() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(2, 3));
        NdArray index = NdArray.of(0L, 1L, 2L, 0L, 3L, 0L).reshape(Shape.of(2, 3));
        assertThatThrownBy(() -> Indexing.gather(x, 1, index))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("gather: index[1, 1] is 3; accepted: from 0 to 2, axis 1 of shape [2, 3]");
        assertThatThrownBy(() -> Indexing.indexSelect(x, 0, NdArray.of(0L, -1L)))
                .hasMessage("indexSelect: index[1] is -1; accepted: from 0 to 1, axis 0 of shape [2, 3]");
        assertThatThrownBy(() -> Indexing.indexSelect(NdArray.of(new float[0]), 0, NdArray.of(0L)))
                .hasMessage("indexSelect: index[0] is 0; accepted: none, there is no element along axis 0 of shape [0]");
        assertThatThrownBy(() -> Indexing.indexAdd(x, 0, NdArray.of(Long.MIN_VALUE), NdArray.zeros(DType.FLOAT32, Shape.of(1, 3))))
                .isInstanceOf(ArgumentException.class);
    }

    @Test
    void wrongShapesAndDtypesAreNamed() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(2, 3));
        assertThatThrownBy(() -> Indexing.gather(x, 1, NdArray.of(1f))).hasMessageContaining("index's dtype is FLOAT32");
        assertThatThrownBy(() -> Indexing.gather(x, 1, NdArray.of(1L))).hasMessageContaining("rank 2");
        assertThatThrownBy(() -> Indexing.gather(x, 2, NdArray.of(1L))).hasMessageContaining("axis is 2");
        assertThatThrownBy(() -> Indexing.scatter(x, 1, NdArray.zeros(DType.INT64, Shape.of(2, 2)),
                NdArray.zeros(DType.FLOAT32, Shape.of(2, 1))))
                .hasMessageContaining("index's shape is [2, 2]");
        assertThatThrownBy(() -> Indexing.scatterAdd(x, 1, NdArray.zeros(DType.INT64, Shape.of(2, 2)),
                NdArray.zeros(DType.FLOAT64, Shape.of(2, 2))))
                .hasMessageContaining("dtype of src is FLOAT64");
        assertThatThrownBy(() -> Indexing.indexAdd(x, 0, NdArray.of(0L), NdArray.zeros(DType.FLOAT32, Shape.of(2, 3))))
                .hasMessageContaining("src's shape is [2, 3]; accepted: [1, 3]");
        assertThatThrownBy(() -> Indexing.indexSelect(x, 0, NdArray.zeros(DType.INT64, Shape.of(1, 1)))).hasMessageContaining("one axis");
    }

    @Test
    void scatterReduceWithMeansAndWithoutTheOldElements() {
        NdArray index = NdArray.of(0L, 0, 2, 0);
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64}) {
            NdArray x = NdArray.of(4, 5, 6).to(dtype);
            NdArray src = NdArray.of(1, 2, 3, 9).to(dtype);
            assertThat(Indexing.scatterReduce(x, 0, index, src, Indexing.Reduce.MEAN, true).toDoubleArray()).containsExactly(4, 5,
                    dtype == DType.INT64 ? 4 : 4.5);
            assertThat(Indexing.scatterReduce(x, 0, index, src, Indexing.Reduce.MEAN, false).toDoubleArray()).containsExactly(4, 5, 3);
            assertThat(Indexing.scatterReduce(x, 0, index, src, Indexing.Reduce.SUM, false).toDoubleArray()).containsExactly(12, 5, 3);
            assertThat(Indexing.scatterReduce(x, 0, index, src, Indexing.Reduce.PROD, false).toDoubleArray()).containsExactly(18, 5, 3);
            assertThat(Indexing.scatterReduce(x, 0, index, src, Indexing.Reduce.MAX, false).toDoubleArray()).containsExactly(9, 5, 3);
            assertThat(Indexing.scatterReduce(x, 0, index, src, Indexing.Reduce.MIN, false).toDoubleArray()).containsExactly(1, 5, 3);
            assertThat(Indexing.scatterReduce(x, 0, index, src, Indexing.Reduce.MIN, true).toDoubleArray()).containsExactly(1, 5, 3);
        }
        assertThatThrownBy(() -> Indexing.scatterReduce(NdArray.of(true), 0, NdArray.of(0L), NdArray.of(true), Indexing.Reduce.MEAN))
                .hasMessageContaining("reduce is MEAN");
    }

    @Test
    void oneNumberIsScatteredAndFilled() {
        NdArray x = NdArray.of(1f, 2, 3, 4, 5, 6).reshape(Shape.of(2, 3));
        NdArray index = NdArray.of(2L, 0).reshape(Shape.of(2, 1));
        assertThat(Indexing.scatter(x, 1, index, 9).toFloatArray()).containsExactly(1, 2, 9, 9, 5, 6);
        assertThat(Indexing.indexFill(x, 1, NdArray.of(0L, 2), 7).toFloatArray()).containsExactly(7, 2, 7, 7, 5, 7);
        assertThat(Indexing.indexFill(x.transpose(0, 1), 1, NdArray.of(1L), 7).toFloatArray()).containsExactly(1, 7, 2, 7, 3, 7);
        assertThatThrownBy(() -> Indexing.scatter(x, 1, NdArray.of(3L).reshape(Shape.of(1, 1)),
                9)).hasMessageContaining("index[0, 0] is 3");
    }

    @Test
    void alongAnAxisTheOtherAxesBroadcast() {
        NdArray x = NdArray.of(1f, 2, 3, 4, 5, 6).reshape(Shape.of(2, 3));
        NdArray index = NdArray.of(2L, 0).reshape(Shape.of(1, 2));
        assertThat(Indexing.takeAlong(x, 1, index).toFloatArray()).containsExactly(3, 1, 6, 4);
        assertThat(Indexing.putAlong(x, 1, index, NdArray.of(8f, 9)).toFloatArray()).containsExactly(9, 2, 8, 9, 5, 8);
    }

    @Test
    void longIndicesAreTakenInPartsAndTheFirstBadOneIsNamed() {
        java.util.Random r = new java.util.Random(3);
        int n = 70_000;
        long[] at = r.longs(n, 0, 1000).toArray();
        float[] v = new float[1000];
        for (int i = 0; i < v.length; i++) {
            v[i] = r.nextFloat();
        }
        float[] y = Indexing.gather(NdArray.of(v), 0, NdArray.of(at)).toFloatArray();
        for (int i = 0; i < n; i++) {
            assertThat(y[i]).isEqualTo(v[(int) at[i]]);
        }
        at[69_000] = -1;
        at[40_000] = 1000;
        assertThatThrownBy(() -> Indexing.gather(NdArray.of(v), 0, NdArray.of(at))).hasMessageContaining("gather: index[40000] is 1000");
    }
}
