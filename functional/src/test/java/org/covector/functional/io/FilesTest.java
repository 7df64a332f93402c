package org.covector.functional.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.covector.engine.NdArray;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files that must be read exactly or refused, as a manifest says: those of the resources, or of {@code -Dfiles.dir=DIR}. */
class FilesTest {
    private static final Path DIR = Path.of(System.getProperty("files.dir", "src/test/resources/files"));
    private static final AtomicInteger RIGHT = new AtomicInteger();
    private static final AtomicInteger WRONG = new AtomicInteger();

    @AfterAll
    static void summary() {
        System.out.println("files: " + (RIGHT.get() + WRONG.get()) + ", " + RIGHT + " as the manifest says, " + WRONG + " not");
    }

    @TestFactory
    Stream<DynamicTest> areReadAsTheManifestSays() throws IOException {
        List<JsonObject> cases = new ArrayList<>();
        JsonParser.parseString(Files.readString(DIR.resolve("manifest.json"))).getAsJsonArray()
                .forEach(c -> cases.add(c.getAsJsonObject()));
        assertThat(cases).isNotEmpty();
        return cases.stream()
                .map(c -> DynamicTest.dynamicTest(c.get("file").getAsString() + ": " + c.get("why").getAsString(), () -> counted(c)));
    }

    private static void counted(JsonObject c) throws IOException {
        try {
            run(c);
            RIGHT.incrementAndGet();
        } catch (IOException | RuntimeException | Error e) {
            WRONG.incrementAndGet();
            throw e;
        }
    }

    private static void run(JsonObject c) throws IOException {
        Path path = DIR.resolve(c.get("file").getAsString());
        if (c.get("verdict").getAsString().equals("reject")) {
            try (TensorFile file = TensorFile.open(path)) {
                file.loadAll();
            } catch (FileFormatException e) {
                assertThat(e.file()).isEqualTo(path.toString());
                assertThat(e.offset()).isBetween(0L, Files.size(path));
                assertThat(e.getMessage()).contains("byte " + e.offset());
                return;
            }
            fail("accepted, but: " + c.get("why"));
        }
        try (TensorFile file = TensorFile.open(path)) {
            Map<String, JsonElement> want = c.getAsJsonObject("tensors").asMap();
            assertThat(file.infos().keySet().toJavaList()).containsExactlyInAnyOrderElementsOf(want.keySet());
            Map<String, Tensor> found = file.loadAll().toJavaMap();
            want.forEach((name, tensor) -> assertSame(found.get(name), tensor.getAsJsonObject()));
            file.infos().forEach((name, info) -> {
                assertThat(info.shape()).isEqualTo(found.get(name).shape());
                assertThat(info.dtype().get()).isEqualTo(found.get(name).dtype());
            });
        }
    }

    private static void assertSame(Tensor found, JsonObject want) {
        JsonArray data = want.getAsJsonArray("data");
        int[] shape = want.getAsJsonArray("shape").asList().stream().mapToInt(JsonElement::getAsInt).toArray();
        assertThat(found.shape().dims()).isEqualTo(shape);
        NdArray y = found.array();
        assertThat(y.size()).isEqualTo(data.size());
        switch (found.dtype()) {
            case BOOL -> assertThat(y.toBooleanArray()).isEqualTo(booleans(data));
            case INT64 -> assertThat(y.toLongArray()).isEqualTo(data.asList().stream().mapToLong(JsonElement::getAsLong).toArray());
            case FLOAT32 -> {
                float[] x = y.toFloatArray();
                for (int i = 0; i < x.length; i++) {
                    assertThat(Float.floatToIntBits(x[i])).as("element %d", i)
                            .isEqualTo(Float.floatToIntBits((float) data.get(i).getAsDouble()));
                }
            }
            case FLOAT64 -> {
                double[] x = y.toDoubleArray();
                for (int i = 0; i < x.length; i++) {
                    assertThat(Double.doubleToLongBits(x[i])).as("element %d", i)
                            .isEqualTo(Double.doubleToLongBits(data.get(i).getAsDouble()));
                }
            }
        }
        String dtype = want.get("dtype").getAsString();
        String loaded = dtype.equals("float16") || dtype.equals("bfloat16") ? "float32" : dtype.matches("u?int(8|16|32|64)") ? "int64"
                : dtype;
        assertThat(found.dtype().name()).isEqualTo(loaded.toUpperCase(java.util.Locale.ROOT));
    }

    private static boolean[] booleans(JsonArray data) {
        boolean[] y = new boolean[data.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = data.get(i).getAsBoolean();
        }
        return y;
    }
}
