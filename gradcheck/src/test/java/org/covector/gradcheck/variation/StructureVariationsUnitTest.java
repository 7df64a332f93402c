package org.covector.gradcheck.variation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.StridedLayout;
import org.junit.jupiter.api.Test;

/** Other integers and booleans, other shapes, other layouts of the same values. */
class StructureVariationsUnitTest {
    private static final Tensor MATRIX = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);

    private static FlatFunction subject(Tensor... x) {
        return FlatFunction.of(in -> List.of(Tensor.scalar(0.0)), List.of(x));
    }

    private static List<VariedInput> discrete(Tensor... x) {
        return new IndexVariations(subject(x), new SplittableRandom(4)).variants();
    }

    private static Tensor changed(List<VariedInput> all, String what, int input) {
        return all.stream().filter(v -> v.description().equals(what)).findFirst().orElseThrow().inputs().get().get(input);
    }

    // ---- integers and booleans

    @Test
    void integersAreRepeatedAtTheBordersOrEqual() {
        Tensor index = Tensor.of(new long[] {5, 3, 9, 4, 7, 6}, 3, 2);
        List<VariedInput> all = discrete(MATRIX, index);
        assertThat(all.stream().map(VariedInput::description))
                .containsExactly("repeated indices", "indices at the ends of the range", "equal indices");
        assertThat(all).allMatch(v -> v.kind() == Variation.INDICES && v.inputs().get().get(0) == MATRIX);
        long[] repeated = changed(all, "repeated indices", 1).array().toLongArray();
        assertThat(Arrays.stream(repeated)).allMatch(n -> n == 5 || n == 3 || n == 9).hasSize(6);
        assertThat(new TreeSet<>(Arrays.stream(repeated).boxed().toList())).hasSizeGreaterThan(1);
        assertThat(changed(all, "indices at the ends of the range", 1).array().toLongArray()).containsExactly(9, 3, 9, 3, 9, 3);
        assertThat(changed(all, "indices at the ends of the range", 1).shape()).isEqualTo(index.shape());
        long[] equal = changed(all, "equal indices", 1).array().toLongArray();
        assertThat(Arrays.stream(equal).distinct().boxed().toList()).hasSize(1).isSubsetOf(5L, 3L, 9L, 4L, 7L, 6L);
        assertThat(changed(discrete(Tensor.of(8L)), "repeated indices", 0).array().toLongArray()).containsExactly(8);
    }

    @Test
    void masksAreOfOneKindOrOfBoth() {
        Tensor mask = Tensor.of(true, true, true, true, true);
        List<VariedInput> all = discrete(mask);
        assertThat(changed(all, "masks of true", 0).array().toBooleanArray()).containsOnly(true);
        assertThat(changed(all, "masks of false", 0).array().toBooleanArray()).containsOnly(false).hasSize(5);
        for (int k = 0; k < 20; k++) {
            assertThat(changed(all, "random masks", 0).array().toBooleanArray()).contains(true, false);
            assertThat(changed(discrete(Tensor.of(true, true)), "random masks", 0).array().toBooleanArray()).contains(true, false);
        }
        assertThat(changed(discrete(Tensor.of(true)), "random masks", 0).array().toBooleanArray()).hasSize(1);
        assertThat(discrete(mask, Tensor.of(1L))).hasSize(6);
        assertThat(discrete(MATRIX)).isEmpty();
        assertThat(discrete(Tensor.of(new long[0]))).isEmpty();
    }

    // ---- shapes

    private static List<String> shapes(Tensor... x) {
        return ShapeVariations.of(subject(x), Options.DEFAULT).stream()
                .map(v -> v.description() + " " + v.inputs().get().stream().map(Tensor::shape).toList()).toList();
    }

    @Test
    void everyLengthIsReplacedInAllInputsAlike() {
        assertThat(shapes(MATRIX, Tensor.of(7.0, 8, 9))).containsExactly("axes of length 1 [[2, 1], [1]]", "axes of length 0 [[2, 0], [0]]",
                "shorter axes [[2, 2], [2]]", "axes of length 1 [[1, 3], [3]]", "axes of length 0 [[0, 3], [3]]",
                "longer axes [[2, 9], [9]]",
                "longer axes [[2, 18], [18]]",
                "longer axes [[2, 65], [65]]", "longer axes [[9, 3], [3]]", "longer axes [[18, 3], [3]]", "longer axes [[65, 3], [3]]",
                        "scalars [[], []]");
        assertThat(ShapeVariations.of(subject(MATRIX), Options.DEFAULT)).allMatch(v -> v.kind() == Variation.SHAPES);
        assertThat(ShapeVariations.of(subject(MATRIX), Options.DEFAULT).getFirst().inputs().get().getFirst().array().toDoubleArray())
                .containsExactly(1, 4);
        assertThat(ShapeVariations.of(subject(MATRIX), Options.DEFAULT).getLast().inputs().get().getFirst().array().item()).isEqualTo(1);
        assertThat(shapes(Tensor.scalar(1.0))).isEmpty();
        assertThat(shapes(Tensor.of(1.0))).containsExactly("scalars [[]]");
        assertThat(shapes(MATRIX, Tensor.of(new double[0]))).as("no scalar of nothing").noneMatch(s -> s.startsWith("scalars"));
        assertThat(shapes(Tensor.of(new double[720], 6, 5, 4, 3, 2))).as("four lengths, the longest").hasSize(22)
                .noneMatch(s -> s.contains("[6, 5, 4, 3, 1]"));
    }

    private static List<VariedInput> longer(Options options, Tensor... x) {
        return ShapeVariations.of(subject(x), options).stream().filter(v -> v.description().equals("longer axes")).toList();
    }

    @Test
    void longerAxesHaveTheSameElementsOverAndOverALittleApart() {
        Tensor x = Tensor.of(1.0, 10, -100);
        Tensor index = Tensor.of(4L, 5, 6);
        List<Tensor> nine = longer(Options.DEFAULT, x, index).getFirst().inputs().get();
        assertThat(nine.get(1).array().toLongArray()).containsExactly(4, 5, 6, 4, 5, 6, 4, 5, 6);
        double[] found = nine.get(0).array().toDoubleArray();
        double[] once = x.array().toDoubleArray();
        for (int k = 0; k < 9; k++) {
            assertThat(found[k] / once[k % 3]).isBetween(0.9, 1.1).isNotEqualTo(1);
        }
        assertThat(Arrays.stream(found).distinct().count()).isEqualTo(9);
        double[] kept = longer(Options.DEFAULT.withInterval(0, -200, 5), x).getFirst().inputs().get().getFirst().array().toDoubleArray();
        assertThat(new double[] {kept[1], kept[4], kept[7]}).as("outside before and after").containsOnly(10);
        assertThat(kept[0]).isNotEqualTo(1);
    }

    @Test
    void axesGetLongerUpToEightThousandNumbers() {
        assertThat(longer(Options.DEFAULT, Tensor.of(new double[9]))).as("to 18 and to 65").hasSize(2);
        Tensor wide = Tensor.of(new double[2 * 910], 2, 910);
        assertThat(longer(Options.DEFAULT, wide, Tensor.scalar(1.0), Tensor.scalar(1.0))).as("9 times 910, and 2").hasSize(1);
        assertThat(longer(Options.DEFAULT, wide, Tensor.scalar(1.0), Tensor.scalar(1.0), Tensor.scalar(1.0))).isEmpty();
    }

    // ---- layouts

    @Test
    void layoutsKeepTheValuesButForRepeatedOnes() {
        for (Tensor t : List.of(MATRIX, Tensor.of(new long[] {1, 2, 3, 4, 5, 6}, 2, 3), Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))) {
            for (StridedLayout layout : StridedLayout.values()) {
                NdArray view = layout.apply(t.array());
                assertThat(view.isDense()).as(layout.description()).isFalse();
                assertThat(view.shape()).isEqualTo(t.shape());
                assertThat(view.dtype()).isEqualTo(t.dtype());
                assertThat(view.toDoubleArray()).isEqualTo(layout == StridedLayout.EXPANDED ? new double[] {1, 1, 1, 4, 4, 4}
                        : new double[] {1, 2, 3, 4, 5, 6});
            }
        }
        NdArray mask = NdArray.of(true, false, false);
        assertThat(StridedLayout.SLICED.apply(mask).toBooleanArray()).containsExactly(true, false, false);
    }

    @Test
    void theyAreWhatTheyAreCalled() {
        NdArray a = MATRIX.array();
        assertThat(StridedLayout.TRANSPOSED.apply(a).stride(0)).isEqualTo(1);
        assertThat(StridedLayout.TRANSPOSED.apply(a).stride(1)).isEqualTo(2);
        NdArray sliced = StridedLayout.SLICED.apply(a);
        assertThat(new int[] {sliced.stride(0), sliced.stride(1), sliced.offset()}).containsExactly(6, 2, 1);
        assertThat(sliced.asStrided(Shape.of(7), new int[] {2}, 0).toDoubleArray()).as("what lies between could not go unnoticed")
                .containsOnly(12345.678);
        NdArray mask = StridedLayout.SLICED.apply(NdArray.of(true, false));
        assertThat(mask.asStrided(Shape.of(2), new int[] {2}, 0).toBooleanArray()).as("the other truth").containsExactly(false, true);
        NdArray whole = StridedLayout.SLICED.apply(NdArray.of(4L, 5));
        assertThat(whole.asStrided(Shape.of(2), new int[] {2}, 0).toLongArray()).containsOnly(0);
        assertThat(StridedLayout.REVERSED.apply(a).stride(0)).isEqualTo(-3);
        assertThat(StridedLayout.REVERSED.apply(a).stride(1)).isEqualTo(-1);
        assertThat(StridedLayout.EXPANDED.apply(a).stride(1)).isZero();
        assertThat(StridedLayout.EXPANDED.apply(NdArray.scalar(DType.FLOAT64, 3)).item()).isEqualTo(3);
        NdArray nothing = NdArray.of(new double[0]);
        assertThat(StridedLayout.EXPANDED.apply(nothing).size()).isZero();
        assertThat(StridedLayout.SLICED.apply(nothing).size()).isZero();
    }

    @Test
    void allTensorsAreLaidOutAlike() {
        List<Tensor> views = StridedLayout.REVERSED.of(List.of(MATRIX, Tensor.of(1.0, 2)));
        assertThat(views).noneMatch(t -> t.array().isDense());
        List<Tensor> dense = StridedLayout.dense(views);
        assertThat(dense).allMatch(t -> t.array().isDense());
        assertThat(dense.get(1).array().toDoubleArray()).containsExactly(1, 2);
    }
}
