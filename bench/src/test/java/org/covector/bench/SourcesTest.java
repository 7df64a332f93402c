package org.covector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final int COLUMNS = 140;

    private static Stream<Path> sources(String module) {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
            return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> tooLong(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream().filter(l -> l.length() > COLUMNS && !l.startsWith("import ")).map(l -> file + ": " + l.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void linesHaveAtMost140Columns() {
        List<Path> files = Stream.of("engine", "functional", "gradcheck", "bench").flatMap(SourcesTest::sources).toList();
        assertThat(files).hasSizeGreaterThan(500);
        assertThat(files.stream().flatMap(SourcesTest::tooLong)).isEmpty();
    }
}
