package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.Z;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.floorDiv;
import static org.covector.engine.expr.Expressions.gt;
import static org.covector.engine.expr.Expressions.lgamma;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.maximum;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.pow;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sub;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Layouts;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Special;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PointwiseTest {
    private static final Pointwise ADD = Pointwise.of(Formula.of("add", 2, add(X, Y)));
    private static final Pointwise AXPY = Pointwise.of(Formula.of("axpy", 2, 1, add(mul(S, X), Y)));
    private static final Pointwise WHERE = Pointwise.of(
            new Formula("where", List.of(Kind.BOOL, Kind.VALUE, Kind.VALUE), 0, List.of(select(Expr.bool(0), Y, Z))));

    private final Random random = new Random(3);

    private static double[] sum(NdArray a, NdArray b) {
        double[] x = a.toDoubleArray();
        double[] y = b.toDoubleArray();
        double[] s = new double[x.length];
        Arrays.setAll(s, i -> x[i] + y[i]); // quarters: exact in every dtype
        return s;
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64", "INT64"})
    void anyLayoutGivesTheSumsInRowMajorOrder(DType dtype) {
        int[][] shapes = {{}, {1}, {0}, {4}, {7, 0, 2}, {13}, {207}, {5, 3}, {3, 40}, {4, 1, 33}, {2, 3, 4, 5}, {70, 90}, {3, 17, 64}};
        for (int[] dims : shapes) {
            NdArray a = Layouts.random(dtype, random, dims);
            NdArray b = Layouts.random(dtype, random, dims);
            double[] expected = sum(a, b);
            for (NdArray x : Layouts.all(a)) {
                for (NdArray y : Layouts.all(b)) {
                    NdArray z = ADD.apply(x, y);
                    assertThat(z.dtype()).isEqualTo(dtype);
                    assertThat(z.shape()).isEqualTo(a.shape());
                    assertThat(z.isDense()).isTrue();
                    assertThat(z.toDoubleArray()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void everyFormOfBroadcastingGivesTheSums() {
        int[][] pairs = {{5, 3, 3}, {3, 5, 1}, {400, 3, 3}, {400, 3, 1}, {6, 100, 100}, {6, 100, 1}, {100, 2, 1}, {1, 100, 1}};
        for (int[] p : pairs) {
            Shape shape = Shape.of(p[0], p[1]);
            NdArray a = Layouts.random(DType.FLOAT32, random, p[0], p[1]);
            NdArray row = Layouts.random(DType.FLOAT32, random, p[1]).expand(shape);
            NdArray column = Layouts.random(DType.FLOAT32, random, p[0], 1).expand(shape);
            NdArray one = NdArray.scalar(DType.FLOAT32, 2.5).expand(shape);
            for (NdArray b : List.of(row, column, one)) {
                assertThat(ADD.apply(a, b).toDoubleArray()).isEqualTo(sum(a, b));
                assertThat(ADD.apply(b, a).toDoubleArray()).isEqualTo(sum(a, b));
                assertThat(ADD.apply(b, b).toDoubleArray()).isEqualTo(sum(b, b));
                assertThat(ADD.apply(column, b).toDoubleArray()).isEqualTo(sum(column, b));
            }
        }
        Shape deep = Shape.of(3, 5, 2, 40);
        NdArray a = Layouts.random(DType.FLOAT64, random, 3, 1, 2, 40).expand(deep);
        NdArray b = Layouts.random(DType.FLOAT64, random, 5, 1, 1).expand(deep);
        assertThat(ADD.apply(a, b).toDoubleArray()).isEqualTo(sum(a, b));
    }

    @Test
    void manyElementsOnSeveralThreadsGiveTheSameBits() {
        NdArray a = Layouts.random(DType.FLOAT32, random, 600, 700);
        NdArray b = Layouts.random(DType.FLOAT32, random, 700, 600).transpose(0, 1);
        double[] expected = sum(a, b);
        int before = EngineRuntime.threads();
        try {
            for (int threads = 1; threads <= 3; threads++) {
                EngineRuntime.threads(threads);
                for (int i = 0; i < 40; i++) { // cold, warming, hot
                    assertThat(Arrays.equals(ADD.apply(a, b).toDoubleArray(), expected)).isTrue();
                    assertThat(Arrays.equals(ADD.apply(a, b.dense()).toDoubleArray(), expected)).isTrue();
                }
            }
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @Test
    void numbersAreArguments() {
        NdArray x = NdArray.of(1f, 2f, 3f);
        assertThat(AXPY.apply(x, x, 0.5).toFloatArray()).containsExactly(1.5f, 3f, 4.5f);
        assertThat(AXPY.apply(x, x.flip(0), 10).toFloatArray()).containsExactly(13f, 22f, 31f);
        assertThat(AXPY.apply(NdArray.of(4L), NdArray.of(1L), 3).toLongArray()).containsExactly(13);
    }

    @Test
    void booleansChooseAndResult() {
        NdArray c = NdArray.of(true, false, true);
        assertThat(WHERE.apply(c, NdArray.of(1., 2, 3), NdArray.of(-1., -2, -3)).toDoubleArray()).containsExactly(1, -2, 3);
        Pointwise less = Pointwise.of(Formula.of("lt", 2, lt(X, Y)));
        NdArray big = Layouts.random(DType.FLOAT32, random, 5000);
        NdArray y = less.apply(big, NdArray.scalar(DType.FLOAT32, 0).expand(big.shape()));
        assertThat(y.dtype()).isEqualTo(DType.BOOL);
        float[] v = big.toFloatArray();
        for (int i = 0; i < v.length; i++) {
            assertThat(y.getBoolean(i)).isEqualTo(v[i] < 0);
        }
        Pointwise xor = Pointwise.of(new Formula("xor", List.of(Kind.BOOL, Kind.BOOL), 0,
                List.of(Expressions.xor(Expr.bool(0), Expr.bool(1)))));
        assertThat(xor.apply(c, NdArray.of(true, true, false)).toBooleanArray()).containsExactly(false, true, true);
    }

    @Test
    void severalResultsComeTogether() {
        Pointwise both = Pointwise.of(new Formula("both", List.of(Kind.VALUE, Kind.VALUE), 0, List.of(add(X, Y), sub(X, Y), gt(X, Y))));
        NdArray[] y = both.apply(DType.FLOAT64, new double[0], NdArray.of(3., 5), NdArray.of(4., 1));
        assertThat(y[0].toDoubleArray()).containsExactly(7, 6);
        assertThat(y[1].toDoubleArray()).containsExactly(-1, 4);
        assertThat(y[2].toBooleanArray()).containsExactly(false, true);
    }

    @Test
    void integersDivideWithTheirRoundingAndRaiseToPowers() {
        NdArray a = NdArray.of(7L, -7, 7, Long.MIN_VALUE);
        NdArray b = NdArray.of(2L, 2, -2, -1);
        assertThat(Pointwise.of(Formula.of("floorDiv", 2, floorDiv(X, Y))).apply(a, b).toLongArray())
                .containsExactly(3, -4, -4, Long.MIN_VALUE);
        assertThat(Pointwise.of(Formula.of("truncDiv", 2, Expressions.truncDiv(X, Y))).apply(a, b).toLongArray())
                .containsExactly(3, -3, -3, Long.MIN_VALUE);
        assertThat(Pointwise.of(Formula.of("remainder", 2, Expressions.remainder(X, Y))).apply(a, b).toLongArray())
                .containsExactly(1, 1, -1, 0);
        assertThat(Pointwise.of(Formula.of("fmod", 2, Expressions.fmod(X, Y))).apply(a, b).toLongArray()).containsExactly(1, -1, 1, 0);
        assertThat(Pointwise.of(Formula.of("pow", 2, pow(X, Y))).apply(NdArray.of(3L, -2, 0), NdArray.of(4L, 63, 0)).toLongArray())
                .containsExactly(81, Long.MIN_VALUE, 1);
        assertThat(Pointwise.of(Formula.of("maximum", 2, maximum(X, Y))).apply(a, b).toLongArray()).containsExactly(7, 2, 7, -1);
        assertThat(Pointwise.of(Formula.of("sign", 1, Expressions.sign(X))).apply(NdArray.of(-3L, 0, 9)).toLongArray())
                .containsExactly(-1, 0, 1);
        assertThatThrownBy(() -> Pointwise.of(Formula.of("floorDiv", 2, floorDiv(X, Y))).apply(a, NdArray.of(1L, 1, 0, 1)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("divisor is 0");
        assertThatThrownBy(() -> Pointwise.of(Formula.of("exp", 1, Expressions.exp(X))).apply(a))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("exp: dtype is INT64");
    }

    @Test
    void opaqueFunctionsRoundTheDoubleResult() {
        Pointwise op = Pointwise.of(Formula.of("lgamma", 1, mul(lgamma(X), 2)));
        float[] x = Layouts.random(DType.FLOAT32, random, 500).toFloatArray();
        float[] y = op.apply(NdArray.of(x)).toFloatArray();
        for (int i = 0; i < x.length; i++) {
            assertThat(y[i]).isEqualTo((float) Special.lgamma(x[i]) * 2);
        }
    }

    @Test
    void moreOperandsThanModesAreWrittenOut() {
        Expr sum = X;
        for (int i = 1; i < 7; i++) {
            sum = add(sum, Expr.input(i));
        }
        NdArray x = Layouts.random(DType.FLOAT32, random, 40, 50);
        NdArray one = NdArray.scalar(DType.FLOAT32, 1).expand(x.shape());
        NdArray y = Pointwise.of(Formula.of("sum7", 7, sum)).apply(DType.FLOAT32, new double[0], x, one, one, one, x, one, x)[0];
        double[] v = x.toDoubleArray();
        assertThat(y.toDoubleArray()).isEqualTo(Arrays.stream(v).map(a -> 3 * a + 4).toArray());
    }

    @Test
    void wrongOperandsAreNamed() {
        NdArray x = NdArray.of(1f, 2f);
        assertThatThrownBy(() -> ADD.apply(x, NdArray.of(1f))).isInstanceOf(ArgumentException.class)
                .hasMessage("add: shape of argument 1 is [1]; accepted: the shape of argument 0, [2]");
        assertThatThrownBy(() -> ADD.apply(x, NdArray.of(1., 2.))).isInstanceOf(ArgumentException.class)
                .hasMessage("add: dtype of argument 1 is FLOAT64; accepted: FLOAT32");
        assertThatThrownBy(() -> ADD.apply(x)).isInstanceOf(ArgumentException.class).hasMessageContaining("number of arrays");
        assertThatThrownBy(() -> AXPY.apply(x, x)).isInstanceOf(ArgumentException.class).hasMessageContaining("number of scalars");
        assertThatThrownBy(() -> ADD.apply(NdArray.of(true), NdArray.of(true))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("BOOL");
        assertThatThrownBy(() -> WHERE.apply(x, x, x)).isInstanceOf(ArgumentException.class).hasMessageContaining("accepted: BOOL");
    }

    @Test
    void aFormulaHasOneOperation() {
        assertThat(Pointwise.of(Formula.of("add", 2, add(X, Y)))).isSameAs(ADD);
    }

    @Test
    void explainShowsTheLoop() {
        Formula f = Formula.of("demo", 2, 1, select(lt(X, 0), mul(S, sub(X, Y)), mul(sub(X, Y), sub(X, Y))));
        assertThat(Pointwise.of(f).explain(DType.FLOAT32)).isEqualTo("""
                demo(float[] x0, float[] x1, float s0)
                for (int i = 0; i < n; i++) {
                    float t0 = x0[i] - x1[i];
                    y[i] = x0[i] < 0.0f ? (s0 * t0) : (t0 * t0);
                }
                """);
    }
}
