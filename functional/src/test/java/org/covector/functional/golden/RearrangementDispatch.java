package org.covector.functional.golden;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.covector.functional.F;
import org.covector.functional.MeshIndexing;
import org.covector.functional.Tensor;

/** Reference functions of this family, by their names. */
final class RearrangementDispatch {
    private RearrangementDispatch() {}

    static void addTo(Dispatch d) {
        shapes(d);
        repeats(d);
        joins(d);
        pieces(d);
        diagonals(d);
    }

    private static Tensor input(Arguments a) {
        return a.tensor(a.isTensor("input") ? "input" : "self");
    }

    private static void shapes(Dispatch d) {
        for (String prefix : List.of("torch.", "torch.Tensor.")) {
            d.one(prefix + "view", a -> F.view(input(a), a.ints("shape")));
            d.one(prefix + "ravel", a -> F.ravel(input(a)));
            d.one(prefix + "clone", a -> F.clone(input(a.granting("memory_format"))));
            d.one(prefix + "swapaxes", a -> F.swapaxes(input(a), a.whole("axis0", 0), a.whole("axis1", 0)));
            d.one(prefix + "swapdims", a -> F.swapaxes(input(a), a.whole("dim0", 0), a.whole("dim1", 0)));
            d.one(prefix + "movedim", a -> F.movedim(input(a), a.ints("source"), a.ints("destination")));
            d.one(prefix + "moveaxis", a -> F.movedim(input(a), a.ints("source"), a.ints("destination")));
            d.one(prefix + "unflatten", a -> F.unflatten(input(a), a.whole("dim", 0), a.ints("sizes")));
            d.one(prefix + "t", a -> F.t(input(a)));
            d.one(prefix + "T", a -> F.T(input(a)));
            d.one(prefix + "mT", a -> F.mT(input(a)));
            d.one(prefix + "adjoint", a -> F.mT(input(a)));
            d.one(prefix + "fliplr", a -> F.fliplr(input(a)));
            d.one(prefix + "flipud", a -> F.flipud(input(a)));
            d.one(prefix + "roll", a -> F.roll(input(a), a.ints("shifts"), a.ints("dims")));
            d.one(prefix + "rot90", a -> {
                int[] axes = a.ints("dims", 0, 1);
                return F.rot90(input(a), a.whole("k", 1), axes[0], axes[1]);
            });
            d.one(prefix + "as_strided", a -> F.asStrided(input(a), a.ints("size"), a.ints("stride"), a.whole("storage_offset", 0)));
            d.one(prefix + "unfold", a -> F.unfold(input(a), a.whole("dimension", 0), a.whole("size", 1), a.whole("step", 1)));
        }
    }

    private static void repeats(Dispatch d) {
        for (String prefix : List.of("torch.", "torch.Tensor.")) {
            d.one(prefix + "expand", a -> F.expand(input(a), a.ints("sizes")));
            d.one(prefix + "broadcast_to", a -> F.broadcastTo(input(a), a.ints("size")));
            d.one(prefix + "repeat", a -> F.repeat(input(a), a.ints("repeats")));
            d.one(prefix + "tile", a -> F.tile(input(a), a.ints("dims")));
            d.one(prefix + "repeat_interleave", RearrangementDispatch::repeatInterleave);
        }
        d.many("torch.broadcast_tensors", a -> F.broadcastTensors(a.list("tensors")));
        d.many("torch.meshgrid", a -> F.meshgrid(a.list("tensors"), MeshIndexing.valueOf(a.text("indexing",
                "ij").toUpperCase(Locale.ROOT))));
        d.one("torch.cartesian_prod", a -> F.cartesianProd(a.list("tensors")));
        d.one("torch.combinations", a -> F.combinations(a.tensor("input"), a.whole("r", 2), a.flag("with_replacement", false)));
    }

    private static Tensor repeatInterleave(Arguments a) {
        Arguments b = a.granting("output_size");
        if (!b.isTensor("input") && !b.isTensor("self")) {
            return F.repeatInterleave(b.tensor("repeats"));
        }
        Tensor x = input(b);
        if (b.isTensor("repeats")) {
            return b.has("dim") ? F.repeatInterleave(x, b.tensor("repeats"), b.whole("dim", 0))
                    : F.repeatInterleave(F.ravel(x), b.tensor("repeats"), 0);
        }
        return b.has("dim") ? F.repeatInterleave(x, b.whole("repeats", 1), b.whole("dim", 0))
                : F.repeatInterleave(x, b.whole("repeats", 1));
    }

    private static void joins(Dispatch d) {
        for (String name : List.of("torch.cat", "torch.concat", "torch.concatenate")) {
            d.one(name, a -> F.cat(a.list("tensors"), a.whole("dim", 0)));
        }
        d.one("torch.hstack", a -> F.hstack(a.list("tensors")));
        d.one("torch.vstack", a -> F.vstack(a.list("tensors")));
        d.one("torch.row_stack", a -> F.vstack(a.list("tensors")));
        d.one("torch.dstack", a -> F.dstack(a.list("tensors")));
        d.one("torch.column_stack", a -> F.columnStack(a.list("tensors")));
    }

    private static void pieces(Dispatch d) {
        d.many("torch.chunk", a -> F.chunk(a.tensor("input"), a.whole("chunks", 1), a.whole("dim", 0)));
        d.many("torch.tensor_split", a -> {
            String name = "indices_or_sections";
            if (a.isTensor(name) && a.tensor(name).rank() == 0) {
                return F.tensorSplit(a.tensor("input"), (int) a.tensor(name).item(), a.whole("dim", 0));
            }
            if (a.isTensor(name)) {
                return F.tensorSplit(a.tensor("input"), Arrays.stream(a.tensor(name).array().toLongArray()).mapToInt(i ->
                        (int) i).toArray(), a.whole("dim", 0));
            }
            JsonElement s = a.raw(name);
            return s.isJsonArray() ? F.tensorSplit(a.tensor("input"), a.ints(name), a.whole("dim", 0))
                    : F.tensorSplit(a.tensor("input"), s.getAsInt(), a.whole("dim", 0));
        });
        d.many("torch.unbind", a -> new ArrayList<>(F.unbind(a.tensor("input"), a.whole("dim", 0))));
    }

    private static void diagonals(Dispatch d) {
        d.one("torch.linalg.diagonal", a -> F.diagonal(a.tensor("A"), a.whole("offset", 0), a.whole("dim1", -2), a.whole("dim2", -1)));
        for (String prefix : List.of("torch.", "torch.Tensor.")) {
            d.one(prefix + "diagonal", a -> F.diagonal(input(a), a.whole("offset", 0), a.whole("dim1", 0), a.whole("dim2", 1)));
            d.one(prefix + "diag", a -> F.diag(input(a), a.whole("diagonal", 0)));
            d.one(prefix + "diagflat", a -> F.diagFlat(input(a), a.whole("offset", 0)));
            d.one(prefix + "diag_embed", a -> F.diagEmbed(input(a), a.whole("offset", 0), a.whole("dim1", -2), a.whole("dim2", -1)));
        }
    }
}
