package org.covector.functional.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.nn.BatchNorm1d;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Sequential;
import org.covector.functional.nn.StateDict;
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
            Loaded<io.vavr.collection.LinkedHashMap<String, Tensor>> loaded = Loading.intoNamed(model(), file, false,
                    name -> name.replace("net.", ""));
            assertThat(loaded.value().keySet().toJavaList()).containsExactly("bias", "weight", "steps", "scale");
            assertThat(loaded.value().get("bias").get().dtype()).isEqualTo(DType.FLOAT64);
            assertThat(loaded.value().get("bias").get().item()).isEqualTo(3);
            assertThat(loaded.value().get("weight").get().shape()).isEqualTo(Shape.of(3));
            assertThat(loaded.value().get("scale").get().item()).isEqualTo(7);
            assertThat(loaded.report().toString()).isEqualTo(
                    "1 loaded; 1 missing in the file: \"scale\"; 1 unexpected in the file: \"other\"; 2 of another shape or dtype: "
                    + "\"weight\": FLOAT64 [3] in the model, F64 [2] in the file, "
                    + "\"steps\": FLOAT32 [1] in the model, I64 [1] in the file");
            assertThat(loaded.map(t -> t.size()).value()).isEqualTo(4);
        }
    }

    @Test
    void strictLoadingIsAllOrNothing() throws IOException {
        try (TensorFile file = file()) {
            assertThatExceptionOfType(LoadMismatchException.class).isThrownBy(() -> Loading.intoNamed(model(), file)).satisfies(e ->
                    assertThat(e.report().missing()).hasSize(4)).withMessageContaining("x.safetensors");
            assertThat(Loading.intoNamed(file.loadAll().toJavaMap(), file).report().isComplete()).isTrue();
            assertThatThrownBy(() -> Loading.intoNamed(model(), file, false, _ -> "same")).isInstanceOf(ArgumentException.class)
                    .hasMessageContaining("same");
            assertThatThrownBy(() -> file.load("nothing")).isInstanceOf(ArgumentException.class);
        }
    }

    private static void same(io.vavr.collection.LinkedHashMap<String, Tensor> a, io.vavr.collection.LinkedHashMap<String, Tensor> b) {
        assertThat(a.keySet()).isEqualTo(b.keySet());
        a.forEach((name, t) -> assertThat(t.contentEquals(b.get(name).get())).as(name).isTrue());
    }

    @Test
    void aTreeIsLoadedByPath() throws IOException {
        Tree<Tuple2<Tensor, Seq<Tensor>>> tree = Tree.tuple(Tree.TENSOR, Tree.seq(Tree.TENSOR));
        var saved = Tuple.<Tensor, Seq<Tensor>>of(Tensor.of(1f, 2), io.vavr.collection.List.of(Tensor.of(3f), Tensor.of(4.0)));
        var fresh = Tuple.<Tensor, Seq<Tensor>>of(Tensor.of(0f, 0), io.vavr.collection.List.of(Tensor.of(0f), Tensor.of(0.0)));
        Path path = dir.resolve("tree.safetensors");
        Safetensors.write(path, tree.toMap(saved).toJavaMap());
        try (TensorFile file = TensorFile.open(path)) {
            same(tree.toMap(Loading.intoTree(tree, fresh, file).value()), tree.toMap(saved));
            var other = Tuple.<Tensor, Seq<Tensor>>of(Tensor.of(0f, 0, 0), io.vavr.collection.List.of(Tensor.of(7f), Tensor.of(8.0)));
            assertThatExceptionOfType(LoadMismatchException.class).isThrownBy(() -> Loading.intoTree(tree, other, file))
                    .withMessageContaining("\"_1\"");
            var some = Loading.intoTree(tree, other, file, false, name -> name.equals("_2.1") ? "unknown" : name);
            assertThat(some.value()._1().toFloatArray()).containsExactly(0, 0, 0);
            assertThat(some.value()._2().map(Tensor::item)).containsExactly(3.0, 8.0);
            assertThat(some.report().missing()).containsExactly("_2.1");
            assertThat(some.report().unexpected()).containsExactly("unknown");
            assertThat(some.report().mismatched()).hasSize(1);
        }
    }

    @Test
    void aModelIsLoadedByTorchsNames() throws IOException {
        Sequential net = Sequential.of(Linear.init(Key.of(1), 2, 3), BatchNorm1d.init(3));
        Sequential fresh = Sequential.of(Linear.init(Key.of(2), 2, 3), BatchNorm1d.init(3));
        Map<String, Tensor> saved = new LinkedHashMap<>();
        StateDict.of(net).forEach((name, t) -> saved.put("module." + name, t));
        saved.remove("module.1.running_mean");
        Path path = dir.resolve("model.safetensors");
        Safetensors.write(path, saved);
        try (TensorFile file = TensorFile.open(path)) {
            assertThatExceptionOfType(LoadMismatchException.class).isThrownBy(() -> StateDict.load(fresh, file))
                    .withMessageContaining("\"0.weight\"");
            Loaded<Sequential> loaded = StateDict.load(fresh, file, false, name -> name.replace("module.", ""));
            assertThat(loaded.report().missing()).containsExactly("1.running_mean");
            same(StateDict.of(loaded.value()), StateDict.of(net));
        }
    }
}
