package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Function1;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.engine.NdArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts a JVM with a plain class path, which has no vectors: every call says so, the later ones as the first. */
class WithoutVectorsTest {
    /** What the other JVM runs: functions of several kinds, each twice, and its messages. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) {
            Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
            List<Runnable> calls = List.of(() -> F.exp(x), () -> F.sum(x), () -> F.matmul(x, x), () -> F.softmax(x, 1), () -> F.add(x, 1),
                    () -> Functions.fuse((Tensor t) -> F.sum(F.tanh(t))).apply(x), () -> Autograd.grad((Tensor t) -> F.mean(t)).apply(x));
            for (int i = 0; i < 2; i++) {
                for (Runnable call : calls) {
                    try {
                        call.run();
                        System.out.println("computed");
                    } catch (Throwable t) {
                        System.out.println(t.getClass().getSimpleName() + ": " + t.getMessage().lines().limit(2)
                                .collect(Collectors.joining(" ")));
                    }
                }
            }
        }
    }

    private static String place(Class<?> c) {
        try {
            return Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyFailureGivesTheRemedies(@TempDir Path folder) throws Exception {
        Path printed = folder.resolve("printed");
        String path = Stream.of(NdArray.class, F.class, WithoutVectorsTest.class, Function1.class).map(WithoutVectorsTest::place).distinct()
                .collect(Collectors.joining(File.pathSeparator));
        Process p = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", path,
                Program.class.getName())
                .redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        try {
            assertThat(p.waitFor(60, TimeUnit.SECONDS)).isTrue();
            List<String> output = Files.readAllLines(printed);
            assertThat(output).hasSize(14).allSatisfy(line -> assertThat(line).startsWith("IllegalStateException: ")
                    .contains("--add-modules jdk.incubator.vector"));
        } finally {
            p.destroyForcibly();
        }
    }
}
