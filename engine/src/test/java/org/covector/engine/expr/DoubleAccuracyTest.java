package org.covector.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.covector.engine.DType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bounds of docs/accuracy.md for double, against values computed with 60 decimal digits (mpmath). The table holds for each
 * function its name, its arity, the number of points, then per point the arguments, the nearest double and how far the true value
 * lies from it, in units in its last place / 32768.
 */
class DoubleAccuracyTest {
    private static final Map<Op, double[][]> POINTS = new HashMap<>();

    @BeforeAll
    static void readTheTable() {
        try (InputStream packed = Objects.requireNonNull(DoubleAccuracyTest.class.getResourceAsStream("reference.gz"));
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(new GZIPInputStream(packed).readAllBytes()))) {
            while (in.available() > 0) {
                Op op = Op.valueOf(in.readUTF());
                int arity = in.readByte();
                double[][] points = new double[in.readInt()][arity + 2];
                for (double[] point : points) {
                    for (int i = 0; i <= arity; i++) {
                        point[i] = in.readDouble();
                    }
                    point[arity + 1] = in.readShort() / 32768.0;
                }
                POINTS.put(op, points);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EXP, 0.84", "EXP2, 0.82", "EXPM1, 0.92", "LOG, 0.82", "LOG2, 0.88", "LOG10, 0.76", "LOG1P, 0.82", "SIN, 0.72",
        "COS, 0.72", "TAN, 0.94", "ASIN, 0.60", "ACOS, 0.56", "ATAN, 0.90", "SINH, 0.74", "COSH, 0.90", "TANH, 0.84",
        "ASINH, 0.60", "ACOSH, 0.82", "ATANH, 0.64", "ERF, 0.92", "ERFC, 0.92", "SIGMOID, 0.82", "POW, 0.70", "ATAN2, 0.82",
        "HYPOT, 0.86"
    })
    void everyFunctionKeepsItsBound(Op op, double bound) {
        Evaluate function = Ulps.evaluator(op, DType.FLOAT64);
        int arity = op.arity();
        double worst = 0;
        double[] worstAt = {};
        for (double[] point : Objects.requireNonNull(POINTS.get(op))) {
            double[] x = Arrays.copyOf(point, arity);
            double error = Ulps.ofDouble(function.at(x), point[arity], point[arity + 1]);
            if (error > worst) {
                worst = error;
                worstAt = x;
            }
        }
        assertThat(worst).as("%s at %s", op, Arrays.toString(worstAt)).isLessThanOrEqualTo(bound);
    }
}
