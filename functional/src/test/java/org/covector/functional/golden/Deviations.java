package org.covector.functional.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where our rules differ from the reference: {@code id | what | our values | class: reason}, one line each. What is listed is asserted
 * to our values; nothing is exempt.
 */
record Deviations(Map<String, Map<String, double[]>> byCase) {
    static Deviations read(Path file) throws IOException {
        Map<String, Map<String, double[]>> all = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("\\|");
                double[] values = Arrays.stream(parts[2].trim().split("[,\\s]+")).mapToDouble(Double::parseDouble).toArray();
                all.computeIfAbsent(parts[0].trim(), _ -> new HashMap<>()).put(parts[1].trim(), values);
            }
        }
        return new Deviations(all);
    }

    Map<String, double[]> of(String id) {
        return byCase.getOrDefault(id, Map.of());
    }
}
