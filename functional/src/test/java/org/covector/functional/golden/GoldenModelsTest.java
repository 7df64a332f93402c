package org.covector.functional.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.covector.engine.ArgumentException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Optimisers step by step, schedules, initialisers and layers against PyTorch's: the files in the resources, or those of
 * {@code -Dgolden.models.dir=DIR}.
 */
class GoldenModelsTest {
    private static final List<ModelDispatch> DISPATCHES = List.of(new OptimDispatch(), new ScheduleDispatch(), new InitDispatch(),
            new LayerDispatch());
    private static final AtomicInteger PASSED = new AtomicInteger();
    private static final AtomicInteger FAILED = new AtomicInteger();
    private static final AtomicInteger UNSUPPORTED = new AtomicInteger();

    @AfterAll
    static void summary() {
        int all = PASSED.get() + FAILED.get() + UNSUPPORTED.get();
        System.out.println("golden models: " + all + " cases, " + PASSED + " passed, " + FAILED + " failed, " + UNSUPPORTED
                + " not supported");
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheReference() throws IOException {
        Path dir = Path.of(System.getProperty("golden.models.dir", "src/test/resources/golden-models"));
        List<JsonObject> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(dir)) {
            files.filter(f -> f.toString().endsWith(".jsonl.gz")).sorted().forEach(f -> read(f, cases));
        }
        assertThat(cases).as("cases in %s", dir).isNotEmpty();
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.get("id").getAsString(), () -> counted(c)));
    }

    private static void read(Path file, List<JsonObject> cases) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)),
                StandardCharsets.UTF_8))) {
            in.lines().forEach(line -> cases.add(JsonParser.parseString(line).getAsJsonObject()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void counted(JsonObject c) {
        try {
            run(c);
            PASSED.incrementAndGet();
        } catch (UnsupportedCase e) {
            UNSUPPORTED.incrementAndGet();
            throw new AssertionError("not supported: " + e.getMessage(), e); // nothing is left out in silence
        } catch (RuntimeException | Error e) {
            FAILED.incrementAndGet();
            throw e;
        }
    }

    private static void run(JsonObject c) {
        String group = c.get("id").getAsString().split("/")[0];
        ModelDispatch dispatch = DISPATCHES.stream().filter(d -> d.group().equals(group)).findFirst().orElseThrow(() ->
                new UnsupportedCase("group " + group));
        if (!c.has("raises")) {
            dispatch.run(c);
            return;
        }
        try {
            assertThatThrownBy(() -> dispatch.run(c)).isInstanceOf(ArgumentException.class);
        } catch (AssertionError e) {
            if (e.getCause() instanceof UnsupportedCase u) {
                throw u;
            }
            throw e;
        }
    }
}
