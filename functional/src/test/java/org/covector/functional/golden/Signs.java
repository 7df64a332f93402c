package org.covector.functional.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** The signs that a decomposition leaves open: slice k of every output named flips when its first output disagrees. */
record Signs(List<Gauge> gauges) {
    private record Gauge(List<Integer> outputs, List<Integer> axes, Tensor signs) {}

    static Signs of(JsonObject c, List<Tensor> got) {
        List<Gauge> all = new ArrayList<>();
        if (c.has("gauge") && !c.get("gauge").isJsonNull()) {
            for (JsonElement e : c.getAsJsonArray("gauge")) {
                List<Integer> outputs = new ArrayList<>();
                e.getAsJsonObject().getAsJsonArray("outputs").forEach(o -> outputs.add(o.getAsInt()));
                List<Integer> axes = new ArrayList<>();
                e.getAsJsonObject().getAsJsonArray("axes").forEach(o -> axes.add(o.getAsInt()));
                Tensor g = got.get(outputs.getFirst());
                Tensor want = Arguments.tensor(c.getAsJsonArray("outputs").get(outputs.getFirst()).getAsJsonObject());
                int axis = g.shape().axis("gauge", axes.getFirst());
                Tensor products = F.movedim(F.mul(g, want), axis, -1);
                // one sign per matrix of the batch and slice: what remains is summed over the other matrix axis
                Tensor sums = F.sum(products, products.rank() - 2);
                all.add(new Gauge(outputs, axes, F.where(F.lt(sums, 0), Tensor.full(g.dtype(), sums.shape(), -1), 1)));
            }
        }
        return new Signs(all);
    }

    Tensor turn(int output, Tensor t) {
        Tensor y = t;
        for (Gauge g : gauges) {
            int at = g.outputs.indexOf(output);
            if (at >= 0) {
                Tensor moved = F.movedim(y, g.axes.get(at), -1);
                y = F.movedim(F.mul(moved, F.unsqueeze(g.signs, -2)), -1, g.axes.get(at));
            }
        }
        return y;
    }
}
