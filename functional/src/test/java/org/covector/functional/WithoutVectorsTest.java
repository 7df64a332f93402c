package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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

    @Test
    void everyFailureGivesTheRemedies() throws Exception {
        List<String> output = ChildJvm.lines(ChildJvm.of(List.of(), Program.class));
        assertThat(output).hasSize(14).allSatisfy(line -> assertThat(line).startsWith("IllegalStateException: ")
                .contains("--add-modules jdk.incubator.vector"));
    }
}
