package org.covector.bench.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call allocates in a scope, where results and scratch are used again, in several fresh JVMs. */
class FreshJvmTest {
    private static final int JVMS = 2;
    private static final double SECONDS = 4;

    @ParameterizedTest
    @EnumSource(names = {"MLP", "CNN", "ATTENTION", "SOFTMAX", "NORMS", "POOLING"})
    void noVectorsAreBoxedInAnyJvm(KernelFamily family) throws Exception {
        for (int i = 0; i < JVMS; i++) {
            assertThat(FreshJvm.run(family, SECONDS).scoped()).isLessThanOrEqualTo(family.bound());
        }
    }

    @Test
    void whatAJvmPrintsIsRead() {
        Finding finding = new Finding(1_000_000, 2000, 1.5);
        assertThat(Finding.parse(java.util.List.of("WARNING: incubator", finding.toString()))).isEqualTo(finding);
    }

    @Test
    void aLineTellsTheSpreadAndTheVerdicts() {
        Finding good = new Finding(2_000_000, 1000, 1);
        Finding bad = new Finding(3_000_000, 900_000, 1.5);
        assertThat(new Line(KernelFamily.SOFTMAX, List.of(good, good, good)).bytes()).endsWith("| 1,000 | 1,000 | 1,000 | 160,000 | ok |");
        Line mixed = new Line(KernelFamily.SOFTMAX, List.of(bad, good, good));
        assertThat(mixed.bytes()).startsWith("| softmax | 3 | 2,000,000 | 2,000,000 | 3,000,000 | 1,000 | 1,000 | 900,000 |")
                .endsWith("**more** |");
        assertThat(mixed.time()).endsWith("| 1.00 | 1.00 | 1.50 | 1.50 | **slow** |");
    }
}
