package org.covector.bench.tour.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from tables, and what is said of bad ones. */
class TableTest {
    private static final String GOOD = IntStream.range(0, 40)
            .mapToObj(i -> i + "," + (i % 3 == 0 ? "\"red, \"\"dark\"\"\"" : "blue") + "," + (i % 2 == 0 ? "yes" : "no"))
            .collect(Collectors.joining("\r\n", "size,\"colour\",answer\r\n", "\r\n"));

    private static Split learn(String text, String label) throws TableException {
        return Learnable.of(Table.read("t.csv", stream(text)), label);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsQuotedFieldsLinesOfWindowsAndAByteOrderMark() throws Exception {
        Split data = learn("\uFEFF" + GOOD, "answer");
        assertThat(data.task()).isEqualTo(new Task.Classes(List.of("no", "yes")));
        assertThat(data.train().size()).isEqualTo(32);
        assertThat(data.test().size()).isEqualTo(8);
        assertThat(data.train().x().dim(1)).isEqualTo(3); // size, and one per colour
        assertThat(data.train().y().array().toLongArray()).startsWith(1, 0, 1, 0, 0);
    }

    @Test
    void standardisesFeaturesByTheRowsToLearnFrom() throws Exception {
        float[] x = learn(GOOD, "answer").train().x().array().toFloatArray();
        double sum = IntStream.range(0, 32).mapToDouble(i -> x[3 * i]).sum();
        double squares = IntStream.range(0, 32).mapToDouble(i -> x[3 * i] * x[3 * i]).sum();
        assertThat(Math.abs(sum)).isLessThan(1e-5);
        assertThat(Math.abs(squares / 32 - 1)).isLessThan(1e-5);
    }

    @Test
    void tellsClassesFromValues() throws Exception {
        assertThat(learn(rows(i -> i + "," + i % 4), "y").task()).isEqualTo(new Task.Classes(List.of("0", "1", "2", "3")));
        assertThat(learn(rows(i -> i + "," + (i * 7 + 1)), "y").task()).isInstanceOf(Task.Value.class);
        assertThat(learn(rows(i -> i + "," + (i % 4 + 0.5)), "y").task()).isInstanceOf(Task.Value.class);
    }

    private static String rows(IntFunction<String> row) {
        return IntStream.range(0, 40).mapToObj(row).collect(Collectors.joining("\n", "x,y\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3,1,4 | t.csv:22: 3 fields; the first line names 2 columns",
        "3 | t.csv:22: 1 field; the first line names 2 columns",
        "abc,1 | t.csv:22: x: \"abc\" is not a number",
        "NaN,1 | t.csv:22: x: \"NaN\" is not a number",
        "1e999,1 | t.csv:22: x: a number beyond 1e308",
        "1e200,1 | t.csv:22: x: 1.0E200 is beyond 1.0E100",
        ",1 | t.csv:22: x: nothing there; every row needs a value",
        "3,  | t.csv:22: y: nothing there; every row needs a value"})
    void namesFileLineColumnAndReason(String bad, String message) {
        assertThatThrownBy(() -> learn(rows(i -> i == 20 ? bad : i + "," + i % 2), "y")).isInstanceOf(TableException.class)
                .hasMessage(message);
    }

    @Test
    void namesTheLineWhereARecordOfSeveralLinesStands() {
        assertThatThrownBy(() -> learn("x,y\n\"1\n2\n3\",4\n5\n", "y")).hasMessage("t.csv:5: 1 field; the first line names 2 columns");
        assertThatThrownBy(() -> learn("x,y\n1,2\n3,\"4\n5,6", "y")).isInstanceOf(TableException.class).hasMessageStartingWith("t.csv:")
                .hasMessageContaining("closing quote");
        assertThatThrownBy(() -> learn("x,y\n1,\"2\"3\n", "y")).isInstanceOf(TableException.class).hasMessageStartingWith("t.csv:2: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n\n", "x,y", "x,y\n", "x,x\n1,2\n", "x,\n1,2\n", "x,y\n1,2\n", "\0\0\0\0", "x\0,y\n1,2\n", "\"", "\"x"})
    void refusesTablesOfNothing(String text) {
        assertThatThrownBy(() -> learn(text, "y")).isInstanceOf(TableException.class).hasMessageStartingWith("t.csv");
    }

    @Test
    void refusesWhatCannotBeLearned() {
        assertThatThrownBy(() -> learn(GOOD, "answers")).hasMessage("t.csv:1: answers: no such column; there are size, colour, answer");
        assertThatThrownBy(() -> learn(GOOD, "")).hasMessageContaining("-Dtour.label=COLUMN");
        assertThatThrownBy(() -> learn(rows(i -> i + ",7"), "y")).hasMessageContaining("one class");
        assertThatThrownBy(() -> learn(rows(i -> "t" + i + "," + i % 2), "x")).isInstanceOf(TableException.class);
        assertThatThrownBy(() -> learn("y\n" + "1\n2\n".repeat(20), "y")).hasMessage("t.csv: no column to learn y from");
    }

    @Test
    void refusesAFieldWithoutEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };
        assertThatThrownBy(() -> Table.read("t.csv", endless)).isInstanceOf(TableException.class);
    }

    @Test
    void refusesOtherEncodings() {
        byte[] latin = "x,y\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Table.read("t.csv", new ByteArrayInputStream(latin))).isInstanceOf(TableException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void refusesWhatIsNoFile(@TempDir Path directory) {
        assertThatThrownBy(() -> Table.read(directory)).hasMessageEndingWith(": not a file");
        assertThatThrownBy(() -> Table.read(directory.resolve("none.csv"))).hasMessageEndingWith(": no such file");
    }

    @Test
    void throwsNothingElseWhateverTheBytes() {
        Random random = new Random(5);
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int run = 0; run < 500; run++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int k = random.nextInt(4); k >= 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) ",\"\n\r\0a9\u00ff".charAt(random.nextInt(8));
            }
            try {
                assertThat(Learnable.of(Table.read("t.csv", new ByteArrayInputStream(bad)), "answer").train().size()).isPositive();
            } catch (TableException e) {
                assertThat(e.getMessage()).startsWith("t.csv");
            }
        }
    }
}
