package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers up to 2^31 - 1 in a heap of 256 MB: {@link SizesProgram} finds no call that neither returns nor refuses by name. */
class SizesTest {
    @Test
    void everyLengthIsServedOrRefusedByName() throws Exception {
        List<String> lines = ChildJvm.run(List.of("-Xmx256m"), SizesProgram.class, System.getProperty("sizes.calls", "2000"), "1");
        assertThat(lines).filteredOn(line -> line.startsWith("fault")).isEmpty();
        assertThat(lines).last().isEqualTo("done");
    }
}
