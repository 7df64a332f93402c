package org.covector.bench.report;

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
 * What a long program has found of each operation, a line of JSON each, so that a program that was stopped goes on where it was:
 * {@code -Dresume=true}. Otherwise all is counted anew, as it must be when the code has changed.
 *
 * @param <T> a tally with a constructor for Jackson, or a record
 */
public record Finished<T>(Path file, Class<T> type) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .build();

    /** Those of a program with its settings, such as {@code mutation-2}. */
    public static <T> Finished<T> of(String program, Class<T> type) throws IOException {
        Path file = Path.of("target", program + ".jsonl");
        Files.createDirectories(file.getParent());
        if (!Boolean.getBoolean("resume")) {
            Files.deleteIfExists(file);
        }
        return new Finished<>(file, type);
    }

    /** What was found of an operation: what stands, or what is found now, which stands from then on. */
    public T computeIfAbsent(String operation, Supplier<T> count) throws IOException {
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
