package org.covector.functional.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Reference functions of this family, by their names. */
final class ProductsDispatch {
    private interface Added {
        Tensor of(Tensor input, Tensor x, Tensor y, double beta, double alpha);
    }

    private ProductsDispatch() {}

    static void addTo(Dispatch d) {
        added(d, "addmm", "mat1", "mat2", F::addmm);
        added(d, "addmv", "mat", "vec", F::addmv);
        added(d, "addr", "vec1", "vec2", F::addr);
        added(d, "baddbmm", "batch1", "batch2", F::baddbmm);
        added(d, "addbmm", "batch1", "batch2", F::addbmm);
        d.one("torch.inner", a -> F.inner(a.tensor("input"), a.tensor("other")));
        d.one("torch.kron", a -> F.kron(a.tensor("input"), a.tensor("other")));
        d.one("torch.ger", a -> F.outer(a.tensor("input"), a.tensor("vec2")));
        d.one("torch.vdot", a -> F.vdot(a.tensor("input"), a.tensor("other")));
        d.one("torch.linalg.vecdot", a -> F.vecdot(a.tensor("x"), a.tensor("y"), a.whole("dim", -1)));
        d.one("torch.linalg.multi_dot", a -> F.multiDot(a.list("tensors")));
        d.one("torch.chain_matmul", a -> F.chainMatmul(a.list("matrices").toArray(Tensor[]::new)));
        d.one("torch.block_diag", a -> F.blockDiag(a.list("tensors")));
        d.one("torch.trace", a -> F.trace(a.tensor("input")));
        d.one("torch.linalg.cross", a -> F.cross(a.tensor("input"), a.tensor("other"), a.whole("dim", -1)));
        d.one("torch.cross", a -> F.cross(a.tensor("input"), a.tensor("other"), a.has("dim") ? a.whole("dim", 0)
                : firstOfThree(a.tensor("input"))));
        d.one("torch.tensordot", a -> {
            JsonElement dims = a.raw("dims");
            if (dims == null || !dims.isJsonArray()) {
                return F.tensordot(a.tensor("a"), a.tensor("b"), a.whole("dims", 2));
            }
            return F.tensordot(a.tensor("a"), a.tensor("b"), ints(dims.getAsJsonArray().get(0)), ints(dims.getAsJsonArray().get(1)));
        });
        d.one("torch.nn.functional.bilinear", a -> a.isTensor("bias")
                ? F.bilinear(a.tensor("input1"), a.tensor("input2"), a.tensor("weight"), a.tensor("bias"))
                : F.bilinear(a.tensor("input1"), a.tensor("input2"), a.tensor("weight")));
        d.one("torch.einsum", a -> {
            if (a.isText("equation")) {
                return F.einsum(a.text("equation", ""), a.list("operands").toArray(Tensor[]::new));
            }
            List<int[]> labels = new ArrayList<>();
            a.raw("sublists").getAsJsonArray().forEach(l -> labels.add(ints(l)));
            return F.einsum(a.list("operands"), labels, a.has("output") ? Option.of(a.ints("output")) : Option.none());
        });
    }

    private static void added(Dispatch d, String name, String x, String y, Added f) {
        d.one("torch." + name, a -> f.of(a.tensor("input"), a.tensor(x), a.tensor(y), a.number("beta", 1), a.number("alpha", 1)));
    }

    /** Without an axis: the first that is 3 long. */
    private static int firstOfThree(Tensor x) {
        int axis = 0;
        while (axis < x.rank() - 1 && x.dim(axis) != 3) {
            axis++;
        }
        return axis;
    }

    private static int[] ints(JsonElement e) {
        if (!e.isJsonArray()) {
            return new int[] {e.getAsInt()};
        }
        JsonArray array = e.getAsJsonArray();
        int[] all = new int[array.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = array.get(i).getAsInt();
        }
        return all;
    }
}
