package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.covector.engine.NdArray;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Primitive;
import org.covector.functional.fusion.Steps;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Move;
import org.covector.functional.primitive.Reshape;

/**
 * A function under vmap beside the loop over examples.
 *
 * @param what the function is
 * @param f from tensors to tensors
 * @param arguments mapped or the same for all
 * @param turn decides along which axis results have the examples
 */
record Batching(String what, Function<Tensor[], Tensor[]> f, List<Argument> arguments, int turn) {
    /** Relative to the largest element of a result: sums are added in another order, of terms that may cancel. */
    private static final double BOUND = 1e-10;

    /** What chooses or moves elements without computing, by class; all other computing is pointwise or has a bound. */
    static final Set<String> MOVES = Set.of("Unstack", "Joining$Cat", "Index$Gather", "Index$Scatter", "AxisIndex$Select", "AxisIndex$Copy",
            "AdvancedIndex$Read", "Windows$Strided", "Masks$MaskedScatter", "OrderStatistics$Ranked", "OrderStatistics$Middle",
                    "Order$Sort", "Order$Topk", "Patches$Unfold", "AxisReduction$Extremum",
            "AxisReduction$ExtremumAt", "Scan$Cumextremum", "MaxPooling$MaxPool", "MaxPooling$MaxUnpool", "Segments$Extremum",
                    "ScatterReduce$Extreme",
            "Lookup$ScaledGradient", "WithParameter");

    /** One argument: an example for each, along an axis; or a single tensor for all. */
    record Argument(List<Tensor> examples, int axis) {
        boolean isMapped() {
            return axis != VmapAxes.NONE;
        }

        Tensor of(int example) {
            return examples.get(isMapped() ? example : 0);
        }

        Tensor all() {
            return isMapped() ? F.stack(examples, axis) : examples.getFirst();
        }
    }

    /** Another tensor for each example, along an axis that {@code turn} decides. */
    static Argument mapped(List<Tensor> examples, int turn) {
        int axes = examples.getFirst().rank() + 1;
        int axis = Math.floorMod(turn, axes);
        return new Argument(examples, turn % 3 == 0 ? axis - axes : axis);
    }

    /** The same for all examples. */
    static Argument same(Tensor x) {
        return new Argument(List.of(x), VmapAxes.NONE);
    }

    boolean isMapped() {
        return arguments.stream().anyMatch(Argument::isMapped);
    }

    /** Runs both and compares. */
    void isALoop() {
        int[] in = arguments.stream().mapToInt(Argument::axis).toArray();
        int out = turn % 2 == 0 ? -1 : 0;
        Tree<List<Tensor>> list = Tree.list(Tree.TENSOR);
        List<Tensor> all = Autograd.vmap(VmapAxes.in(in).out(out), list, list,
                (List<Tensor> x) -> List.of(f.apply(x.toArray(Tensor[]::new))))
                .apply(arguments.stream().map(Argument::all).toList());
        boolean inBits = isMoved();
        int examples = arguments.stream().filter(Argument::isMapped).findFirst().orElseThrow().examples().size();
        for (int e = 0; e < examples; e++) {
            Tensor[] want = f.apply(example(e));
            assertThat(all).as(this::toString).hasSameSizeAs(want);
            for (int k = 0; k < want.length; k++) {
                compare("result " + k + ", example " + e, F.select(all.get(k), out, e), want[k], inBits);
            }
        }
    }

    private Tensor[] example(int e) {
        return arguments.stream().map(a -> a.of(e)).toArray(Tensor[]::new);
    }

    private void compare(String where, Tensor got, Tensor want, boolean inBits) {
        assertThat(got.shape()).as(() -> this + ", " + where).isEqualTo(want.shape());
        assertThat(got.dtype()).as(() -> this + ", " + where).isEqualTo(want.dtype());
        double[] a = got.array().toDoubleArray();
        double[] b = want.array().toDoubleArray();
        double largest = Arrays.stream(b).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        for (int i = 0; i < a.length; i++) {
            boolean exact = inBits || !want.dtype().isFloating();
            boolean same = Double.compare(a[i], b[i]) == 0 || !exact && Math.abs(a[i] - b[i]) <= BOUND * largest;
            assertThat(same).as(this + ", " + where + ", element " + i + ": " + a[i] + " instead of " + b[i] + (exact ? ", in bits"
                    : "")).isTrue();
        }
    }

    /** Whether every primitive on the way moves elements or computes them one by one. */
    boolean isMoved() {
        return Steps.of(f, Arrays.stream(example(0)).map(Tensor::array).toArray(NdArray[]::new)).primitives().stream()
                .allMatch(Batching::isMove);
    }

    /** The name without the package. */
    static String name(Class<?> type) {
        return type.getName().replaceFirst(".*\\.", "");
    }

    private static boolean isMove(Primitive p) {
        return p instanceof Pointwise || p instanceof Constant || p instanceof Reshape || p instanceof Expand || p instanceof Convert
                || MOVES.contains(name(p.getClass())) || p instanceof Move;
    }

    @Override
    public String toString() {
        return what + " " + arguments.stream().map(a -> a.isMapped() ? "mapped along " + a.axis() : "same for all")
                .toList() + ", out along " + (turn % 2 == 0 ? -1 : 0);
    }
}
