package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers up to 2^31 - 1 in a heap of 256 MB: {@link SizesProgram} finds no call that neither returns nor refuses by name. */
class SizesTest {
    @Test
    void everyLengthIsServedOrRefusedByName() throws Exception {
        int calls = Integer.getInteger("sizes.calls", 2000);
        List<String> lines = ChildJvm.run(List.of("-Xmx256m"), SizesProgram.class, String.valueOf(calls), "1");
        assertThat(lines).filteredOn(line -> line.startsWith("fault")).isEmpty();
        assertThat(lines).last().isEqualTo("done");
        assertThat(number(lines, "called")).isGreaterThan(calls / 2);
        assertThat(number(lines, "served")).isGreaterThan(calls / 10);
    }

    private static int number(List<String> lines, String what) {
        return lines.stream()
                .filter(l -> l.startsWith(what + " "))
                .mapToInt(l -> Integer.parseInt(l.substring(what.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
