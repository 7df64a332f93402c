package org.covector.functional.nn;

import io.vavr.Function1;
import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.io.Loaded;
import org.covector.functional.io.Loading;
import org.covector.functional.io.TensorFile;

/**
 * torch's names of a model's tensors. The rule: each component's name with an underscore before each capital, which becomes small, joined
 * by dots; what a layer calls otherwise it declares itself ({@link Model#stateName}).
 *
 * {@snippet :
 * Sequential net = Sequential.of(Linear.init(Key.of(1), 4, 8), BatchNorm1d.init(8));
 * List<String> names = StateDict.of(net).keySet().toJavaList().subList(0, 5); // [0.weight, 0.bias, 1.weight, 1.bias, 1.running_mean]
 * }
 */
public final class StateDict {
    private StateDict() {}

    static String snake(String path) {
        return path.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** torch's name of each of the model's tensors, by path. */
    public static LinkedHashMap<String, String> names(Model model) {
        LinkedHashMap<String, String> names = LinkedHashMap.empty();
        List<Tuple2<String, Model>> children = model.children();
        for (String path : paths(model)) {
            Tuple2<String, Model> within = children.stream().filter(c -> path.startsWith(c._1() + ".")).findFirst().orElse(null);
            names = within == null ? names.put(path, model.stateName(path)) : names;
        }
        for (var child : children) {
            String prefix = model.stateName(child._1());
            for (var e : names(child._2())) {
                names = names.put(child._1() + "." + e._1(), prefix.isEmpty() ? e._2() : prefix + "." + e._2());
            }
        }
        LinkedHashMap<String, String> ordered = LinkedHashMap.empty();
        for (String path : paths(model)) {
            ordered = ordered.put(path, names.get(path).get());
        }
        return ordered;
    }

    @SuppressWarnings("unchecked") // a model's tree is of its own class
    private static Tree<Model> tree(Model model) {
        return (Tree<Model>) model.tree();
    }

    private static List<String> paths(Model model) {
        return tree(model).named(model).stream().map(Tree.Leaf::path).toList();
    }

    /** The model's tensors by torch's names, in the order of its tree. */
    public static LinkedHashMap<String, Tensor> of(Model model) {
        LinkedHashMap<String, String> names = names(model);
        LinkedHashMap<String, Tensor> state = LinkedHashMap.empty();
        for (Tree.Leaf leaf : tree(model).named(model)) {
            state = state.put(names.get(leaf.path()).get(), leaf.value());
        }
        return state;
    }

    /**
     * A model like {@code model} with these tensors.
     *
     * @param state by torch's names
     * @throws ArgumentException if a name is missing or unexpected, or a shape or dtype is another: all of them are listed
     */
    @SuppressWarnings("unchecked") // a model's tree is of its own class
    public static <M extends Model> M load(M model, Map<String, Tensor> state) {
        LinkedHashMap<String, String> names = names(model);
        List<String> wrong = new ArrayList<>();
        for (Tree.Leaf leaf : tree(model).named(model)) {
            String name = names.get(leaf.path()).get();
            Tensor t = leaf.value();
            if (!state.containsKey(name)) {
                wrong.add("missing " + name);
            } else if (!state.get(name).get().shape().equals(t.shape()) || state.get(name).get().dtype() != t.dtype()) {
                Tensor given = state.get(name).get();
                wrong.add(name + " is " + given.dtype() + " " + given.shape() + " for " + t.dtype() + " " + t.shape());
            }
        }
        state.keySet().removeAll(names.values()).forEach(name -> wrong.add("unexpected " + name));
        ArgumentException.require(wrong.isEmpty(), "StateDict.load", "state", String.join("; ", wrong),
                "the names and shapes of the model");
        return (M) tree(model).with(model, paths(model).stream().map(path -> state.get(names.get(path).get()).get()).toList());
    }

    /**
     * A model like {@code model} with tensors of a file by torch's names. A FLOAT32 of the file is widened for a FLOAT64 of the model; no
     * other dtype is converted.
     *
     * @param model which keeps its own tensors where the file has none that fit
     * @param file an open file
     * @param strict whether entries missing, unexpected or mismatched are an error
     * @param rename torch's name in this model for a name of the file: {@code name -> name.replace("module.", "")}
     * @return the model and the report
     * @throws ArgumentException if two names of the file become the same
     * @throws org.covector.functional.io.LoadMismatchException if strict and not complete
     * @throws IOException if the file cannot be read or is broken
     */
    public static <M extends Model> Loaded<M> load(M model, TensorFile file, boolean strict,
            Function1<String, String> rename) throws IOException {
        return Loading.intoNamed(of(model).toJavaMap(), file, strict, rename).map(state -> load(model, state));
    }

    /**
     * A model like {@code model} with the tensors of a file that has exactly its names and shapes. A FLOAT32 of the file is widened for a
     * FLOAT64 of the model; no other dtype is converted.
     *
     * @throws org.covector.functional.io.LoadMismatchException if an entry is missing, unexpected, or of another shape or dtype
     * @throws IOException if the file cannot be read or is broken
     */
    public static <M extends Model> Loaded<M> load(M model, TensorFile file) throws IOException {
        return load(model, file, true, name -> name);
    }
}
