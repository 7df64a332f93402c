package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.sample.Samples;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same bits whatever the machine does: {@link BitsProgram} in JVMs of its own, its lines compared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BitsTest {
    private List<String> usual = List.of();

    @BeforeAll
    void runsOnceAsTheOthersAreComparedTo() throws Exception {
        usual = run(List.of(), "1", "1", "dense");
    }

    /** The lines of one JVM. */
    private List<String> run(List<String> flags, String... args) throws IOException, InterruptedException {
        List<String> memory = new ArrayList<>(flags);
        memory.add("-Xmx1g");
        List<String> lines = ChildJvm.run(memory, BitsProgram.class, args);
        return lines.stream().filter(line -> line.startsWith("bits ")).toList();
    }

    @Test
    void coversEveryFamily() {
        assertThat(usual).hasSizeGreaterThan(200);
        assertThat(usual.stream().map(line -> line.substring(line.lastIndexOf(' '))).distinct().count())
                .isGreaterThan(usual.size() * 3L / 4);
        assertThat(usual).filteredOn(line -> line.startsWith("bits sample:")).hasSize(2 * Samples.all().size());
    }

    @ParameterizedTest(name = "{0} threads, run {1}, {2} {3}")
    @CsvSource({
        "2, 1, dense, ''",
        "3, 6, dense, ''",
        "1, 6, strided, ''",
        "2, 6, dense, -XX:UseAVX=2",
        "1, 6, dense, -XX:MaxVectorSize=16",
    })
    void givesTheSameBits(String threads, String runs, String layout, String flag) throws Exception {
        assertThat(run(flag.isEmpty() ? List.of() : List.of(flag), threads, runs, layout)).isEqualTo(usual);
    }
}
