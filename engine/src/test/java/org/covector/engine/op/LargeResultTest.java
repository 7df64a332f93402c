package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.mul;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Formula;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of megabytes begin as copies of an operand; nothing of that shows, and operands stay what they are. */
class LargeResultTest {
    private static final int N = 700_013; // no multiple of any number of lanes

    /** Runs in a JVM of its own, where the path is chosen by a flag. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            Pointwise f = Pointwise.of(Formula.of("f", 2, add(mul(X, Y), X)));
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                NdArray whole = NdArray.of(new Random(1).doubles(2 * N + 3).map(u -> 4 * u - 2).toArray()).to(dtype);
                NdArray x = whole.slice(0, 3, N + 3, 1);
                NdArray y = whole.slice(0, N + 3, 2 * N + 3, 1);
                NdArray two = NdArray.full(dtype, Shape.of(N), 2);
                check(f, dtype, x, y);
                check(f, dtype, x, x);
                check(f, dtype, x, two);
                check(f, dtype, two, y);
                check(f, dtype, x.flip(0), y);
            }
            System.out.println("equal");
        }

        private static void check(Pointwise f, DType dtype, NdArray a, NdArray b) {
            double[] x = a.toDoubleArray();
            double[] y = b.toDoubleArray();
            double[] z = f.apply(a, b).toDoubleArray();
            for (int i = 0; i < N; i++) {
                double want = dtype == DType.FLOAT64 ? x[i] * y[i] + x[i] : (float) x[i] * (float) y[i] + (float) x[i];
                if (z[i] != want) {
                    throw new IllegalStateException(dtype + " " + i + ": " + z[i] + " for " + want);
                }
            }
            if (!Arrays.equals(x, a.toDoubleArray()) || !Arrays.equals(y, b.toDoubleArray())) {
                throw new IllegalStateException("an operand was written to");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void areWhatSmallOnesAre(String path) throws Exception {
        String classes = place(Pointwise.class) + File.pathSeparator + place(LargeResultTest.class);
        Process p = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector",
                "-Dcovector.path=" + path, "-cp", classes, Program.class.getName()).redirectErrorStream(true).start();
        String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as(output).isZero();
        assertThat(output).contains("equal");
    }

    private static String place(Class<?> c) throws Exception {
        return Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }
}
