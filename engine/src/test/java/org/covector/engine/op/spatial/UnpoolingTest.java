package org.covector.engine.op.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.OperandLayouts;
import org.junit.jupiter.api.Test;

class UnpoolingTest {
    @Test
    void unpoolingPutsMaximaBackIntoTheirPlaces() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (int[] dims : new int[][] {{2, 3, 8}, {2, 3, 6, 8}, {3, 4, 6, 4}, {2, 2, 4, 4, 6}}) {
                int n = dims.length == 4 && dims[0] == 3 ? 3 : dims.length - 2;
                NdArray x = OperandLayouts.random(dtype, 3, dims);
                int[] kernel = new int[n];
                java.util.Arrays.fill(kernel, 2);
                Pooling.MaxPool pooled = Pooling.maxPool("maxPool", x, PoolWindow.of(kernel));
                int[] size = x.shape().sub(x.rank() - n, x.rank()).dims();
                for (NdArray values : OperandLayouts.of(pooled.values())) {
                    NdArray y = Unpooling.maxUnpool("maxUnpool", values, pooled.indices(), size);
                    NdArray adjoint = Pooling.maxPoolBackward("maxPool", pooled.values(), pooled.indices(), x.shape(), n);
                    assertThat(OperandLayouts.bits(y)).isEqualTo(OperandLayouts.bits(adjoint)); // no place twice: the same
                    assertThat(y.shape()).isEqualTo(x.shape());
                    assertThat(OperandLayouts.bits(Unpooling.maxUnpoolBackward("maxUnpool", y, pooled.indices(),
                            n))).isEqualTo(OperandLayouts.bits(values));
                }
            }
        }
    }

    @Test
    void ofPlacesThatCoincideTheLastWriteStays() {
        NdArray x = NdArray.of(1f, 2, 3).reshape(Shape.of(1, 3));
        NdArray indices = NdArray.of(4L, 0, 4).reshape(Shape.of(1, 3));
        assertThat(Unpooling.maxUnpool("maxUnpool1d", x, indices, 5).toFloatArray()).containsExactly(2, 0, 0, 0, 3);
        assertThatThrownBy(() -> Unpooling.maxUnpool("maxUnpool1d", x, indices, 4)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("maxUnpool1d: index[0, 0] is 4; accepted: from 0 to 3");
        assertThatThrownBy(() -> Unpooling.maxUnpool("maxUnpool1d", x, x, 4)).hasMessageContaining("indices is FLOAT32");
        NdArray none = NdArray.zeros(DType.FLOAT32, Shape.of(0, 2, 3));
        assertThat(Unpooling.maxUnpool("maxUnpool1d", none, none.to(DType.INT64), 9).shape()).isEqualTo(Shape.of(0, 2, 9));
    }

    @Test
    void fractionalRegionsBeginWhereTheSamplesSay() {
        NdArray x = NdArray.of(1.0, 9, 2, 3, 8, 4, 5, 7, 6).reshape(Shape.of(1, 9));
        // a = (9 - 2) / (4 - 1) = 7/3; u = 0.6: floor(1.4) = 1; begins 0, floor(3.73) - 1 = 2, floor(6.07) - 1 = 5, last 7
        Pooling.MaxPool y = Unpooling.fractionalMaxPool("fractionalMaxPool1d", x, new int[] {2}, new int[] {4},
                NdArray.of(0.6).reshape(Shape.of(1, 1)));
        assertThat(y.values().toDoubleArray()).containsExactly(9, 3, 5, 7);
        assertThat(y.indices().toLongArray()).containsExactly(1, 3, 6, 7);
        NdArray plane = x.reshape(Shape.of(1, 3, 3));
        NdArray samples = NdArray.of(0.9, 0.0).reshape(Shape.of(1, 2));
        assertThat(Unpooling.fractionalMaxPool("f", plane, new int[] {1, 1}, new int[] {3, 2}, samples).values().toDoubleArray())
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> Unpooling.fractionalMaxPool("f", x, new int[] {7}, new int[] {4}, NdArray.of(0.6).reshape(Shape.of(1, 1))))
                .hasMessageContaining("together at most 10");
        assertThatThrownBy(() -> Unpooling.fractionalMaxPool("f", x, new int[] {2}, new int[] {4}, NdArray.of(1.0).reshape(Shape.of(1, 1))))
                .hasMessageContaining("samples is 1.0");
    }
}
