package org.covector.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.norm.DoubleNorm;
import org.covector.engine.kernel.norm.DoubleSoftmax;
import org.covector.engine.kernel.norm.DoubleSoftmaxBackward;
import org.covector.engine.kernel.norm.FloatNorm;
import org.covector.engine.kernel.norm.FloatSoftmax;
import org.covector.engine.kernel.norm.FloatSoftmaxBackward;
import org.covector.engine.kernel.norm.NormKernel;
import org.covector.engine.kernel.norm.NormKernel.PerPiece;
import org.covector.engine.kernel.norm.NormKernel.Run;
import org.covector.engine.kernel.norm.RunMap;
import org.covector.engine.kernel.reduction.ArgKernel;
import org.covector.engine.kernel.reduction.DoubleArg;
import org.covector.engine.kernel.reduction.DoubleExtremum;
import org.covector.engine.kernel.reduction.DoubleShiftedSum;
import org.covector.engine.kernel.reduction.DoubleSum;
import org.covector.engine.kernel.reduction.FloatArg;
import org.covector.engine.kernel.reduction.FloatExtremum;
import org.covector.engine.kernel.reduction.FloatShiftedSum;
import org.covector.engine.kernel.reduction.FloatSum;
import org.covector.engine.kernel.reduction.ReduceKernel;
import org.covector.engine.kernel.reduction.ShiftedSumKernel;
import org.covector.engine.kernel.reduction.Term;
import org.covector.engine.op.OperandLayouts;
import org.covector.engine.storage.Storage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scalar and the vector loops of each kernel have the same bits, at awkward sizes and offsets and for special values. */
class ScalarAndVectorLoopsTest {
    private static final int[] LENGTHS = {1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 63, 64, 65, 207, 702, 4096};
    private static final int[] OFFSETS = {0, 1, 5};

    /** Ordinary values, or with special ones among them. */
    private static Object values(DType dtype, long seed, int n, boolean special) {
        Random random = new Random(seed);
        double[] specials = {Double.NaN, 0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-310, 1e-40, -3e-39, 1e30};
        double[] v = random.doubles(n).map(u -> random.nextInt(40) == 0 && special ? specials[random.nextInt(specials.length)] : 9 * u - 5)
                .toArray();
        return NdArray.of(v).to(dtype).dense().storage().array();
    }

    private static Object zeros(DType dtype, int n) {
        return Storage.zeros(dtype, n).array();
    }

    private static Storage copy(Object array) {
        return switch (array) {
            case float[] a -> Storage.of(a);
            case double[] a -> Storage.of(a);
            case long[] a -> Storage.of(a);
            default -> throw new IllegalArgumentException(array.getClass().getName());
        };
    }

    private static long[] bits(Object array) {
        Storage s = copy(array);
        return OperandLayouts.bits(NdArray.wrap(s, Shape.of(s.length())));
    }

    private interface Two {
        List<Object> results(boolean vector, int n, int offset, Object x, Object z);
    }

    private static void check(DType dtype, Two kernel) {
        for (int n : LENGTHS) {
            for (int offset : OFFSETS) {
                for (boolean special : new boolean[] {false, true}) {
                    Object x = values(dtype, n, n + 16, special);
                    Object z = values(dtype, n + 1, n + 16, special);
                    List<Object> cold = kernel.results(false, n, offset, x, z);
                    List<Object> hot = kernel.results(true, n, offset, x, z);
                    for (int i = 0; i < cold.size(); i++) {
                        assertThat(bits(hot.get(i))).as("n = %d, offset = %d, special = %s", n, offset, special)
                                .isEqualTo(bits(cold.get(i)));
                    }
                }
            }
        }
    }

    /** n elements as rows of w columns. */
    private static int[] steps(int n, int w) {
        return IntStream.range(0, Math.max(1, n / w)).map(r -> r * w).toArray();
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void reductions(DType dtype) {
        boolean single = dtype == DType.FLOAT32;
        check(dtype, (vector, n, o, x, z) -> {
            List<Object> y = new ArrayList<>();
            List<ReduceKernel> kernels = single
                    ? List.of(new FloatSum(vector), new FloatExtremum(1, vector), new FloatExtremum(-1, vector))
                    : List.of(new DoubleSum(vector), new DoubleExtremum(1, vector), new DoubleExtremum(-1, vector));
            for (ReduceKernel k : kernels) {
                Object row = zeros(dtype, 1);
                k.row(x, o, Math.min(n, k.block()), zeros(dtype, k.rowWork()), row, 0);
                y.add(row);
                for (int w : new int[] {1, 17, 40}) {
                    if (w <= n) {
                        Object out = zeros(dtype, w);
                        k.columns(x, o, steps(n, w), n / w, w, zeros(dtype, k.columnWork(w)), out, 0);
                        y.add(out);
                    }
                }
                Object partial = zeros(dtype, n);
                System.arraycopy(z, o, partial, 0, n);
                k.combine(partial, Math.max(1, n / 3), Math.min(n, 3));
                y.add(partial);
            }
            return y;
        });
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void firstExtremes(DType dtype) {
        check(dtype, (vector, n, o, x, z) -> {
            List<Object> y = new ArrayList<>();
            for (int sign : new int[] {1, -1}) {
                ArgKernel k = dtype == DType.FLOAT32 ? new FloatArg(sign, vector) : new DoubleArg(sign, vector);
                for (int w : new int[] {1, 17, 40}) {
                    Object values = zeros(dtype, w);
                    long[] indices = new long[w];
                    if (w == 1) {
                        k.row(x, o, n, values, indices, 0);
                    } else if (w <= n) {
                        k.columns(x, o, steps(n, w), n / w, w, values, indices, 0);
                    }
                    y.add(values);
                    y.add(indices);
                }
            }
            return y;
        });
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void sumsOfTerms(DType dtype) {
        Object shifts = values(dtype, 77, 40, false);
        check(dtype, (vector, n, o, x, z) -> {
            List<Object> y = new ArrayList<>();
            for (Term term : Term.values()) {
                ShiftedSumKernel k = dtype == DType.FLOAT32 ? new FloatShiftedSum(term, 1.5, vector)
                        : new DoubleShiftedSum(term, 1.5, vector);
                Object row = zeros(dtype, 1);
                Object high = NdArray.full(dtype, Shape.of(40), 4).dense().storage().array(); // exponents of at most 0
                k.row(x, o, Math.min(n, k.block()), term == Term.EXP ? high : shifts, 3, zeros(dtype, k.work(0)), row, 0);
                y.add(row);
                for (int w : new int[] {1, 17, 40}) {
                    if (w <= n) {
                        Object out = zeros(dtype, w);
                        k.columns(x, o, steps(n, w), n / w, w, term == Term.EXP ? high : shifts, 0, zeros(dtype, k.work(w)), out, 0);
                        y.add(out);
                    }
                }
            }
            return y;
        });
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void softmaxFamily(DType dtype) {
        check(dtype, (vector, n, o, x, z) -> {
            List<Object> y = new ArrayList<>();
            for (boolean log : new boolean[] {false, true}) {
                List<RunMap> maps = dtype == DType.FLOAT32
                        ? List.of(new FloatSoftmax(log, vector), new FloatSoftmaxBackward(log, vector))
                        : List.of(new DoubleSoftmax(log, vector), new DoubleSoftmaxBackward(log, vector));
                for (RunMap map : maps) {
                    Object negative = negated(dtype, z);
                    Object out = zeros(dtype, n + 16);
                    map.row(x, o, negative, o, out, o, n, zeros(dtype, map.work(n, 0)));
                    y.add(out);
                    if (map == maps.getFirst()) {
                        Object inPlace = copy(x).copy(0, n + 16).array();
                        map.row(inPlace, o, inPlace, o, inPlace, o, n, zeros(dtype, map.work(n, 0)));
                        assertThat(Arrays.copyOfRange(bits(inPlace), o, o + n)).isEqualTo(Arrays.copyOfRange(bits(out), o, o + n));
                    }
                    for (int w : new int[] {1, 17, 40}) {
                        if (w <= n) {
                            Object columns = zeros(dtype, n + 16);
                            map.columns(x, o, negative, o, columns, o, n / w, w, w, zeros(dtype, map.work(n / w, w)));
                            y.add(columns);
                        }
                    }
                }
            }
            return y;
        });
    }

    private static Object negated(DType dtype, Object z) {
        Storage s = copy(z);
        double[] v = NdArray.wrap(s, Shape.of(s.length())).toDoubleArray();
        Arrays.setAll(v, i -> -Math.abs(v[i]));
        return NdArray.of(v).to(dtype).storage().array();
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void normalisation(DType dtype) {
        check(dtype, (vector, n, o, x, z) -> {
            NormKernel k = dtype == DType.FLOAT32 ? new FloatNorm(vector) : new DoubleNorm(vector);
            Object mean = zeros(dtype, 3);
            Object variance = zeros(dtype, 3);
            Object work = zeros(dtype, k.work());
            Run run = n % 3 == 0 ? new Run(o, 3, n / 3, n / 3) : new Run(o, 1, n, 0);
            k.moments(x, run, true, mean, variance, 0, work);
            Object means = zeros(dtype, 6);
            Object variances = zeros(dtype, 6);
            k.rowMoments(x, o, n / 6, 6, true, means, variances, 0, work);
            for (int r = 0; r < 6; r++) {
                Object one = zeros(dtype, 6);
                Object other = zeros(dtype, 6);
                k.moments(x, new Run(o + r * (n / 6), 1, n / 6, 0), true, one, other, r, work);
                assertThat(bits(one)[r]).isEqualTo(bits(means)[r]);
                assertThat(bits(other)[r]).isEqualTo(bits(variances)[r]);
            }
            Object sums = zeros(dtype, 3);
            PerPiece w = new PerPiece(z, 0, 1);
            k.weighted(z, run, w, sums, 0, work);
            k.correlated(z, x, run, new PerPiece(mean, 0, 0), new PerPiece(variance, 0, 0), w, sums, 1, work);
            List<Object> y = new ArrayList<>(List.of(mean, variance, sums, means, variances));
            for (int form = 0; form < 4; form++) {
                Object out = zeros(dtype, n + 16);
                switch (form) {
                    case 0 -> k.piece(x, o, n, mean, variance, 0, z, 0, z, 1, out);
                    case 1 -> k.row(x, o, n, mean, variance, 0, z, z, out);
                    case 2 -> k.pieceBackward(z, x, o, n, mean, variance, 0, z, 0, sums, sums, n, out);
                    default -> k.rowBackward(z, x, o, n, true, mean, variance, 0, z, out, work);
                }
                y.add(out);
            }
            if (n >= 40) {
                Object out = zeros(dtype, 40);
                Object stats = values(dtype, 5, n / 40, false);
                k.columnProducts(z, x, 40, 0, n / 40, 0, 37, stats, stats, zeros(dtype, k.columnWork(37)), out, 0);
                y.add(out);
            }
            return y;
        });
    }
}
