package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Layouts;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SortingTest {
    private static final double[] SPECIAL = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, 1, -1
    };

    private final Random random = new Random(4);

    private NdArray vector(DType dtype, int n) {
        double[] v = new double[n];
        Arrays.setAll(v, i -> random.nextInt(3) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian() * 1e6);
        return NdArray.of(v).to(dtype);
    }

    /** The reference: a stable sort of boxed indices by Double.compare with -0 made 0. */
    private static int[] order(double[] v, boolean descending) {
        Comparator<Integer> up = (i, j) -> Double.compare(v[i] + 0.0, v[j] + 0.0);
        return IntStream.range(0, v.length).boxed().sorted(descending ? up.reversed() : up).mapToInt(i -> i).toArray();
    }

    private static double[] at(double[] v, int[] order) {
        return Arrays.stream(order).mapToDouble(i -> v[i]).toArray();
    }

    private static long[] longs(int[] a) {
        return Arrays.stream(a).asLongStream().toArray();
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void sortIsStableInBothDirectionsForAllLengths(DType dtype) {
        for (int n : new int[] {0, 1, 2, 13, 24, 25, 207, 699, 700, 702, 4098, 30_000}) {
            NdArray x = vector(dtype, n);
            double[] v = x.toDoubleArray();
            for (boolean descending : new boolean[] {false, true}) {
                int[] order = order(v, descending);
                Sorting.Selected s = Sorting.sort(x, 0, descending);
                assertThat(s.indices().toLongArray()).isEqualTo(longs(order));
                assertThat(s.values().toDoubleArray()).isEqualTo(at(v, order));
                assertThat(s.values().dtype()).isEqualTo(dtype);
            }
        }
    }

    @Test
    void keysThatDifferInFewOrInLowBitsOnlyAreSortedToo() {
        int n = 20_000;
        long[][] patterns = new long[5][n];
        for (int i = 0; i < n; i++) {
            patterns[0][i] = random.nextInt(11) - 5;
            patterns[1][i] = (long) random.nextInt(5) << 50 | random.nextInt(3);
            patterns[2][i] = random.nextLong() >>> 20;
            patterns[3][i] = random.nextBoolean() ? Long.MIN_VALUE + random.nextInt(900) : Long.MAX_VALUE - random.nextInt(900);
            patterns[4][i] = n - i;
        }
        for (long[] v : patterns) {
            int[] order = IntStream.range(0, n).boxed().sorted(Comparator.comparingLong(i -> v[i])).mapToInt(i -> i).toArray();
            assertThat(Sorting.argsort(NdArray.of(v), 0, false).toLongArray()).isEqualTo(longs(order));
        }
    }

    @Test
    void longsBeyondThePrecisionOfDoublesAreSortedExactly() {
        long[] v = new long[5000];
        Arrays.setAll(v, i -> i % 3 == 0 ? Long.MAX_VALUE - random.nextInt(5) : i % 3 == 1 ? Long.MIN_VALUE + random.nextInt(5)
                : random.nextLong());
        long[] want = v.clone();
        Arrays.sort(want);
        assertThat(Sorting.sort(NdArray.of(v), 0, false).values().toLongArray()).isEqualTo(want);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void everyLineAlongTheAxisIsSortedByItself(int axis) {
        NdArray x = Layouts.random(DType.FLOAT32, random, 5, 6, 7);
        Sorting.Selected want = Sorting.sort(x, axis, true);
        for (NdArray view : Layouts.all(x)) {
            Sorting.Selected s = Sorting.sort(view, axis - 3, true);
            assertThat(s.values().isDense()).isTrue();
            assertThat(s.values().toFloatArray()).isEqualTo(want.values().toFloatArray());
            assertThat(s.values().toFloatArray()).isEqualTo(Indexing.gather(view, axis, s.indices()).toFloatArray());
        }
        NdArray line = x.select(axis, 0).select(0, 1);
        NdArray across = axis == 0 ? x.select(1, 2).select(1, 3) : line;
        if (axis == 0) {
            double[] v = across.toDoubleArray();
            assertThat(want.values().select(1, 2).select(1, 3).toDoubleArray()).isEqualTo(at(v, order(v, true)));
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void topkIsTheBeginningOfTheStableSort(DType dtype) {
        for (int n : new int[] {1, 13, 207, 4098, 30_000}) {
            NdArray x = vector(dtype, n);
            for (int k : new int[] {0, 1, n / 20, n / 3, n}) {
                for (boolean largest : new boolean[] {false, true}) {
                    Sorting.Selected sorted = Sorting.sort(x, 0, largest);
                    Sorting.Selected top = Sorting.topk(x, k, 0, largest, true);
                    assertThat(top.indices().toLongArray()).isEqualTo(Arrays.copyOf(sorted.indices().toLongArray(), k));
                    assertThat(top.values().toDoubleArray()).isEqualTo(Arrays.copyOf(sorted.values().toDoubleArray(), k));
                    long[] unsorted = Sorting.topk(x, k, 0, largest, false).indices().toLongArray();
                    long[] want = top.indices().toLongArray();
                    Arrays.sort(want);
                    assertThat(unsorted).isEqualTo(want);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void kthvalueIsTheKthOfTheSortedValuesAtItsFirstPlace(DType dtype) {
        NdArray x = vector(dtype, 300);
        double[] v = x.toDoubleArray();
        double[] sorted = at(v, order(v, false));
        for (int k = 1; k <= 300; k++) {
            Sorting.Selected s = Sorting.kthvalue(x, k, 0, false);
            double want = sorted[k - 1];
            assertThat(Double.compare(s.values().item() + 0.0, want + 0.0)).isZero();
            int first = IntStream.range(0, 300).filter(i -> Double.compare(v[i] + 0.0, want + 0.0) == 0).findFirst().orElseThrow();
            assertThat(s.indices().item()).isEqualTo(first);
        }
    }

    @Test
    void selectionSurvivesOrderedEqualAndOrganPipeInput() {
        int n = 20_000;
        double[] up = IntStream.range(0, n).mapToDouble(i -> i).toArray();
        double[] pipe = IntStream.range(0, n).mapToDouble(i -> Math.min(i, n - i)).toArray();
        double[] same = new double[n];
        for (double[] v : new double[][] {up, pipe, same}) {
            double[] sorted = v.clone();
            Arrays.sort(sorted);
            for (int k : new int[] {1, 2, n / 2, n - 1, n}) {
                assertThat(Sorting.kthvalue(NdArray.of(v), k, 0, true).values().item()).isEqualTo(sorted[k - 1]);
            }
        }
    }

    @Test
    void medianIsTheLowerMiddleAndNaNIfThereIsOne() {
        NdArray x = NdArray.of(3f, 1, 2, 4, Float.NaN, 1, 5, Float.NaN).reshape(Shape.of(2, 4));
        Sorting.Selected s = Sorting.median(x, 1, false);
        assertThat(s.values().toFloatArray()).containsExactly(2, Float.NaN);
        assertThat(s.indices().toLongArray()).containsExactly(2, 0);
        assertThat(Sorting.median(NdArray.of(5L, 5, 1), 0, true).values().shape()).isEqualTo(Shape.of(1));
        assertThat(Sorting.median(NdArray.of(5L, 5, 1), 0, true).indices().item()).isEqualTo(0);
    }

    @Test
    void nanmedianLeavesNaNOut() {
        NdArray x = NdArray.of(3f, 1, 2, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN).reshape(Shape.of(2, 4));
        Sorting.Selected s = Sorting.nanmedian(x, 1, false);
        assertThat(s.values().toFloatArray()).containsExactly(2, Float.NaN);
        assertThat(s.indices().toLongArray()).containsExactly(2, 0);
    }

    @Test
    void bucketizeCountsBoundaries() {
        NdArray boundaries = NdArray.of(1.0, 3, 3, 5);
        NdArray x = NdArray.of(0.0, 1, 3, 9, Double.NaN, 4).reshape(Shape.of(2, 3));
        assertThat(Sorting.bucketize(x, boundaries, false).toLongArray()).containsExactly(0, 0, 1, 4, 4, 3);
        assertThat(Sorting.bucketize(x, boundaries, true).toLongArray()).containsExactly(0, 1, 3, 4, 4, 3);
        assertThatThrownBy(() -> Sorting.bucketize(x, x, true)).hasMessageContaining("bucketize: boundaries' shape is [2, 3]");
    }

    @Test
    void modeIsTheSmallestOfTheMostFrequentAndNaNNeverEqualsNaN() {
        Sorting.Selected s = Sorting.mode(NdArray.of(2.0, 1, 3, 1, 3, 7), 0, false);
        assertThat(s.values().item()).isEqualTo(1);
        assertThat(s.indices().item()).isEqualTo(3);
        assertThat(Sorting.mode(NdArray.of(Double.NaN, Double.NaN, 4, 5, 5), 0, false).values().item()).isEqualTo(5);
        assertThat(Sorting.mode(NdArray.of(Double.NaN, Double.NaN), 0, false).values().item()).isNaN();
        assertThat(Sorting.mode(NdArray.of(true, false, true), 0, false).values().dtype()).isEqualTo(DType.BOOL);
    }

    @Test
    void uniqueGivesSortedValuesInverseAndCounts() {
        NdArray x = NdArray.of(3f, Float.NaN, 1, -0f, 3, 0, Float.NaN, 1).reshape(Shape.of(2, 4));
        Sorting.Unique u = Sorting.unique(x.transpose(0, 1).dense().transpose(0, 1));
        assertThat(u.values().toFloatArray()).containsExactly(-0f, 1, 3, Float.NaN, Float.NaN);
        assertThat(u.counts().toLongArray()).containsExactly(2, 2, 2, 1, 1);
        assertThat(u.inverse().shape()).isEqualTo(Shape.of(2, 4));
        assertThat(u.inverse().toLongArray()).containsExactly(2, 3, 1, 0, 2, 0, 4, 1);
        assertThat(Sorting.unique(NdArray.of(true, true)).values().toBooleanArray()).containsExactly(true);
        assertThat(Sorting.unique(NdArray.of(new long[0])).values().shape()).isEqualTo(Shape.of(0));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void searchsortedCountsWhatIsSmallerOrNotLarger(DType dtype) {
        NdArray sorted = Sorting.sort(vector(dtype, 100), 0, false).values();
        NdArray values = vector(dtype, 60).reshape(Shape.of(3, 20));
        double[] s = sorted.toDoubleArray();
        double[] v = values.toDoubleArray();
        for (boolean right : new boolean[] {false, true}) {
            long[] want = Arrays.stream(v).mapToLong(w -> Arrays.stream(s)
                    .filter(e -> Double.compare(e + 0.0, w + 0.0) < (right ? 1 : 0)).count()).toArray();
            NdArray got = Sorting.searchsorted(sorted, values, right);
            assertThat(got.shape()).isEqualTo(values.shape());
            assertThat(got.toLongArray()).isEqualTo(want);
        }
    }

    @Test
    void searchsortedWithOneSequencePerRow() {
        NdArray sorted = NdArray.of(1.0, 3, 5, 2, 4, 6).reshape(Shape.of(2, 3));
        NdArray values = NdArray.of(3.0, 6, 3, 6).reshape(Shape.of(2, 2));
        assertThat(Sorting.searchsorted(sorted, values, false).toLongArray()).containsExactly(1, 3, 1, 2);
        assertThat(Sorting.searchsorted(sorted, values, true).toLongArray()).containsExactly(2, 3, 1, 3);
        assertThat(Sorting.searchsorted(NdArray.of(1.0, 2), NdArray.scalar(DType.FLOAT64, 1.5), false).item()).isEqualTo(1);
    }

    @Test
    void scalarsCountAsVectorsOfOneElement() {
        NdArray x = NdArray.scalar(DType.FLOAT32, 3);
        assertThat(Sorting.sort(x, 0, false).values().shape()).isEqualTo(Shape.SCALAR);
        assertThat(Sorting.median(x, -1, false).indices().item()).isEqualTo(0);
        assertThat(Sorting.topk(x, 1, 0, true, true).values().item()).isEqualTo(3);
    }

    @Test
    void emptyArraysSortToEmptyOnes() {
        assertThat(Sorting.sort(NdArray.zeros(DType.FLOAT32, Shape.of(3, 0)), 1, false).values().shape()).isEqualTo(Shape.of(3, 0));
        assertThat(Sorting.sort(NdArray.zeros(DType.FLOAT32, Shape.of(0, 3)), 1, false).indices().shape()).isEqualTo(Shape.of(0, 3));
        assertThat(Sorting.median(NdArray.zeros(DType.FLOAT32, Shape.of(0, 3)), 1, false).values().shape()).isEqualTo(Shape.of(0));
        assertThat(Sorting.topk(NdArray.zeros(DType.FLOAT32, Shape.of(3, 0)), 0, 1, false, true).values().shape())
                .isEqualTo(Shape.of(3, 0));
    }

    @Test
    void badArgumentsAreNamed() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(2, 3));
        assertThatThrownBy(() -> Sorting.sort(x, 2, false)).isInstanceOf(ArgumentException.class).hasMessageContaining("sort: axis is 2");
        assertThatThrownBy(() -> Sorting.topk(x, 4, 1, true, true)).hasMessageContaining("topk: k is 4; accepted: from 0 to 3");
        assertThatThrownBy(() -> Sorting.kthvalue(x, 0, 1, true)).hasMessageContaining("kthvalue: k is 0; accepted: from 1 to 3");
        assertThatThrownBy(() -> Sorting.median(NdArray.zeros(DType.FLOAT32, Shape.of(2, 0)), 1, true))
                .hasMessageContaining("one element or more");
        assertThatThrownBy(() -> Sorting.searchsorted(x, NdArray.of(1f), true)).hasMessageContaining("values' shape is [1]");
        assertThatThrownBy(() -> Sorting.searchsorted(NdArray.of(1f), NdArray.of(1.0), true))
                .hasMessageContaining("dtype of values is FLOAT64");
    }
}
