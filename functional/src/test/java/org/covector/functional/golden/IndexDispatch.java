package org.covector.functional.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.At;
import org.covector.functional.EmbeddingBagOptions;
import org.covector.functional.EmbeddingOptions;
import org.covector.functional.F;
import org.covector.functional.ScatterReduction;
import org.covector.functional.Tensor;
import org.covector.functional.Unique;

/** Reference functions of indices, sorting, searching and bits, by their names. */
final class IndexDispatch {
    private IndexDispatch() {}

    static void addTo(Dispatch d) {
        elements(d);
        slices(d);
        places(d);
        masks(d);
        order(d);
        search(d);
        tables(d);
        bits(d);
    }

    private static void elements(Dispatch d) {
        d.one("torch.gather", a -> F.gather(a.granting("sparse_grad").tensor("input"), a.whole("dim", 0), a.tensor("index")));
        d.one("torch.scatter", a -> {
            if (a.has("reduce")) {
                ScatterReduction how = a.text("reduce", "").equals("add") ? ScatterReduction.SUM : ScatterReduction.PROD;
                Tensor src = a.isTensor("src") ? a.tensor("src")
                        : Tensor.full(a.tensor("input").dtype(), a.tensor("index").shape(), a.number(a.has("src") ? "src" : "value", 0));
                return F.scatterReduce(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), src, how);
            }
            return a.isTensor("src") ? F.scatter(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.tensor("src"))
                    : F.scatter(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.number(a.has("src") ? "src" : "value", 0));
        });
        d.one("torch.scatter.value", a -> F.scatter(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.number("value", 0)));
        d.one("torch.scatter_add", a -> F.scatterAdd(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.tensor("src")));
        d.one("torch.scatter_reduce", a -> F.scatterReduce(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.tensor("src"),
                reduction(a.text("reduce", "sum")), a.flag("include_self", true)));
        d.one("torch.take_along_dim", a -> a.has("dim") ? F.takeAlongDim(a.tensor("input"), a.tensor("indices"), a.whole("dim", 0))
                : F.takeAlongDim(a.tensor("input"), a.tensor("indices")));
    }

    private static ScatterReduction reduction(String name) {
        return switch (name) {
            case "sum" -> ScatterReduction.SUM;
            case "prod" -> ScatterReduction.PROD;
            case "mean" -> ScatterReduction.MEAN;
            case "amax" -> ScatterReduction.AMAX;
            case "amin" -> ScatterReduction.AMIN;
            default -> throw new ArgumentException("scatterReduce", "reduction", name,
                    "sum, prod, mean, amax or amin"); // no such constant can be written
        };
    }

    private static void slices(Dispatch d) {
        d.one("torch.index_select", a -> F.indexSelect(a.tensor("input"), a.whole("dim", 0), a.tensor("index")));
        d.one("torch.index_add", a -> F.indexAdd(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.tensor("source"),
                a.number("alpha", 1)));
        d.one("torch.index_reduce", a -> {
            Tensor source = a.tensor("source").rank() > 0 ? a.tensor("source") : F.unsqueeze(a.tensor("source"), 0);
            int axis = source.shape().axis("indexReduce", a.whole("dim", 0));
            int[] along = new int[source.rank()];
            Arrays.fill(along, 1);
            along[axis] = source.dim(axis);
            Tensor index = F.expand(F.reshape(a.tensor("index"), along), source.shape().dims());
            Tensor x = a.tensor("input");
            return F.reshape(F.scatterReduce(x.rank() > 0 ? x : F.unsqueeze(x, 0), axis, index, source, reduction(a.text("reduce", "")),
                    a.flag("include_self", true)), x.shape().dims());
        });
        d.one("torch.index_copy", a -> F.indexCopy(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.tensor("source")));
        d.one("torch.index_fill", a -> a.isTensor("value")
                ? F.indexFill(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.tensor("value"))
                : F.indexFill(a.tensor("input"), a.whole("dim", 0), a.tensor("index"), a.number("value", 0)));
        d.one("torch.slice_scatter", a -> F.sliceScatter(a.tensor("input"), a.tensor("src"), a.whole("dim", 0), a.whole("start", 0),
                (int) Math.min(a.number("end", Integer.MAX_VALUE), Integer.MAX_VALUE), a.whole("step", 1)));
        d.one("torch.select_scatter", a -> F.selectScatter(a.tensor("input"), a.tensor("src"), a.whole("dim", 0), a.whole("index", 0)));
        d.one("torch.diagonal_scatter", a -> F.diagonalScatter(a.tensor("input"), a.tensor("src"), a.whole("offset", 0), a.whole("dim1",
                0), a.whole("dim2", 1)));
        d.one("torch.tril_indices", a -> F.trilIndices(a.granting("dtype").whole("row", 0), a.whole("col", 0), a.whole("offset", 0)));
        d.one("torch.triu_indices", a -> F.triuIndices(a.granting("dtype").whole("row", 0), a.whole("col", 0), a.whole("offset", 0)));
    }

    private static void places(Dispatch d) {
        d.one("torch.take", a -> F.take(a.tensor("input"), a.tensor("index")));
        d.one("torch.Tensor.put", a -> F.put(a.tensor("self"), a.tensor("index"), a.tensor("source"), a.flag("accumulate", false)));
        d.one("torch.Tensor.__getitem__", a -> F.index(a.tensor("self"), at(a)));
        d.one("torch.Tensor.setitem", a -> a.isTensor("value") ? F.setitem(a.tensor("self"), a.tensor("value"), at(a))
                : F.setitem(a.tensor("self"), a.number("value", 0), at(a)));
        d.one("torch.Tensor.index_put", a -> {
            JsonArray json = a.raw("indices").getAsJsonArray();
            List<Option<Tensor>> at = new ArrayList<>();
            for (int i = 0; i < json.size(); i++) {
                at.add(json.get(i).isJsonNull() ? Option.none() : Option.of(a.tensor("indices[" + i + "]")));
            }
            return F.indexPut(a.tensor(a.isTensor("self") ? "self" : "input"), at, a.tensor("values"), a.flag("accumulate", false));
        });
    }

    private static At[] at(Arguments a) {
        JsonElement json = a.raw("index");
        if (!json.isJsonArray()) {
            return new At[] {entry(a, "index", json)};
        }
        JsonArray all = json.getAsJsonArray();
        return IntStream.range(0, all.size()).mapToObj(i -> entry(a, "index[" + i + "]", all.get(i))).toArray(At[]::new);
    }

    private static At entry(Arguments a, String name, JsonElement e) {
        if (e.isJsonNull()) {
            return At.NEW;
        }
        if (e.isJsonPrimitive()) {
            return e.getAsJsonPrimitive().isBoolean() ? At.of(Tensor.full(DType.BOOL, Shape.SCALAR, e.getAsBoolean()
                    ? 1 : 0)) : At.at(e.getAsInt());
        }
        JsonObject o = e.isJsonObject() ? e.getAsJsonObject() : new JsonObject();
        if (o.has("ellipsis")) {
            return At.REST;
        }
        if (o.has("slice")) {
            JsonArray s = o.getAsJsonArray("slice");
            return new At.Range(bound(s.get(0)), bound(s.get(1)), bound(s.get(2)).getOrElse(1));
        }
        return e.isJsonArray() ? At.of(list(e.getAsJsonArray())) : At.of(a.tensor(name));
    }

    private static Option<Integer> bound(JsonElement e) {
        return e.isJsonNull() ? Option.none() : Option.of(e.getAsInt());
    }

    private static Tensor list(JsonArray json) {
        boolean truth = !json.isEmpty() && json.get(0).getAsJsonPrimitive().isBoolean();
        long[] all = new long[json.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = truth ? json.get(i).getAsBoolean() ? 1 : 0 : json.get(i).getAsLong();
        }
        return truth ? F.ne(Tensor.of(all), 0) : Tensor.of(all);
    }

    private static void masks(Dispatch d) {
        d.one("torch.masked_select", a -> F.maskedSelect(a.tensor("input"), a.tensor("mask")));
        d.one("torch.masked_fill", a -> a.isTensor("value") ? F.maskedFill(a.tensor("input"), a.tensor("mask"), a.tensor("value"))
                : a.isWhole("value") ? F.maskedFill(a.tensor("input"), a.tensor("mask"), (long) a.number("value", 0))
                : F.maskedFill(a.tensor("input"), a.tensor("mask"), a.number("value", 0)));
        d.one("torch.Tensor.masked_scatter", a -> F.maskedScatter(a.tensor("self"), a.tensor("mask"), a.tensor("source")));
        d.many("torch.nonzero", a -> {
            Tensor x = a.tensor("input");
            boolean tuple = a.flag("as_tuple", false); // which takes a scalar for a vector of one element
            Tensor y = F.nonzero(tuple && x.rank() == 0 ? F.unsqueeze(x, 0) : x);
            return tuple ? IntStream.range(0, y.dim(1)).mapToObj(i -> F.select(y, 1, i)).toList() : List.of(y);
        });
        d.one("torch.argwhere", a -> F.argwhere(a.tensor("input")));
    }

    private static void order(Dispatch d) {
        d.chosen("torch.sort", a -> F.sort(a.granting("stable").tensor("input"), a.whole("dim", -1), a.flag("descending", false)));
        d.one("torch.argsort", a -> F.argsort(a.granting("stable").tensor("input"), a.whole("dim", -1), a.flag("descending", false)));
        d.one("torch.msort", a -> F.msort(a.tensor("input")));
        d.chosen("torch.topk", a -> F.topk(a.granting("sorted").tensor("input"), a.whole("k", 1), a.whole("dim", -1), a.flag("largest",
                true)));
    }

    private static void search(Dispatch d) {
        d.one("torch.searchsorted", a -> {
            Tensor sorted = a.granting("out_int32").tensor("sorted_sequence");
            Tensor values = a.isTensor("input") ? a.tensor("input") : Tensor.full(sorted.dtype(), Shape.SCALAR, a.number("input", 0));
            boolean right = a.flag("right", false) | a.text("side", "left").equals("right");
            return a.has("sorter") ? F.searchsorted(sorted, values, right, a.tensor("sorter")) : F.searchsorted(sorted, values, right);
        });
        d.one("torch.bucketize", a -> {
            Tensor boundaries = a.granting("out_int32").tensor("boundaries");
            Tensor values = a.isTensor("input") ? a.tensor("input") : Tensor.full(boundaries.dtype(), Shape.SCALAR, a.number("input", 0));
            return F.bucketize(values, boundaries, a.flag("right", false));
        });
        d.many("torch.unique", a -> unique(a, a.granting("sorted").has("dim") ? F.unique(a.tensor("input"), a.whole("dim",
                0)) : F.unique(a.tensor("input"))));
        d.many("torch.unique_consecutive", a -> unique(a, a.has("dim")
                ? F.uniqueConsecutive(a.tensor("input"), a.whole("dim", 0)) : F.uniqueConsecutive(a.tensor("input"))));
        d.one("torch.isin", a -> {
            boolean both = a.isTensor("elements") && a.isTensor("test_elements");
            Tensor like = a.isTensor("elements") ? a.tensor("elements") : a.tensor("test_elements");
            Tensor x = both || a.isTensor("elements") ? a.tensor("elements") : scalar(like, a.number("elements", 0));
            String found = a.has("test_element") ? "test_element" : "test_elements";
            Tensor test = both || a.isTensor("test_elements") ? a.tensor("test_elements") : scalar(like, a.number(found, 0));
            return F.isin(x, test, a.granting("assume_unique").flag("invert", false));
        });
    }

    private static Tensor scalar(Tensor like, double value) {
        DType dtype = like.dtype().isFloating() ? like.dtype() : value == Math.rint(value) ? DType.INT64 : DType.FLOAT32;
        return Tensor.full(dtype, Shape.SCALAR, value);
    }

    private static List<Tensor> unique(Arguments a, Unique u) {
        List<Tensor> all = new ArrayList<>(List.of(u.values()));
        if (a.flag("return_inverse", false)) {
            all.add(u.inverse());
        }
        if (a.flag("return_counts", false)) {
            all.add(u.counts());
        }
        return all;
    }

    private static void tables(Dispatch d) {
        String n = "torch.nn.functional.";
        d.one(n + "embedding", a -> F.embedding(a.granting("sparse").tensor("input"), a.tensor("weight"), rows(a)).y());
        d.one(n + "embedding_bag", a -> {
            EmbeddingBagOptions o = new EmbeddingBagOptions(mode(a.text("mode", "mean")), a.maybe("offsets"), a.maybe("per_sample_weights"),
                    a.flag("include_last_offset", false), rows(a));
            return F.embeddingBag(a.granting("sparse").tensor("input"), a.tensor("weight"), o).y();
        });
        d.one(n + "one_hot", a -> F.oneHot(a.tensor("tensor"), a.whole("num_classes", -1)));
    }

    private static EmbeddingOptions rows(Arguments a) {
        return new EmbeddingOptions(a.has("padding_idx") ? Option.of(a.whole("padding_idx", 0)) : Option.none(),
                a.has("max_norm") ? Option.of(a.number("max_norm", 0)) : Option.none(), a.number("norm_type", 2),
                        a.flag("scale_grad_by_freq", false));
    }

    private static EmbeddingBagOptions.Mode mode(String name) {
        return switch (name) {
            case "sum" -> EmbeddingBagOptions.Mode.SUM;
            case "mean" -> EmbeddingBagOptions.Mode.MEAN;
            case "max" -> EmbeddingBagOptions.Mode.MAX;
            default -> throw new ArgumentException("embeddingBag", "mode", name, "sum, mean or max"); // no such constant can be written
        };
    }

    private static void bits(Dispatch d) {
        binary(d, "torch.bitwise_and", F::bitwiseAnd);
        binary(d, "torch.bitwise_or", F::bitwiseOr);
        binary(d, "torch.bitwise_xor", F::bitwiseXor);
        binary(d, "torch.bitwise_left_shift", F::bitwiseLeftShift);
        binary(d, "torch.bitwise_right_shift", F::bitwiseRightShift);
        d.unary("torch.bitwise_not", F::bitwiseNot);
        d.binary("torch.gcd", F::gcd);
        d.binary("torch.lcm", F::lcm);
        d.binary("torch.ldexp", F::ldexp);
        d.binary("torch.nextafter", F::nextafter);
        d.one("torch.isclose", a -> F.isclose(a.tensor("input"), a.tensor("other"), a.number("rtol", 1e-5), a.number("atol", 1e-8),
                a.flag("equal_nan", false)));
    }

    /** Either argument may be a number. */
    private static void binary(Dispatch d, String fn, java.util.function.BinaryOperator<Tensor> f) {
        d.one(fn, a -> {
            Tensor like = a.isTensor("input") ? a.tensor("input") : a.tensor("other");
            return f.apply(a.isTensor("input") ? like : scalar(like, a.number("input", 0)), a.isTensor("other")
                    ? a.tensor("other") : scalar(like, a.number("other", 0)));
        });
    }
}
