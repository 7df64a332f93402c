package org.covector.engine.kernel.elementary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Pointwise;
import org.junit.jupiter.api.Test;

/** The inline exp of the reduction kernels and the exp of the expression language are the same function, bit for bit. */
class FloatExpTest {
    private static double[] samples() {
        Random random = new Random(3);
        double[] x = new double[20_000];
        Arrays.setAll(x, i -> switch (i % 4) {
            case 0 -> -random.nextDouble();
            case 1 -> -110 * random.nextDouble();
            case 2 -> -760 * random.nextDouble();
            default -> -Math.scalb(random.nextDouble(), -random.nextInt(60));
        });
        double[] special = {0, -0.0, Double.NEGATIVE_INFINITY, Double.NaN, -104, -103.97, -87.4, -708.5, -745.2, -746, -Double.MIN_VALUE};
        System.arraycopy(special, 0, x, 0, special.length);
        return x;
    }

    @Test
    void expIsThatOfTheExpressionLanguage() {
        Pointwise exp = Pointwise.of(Formula.of("exp", 1, Expressions.exp(Expressions.X)));
        float[] x = NdArray.of(samples()).toFloatArray();
        float[] expected = exp.apply(NdArray.of(x)).toFloatArray();
        float[] y = new float[x.length];
        FloatExp.shifted(true, x, 0, 0f, x.length, y, 0);
        assertThat(y).containsExactly(expected);
        double[] xd = samples();
        double[] yd = new double[xd.length];
        DoubleExp.shifted(true, xd, 0, 0d, xd.length, yd, 0);
        assertThat(yd).containsExactly(exp.apply(NdArray.of(xd)).toDoubleArray());
        for (int i = 0; i < x.length; i++) {
            assertThat(Float.floatToIntBits(FloatExp.exp(x[i]))).isEqualTo(Float.floatToIntBits(expected[i]));
        }
    }

    @Test
    void logIsThatOfTheExpressionLanguage() {
        Pointwise log = Pointwise.of(Formula.of("log", 1, Expressions.log(Expressions.X)));
        Random random = new Random(4);
        double[] x = random.doubles(5000).map(u -> 1 + Math.scalb(u, random.nextInt(30))).toArray();
        x[0] = 1;
        x[1] = Double.NaN;
        x[2] = Double.POSITIVE_INFINITY;
        float[] expected = log.apply(NdArray.of(x).to(DType.FLOAT32)).toFloatArray();
        double[] expectedDouble = log.apply(NdArray.of(x)).toDoubleArray();
        for (int i = 0; i < x.length; i++) {
            assertThat(Float.floatToIntBits(FloatExp.log((float) x[i]))).isEqualTo(Float.floatToIntBits(expected[i]));
            assertThat(Double.doubleToLongBits(DoubleExp.log(x[i]))).isEqualTo(Double.doubleToLongBits(expectedDouble[i]));
        }
    }
}
