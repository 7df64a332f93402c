package org.covector.functional.io;

import io.vavr.Function1;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * Tensors of a file for the names of a model.
 *
 * {@snippet :
 * java.nio.file.Path path = java.nio.file.Files.createTempFile("example", ".safetensors");
 * Linear model = Linear.init(Key.of(1), 1, 1);
 * Safetensors.write(path, Map.of("fc.weight", Tensor.of(new float[] {2}, 1, 1), "fc.bias", Tensor.of(3f)));
 * TensorFile file = TensorFile.open(path);
 * Linear loaded = Loading.intoTree(Linear.TREE, model, file, true, name -> name.replace("fc.", "")).value();
 * file.close();
 * Tensor bias = loaded.bias().get(); // [3]
 * }
 */
public final class Loading {
    private Loading() {}

    /**
     * Loads what a model has from a file that has the same names. A FLOAT32 of the file is widened for a FLOAT64 of the model.
     *
     * @param current the model's tensors by name
     * @param file an open file
     * @return the model's names with the file's tensors
     * @throws LoadMismatchException unless names and shapes are the same, and dtypes the same or widened
     * @throws FileFormatException if elements are broken
     * @throws IOException if the file cannot be read
     */
    public static Loaded<LinkedHashMap<String, Tensor>> intoNamed(Map<String, Tensor> current, TensorFile file) throws IOException {
        return intoNamed(current, file, true, name -> name);
    }

    /**
     * Loads what a model has from a file. A FLOAT32 of the file, or what becomes one, is widened for a FLOAT64 of the model; no other
     * dtype is converted, for that would round. Only tensors that fit are loaded.
     *
     * @param current the model's tensors by name, in the order of the result
     * @param file an open file
     * @param strict whether entries missing, unexpected or mismatched are an error; else the model keeps its own there
     * @param rename the model's name for a name of the file
     * @return the model's names with tensors of the file where they fit, else with the current ones; and the report
     * @throws ArgumentException if two names of the file become the same
     * @throws LoadMismatchException if strict and not complete
     * @throws FileFormatException if elements are broken
     * @throws IOException if the file cannot be read
     */
    public static Loaded<LinkedHashMap<String, Tensor>> intoNamed(Map<String, Tensor> current, TensorFile file, boolean strict,
            Function1<String, String> rename) throws IOException {
        Map<String, TensorInfo> found = renamed(file, rename);
        LoadReport report = compare(current, found);
        if (strict && !report.isComplete()) {
            throw new LoadMismatchException(file.name(), report);
        }
        Map<String, String> theirName = new HashMap<>();
        found.forEach((name, info) -> theirName.put(name, info.name()));
        LinkedHashMap<String, Tensor> loaded = file.load(report.loaded().map(name -> theirName.getOrDefault(name, name)));
        Set<String> fits = new HashSet<>(report.loaded().asJava());
        LinkedHashMap<String, Tensor> result = LinkedHashMap.empty();
        for (Map.Entry<String, Tensor> e : current.entrySet()) {
            Tensor mine = e.getValue();
            Option<Tensor> theirs = fits.contains(e.getKey()) ? loaded.get(theirName.getOrDefault(e.getKey(), e.getKey())) : Option.none();
            result = result.put(e.getKey(), theirs.map(t -> t.dtype() == mine.dtype() ? t : Tensor.of(t.array().to(mine.dtype())))
                    .getOrElse(mine));
        }
        return new Loaded<>(result, report);
    }

    /**
     * Loads a value from a file that has the paths of its tensors as names. A FLOAT32 of the file is widened for a FLOAT64 of the value.
     *
     * @param tree where the value's tensors are
     * @param current the value
     * @param file an open file
     * @return the value with the file's tensors
     * @throws ArgumentException if two tensors of the value have the same path
     * @throws LoadMismatchException unless names and shapes are the same, and dtypes the same or widened
     * @throws FileFormatException if elements are broken
     * @throws IOException if the file cannot be read
     */
    public static <T> Loaded<T> intoTree(Tree<T> tree, T current, TensorFile file) throws IOException {
        return intoTree(tree, current, file, true, name -> name);
    }

    /**
     * Loads a value from a file by the paths of its tensors; otherwise, widening of FLOAT32 included, as
     * {@link #intoNamed(Map, TensorFile, boolean, Function1)}.
     *
     * @param tree where the value's tensors are
     * @param current the value
     * @param file an open file
     * @param strict whether entries missing, unexpected or mismatched are an error; else the value keeps its own there
     * @param rename the path for a name of the file
     * @return the value with tensors of the file where they fit, else with its own; and the report
     * @throws ArgumentException if two tensors have the same path, or two names of the file become the same
     * @throws LoadMismatchException if strict and not complete
     * @throws FileFormatException if elements are broken
     * @throws IOException if the file cannot be read
     */
    public static <T> Loaded<T> intoTree(Tree<T> tree, T current, TensorFile file, boolean strict,
            Function1<String, String> rename) throws IOException {
        return intoNamed(tree.toMap(current).toJavaMap(), file, strict, rename).map(loaded -> tree.with(current, loaded.values()));
    }

    private static Map<String, TensorInfo> renamed(TensorFile file, Function1<String, String> rename) {
        Map<String, TensorInfo> found = new java.util.LinkedHashMap<>();
        Map<String, String> from = new HashMap<>();
        for (TensorInfo info : file.infos().values()) {
            String name = rename.apply(info.name());
            String before = from.put(name, info.name());
            if (before != null) {
                throw new ArgumentException("intoNamed", "rename", "\"" + name + "\" for \"" + before + "\" and \"" + info.name() + "\"",
                        "different names for different tensors");
            }
            found.put(name, info);
        }
        return found;
    }

    private static LoadReport compare(Map<String, Tensor> current, Map<String, TensorInfo> found) {
        java.util.List<String> loaded = new ArrayList<>();
        java.util.List<String> missing = new ArrayList<>();
        java.util.List<LoadReport.Mismatch> mismatched = new ArrayList<>();
        current.forEach((name, mine) -> {
            TensorInfo info = found.get(name);
            if (info == null) {
                missing.add(name);
            } else if (info.shape().equals(mine.shape())
                    && info.dtype().exists(d -> d == mine.dtype() || d == DType.FLOAT32 && mine.dtype() == DType.FLOAT64)) {
                loaded.add(name);
            } else {
                mismatched.add(new LoadReport.Mismatch(name, mine.shape(), mine.dtype(), info));
            }
        });
        List<String> unexpected = List.ofAll(found.keySet()).filter(name -> !current.containsKey(name));
        return new LoadReport(List.ofAll(loaded), List.ofAll(missing), unexpected, List.ofAll(mismatched));
    }
}
