package org.covector.functional.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest {
    @TempDir
    private Path dir;

    private TensorFile file() throws IOException {
        Map<String, Tensor> stored = new LinkedHashMap<>();
        stored.put("net.weight", Tensor.of(new double[] {1, 2}, 2));
        stored.put("net.bias", Tensor.of(3f));
        stored.put("net.steps", Tensor.of(4L));
        stored.put("other", Tensor.of(5f));
        Safetensors.write(dir.resolve("x.safetensors"), stored);
        return TensorFile.open(dir.resolve("x.safetensors"));
    }

    private static Map<String, Tensor> model() {
        Map<String, Tensor> model = new LinkedHashMap<>();
        model.put("bias", Tensor.of(new double[] {0}, 1));
        model.put("weight", Tensor.of(new double[] {0, 0, 0}, 3));
        model.put("steps", Tensor.of(0f));
        model.put("scale", Tensor.of(7f));
        return model;
    }

    @Test
    void reportsWhatIsMissingUnexpectedAndOfAnotherShape() throws IOException {
        try (TensorFile file = file()) {
            Loaded<io.vavr.collection.LinkedHashMap<String, Tensor>> loaded = Loading.intoNamed(model(), file, false, name -> name.replace("net.", ""));
            assertThat(loaded.value().keySet().toJavaList()).containsExactly("bias", "weight", "steps", "scale");
            assertThat(loaded.value().get("bias").get().dtype()).isEqualTo(DType.FLOAT64);
            assertThat(loaded.value().get("bias").get().item()).isEqualTo(3);
            assertThat(loaded.value().get("weight").get().shape()).isEqualTo(Shape.of(3));
            assertThat(loaded.value().get("scale").get().item()).isEqualTo(7);
            assertThat(loaded.report().toString()).isEqualTo("1 loaded; 1 missing in the file: \"scale\"; 1 unexpected in the file: \"other\"; 2 of another shape or dtype: "
                    + "\"weight\": FLOAT64 [3] in the model, F64 [2] in the file, \"steps\": FLOAT32 [1] in the model, I64 [1] in the file");
            assertThat(loaded.map(t -> t.size()).value()).isEqualTo(4);
        }
    }

    @Test
    void strictLoadingIsAllOrNothing() throws IOException {
        try (TensorFile file = file()) {
            assertThatExceptionOfType(LoadMismatchException.class).isThrownBy(() -> Loading.intoNamed(model(), file)).satisfies(e ->
                    assertThat(e.report().missing()).hasSize(4)).withMessageContaining("x.safetensors");
            assertThat(Loading.intoNamed(file.loadAll().toJavaMap(), file).report().isComplete()).isTrue();
            assertThatThrownBy(() -> Loading.intoNamed(model(), file, false, _ -> "same")).isInstanceOf(ArgumentException.class).hasMessageContaining("same");
            assertThatThrownBy(() -> file.load("nothing")).isInstanceOf(ArgumentException.class);
        }
    }
}
