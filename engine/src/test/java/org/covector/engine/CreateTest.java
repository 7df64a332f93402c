package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CreateTest {
    @Test
    void arangeStopsBeforeItsStop() {
        assertThat(Create.arange(2, 11, 3).toLongArray()).containsExactly(2, 5, 8);
        assertThat(Create.arange(2, -5, -3).toLongArray()).containsExactly(2, -1, -4);
        assertThat(Create.arange(2, 2, 1).toLongArray()).isEmpty();
        assertThat(Create.arange(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE).toLongArray())
                .containsExactly(Long.MIN_VALUE, -1, Long.MAX_VALUE - 1);
        assertThat(Create.arange(5, -5, Long.MIN_VALUE).toLongArray()).containsExactly(5);
        assertThat(Create.arange(DType.FLOAT64, 0, 1, 0.25).toDoubleArray()).containsExactly(0, 0.25, 0.5, 0.75);
        assertThat(Create.arange(DType.FLOAT32, 1, 0, 0.5).size()).isZero();
        assertThatThrownBy(() -> Create.arange(0, 1, 0)).isInstanceOf(ArgumentException.class).hasMessageContaining("step is 0");
        assertThatThrownBy(() -> Create.arange(Long.MIN_VALUE, Long.MAX_VALUE, 1)).hasMessageContaining("18446744073709551615");
        assertThatThrownBy(() -> Create.arange(DType.FLOAT32, 0, Double.NaN, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Create.arange(DType.FLOAT32, 0, 1e300, 1)).hasMessageContaining("number of elements");
    }

    @Test
    void linspaceIncludesBothEndsAndIsSymmetric() {
        assertThat(Create.linspace(DType.FLOAT32, 0, 1, 5).toFloatArray()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1);
        double[] v = Create.linspace(DType.FLOAT64, -0.1, 0.1, 7).toDoubleArray();
        for (int i = 0; i < 7; i++) {
            assertThat(v[i]).isEqualTo(i == 3 ? v[3] : -v[6 - i]);
        }
        assertThat(Create.linspace(DType.FLOAT64, 3, 9, 1).toDoubleArray()).containsExactly(3);
        assertThat(Create.linspace(DType.FLOAT64, 3, 9, 0).size()).isZero();
        assertThat(Create.logspace(DType.FLOAT64, 0, 3, 4, 10).toDoubleArray()).containsExactly(1, 10, 100, 1000);
        assertThatThrownBy(() -> Create.linspace(DType.FLOAT64, 0, 1, -1)).hasMessageContaining("count is -1");
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void eyeAndTriHoldOnes(DType dtype) {
        for (int[] d : new int[][] {{3, 3}, {2, 4}, {4, 2}, {0, 3}, {3, 0}}) {
            Shape shape = Shape.of(d);
            assertThat(Create.eye(dtype, d[0], d[1]).toDoubleArray())
                    .isEqualTo(Layouts.build(dtype, shape, i -> i[0] == i[1] ? 1 : 0).toDoubleArray());
            assertThat(Create.tri(dtype, d[0], d[1]).toDoubleArray())
                    .isEqualTo(Layouts.build(dtype, shape, i -> i[1] <= i[0] ? 1 : 0).toDoubleArray());
        }
    }

    @Test
    void nestedArraysGoInAndOut() {
        float[][] matrix = {{1, 2, 3}, {4, 5, 6}};
        NdArray x = Nested.of(matrix);
        assertThat(x.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(x.shape()).isEqualTo(Shape.of(2, 3));
        assertThat((float[][]) Nested.from(x)).isDeepEqualTo(matrix);
        assertThat((float[][]) Nested.from(x.transpose(0, 1))).isDeepEqualTo(new float[][] {{1, 4}, {2, 5}, {3, 6}});
        double[][][][] deep = {{{{1}, {2}}}, {{{3}, {4}}}, {{{5}, {6}}}};
        assertThat(Nested.of(deep).shape()).isEqualTo(Shape.of(3, 1, 2, 1));
        assertThat((double[][][][]) Nested.from(Nested.of(deep))).isDeepEqualTo(deep);
        assertThat(Nested.of(new int[][] {{1, -2}}).toLongArray()).containsExactly(1, -2);
        assertThat(Nested.of(new boolean[] {true}).dtype()).isEqualTo(DType.BOOL);
        assertThat(Nested.of(new long[0][]).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(Nested.of(new long[2][0]).shape()).isEqualTo(Shape.of(2, 0));
        assertThat(((long[][]) Nested.from(NdArray.zeros(DType.INT64, Shape.of(2, 0))))).hasDimensions(2, 0);
    }

    @Test
    void raggedArraysAreRefusedWithThePlace() {
        assertThatThrownBy(() -> Nested.of(new float[][] {{1, 2}, {3}}))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("of: length of nested[1] is 1; accepted: 2, the length of the first array of this level");
        assertThatThrownBy(() -> Nested.of(new double[][][] {{{1}, {2}}, {{1}, {2, 3}}})).hasMessageContaining("nested[1][1] is 2");
        assertThatThrownBy(() -> Nested.of(new long[][] {{1}, null})).hasMessage("of: nested[1] is null; accepted: an array");
        assertThatThrownBy(() -> Nested.of(new long[][][] {null})).hasMessageContaining("nested[0] is null");
        assertThatThrownBy(() -> Nested.of("text")).hasMessageContaining("String");
        assertThatThrownBy(() -> Nested.of(new String[0])).hasMessageContaining("String[]");
        assertThatThrownBy(() -> Nested.from(NdArray.scalar(DType.FLOAT32, 1))).hasMessageContaining("one axis or more");
    }

    @Test
    void buffersGoInAndOut() {
        FloatBuffer floats = FloatBuffer.wrap(new float[] {9, 1, 2, 3, 4}).position(1);
        NdArray x = Buffers.of(floats, Shape.of(2, 2));
        assertThat(x.toFloatArray()).containsExactly(1, 2, 3, 4);
        assertThat(floats.position()).isEqualTo(1);
        FloatBuffer out = FloatBuffer.allocate(5);
        Buffers.copy(x.transpose(0, 1), out);
        assertThat(out.array()).containsExactly(1, 3, 2, 4, 0);
        assertThat(out.position()).isEqualTo(4);
        NdArray d = Buffers.of(ByteBuffer.allocateDirect(16).asDoubleBuffer(), Shape.of(2));
        assertThat(d.dtype()).isEqualTo(DType.FLOAT64);
        DoubleBuffer doubles = DoubleBuffer.allocate(4);
        Buffers.copy(x, doubles);
        assertThat(doubles.array()).containsExactly(1, 2, 3, 4);
        LongBuffer longs = LongBuffer.allocate(4);
        Buffers.copy(x, longs);
        assertThat(Buffers.of(longs.flip(), Shape.of(4)).toLongArray()).containsExactly(1, 2, 3, 4);
        assertThatThrownBy(() -> Buffers.of(floats, Shape.of(3))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("number of elements is 4");
        assertThatThrownBy(() -> Buffers.copy(x, FloatBuffer.allocate(3))).hasMessageContaining("room in the buffer is 3");
        assertThatThrownBy(() -> Buffers.copy(x, FloatBuffer.allocate(4).asReadOnlyBuffer())).hasMessageContaining("read-only");
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void segmentsGoInAndOutAtAnyAlignment(DType dtype) {
        NdArray x = Layouts.random(dtype, new java.util.Random(6), 3, 5);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(200).asSlice(1);
            Buffers.copy(x.transpose(0, 1), segment);
            NdArray y = Buffers.of(segment, dtype, Shape.of(5, 3));
            assertThat(Closeness.equalBits(y, x.transpose(0, 1))).isTrue();
            assertThatThrownBy(() -> Buffers.of(segment.asSlice(0, 3), dtype, Shape.of(4))).isInstanceOf(ArgumentException.class);
            assertThatThrownBy(() -> Buffers.copy(x, segment.asReadOnly())).hasMessageContaining("read-only");
            assertThatThrownBy(() -> Buffers.copy(x, segment.asSlice(0, 14))).isInstanceOf(ArgumentException.class);
        }
    }
}
