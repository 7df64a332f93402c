package org.covector.functional.shape;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.MeshIndexing;
import org.covector.functional.Tensor;
import org.covector.functional.core.Promotion;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Shapes;

/** Combinations of the elements of vectors. */
final class Grids {
    private Grids() {}

    static List<Tensor> meshgrid(List<Tensor> x, MeshIndexing indexing) {
        ArgumentException.require(!x.isEmpty(), "meshgrid", "tensors", "none", "one or more");
        int n = x.size();
        int[] dims = new int[n];
        for (int i = 0; i < n; i++) {
            ArgumentException.require(x.get(i).rank() <= 1, "meshgrid", "tensors[" + i + "]", x.get(i).shape(), "a vector or a scalar");
            ArgumentException.require(x.get(i).dtype() == x.getFirst().dtype(), "meshgrid", "dtypes",
                    x.getFirst().dtype() + " and " + x.get(i).dtype(), "equal dtypes");
            dims[i] = Shape.length("meshgrid", x.get(i).size());
        }
        boolean swapped = indexing == MeshIndexing.XY && n >= 2;
        List<Tensor> grid = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Shape own = Shape.SCALAR;
            for (int k = 0; k < n; k++) {
                own = own.insert(k, k == i ? dims[i] : 1);
            }
            Tensor y = Expand.to(Shapes.reshape(x.get(i), own), Shape.of(dims));
            grid.add(swapped ? Shapes.transpose(y, 0, 1) : y);
        }
        return List.copyOf(grid);
    }

    static Tensor cartesianProd(List<Tensor> x) {
        ArgumentException.require(!x.isEmpty() && x.stream().allMatch(t -> t.rank() == 1), "cartesianProd", "shapes",
                x.stream().map(Tensor::shape).toList(), "one or more vectors");
        return x.size() == 1 ? x.getFirst()
                : Joining.stack(meshgrid(x, MeshIndexing.IJ).stream().map(t -> Shapes.reshape(t, -1)).toList(), 1);
    }

    static Tensor combinations(Tensor x, int r, boolean withReplacement) {
        ArgumentException.require(x.rank() == 1, "combinations", "x", x.shape(), "a vector");
        ArgumentException.require(r >= 0, "combinations", "r", r, "0 or more");
        if (r == 0) {
            return Tensor.zeros(x.dtype(), Shape.of(0));
        }
        int n = x.dim(0);
        long count = count(n, r, withReplacement);
        int rows = Shape.length("combinations", Math.max(count, count * r)) / r;
        if (rows == 0) {
            return Tensor.zeros(x.dtype(), Shape.of(0, r));
        }
        long[] index = Create.longs((long) rows * r);
        int[] chosen = new int[r];
        for (int k = 0; k < r; k++) {
            chosen[k] = withReplacement ? 0 : k;
        }
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < r; k++) {
                index[row * r + k] = chosen[k];
            }
            next(chosen, n, withReplacement);
        }
        return Shapes.reshape(F.indexSelect(x, 0, Tensor.of(index)), rows, r);
    }

    /** The binomial coefficient, refused where it is beyond any array. */
    private static long count(int n, int r, boolean withReplacement) {
        long top = withReplacement ? (long) n + r - 1 : n;
        if (n == 0 || r > top) {
            return 0;
        }
        long count = 1;
        long k = Math.min(r, top - r);
        for (long i = 1; i <= k; i++) {
            count = count * (top - k + i) / i;
            ArgumentException.require(count * r <= Integer.MAX_VALUE, "combinations", "number of elements",
                    "more than " + Integer.MAX_VALUE, "at most " + Integer.MAX_VALUE);
        }
        return count;
    }

    /** The combination after this one in lexicographic order. */
    private static void next(int[] chosen, int n, boolean withReplacement) {
        int r = chosen.length;
        int k = r - 1;
        while (k > 0 && chosen[k] == (withReplacement ? n - 1 : n - r + k)) {
            k--;
        }
        chosen[k]++;
        for (int i = k + 1; i < r; i++) {
            chosen[i] = withReplacement ? chosen[k] : chosen[i - 1] + 1;
        }
    }

    static List<Tensor> broadcastTensors(List<Tensor> x) {
        Shape shape = Shape.SCALAR;
        for (Tensor t : x) {
            shape = shape.broadcast("broadcastTensors", t.shape());
        }
        Shape common = shape;
        return x.stream().map(t -> Expand.to(t, common)).toList();
    }

    /** Matrices along the diagonal of one; scalars and vectors count as single rows. */
    static Tensor blockDiag(List<Tensor> x) {
        ArgumentException.require(!x.isEmpty(), "blockDiag", "tensors", "none", "one or more");
        DType dtype = Promotion.of(x.toArray(Tensor[]::new));
        long all = 0;
        for (Tensor t : x) {
            ArgumentException.require(t.rank() <= 2, "blockDiag", "shape", t.shape(), "scalars, vectors and matrices");
            all += t.rank() == 0 ? 1 : t.dim(-1);
        }
        int columns = Shape.length("blockDiag", all);
        List<Tensor> rows = new ArrayList<>();
        int left = 0;
        for (Tensor t : x) {
            Tensor block = Convert.to(t.rank() == 2 ? t : Shapes.reshape(t, 1, -1), dtype);
            int right = columns - left - block.dim(1);
            rows.add(Shapes.padConstant(block, new int[] {0, left}, new int[] {0, right}, 0));
            left += block.dim(1);
        }
        return Joining.cat(rows, 0);
    }
}
