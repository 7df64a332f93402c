package org.covector.functional.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.Function1;
import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.optim.*;

/** torch.optim and the clipping of torch.nn.utils. Parameters are a map, so that a gradient can be absent. */
final class OptimDispatch implements ModelDispatch {
    static final Tree<LinkedHashMap<String, Tensor>> TREE = Tree.map(Tree.TENSOR);

    @Override
    public String group() {
        return "optim";
    }

    @Override
    public void run(JsonObject c) {
        String op = c.get("op").getAsString();
        Arguments options = new Arguments(c.getAsJsonObject("options"));
        switch (op) {
            case "clip_grad_norm_" -> clipNorm(c, options);
            case "clip_grad_value_" -> clipValue(c, options);
            case "LBFGS" -> lbfgs(c, options);
            default -> steps(c, op, options);
        }
    }

    static Check check(JsonObject c) {
        return new Check(c.get("rtol").getAsDouble(), c.get("atol").getAsDouble());
    }

    private static String name(int i) {
        return "p" + i;
    }

    /** Tensors by name; those that are null are left out. */
    private static LinkedHashMap<String, Tensor> map(JsonArray tensors) {
        LinkedHashMap<String, Tensor> made = LinkedHashMap.empty();
        for (int i = 0; i < tensors.size(); i++) {
            if (!tensors.get(i).isJsonNull()) {
                made = made.put(name(i), Arguments.tensor(tensors.get(i).getAsJsonObject()));
            }
        }
        return made;
    }

    private static void same(Check check, String what, LinkedHashMap<String, Tensor> got, JsonArray want) {
        for (int i = 0; i < want.size(); i++) {
            if (want.get(i).isJsonNull()) {
                assertThat(got.containsKey(name(i))).as(what + " of " + i).isFalse();
            } else {
                check.same(what + "[" + i + "]", got.get(name(i)).get(), Arguments.tensor(want.get(i).getAsJsonObject()), 1);
            }
        }
    }

    // ---- optimisers

    /** An optimiser with torch's options; those that only choose an implementation say nothing here. */
    static Optimizer optimizer(String op, Arguments o) {
        for (String name : List.of("foreach", "fused", "capturable", "differentiable")) {
            o.granting(name);
        }
        Optimizer made = switch (op) {
            case "SGD" -> new SGD(o.number("lr", SGD.DEFAULT.lr()), o.number("momentum", 0), o.number("dampening", 0),
                    o.number("weight_decay", 0),
                    o.flag("nesterov", false), o.flag("maximize", false));
            case "Adam" -> new Adam(o.number("lr", Adam.DEFAULT.lr()), beta(o, 0, 0.9), beta(o, 1, 0.999), o.number("eps", 1e-8),
                    o.number("weight_decay", 0), o.flag("amsgrad", false), o.flag("maximize", false));
            case "AdamW" -> new AdamW(o.number("lr", AdamW.DEFAULT.lr()), beta(o, 0, 0.9), beta(o, 1, 0.999), o.number("eps", 1e-8),
                    o.number("weight_decay", AdamW.DEFAULT.weightDecay()), o.flag("amsgrad", false), o.flag("maximize", false));
            case "Adamax" -> new Adamax(o.number("lr", Adamax.DEFAULT.lr()), beta(o, 0, 0.9), beta(o, 1, 0.999), o.number("eps", 1e-8),
                    o.number("weight_decay", 0), o.flag("maximize", false));
            case "NAdam" -> new NAdam(o.number("lr", NAdam.DEFAULT.lr()), beta(o, 0, 0.9), beta(o, 1, 0.999), o.number("eps", 1e-8),
                    o.number("weight_decay", 0), o.number("momentum_decay", NAdam.DEFAULT.momentumDecay()), o.flag("decoupled_weight_decay",
                            false),
                    o.flag("maximize", false));
            case "RAdam" -> new RAdam(o.number("lr", RAdam.DEFAULT.lr()), beta(o, 0, 0.9), beta(o, 1, 0.999), o.number("eps", 1e-8),
                    o.number("weight_decay", 0), o.flag("decoupled_weight_decay", false), o.flag("maximize", false));
            case "Adagrad" -> new Adagrad(o.number("lr", Adagrad.DEFAULT.lr()), o.number("lr_decay", 0), o.number("weight_decay", 0),
                    o.number("initial_accumulator_value", 0), o.number("eps", Adagrad.DEFAULT.eps()), o.flag("maximize", false));
            case "Adadelta" -> new Adadelta(o.number("lr", Adadelta.DEFAULT.lr()), o.number("rho", 0.9),
                    o.number("eps", Adadelta.DEFAULT.eps()),
                    o.number("weight_decay", 0), o.flag("maximize", false));
            case "RMSprop" -> new RMSprop(o.number("lr", RMSprop.DEFAULT.lr()), o.number("alpha", 0.99), o.number("eps", 1e-8),
                    o.number("weight_decay", 0),
                    o.number("momentum", 0), o.flag("centered", false), o.flag("maximize", false));
            case "Rprop" -> new Rprop(o.number("lr", Rprop.DEFAULT.lr()), pair(o, "etas", 0, 0.5), pair(o, "etas", 1, 1.2),
                    pair(o, "step_sizes", 0, 1e-6),
                    pair(o, "step_sizes", 1, 50), o.flag("maximize", false));
            case "ASGD" -> new ASGD(o.number("lr", ASGD.DEFAULT.lr()), o.number("lambd", ASGD.DEFAULT.lambd()),
                    o.number("alpha", ASGD.DEFAULT.alpha()),
                    o.number("t0", ASGD.DEFAULT.t0()), o.number("weight_decay", 0), o.flag("maximize", false));
            case "SparseAdam" -> new SparseAdam(o.number("lr", SparseAdam.DEFAULT.lr()), beta(o, 0, 0.9), beta(o, 1, 0.999),
                    o.number("eps", 1e-8),
                    o.flag("maximize", false), Map.of());
            default -> throw new UnsupportedCase("optimiser " + op);
        };
        o.requireAllRead();
        return made;
    }

    private static double beta(Arguments o, int i, double otherwise) {
        return pair(o, "betas", i, otherwise);
    }

    private static double pair(Arguments o, String name, int i, double otherwise) {
        return o.has(name) ? o.raw(name).getAsJsonArray().get(i).getAsDouble() : otherwise;
    }

    /** The options of a group: those of the case, overridden. */
    static Arguments merged(JsonObject options, JsonObject over) {
        JsonObject both = options.deepCopy();
        over.entrySet().forEach(e -> both.add(e.getKey(), e.getValue()));
        return new Arguments(both);
    }

    private static Optimizer grouped(JsonObject c, String op) {
        Groups made = Groups.of(optimizer(op, new Arguments(c.getAsJsonObject("options"))));
        int n = 0;
        for (JsonElement e : c.getAsJsonArray("groups")) {
            Set<String> paths = new HashSet<>();
            e.getAsJsonObject().getAsJsonArray("params").forEach(i -> paths.add(name(i.getAsInt())));
            JsonObject over = e.getAsJsonObject().has("options") ? e.getAsJsonObject().getAsJsonObject("options") : new JsonObject();
            made = made.with("group" + n++, paths::contains, optimizer(op, merged(c.getAsJsonObject("options"), over)));
        }
        return made;
    }

    private static void steps(JsonObject c, String op, Arguments options) {
        Optimizer optimizer = c.has("groups") ? grouped(c, op) : optimizer(op, options);
        LinkedHashMap<String, Tensor> params = map(c.getAsJsonArray("params"));
        State<LinkedHashMap<String, Tensor>> state = optimizer.init(TREE, params);
        JsonArray gradients = c.getAsJsonArray("gradients");
        Check check = check(c);
        for (int k = 0; k < gradients.size(); k++) {
            Optimizer now = c.has("lr_by_step") ? optimizer.withLr(c.getAsJsonArray("lr_by_step").get(k).getAsDouble()) : optimizer;
            if (c.has("rows")) {
                now = ((SparseAdam) now).withRows(rows(c.getAsJsonArray("rows").get(k).getAsJsonArray()));
            }
            LinkedHashMap<String, Tensor> grads = map(gradients.get(k).getAsJsonArray());
            if (c.has("rows")) {
                JsonArray rows = c.getAsJsonArray("rows").get(k).getAsJsonArray();
                for (int i = 0; i < rows.size(); i++) {
                    grads = rows.get(i).isJsonNull() ? grads.remove(name(i)) : grads;
                }
            }
            var next = now.update(grads, state, params);
            params = next._1();
            state = next._2();
            same(check, "after[" + k + "]", params, c.getAsJsonArray("after").get(k).getAsJsonArray());
            if (c.has("averages")) {
                averages(check, k, state, c.getAsJsonArray("averages").get(k).getAsJsonArray());
            }
        }
    }

    private static void averages(Check check, int k, State<?> state, JsonArray want) {
        for (int i = 0; i < want.size(); i++) {
            if (!want.get(i).isJsonNull()) {
                String end = name(i) + ".ax";
                Tensor got = state.toMap().filterKeys(p -> p.equals(end) || p.endsWith("." + end)).values().head();
                check.same("averages[" + k + "][" + i + "]", got, Arguments.tensor(want.get(i).getAsJsonObject()), 1);
            }
        }
    }

    private static Map<String, Tensor> rows(JsonArray rows) {
        Map<String, Tensor> made = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).isJsonNull()) {
                List<Long> all = new ArrayList<>();
                rows.get(i).getAsJsonArray().forEach(r -> all.add(r.getAsLong()));
                made.put(name(i), Tensor.of(all.stream().mapToLong(r -> r).toArray()));
            }
        }
        return made;
    }

    // ---- L-BFGS

    private static void lbfgs(JsonObject c, Arguments o) {
        String search = o.text("line_search_fn", "none");
        LBFGS options = new LBFGS(o.number("lr", 1), o.whole("max_iter", 20), o.whole("max_eval", 0), o.number("tolerance_grad", 1e-7),
                o.number("tolerance_change", 1e-9), o.whole("history_size", 100),
                search.equals("none") ? LBFGS.LineSearch.NONE : LBFGS.LineSearch.STRONG_WOLFE);
        o.requireAllRead();
        LinkedHashMap<String, Tensor> params = map(c.getAsJsonArray("params"));
        Function1<LinkedHashMap<String, Tensor>, Tensor> loss = p -> function(c.getAsJsonObject("function"),
                F.cat(p.values().map(t -> F.reshape(t, (int) t.size())).toJavaList(), 0));
        Function1<LinkedHashMap<String, Tensor>, Tuple2<Tensor, LinkedHashMap<String, Tensor>>> closure = Autograd.valueAndGrad(TREE, loss);
        var state = options.init(TREE, params);
        Check check = check(c);
        JsonArray after = c.getAsJsonArray("after");
        for (int k = 0; k < after.size(); k++) {
            var made = options.step(closure, state, params);
            params = made.params();
            state = made.state();
            check.same("loss[" + k + "]", Tensor.scalar(made.loss()), Tensor.scalar(c.getAsJsonArray("loss").get(k).getAsDouble()), 1);
            assertThat(made.evaluations()).as("func_evals[%d]", k).isEqualTo(c.getAsJsonArray("func_evals").get(k).getAsLong());
            assertThat(made.iterations()).as("n_iter[%d]", k).isEqualTo(c.getAsJsonArray("n_iter").get(k).getAsLong());
            same(check, "after[" + k + "]", params, after.get(k).getAsJsonArray());
        }
    }

    private static Tensor function(JsonObject f, Tensor x) {
        return switch (f.get("name").getAsString()) {
            case "rosenbrock" -> {
                int n = (int) x.size();
                Tensor head = F.slice(x, 0, 0, n - 1, 1);
                Tensor tail = F.slice(x, 0, 1, n, 1);
                yield F.sum(F.add(F.mul(F.square(F.sub(tail, F.square(head))), 100), F.square(F.sub(1, head))));
            }
            case "quadratic" -> {
                Tensor a = Arguments.tensor(f.getAsJsonObject("A"));
                Tensor b = Arguments.tensor(f.getAsJsonObject("b"));
                yield F.sub(F.mul(F.sum(F.mul(x, F.matmul(a, x))), 0.5), F.sum(F.mul(b, x)));
            }
            default -> throw new UnsupportedCase("function " + f.get("name"));
        };
    }

    // ---- clipping

    private static void clipNorm(JsonObject c, Arguments o) {
        double max = o.number("max_norm", 0);
        double p = o.number("norm_type", 2);
        boolean strict = o.flag("error_if_nonfinite", false);
        o.granting("foreach").requireAllRead();
        LinkedHashMap<String, Tensor> grads = map(c.getAsJsonArray("gradients"));
        var clipped = strict ? Gradients.clipNormOfFinite(TREE, grads, max, p) : Gradients.clipNorm(TREE, grads, max, p);
        Check check = check(c);
        JsonElement want = c.get("total_norm");
        check.same("total_norm", Tensor.scalar(clipped._2().item()), Tensor.scalar(Double.parseDouble(want.isJsonObject()
                ? want.getAsJsonObject().get("float").getAsString() : want.getAsString())), 1);
        same(check, "clipped", clipped._1(), c.getAsJsonArray("clipped"));
    }

    private static void clipValue(JsonObject c, Arguments o) {
        double value = o.number("clip_value", 0);
        o.granting("foreach").requireAllRead();
        same(check(c), "clipped", Gradients.clipValue(TREE, map(c.getAsJsonArray("gradients")), value), c.getAsJsonArray("clipped"));
    }
}
