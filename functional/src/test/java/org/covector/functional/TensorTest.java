package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

/** Making tensors, reading them, and the functions that can be written behind them. */
class TensorTest {
    private static final Tensor X = Tensor.of(new double[][] {{1, -2, 3}, {4, 0.5, -6}});
    private static final Tensor Y = Tensor.of(new double[][] {{2, 2, -1}, {0.25, 8, 3}});

    /** A method of Tensor beside the function of F that it delegates to. */
    private record Pair(String method, Tensor fluent, Tensor function) {}

    private static List<Pair> fluent() {
        return List.of(
                new Pair("add(Tensor)", X.add(Y), F.add(X, Y)), new Pair("add(double)", X.add(2.5), F.add(X, 2.5)),
                new Pair("add(long)", X.add(3L), F.add(X, 3L)),
                new Pair("sub(Tensor)", X.sub(Y), F.sub(X, Y)), new Pair("sub(double)", X.sub(2.5), F.sub(X, 2.5)),
                new Pair("sub(long)", X.sub(3L), F.sub(X, 3L)),
                new Pair("mul(Tensor)", X.mul(Y), F.mul(X, Y)), new Pair("mul(double)", X.mul(2.5), F.mul(X, 2.5)),
                new Pair("mul(long)", X.mul(3L), F.mul(X, 3L)),
                new Pair("div(Tensor)", X.div(Y), F.div(X, Y)), new Pair("div(double)", X.div(2.5), F.div(X, 2.5)),
                new Pair("neg()", X.neg(), F.neg(X)), new Pair("pow(double)", X.pow(3), F.pow(X, 3)),
                new Pair("pow(long)", X.pow(3L), F.pow(X, 3L)),
                new Pair("square()", X.square(), F.square(X)), new Pair("abs()", X.abs(), F.abs(X)),
                new Pair("matmul(Tensor)", X.matmul(Y.t()), F.matmul(X, F.transpose(Y, 0, 1))),
                new Pair("to(DType)", X.to(DType.FLOAT32), Tensor.of(new float[][] {{1, -2, 3}, {4, 0.5f, -6}})),
                new Pair("sum()", X.sum(), F.sum(X)), new Pair("sum(int[])", X.sum(-1), F.sum(X, 1)),
                new Pair("mean()", X.mean(), F.mean(X)), new Pair("mean(int[])", X.mean(0), F.mean(X, 0)),
                new Pair("max()", X.max(), F.max(X)), new Pair("min()", X.min(), F.min(X)),
                new Pair("argmax(int)", X.argmax(1), F.argmax(X, 1, false)),
                new Pair("at(int[])", X.at(-1, 1), F.select(F.select(X, 0, 1), 0, 1)),
                new Pair("slice(int,int,int)", X.slice(1, 1, 3), F.slice(X, 1, 1, 3, 1)),
                new Pair("slice(int,int,int,int)", X.slice(1, 2, Integer.MIN_VALUE, -2), Tensor.of(new double[][] {{3, 1}, {-6, 4}})),
                new Pair("index(At[])", X.index(At.every(-1), At.range(0, 2)), Tensor.of(new double[][] {{4, 0.5}, {1, -2}})),
                new Pair("reshape(int[])", X.reshape(3, -1), F.reshape(X, 3, 2)), new Pair("flatten()", X.flatten(), F.flatten(X)),
                new Pair("permute(int[])", X.permute(1, 0), F.permute(X, 1, 0)),
                new Pair("transpose(int,int)", X.transpose(0, 1), F.transpose(X, 0, 1)),
                new Pair("t()", X.t(), F.transpose(X, 0, 1)),
                new Pair("squeeze(int[])", X.reshape(2, 1, 3).squeeze(1), F.squeeze(F.reshape(X, 2, 1, 3), 1)),
                new Pair("unsqueeze(int)", X.unsqueeze(1), F.unsqueeze(X, 1)));
    }

    @Test
    void delegatesToF() {
        assertThat(fluent()).allSatisfy(p -> assertThat(p.fluent().contentEquals(p.function()))
                .as("%s: %s and %s", p.method(), p.fluent(), p.function()).isTrue());
    }

    @Test
    void hasNoFluentMethodThatIsNotCompared() {
        Set<String> reading = Set.of("shape", "dtype", "array", "rank", "size", "dim", "item", "getDouble", "toDoubleArray",
                "toFloatArray", "toLongArray",
                "toBooleanArray", "toDoubleArray2d", "toFloatArray2d", "toLongArray2d", "toBooleanArray2d", "contentEquals", "equal",
                        "allClose");
        Set<String> all = Arrays.stream(Tensor.class.getDeclaredMethods())
                .filter(m -> !Modifier.isStatic(m.getModifiers()) && !m.isSynthetic())
                .filter(m -> !reading.contains(m.getName())).map(TensorTest::signature).collect(Collectors.toCollection(TreeSet::new));
        assertThat(fluent()).extracting(Pair::method).containsExactlyInAnyOrderElementsOf(all);
    }

    private static String signature(Method m) {
        return m.getName() + Arrays.stream(m.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(",", "(", ")"));
    }

    private static void is(Tensor x, DType dtype, int... dims) {
        assertThat(x.dtype()).isEqualTo(dtype);
        assertThat(x.shape()).isEqualTo(Shape.of(dims));
    }

    @Test
    void takesNestedArraysOfEveryType() {
        is(Tensor.of(1, 2, 3), DType.INT64, 3);
        assertThat(Tensor.of(1, 2, 3).toLongArray()).containsExactly(1, 2, 3);
        is(Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}}), DType.INT64, 2, 3);
        is(Tensor.of(new int[][][] {{{1}, {2}}}), DType.INT64, 1, 2, 1);
        is(Tensor.of(new int[][][][] {{{{1, 2}}}}), DType.INT64, 1, 1, 1, 2);
        is(Tensor.of(new long[][][] {{{1}, {2}}}), DType.INT64, 1, 2, 1);
        is(Tensor.of(new long[][][][] {{{{1}}, {{2}}}}), DType.INT64, 1, 2, 1, 1);
        is(Tensor.of(new boolean[][] {{true, false}}), DType.BOOL, 1, 2);
        is(Tensor.of(new boolean[][][] {{{true}, {false}}}), DType.BOOL, 1, 2, 1);
        is(Tensor.of(new boolean[][][][] {{{{true}}}, {{{false}}}}), DType.BOOL, 2, 1, 1, 1);
        is(Tensor.of(new float[][][][] {{{{1, 2}}}}), DType.FLOAT32, 1, 1, 1, 2);
        is(Tensor.of(new double[][][][] {{{{1, 2}}}}), DType.FLOAT64, 1, 1, 1, 2);
        is(Tensor.of(new int[] {1, 2, 3, 4}, 2, 2), DType.INT64, 2, 2);
        is(Tensor.of(new boolean[] {true, false}, 2, 1), DType.BOOL, 2, 1);
        assertThat(Tensor.of(new int[][] {{-1, Integer.MIN_VALUE}}).toLongArray()).containsExactly(-1, Integer.MIN_VALUE);
        assertThatThrownBy(() -> Tensor.of(new int[][] {{1, 2}, {3}})).isInstanceOf(ArgumentException.class).hasMessageContaining("level 1")
                .hasMessageContaining("2, as the first");
        is(Tensor.of(new boolean[0][][]), DType.BOOL, 0, 0, 0);
    }

    @Test
    void fills() {
        is(Tensor.full(2.5, 2, 3), DType.FLOAT32, 2, 3);
        assertThat(Tensor.full(2.5, 2).toDoubleArray()).containsExactly(2.5, 2.5);
        is(Tensor.full(7), DType.FLOAT32);
        is(Tensor.full(DType.INT64, 7, 2), DType.INT64, 2);
        assertThat(Tensor.full(DType.INT64, 7, 2).toLongArray()).containsExactly(7, 7);
    }

    @Test
    void trianglesKeepTheDtype() {
        for (DType dtype : DType.values()) {
            Tensor x = Tensor.ones(dtype, 2, 2);
            assertThat(F.tril(x).dtype()).isEqualTo(dtype);
            assertThat(F.tril(x).toLongArray()).containsExactly(1, 0, 1, 1);
            assertThat(F.triu(x, 1).dtype()).isEqualTo(dtype);
            assertThat(F.triu(x, 1).toLongArray()).containsExactly(0, 1, 0, 0);
            assertThat(Tensor.tri(dtype, 2, 2, 0).dtype()).isEqualTo(dtype);
        }
    }

    @Test
    void keysOfEqualWordsAreEqual() {
        assertThat(Key.of(1)).isEqualTo(Key.of(1)).hasSameHashCodeAs(Key.of(1)).isNotEqualTo(Key.of(2));
        assertThat(Key.of(1).split(2)).isEqualTo(Key.of(1).split(2)).isNotEqualTo(Key.of(1)).isNotEqualTo(Key.of(1).split(3));
        assertThat(new Attention.Dropout(0.5, Key.of(1))).isEqualTo(new Attention.Dropout(0.5, Key.of(1)));
    }

    @Test
    void readsRows() {
        assertThat(X.toDoubleArray2d()).isDeepEqualTo(new double[][] {{1, -2, 3}, {4, 0.5, -6}});
        assertThat(X.t().toFloatArray2d()).isDeepEqualTo(new float[][] {{1, 4}, {-2, 0.5f}, {3, -6}});
        assertThat(Tensor.of(new long[][] {{Long.MAX_VALUE}, {-1}}).toLongArray2d()).isDeepEqualTo(new long[][] {{Long.MAX_VALUE}, {-1}});
        assertThat(F.gt(X, 0).toBooleanArray2d()).isDeepEqualTo(new boolean[][] {{true, false, true}, {true, true, false}});
        assertThat(Tensor.zeros(0, 3).toFloatArray2d()).isEmpty();
        assertThat(Tensor.zeros(2, 0).toFloatArray2d()).isDeepEqualTo(new float[2][0]);
        assertThatThrownBy(() -> Tensor.of(1L).toLongArray2d()).isInstanceOf(ArgumentException.class).hasMessageContaining("toLongArray2d")
                .hasMessageContaining("a matrix");
    }
}
