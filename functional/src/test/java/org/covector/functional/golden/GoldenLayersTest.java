package org.covector.functional.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.covector.engine.ArgumentException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** Layers against PyTorch's: layer.jsonl.gz in the resources, or in {@code -Dgolden.models.dir=DIR}. */
class GoldenLayersTest {
    private static final AtomicInteger PASSED = new AtomicInteger();
    private static final AtomicInteger FAILED = new AtomicInteger();
    private static final AtomicInteger UNSUPPORTED = new AtomicInteger();

    @AfterAll
    static void summary() {
        int all = PASSED.get() + FAILED.get() + UNSUPPORTED.get();
        System.out.println("golden models (layers): " + all + " cases, " + PASSED + " passed, " + FAILED + " failed, " + UNSUPPORTED + " not supported");
    }

    @TestFactory
    Stream<DynamicTest> agreesWithTheReference() throws IOException {
        Path file = Path.of(System.getProperty("golden.models.dir", "src/test/resources/golden-models")).resolve("layer.jsonl.gz");
        List<JsonObject> cases;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            cases = in.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        }
        assertThat(cases).as("cases in %s", file).isNotEmpty();
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.get("id").getAsString(), () -> counted(c)));
    }

    private static void counted(JsonObject c) {
        try {
            run(c);
            PASSED.incrementAndGet();
        } catch (UnsupportedCase e) {
            UNSUPPORTED.incrementAndGet();
            throw new TestAbortedException("not supported: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            FAILED.incrementAndGet();
            throw e;
        }
    }

    private static void run(JsonObject c) {
        if (!c.has("raises")) {
            new LayerDispatch().run(c);
            return;
        }
        try {
            assertThatThrownBy(() -> new LayerDispatch().run(c)).isInstanceOf(ArgumentException.class);
        } catch (AssertionError e) {
            if (e.getCause() instanceof UnsupportedCase u) {
                throw u;
            }
            throw e;
        }
    }
}
