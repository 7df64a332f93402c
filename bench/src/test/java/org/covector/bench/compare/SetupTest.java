package org.covector.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetupTest {
    @Test
    void variablesThatSlowAPeerDownAreRemovedAndOthersStay() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "OPENBLAS_L2_SIZE", "512", "OPENBLAS_CORETYPE", "Haswell", "MKL_ENABLE_INSTRUCTIONS", "SSE4_2", "PATH", "/usr/bin"));
        Setup.OPENBLAS.clean(environment, 2);
        assertThat(environment)
                .doesNotContainKeys("OPENBLAS_L2_SIZE", "MKL_ENABLE_INSTRUCTIONS")
                .doesNotContainEntry("OPENBLAS_CORETYPE", "Haswell")
                .containsEntry("PATH", "/usr/bin")
                .containsEntry("OMP_NUM_THREADS", "2");
    }

    @Test
    void openBlasGetsTheKernelsOfTheProcessorsExtensions() {
        assertThat(Setup.variables(1, List.of("avx2", "avx512f", "avx512_bf16")).get("OPENBLAS_CORETYPE")).contains("COOPERLAKE");
        assertThat(Setup.variables(1, List.of("avx2", "avx512f")).get("OPENBLAS_CORETYPE")).contains("SKYLAKEX");
        assertThat(Setup.variables(1, List.of("avx2")).get("OPENBLAS_CORETYPE")).isEmpty();
    }

    @Test
    void onlyTheMklSetupSeesTheArchivesOfMkl() {
        String all = String.join(File.pathSeparator, "/r/mkl-2025.3.jar", "/r/openblas.jar");
        assertThat(Setup.OPENBLAS.classPath(all)).isEqualTo("/r/openblas.jar");
        assertThat(Setup.MKL.classPath(all)).isEqualTo(all);
    }

    @Test
    void aPeerThatComputesSomethingElseStandsOut() {
        assertThat(Measure.difference(new double[] {3, 4}, new double[] {3, 4})).isZero();
        assertThat(Measure.difference(new double[] {3, 4}, new double[] {3, 4.5})).isEqualTo(0.1);
        assertThat(Measure.difference(new double[] {3, 4}, new double[] {3})).isInfinite();
        assertThat(Measure.difference(new double[0], new double[0])).isNaN();
    }
}
