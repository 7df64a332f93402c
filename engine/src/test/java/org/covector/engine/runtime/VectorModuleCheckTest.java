package org.covector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Pointwise;
import org.junit.jupiter.api.Test;

/** Starts JVMs with a plain class path. */
class VectorModuleCheckTest {
    /** What the other JVM runs: the message, or a value computed cold and by warm kernels. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) {
            try {
                Pointwise twice = Pointwise.of(Formula.of("twice", 1, Expressions.add(Expressions.X, Expressions.X)));
                NdArray x = NdArray.ones(DType.FLOAT32, org.covector.engine.Shape.of(1000)).dense();
                double sum = 0;
                for (int i = 0; i < 100; i++) {
                    sum += twice.apply(x).getDouble(i);
                }
                System.out.println("sum " + sum);
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String run(String... flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", place(Expr.class) + File.pathSeparator + place(VectorModuleCheckTest.class),
                Program.class.getName()));
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(p.waitFor(30, TimeUnit.SECONDS)).as("the JVM ends though a daemon thread is at work").isTrue();
            assertThat(p.exitValue()).as(output).isZero();
            return output;
        } finally {
            p.destroyForcibly();
        }
    }

    private static String place(Class<?> c) throws URISyntaxException {
        return Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    @Test
    void withoutTheModuleTheMessageGivesTheFlagAndItsPlaces() throws Exception {
        assertThat(run()).contains("--add-modules jdk.incubator.vector").contains("command line").contains("argLine")
                .contains("JDK_JAVA_OPTIONS")
                .doesNotContain("NoClassDefFoundError");
    }

    @Test
    void withTheFlagAColdJvmComputesAndEnds() throws Exception {
        assertThat(run("--add-modules", "jdk.incubator.vector")).contains("sum 200.0");
    }

    @Test
    void eitherPathCanBeForced() throws Exception {
        for (String path : List.of("scalar", "vector")) {
            assertThat(run("--add-modules", "jdk.incubator.vector", "-Dcovector.path=" + path)).contains("sum 200.0");
        }
    }
}
