package org.covector.bench.proof;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * The tallies of finished operations, a line of JSON each, so that a program that was stopped goes on where it was:
 * {@code -Dproof.resume=true}. Otherwise all is counted anew, as it must be when the code has changed.
 *
 * @param <T> a tally, with a constructor for Jackson
 */
record Finished<T>(Path file, Class<T> type) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .build();

    /** Those of a program with its settings, such as {@code mutation-2}. */
    static <T> Finished<T> of(String program, Class<T> type) throws IOException {
        Path file = Path.of("target", program + ".jsonl");
        Files.createDirectories(file.getParent());
        if (!Boolean.getBoolean("proof.resume")) {
            Files.deleteIfExists(file);
        }
        return new Finished<>(file, type);
    }

    /** The tally of an operation: the one that stands, or the one counted, which stands from then on. */
    T computeIfAbsent(String operation, Supplier<T> count) throws IOException {
        String key = JSON.writeValueAsString(operation) + "\t";
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key) && line.endsWith("}")) { // the last one may be cut short
                    return JSON.readValue(line.substring(key.length()), type);
                }
            }
        }
        T tally = count.get();
        Files.write(file, (key + JSON.writeValueAsString(tally) + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return tally;
    }
}
