package org.covector.functional.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vavr.collection.LinkedHashMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.covector.functional.Autograd;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.nn.Mode;
import org.covector.functional.nn.Model;
import org.covector.functional.nn.StateDict;

/** torch.nn's layers: results, gradients of arguments and parameters, and the state after a call. */
final class LayerDispatch implements ModelDispatch {
    /** What a call gives. */
    record Result(List<Tensor> outputs, Model next) {}

    @Override
    public String group() {
        return "layer";
    }

    @Override
    public void run(JsonObject c) {
        Arguments options = new Arguments(c.getAsJsonObject("options"));
        Arguments args = new Arguments(c.has("args") ? c.getAsJsonObject("args") : new JsonObject());
        Model blank = LayerModels.build(c.get("op").getAsString(), options);
        options.requireAllRead();
        LinkedHashMap<String, Tensor> state = tensors(c, "state");
        Model model = c.has("raises") && state.isEmpty() ? blank : StateDict.load(blank, state);
        Mode mode = c.get("train").getAsBoolean() ? Mode.training(Key.of(0)) : Mode.EVALUATION;
        Result result = LayerCalls.call(model, args, mode);
        args.requireAllRead();
        if (c.has("raises")) {
            return;
        }
        Check check = new Check(c.get("rtol").getAsDouble(), c.get("atol").getAsDouble());
        List<Tensor> want = list(c, "outputs");
        assertThat(result.outputs()).hasSameSizeAs(want);
        for (int i = 0; i < want.size(); i++) {
            check.same("output " + i, result.outputs().get(i), want.get(i), 1);
        }
        LinkedHashMap<String, Tensor> after = StateDict.of(result.next());
        tensors(c, "state_after").forEach((name, t) -> check.same(name + " after", after.get(name).get(), t, 1));
        gradients(c, model, args, mode, check);
    }

    private static void gradients(JsonObject c, Model model, Arguments args, Mode mode, Check check) {
        Set<String> fixed = new LinkedHashSet<>();
        if (c.has("not_differentiated")) {
            c.getAsJsonArray("not_differentiated").forEach(e -> fixed.add(e.getAsString()));
        }
        LinkedHashMap<String, Tensor> state = tensors(c, "state");
        List<String> names = new ArrayList<>(c.getAsJsonObject("grads").keySet());
        names.removeAll(fixed);
        List<Tensor> x = new ArrayList<>(names.stream().map(args::tensor).toList());
        List<String> parameters = new ArrayList<>(c.getAsJsonObject("param_grads").keySet());
        parameters.forEach(name -> x.add(state.get(name).get()));
        Tree<List<Tensor>> tree = Tree.list(Tree.TENSOR);
        var pulled = Autograd.vjp(tree, tree, all -> {
            LinkedHashMap<String, Tensor> traced = state;
            for (int i = 0; i < parameters.size(); i++) {
                traced = traced.put(parameters.get(i), all.get(names.size() + i));
            }
            return LayerCalls.call(StateDict.load(model, traced), args.with(names, all.subList(0, names.size()).toArray(Tensor[]::new)),
                    mode).outputs();
        }, x);
        List<Tensor> dx = pulled.pullback().apply(list(c, "cotangents"));
        for (int i = 0; i < x.size(); i++) {
            boolean argument = i < names.size();
            String name = argument ? names.get(i) : parameters.get(i - names.size());
            var want = c.getAsJsonObject(argument ? "grads" : "param_grads").get(name);
            check.same("gradient of " + name, dx.get(i), want.isJsonNull() ? Tensor.zerosLike(x.get(i))
                    : Arguments.tensor(want.getAsJsonObject()), 1);
        }
    }

    private static LinkedHashMap<String, Tensor> tensors(JsonObject c, String name) {
        LinkedHashMap<String, Tensor> all = LinkedHashMap.empty();
        if (c.has(name)) {
            for (var e : c.getAsJsonObject(name).entrySet()) {
                all = all.put(e.getKey(), Arguments.tensor(e.getValue().getAsJsonObject()));
            }
        }
        return all;
    }

    private static List<Tensor> list(JsonObject c, String name) {
        List<Tensor> all = new ArrayList<>();
        c.getAsJsonArray(name).forEach(e -> all.add(Arguments.tensor(e.getAsJsonObject())));
        return all;
    }
}
