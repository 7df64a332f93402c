package org.covector.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileFuzzTest {
    @Test
    void damagedFilesAreReadOrRefusedSoonAndWithinTheirMemory() throws IOException {
        FileFuzz.Outcome outcome = FileFuzz.run(2000, Path.of("../functional/src/test/resources/files"), 2);
        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.refused()).isGreaterThan(outcome.cases() / 2);
        assertThat(outcome.read()).isPositive();
    }
}
