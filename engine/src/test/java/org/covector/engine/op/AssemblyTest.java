package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Layouts;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AssemblyTest {
    private final Random random = new Random(3);

    private static void assertSame(NdArray got, NdArray want) {
        assertThat(got.dtype()).isEqualTo(want.dtype());
        assertThat(got.shape()).isEqualTo(want.shape());
        assertThat(got.toDoubleArray()).isEqualTo(want.toDoubleArray());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void catPutsArraysOneAfterTheOther(DType dtype) {
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            Shape shape = Shape.of(3, 4, 5);
            NdArray x = Layouts.random(dtype, random, shape.dims());
            NdArray y = Layouts.random(dtype, random, shape.with(a, 2).dims());
            NdArray nothing = Layouts.random(dtype, random, shape.with(a, 0).dims());
            int n = shape.dim(a);
            NdArray want = Layouts.build(dtype, shape.with(a, n + 2), i -> {
                int[] k = i.clone();
                k[a] -= i[a] < n ? 0 : n;
                return (i[a] < n ? x : y).getDouble(k);
            });
            for (NdArray first : Layouts.all(x)) {
                for (NdArray second : Layouts.all(y)) {
                    assertSame(Assembly.cat(List.of(first, nothing, second), a - 3), want);
                }
            }
        }
    }

    @Test
    void catLeavesOutVectorsWithoutElements() {
        NdArray x = NdArray.of(1f, 2f).reshape(Shape.of(1, 2));
        assertSame(Assembly.cat(List.of(NdArray.of(new float[0]), x), 1), x);
        assertThat(Assembly.cat(List.of(NdArray.of(new float[0])), 0).shape()).isEqualTo(Shape.of(0));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void padSurroundsOrCropsEveryAxis(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 3, 4, 5);
        int[][][] cases = {{{1, 0, 2}, {0, 3, 1}}, {{-1, 2, 0}, {0, -2, -3}}, {{-3, 0, 0}, {4, -4, 0}}, {{0, 0, 0}, {0, 0, 0}}};
        for (int[][] c : cases) {
            for (double value : new double[] {0, 1}) {
                int[] low = c[0];
                Shape shape = Shape.of(3 + low[0] + c[1][0], 4 + low[1] + c[1][1], 5 + low[2] + c[1][2]);
                NdArray want = Layouts.build(dtype, shape, i -> {
                    boolean inside = true;
                    int[] k = new int[3];
                    for (int a = 0; a < 3; a++) {
                        k[a] = i[a] - low[a];
                        inside &= k[a] >= 0 && k[a] < x.shape().dim(a) && k[a] < x.shape().dim(a) + Math.min(0, c[1][a]);
                    }
                    return inside ? x.getDouble(k) : value;
                });
                for (NdArray view : Layouts.all(x)) {
                    assertSame(Assembly.pad(view, low, c[1], value), want);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void placePutsBackWhatAStridedSliceTookOut(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 7, 5, 9);
        NdArray slice = x.slice(0, 1, 7, 2).slice(2, 0, 9, 4);
        NdArray want = Layouts.build(dtype, x.shape(), i -> i[0] % 2 == 1 && i[2] % 4 == 0 ? x.getDouble(i) : 0);
        for (NdArray view : Layouts.all(slice)) {
            assertSame(Assembly.place(view, x.shape(), new int[] {1, 0, 0}, new int[] {2, 1, 4}), want);
        }
        assertThat(Assembly.place(NdArray.zeros(dtype, Shape.of(0)), Shape.of(3), new int[] {9}, new int[] {1}).toDoubleArray())
                .containsExactly(0, 0, 0);
    }

    @Test
    void repeatAndTileCountAxesFromTheEnd() {
        NdArray x = NdArray.of(1L, 2L, 3L, 4L).reshape(Shape.of(2, 2));
        NdArray want = Layouts.build(DType.INT64, Shape.of(3, 2, 6), i -> x.getDouble(i[1], i[2] % 2));
        assertSame(Assembly.repeat(x, 3, 1, 3), want);
        assertSame(Assembly.tile(x, 3), Layouts.build(DType.INT64, Shape.of(2, 6), i -> x.getDouble(i[0], i[1] % 2)));
        assertSame(Assembly.repeat(NdArray.scalar(DType.FLOAT32, 5), 3), NdArray.of(5f, 5f, 5f));
        assertThat(Assembly.repeat(x, 0, 2).shape()).isEqualTo(Shape.of(0, 4));
        assertSame(Assembly.repeat(NdArray.scalar(DType.FLOAT32, 5)), NdArray.scalar(DType.FLOAT32, 5));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void trianglesKeepTheirSideOfAnyDiagonal(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 2, 4, 6);
        for (int d : new int[] {-9, -4, -3, -1, 0, 2, 5, 6, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            NdArray low = Layouts.build(dtype, x.shape(), i -> i[2] - i[1] <= d ? x.getDouble(i) : 0);
            NdArray high = Layouts.build(dtype, x.shape(), i -> i[2] - i[1] >= d ? x.getDouble(i) : 0);
            for (NdArray view : Layouts.all(x)) {
                assertSame(Assembly.tril(view, d), low);
                assertSame(Assembly.triu(view, d), high);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void diagonalAndDiagEmbedUndoEachOther(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 4, 3, 6);
        for (int d : new int[] {-5, -4, -3, -1, 0, 1, 3, 5, 6, 7}) {
            int n = Math.max(0, Math.min(4 + Math.min(0, d), 6 - Math.max(0, d)));
            NdArray want = Layouts.build(dtype, Shape.of(3, n), i -> x.getDouble(i[1] - Math.min(0, d), i[0], i[1] + Math.max(0, d)));
            for (NdArray view : Layouts.all(x)) {
                NdArray diagonal = Assembly.diagonal(view, d, 0, 2);
                assertSame(diagonal, want);
                NdArray embedded = Assembly.diagEmbed(diagonal, d, 0, -1);
                int m = n + Math.abs(d);
                assertSame(embedded, Layouts.build(dtype, Shape.of(m, 3, m),
                        i -> i[2] - i[0] == d ? want.getDouble(i[1], Math.min(i[0], i[2])) : 0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void rollMovesElementsAroundTheEnd(DType dtype) {
        NdArray x = Layouts.random(dtype, random, 3, 4, 5);
        NdArray want = Layouts.build(dtype, x.shape(), i -> x.getDouble(Math.floorMod(i[0] + 4, 3), i[1], Math.floorMod(i[2] - 12, 5)));
        NdArray flat = Layouts.build(dtype, x.shape(), i -> {
            int p = Math.floorMod((i[0] * 4 + i[1]) * 5 + i[2] - 7, 60);
            return x.getDouble(p / 20, p / 5 % 4, p % 5);
        });
        for (NdArray view : Layouts.all(x)) {
            assertSame(Assembly.roll(view, new int[] {-4, 12}, new int[] {0, -1}), want);
            assertSame(Assembly.roll(view, new int[] {7}, new int[0]), flat);
        }
        assertSame(Assembly.roll(x, new int[] {Integer.MAX_VALUE, 3, -Integer.MAX_VALUE}, new int[] {1, 1, 1}),
                Assembly.roll(x, new int[] {3}, new int[] {1}));
    }

    @Test
    void badArgumentsAreNamed() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(2, 3));
        assertThatThrownBy(() -> Assembly.cat(List.of(), 0)).isInstanceOf(ArgumentException.class).hasMessageContaining("empty list");
        assertThatThrownBy(() -> Assembly.cat(List.of(x, NdArray.zeros(DType.FLOAT32, Shape.of(2, 2))), 0))
                .hasMessage("cat: arrays[1]'s shape is [2, 2]; accepted: [2, 3] but for axis 0");
        assertThatThrownBy(() -> Assembly.cat(List.of(x, x.to(DType.FLOAT64)), 0)).hasMessageContaining("dtype of arrays[1] is FLOAT64");
        assertThatThrownBy(() -> Assembly.pad(x, new int[] {0, -2}, new int[] {0, -2}, 0)).hasMessageContaining("axis 1 is -2, -2");
        assertThatThrownBy(() -> Assembly.pad(x, new int[] {0}, new int[] {0, 0}, 0)).hasMessageContaining("low is [0]");
        assertThatThrownBy(() -> Assembly.pad(x, new int[] {Integer.MAX_VALUE, 0}, new int[] {Integer.MAX_VALUE, 0}, 0))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Assembly.pad(x, new int[] {Integer.MIN_VALUE, 0}, new int[] {0, 0}, 0))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Assembly.place(x, Shape.of(2, 4), new int[] {0, 0}, new int[] {1, 2}))
                .hasMessageContaining("axis 1 is 0, 2");
        assertThatThrownBy(() -> Assembly.repeat(x, 2)).hasMessageContaining("times is [2]");
        assertThatThrownBy(() -> Assembly.repeat(x, 2, -1)).hasMessageContaining("times is [2, -1]");
        assertThatThrownBy(() -> Assembly.tril(NdArray.of(1f), 0)).hasMessageContaining("two axes");
        assertThatThrownBy(() -> Assembly.diagonal(x, 0, 0, -2)).hasMessageContaining("two different axes");
        assertThatThrownBy(() -> Assembly.diagEmbed(x, Integer.MAX_VALUE, 0, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Assembly.roll(x, new int[] {1, 2}, new int[] {0})).hasMessageContaining("shifts is [1, 2]");
    }
}
