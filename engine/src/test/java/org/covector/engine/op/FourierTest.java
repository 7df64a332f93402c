package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.fourier.DoubleFourier;
import org.covector.engine.kernel.fourier.FloatFourier;
import org.covector.engine.kernel.fourier.FourierKernel;
import org.covector.engine.kernel.fourier.RootsOfUnity;
import org.covector.engine.op.linalg.MatrixCheck;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FourierTest {
    private static final MathContext DIGITS = new MathContext(50);
    private static final BigDecimal PI = new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459");

    private static double log2(int n) {
        return Math.log(n) / Math.log(2);
    }

    private static boolean isSmooth(int n) {
        int rest = n;
        for (int p = 2; p <= 43; p++) {
            while (rest % p == 0) {
                rest /= p;
            }
        }
        return rest == 1;
    }

    /** The bound on the error in the 2-norm. */
    private static double bound(DType dtype, int n) {
        return (isSmooth(n) ? 4 : 12) * MatrixCheck.unit(dtype) * Math.max(1, log2(n));
    }

    /** Naive sums with roots of 50 digits, in BigDecimal: real parts, then imaginary ones, rounded to double-double's high part. */
    private static BigDecimal[][] exact(double[] re, double[] im) {
        int n = re.length;
        BigDecimal[] cos = new BigDecimal[n];
        BigDecimal[] sin = new BigDecimal[n];
        for (int k = 0; k < n; k++) {
            BigDecimal x = PI.multiply(BigDecimal.valueOf(2L * k)).divide(BigDecimal.valueOf(n), DIGITS);
            BigDecimal term = BigDecimal.ONE;
            cos[k] = BigDecimal.ZERO;
            sin[k] = BigDecimal.ZERO;
            for (int i = 0; i < 80; i++) {
                BigDecimal signed = (i / 2) % 2 == 0 ? term : term.negate();
                if (i % 2 == 0) {
                    cos[k] = cos[k].add(signed, DIGITS);
                } else {
                    sin[k] = sin[k].add(signed, DIGITS);
                }
                term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(i + 1), DIGITS);
            }
        }
        BigDecimal[][] y = new BigDecimal[2][n];
        for (int k = 0; k < n; k++) {
            BigDecimal sr = BigDecimal.ZERO;
            BigDecimal si = BigDecimal.ZERO;
            for (int j = 0; j < n; j++) {
                BigDecimal c = cos[(int) ((long) j * k % n)];
                BigDecimal s = sin[(int) ((long) j * k % n)];
                BigDecimal x = new BigDecimal(re[j]);
                BigDecimal z = new BigDecimal(im[j]);
                sr = sr.add(x.multiply(c), DIGITS).add(z.multiply(s), DIGITS);
                si = si.add(z.multiply(c), DIGITS).subtract(x.multiply(s), DIGITS);
            }
            y[0][k] = sr;
            y[1][k] = si;
        }
        return y;
    }

    private static double error(Fourier.Complex y, BigDecimal[][] exact) {
        double error = 0;
        double norm = 0;
        for (int k = 0; k < y.re().size(); k++) {
            for (int part = 0; part < 2; part++) {
                double d = new BigDecimal((part == 0 ? y.re() : y.im()).getDouble(k)).subtract(exact[part][k]).doubleValue();
                error += d * d;
                norm += exact[part][k].doubleValue() * exact[part][k].doubleValue();
            }
        }
        return Math.sqrt(error / norm);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void smallLengthsAgreeWithFiftyDigits(DType dtype) {
        for (int n : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 24, 31, 32, 43, 47, 49, 60, 64, 94, 97, 128, 150}) {
            NdArray re = MatrixCheck.random(dtype, n, n);
            NdArray im = MatrixCheck.random(dtype, n + 1L, n);
            BigDecimal[][] exact = exact(re.toDoubleArray(), im.toDoubleArray());
            assertThat(error(Fourier.fft(re, im, 0, false), exact)).as("n = " + n).isLessThanOrEqualTo(bound(dtype, n));
            Fourier.Complex inverse = Fourier.fft(im, re, 0, true); // parts exchanged twice
            assertThat(error(new Fourier.Complex(inverse.im(), inverse.re()), exact)).isLessThanOrEqualTo(bound(dtype, n));
            Fourier.Complex half = Fourier.rfft(re, 0);
            BigDecimal[][] real = exact(re.toDoubleArray(), new double[n]);
            assertThat(half.re().shape()).isEqualTo(Shape.of(n / 2 + 1));
            assertThat(error(half, real)).as("real n = " + n).isLessThanOrEqualTo(1.5 * bound(dtype, n)); // half of the norm is missing
            NdArray back = Fourier.irfft(half, 0, n);
            double[] scaled = re.toDoubleArray();
            for (int i = 0; i < n; i++) {
                scaled[i] *= n;
            }
            assertThat(MatrixCheck.distance(back, NdArray.of(scaled)))
                    .isLessThanOrEqualTo(3 * bound(dtype, n) * MatrixCheck.norm(NdArray.of(scaled)));
        }
    }

    @Test
    void longLengthsInFloatAgreeWithDouble() {
        for (int n : new int[] {1000, 1024, 4096, 4099, 5000, 8192, 10007, 65536, 100000}) {
            NdArray re = MatrixCheck.random(DType.FLOAT32, n, n);
            NdArray im = MatrixCheck.random(DType.FLOAT32, n + 1L, n);
            Fourier.Complex y = Fourier.fft(re, im, 0, false);
            Fourier.Complex wide = Fourier.fft(re.to(DType.FLOAT64), im.to(DType.FLOAT64), 0, false);
            double norm = Math.hypot(MatrixCheck.norm(wide.re()), MatrixCheck.norm(wide.im()));
            double error = Math.hypot(MatrixCheck.distance(y.re(), wide.re()), MatrixCheck.distance(y.im(), wide.im()));
            assertThat(error / norm).as("n = " + n).isLessThanOrEqualTo(bound(DType.FLOAT32, n));
            Fourier.Complex back = Fourier.fft(wide.re(), wide.im(), 0, true);
            double[] x = back.re().toDoubleArray();
            for (int i = 0; i < n; i++) {
                x[i] /= n;
            }
            assertThat(MatrixCheck.distance(NdArray.of(x), re)).isLessThanOrEqualTo(2 * bound(DType.FLOAT64, n) * MatrixCheck.norm(re));
            Fourier.Complex half = Fourier.rfft(re, 0);
            Fourier.Complex whole = Fourier.fft(re.to(DType.FLOAT64), NdArray.zeros(DType.FLOAT64, re.shape()).dense(), 0, false);
            double apart = Math.hypot(MatrixCheck.distance(half.re(), whole.re().slice(0, 0, n / 2 + 1, 1)),
                    MatrixCheck.distance(half.im(), whole.im().slice(0, 0, n / 2 + 1, 1)));
            assertThat(apart).isLessThanOrEqualTo(bound(DType.FLOAT32, n) * MatrixCheck.norm(whole.re()));
            assertThat(MatrixCheck.distance(Fourier.irfft(half, 0, n), scaled(re, n)))
                    .isLessThanOrEqualTo(2 * bound(DType.FLOAT32, n) * n * MatrixCheck.norm(re));
        }
    }

    /** A sum of two doubles: its value and what rounding left out. */
    private record Wide(double high, double low) {
        static final Wide ZERO = new Wide(0, 0);

        static Wide of(BigDecimal x) {
            double high = x.doubleValue();
            return new Wide(high, x.subtract(new BigDecimal(high)).doubleValue());
        }

        Wide plus(double h, double l) {
            double s = high + h;
            double b = s - high;
            double e = (high - (s - b)) + (h - b) + low + l;
            return new Wide(s + e, e - ((s + e) - s));
        }

        /** This and {@code x (h, l)}. */
        Wide plusProduct(double x, Wide y) {
            double p = x * y.high;
            return plus(p, Math.fma(x, y.high, -p) + x * y.low);
        }

        Wide times(Wide y) {
            double p = high * y.high;
            return new Wide(p, Math.fma(high, y.high, -p) + high * y.low + low * y.high).plus(0, 0);
        }

        Wide plus(Wide y) {
            return plus(y.high, y.low);
        }

        Wide negated() {
            return new Wide(-high, -low);
        }
    }

    /** Cosine and sine of {@code 2 pi k / n}, by Taylor's series in 50 digits. */
    private static Wide[] root(int n, long k) {
        BigDecimal x = PI.multiply(BigDecimal.valueOf(2 * (k % n))).divide(BigDecimal.valueOf(n), DIGITS);
        BigDecimal[] y = {BigDecimal.ZERO, BigDecimal.ZERO};
        BigDecimal term = BigDecimal.ONE;
        for (int i = 0; i < 80; i++) {
            y[i % 2] = i / 2 % 2 == 0 ? y[i % 2].add(term, DIGITS) : y[i % 2].subtract(term, DIGITS);
            term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(i + 1), DIGITS);
        }
        return new Wide[] {Wide.of(y[0]), Wide.of(y[1])};
    }

    /** All roots: products of those of the quotients and of the remainders by a number near the square root of n. */
    private static Wide[][] roots(int n) {
        int step = (int) Math.ceil(Math.sqrt(n));
        Wide[][] fine = new Wide[step][];
        Wide[][] coarse = new Wide[n / step + 1][];
        Arrays.setAll(fine, i -> root(n, i));
        Arrays.setAll(coarse, i -> root(n, (long) i * step));
        Wide[][] all = new Wide[n][];
        Arrays.setAll(all, k -> {
            Wide[] a = coarse[k / step];
            Wide[] b = fine[k % step];
            return new Wide[] {a[0].times(b[0]).plus(a[1].times(b[1]).negated()), a[1].times(b[0]).plus(a[0].times(b[1]))};
        });
        return all;
    }

    @Test
    void longLengthsInDoubleAgreeWithSumsOfTwoDoubles() {
        int frequencies = 61;
        for (int n : new int[] {1000, 1024, 4096, 4099, 5040, 10007, 65536, 65537, 99991, 100000}) {
            NdArray re = MatrixCheck.random(DType.FLOAT64, n, n);
            NdArray im = MatrixCheck.random(DType.FLOAT64, n + 1L, n);
            double[] x = re.toDoubleArray();
            double[] z = im.toDoubleArray();
            Fourier.Complex y = Fourier.fft(re, im, 0, false);
            Wide[][] roots = roots(n);
            double error = 0;
            double norm = 0;
            for (int f = 0; f < frequencies; f++) {
                int k = (int) ((long) f * (n - 1) / (frequencies - 1));
                Wide real = Wide.ZERO;
                Wide imaginary = Wide.ZERO;
                for (int j = 0; j < n; j++) {
                    Wide[] w = roots[(int) ((long) j * k % n)];
                    real = real.plusProduct(x[j], w[0]).plusProduct(z[j], w[1]);
                    imaginary = imaginary.plusProduct(z[j], w[0]).plusProduct(-x[j], w[1]);
                }
                error += square(real.plus(-y.re().getDouble(k), 0).high) + square(imaginary.plus(-y.im().getDouble(k), 0).high);
                norm += square(real.high) + square(imaginary.high);
            }
            assertThat(Math.sqrt(error / norm)).as("n = " + n).isPositive().isLessThanOrEqualTo(bound(DType.FLOAT64, n));
        }
    }

    private static double square(double x) {
        return x * x;
    }

    private static NdArray scaled(NdArray x, double by) {
        double[] y = x.toDoubleArray();
        for (int i = 0; i < y.length; i++) {
            y[i] *= by;
        }
        return NdArray.of(y);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void everyAxisAndLayoutGivesWhatSingleTransformsGive(DType dtype) {
        for (int n : new int[] {1, 6, 16, 47, 100, 1024}) {
            NdArray re = MatrixCheck.random(dtype, n, 2, n, 21);
            NdArray im = MatrixCheck.random(dtype, n + 9L, 2, n, 21);
            for (int axis : new int[] {1, 2}) {
                NdArray r = axis == 1 ? re : re.transpose(1, 2);
                NdArray i = axis == 1 ? im : im.transpose(1, 2).dense();
                Fourier.Complex y = Fourier.fft(r, i, axis, false);
                Fourier.Complex half = Fourier.rfft(r, axis);
                NdArray back = Fourier.irfft(half, axis, n);
                for (int b = 0; b < 2; b++) {
                    for (int c : new int[] {0, 7, 20}) {
                        NdArray x = re.select(0, b).select(1, c);
                        Fourier.Complex one = Fourier.fft(x, im.select(0, b).select(1, c), 0, false);
                        double whole = MatrixCheck.norm(one.re()) + MatrixCheck.norm(one.im());
                        near(line(y.re(), b, c, axis), one.re(), bound(dtype, n) * whole);
                        Fourier.Complex oneHalf = Fourier.rfft(x, 0);
                        double size = MatrixCheck.norm(oneHalf.re()) + MatrixCheck.norm(oneHalf.im());
                        near(line(half.im(), b, c, axis), oneHalf.im(), bound(dtype, n) * size);
                        near(line(back, b, c, axis), scaled(x, n), 3 * bound(dtype, n) * n * MatrixCheck.norm(x));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void theBitsOfATransformDependOnItsOwnNumbersOnly(DType dtype) {
        for (int n : new int[] {1, 2, 5, 6, 7, 16, 30, 47, 64, 75, 100, 128, 256, 294, 1000, 1009, 1024, 4096, 4410, 10007}) {
            int count = n > 1024 ? 18 : 37;
            NdArray re = MatrixCheck.random(dtype, n, count, n);
            NdArray im = MatrixCheck.random(dtype, n + 9L, count, n);
            for (boolean inverse : new boolean[] {false, true}) {
                Fourier.Complex rows = Fourier.fft(re, im, 1, inverse);
                Fourier.Complex few = Fourier.fft(re.slice(0, 0, 3, 1), im.slice(0, 0, 3, 1), 1, inverse);
                Fourier.Complex columns = Fourier.fft(re.transpose(0, 1).dense(), im.transpose(0, 1).dense(), 0, inverse);
                Fourier.Complex half = inverse ? rows : Fourier.rfft(re, 1);
                Fourier.Complex halfColumns = inverse ? columns : Fourier.rfft(re.transpose(0, 1).dense(), 0);
                for (int i = 0; i < count; i++) {
                    Fourier.Complex one = Fourier.fft(re.select(0, i), im.select(0, i), 0, inverse);
                    same(one, rows, i);
                    same(one, new Fourier.Complex(columns.re().transpose(0, 1), columns.im().transpose(0, 1)), i);
                    if (i < 3) {
                        same(one, few, i);
                    }
                    if (!inverse) {
                        Fourier.Complex oneHalf = Fourier.rfft(re.select(0, i), 0);
                        same(oneHalf, half, i);
                        same(oneHalf, new Fourier.Complex(halfColumns.re().transpose(0, 1), halfColumns.im().transpose(0, 1)), i);
                    }
                }
                if (!inverse) {
                    NdArray back = Fourier.irfft(half, 1, n);
                    NdArray backColumns = Fourier.irfft(halfColumns, 0, n).transpose(0, 1);
                    for (int i = 0; i < count; i++) {
                        double[] one = Fourier.irfft(new Fourier.Complex(half.re().select(0, i), half.im().select(0, i)), 0, n)
                                .toDoubleArray();
                        assertThat(back.select(0, i).toDoubleArray()).as("n = " + n).isEqualTo(one);
                        assertThat(backColumns.select(0, i).toDoubleArray()).as("n = " + n).isEqualTo(one);
                    }
                }
            }
        }
    }

    private static void same(Fourier.Complex one, Fourier.Complex all, int row) {
        assertThat(all.re().select(0, row).toDoubleArray()).as("n = " + one.re().size()).isEqualTo(one.re().toDoubleArray());
        assertThat(all.im().select(0, row).toDoubleArray()).as("n = " + one.re().size()).isEqualTo(one.im().toDoubleArray());
    }

    private static NdArray line(NdArray y, int batch, int index, int axis) {
        return y.select(0, batch).select(axis == 1 ? 1 : 0, index);
    }

    private static void near(NdArray x, NdArray y, double bound) {
        assertThat(MatrixCheck.distance(x, y)).isLessThanOrEqualTo(bound);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void vectorAndScalarLoopsHaveTheSameBits(DType dtype) {
        FourierKernel scalar = dtype == DType.FLOAT32 ? new FloatFourier(false) : new DoubleFourier(false);
        FourierKernel vector = dtype == DType.FLOAT32 ? new FloatFourier(true) : new DoubleFourier(true);
        for (int n : new int[] {1, 2, 3, 8, 15, 32, 77, 94, 120, 256, 1000, 4410, 8192}) {
            for (int lanes : new int[] {1, 5, 16, 19}) {
                if (lanes > scalar.mostLanes(scalar.plan(n))) {
                    continue;
                }
                NdArray re = MatrixCheck.random(dtype, n, n * lanes);
                NdArray im = MatrixCheck.random(dtype, n + 1L, n * lanes);
                FourierKernel.Parts x = new FourierKernel.Parts(re.storage().array(), 0, im.storage().array(), 0, lanes);
                NdArray[] y = new NdArray[2];
                for (int i = 0; i < 2; i++) {
                    FourierKernel kernel = i == 0 ? scalar : vector;
                    y[i] = MatrixCheck.random(dtype, 0, 2 * n * lanes);
                    Object out = y[i].storage().array();
                    kernel.complex(kernel.plan(n), n, lanes, x, new FourierKernel.Parts(out, 0, out, n * lanes, lanes));
                }
                assertThat(y[1].toDoubleArray()).isEqualTo(y[0].toDoubleArray());
            }
        }
    }

    @Test
    void rootsAreWithinOneUlp() {
        for (int n : new int[] {1, 3, 7, 8, 12, 1000, 1024}) {
            RootsOfUnity roots = new RootsOfUnity(n);
            for (int k = 0; k < n; k += Math.max(1, n / 37)) {
                BigDecimal x = PI.multiply(BigDecimal.valueOf(2L * k)).divide(BigDecimal.valueOf(n), DIGITS);
                BigDecimal term = BigDecimal.ONE;
                BigDecimal[] sums = {BigDecimal.ZERO, BigDecimal.ZERO};
                for (int i = 0; i < 80; i++) {
                    sums[i % 2] = sums[i % 2].add((i / 2) % 2 == 0 ? term : term.negate(), DIGITS);
                    term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(i + 1), DIGITS);
                }
                double cos = roots.cos(k);
                double sin = roots.sin(k);
                // 1e-40: what the series of 50 digits leaves of a zero
                assertThat(sums[0].subtract(new BigDecimal(cos)).abs().doubleValue())
                        .isLessThanOrEqualTo(0.51 * Math.ulp(cos) + 1e-40);
                assertThat(sums[1].subtract(new BigDecimal(sin)).abs().doubleValue())
                        .isLessThanOrEqualTo(0.51 * Math.ulp(sin) + 1e-40);
            }
        }
    }

    @Test
    void threadsDoNotShowInTheBits() {
        int before = EngineRuntime.threads();
        NdArray re = MatrixCheck.random(DType.FLOAT32, 1, 60000);
        NdArray im = MatrixCheck.random(DType.FLOAT32, 2, 60000);
        NdArray rows = re.reshape(Shape.of(100, 600));
        try {
            EngineRuntime.threads(1);
            double[] one = Fourier.fft(re, im, 0, false).im().toDoubleArray();
            double[] half = Fourier.rfft(rows, 1).re().toDoubleArray();
            EngineRuntime.threads(3);
            assertThat(Fourier.fft(re, im, 0, false).im().toDoubleArray()).isEqualTo(one);
            assertThat(Fourier.rfft(rows, 1).re().toDoubleArray()).isEqualTo(half);
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @Test
    void nanAndInfinitySpreadOverTheirTransformOnly() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (int n : new int[] {8, 47}) {
                double[] x = new double[2 * n];
                x[n + 2] = bad;
                NdArray re = NdArray.of(x).reshape(Shape.of(2, n));
                Fourier.Complex y = Fourier.fft(re, NdArray.zeros(DType.FLOAT64, re.shape()), 1, false);
                assertThat(MatrixCheck.norm(y.re().select(0, 0))).isZero();
                for (double v : y.re().select(0, 1).toDoubleArray()) {
                    assertThat(Double.isFinite(v)).isFalse();
                }
            }
        }
    }

    @Test
    void emptyBatchesAndBadInput() {
        NdArray none = NdArray.zeros(DType.FLOAT64, Shape.of(0, 4));
        assertThat(Fourier.fft(none, none, 1, false).re().shape()).isEqualTo(Shape.of(0, 4));
        assertThat(Fourier.rfft(none, -1).im().shape()).isEqualTo(Shape.of(0, 3));
        assertThat(Fourier.irfft(Fourier.rfft(none, 1), 1, 4).shape()).isEqualTo(Shape.of(0, 4));
        NdArray inner = NdArray.zeros(DType.FLOAT32, Shape.of(4, 0));
        assertThat(Fourier.fft(inner, inner, 0, true).re().shape()).isEqualTo(Shape.of(4, 0));
        assertThatThrownBy(() -> Fourier.fft(none, none, 0, false)).isInstanceOf(ArgumentException.class).hasMessageContaining("length 0");
        NdArray x = NdArray.of(1.0, 2.0);
        assertThatThrownBy(() -> Fourier.fft(x, NdArray.of(1f, 2f), 0, false)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("FLOAT32");
        assertThatThrownBy(() -> Fourier.rfft(x, 1)).isInstanceOf(ArgumentException.class).hasMessageContaining("axis");
        assertThatThrownBy(() -> Fourier.irfft(new Fourier.Complex(x, x), 0, 4)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("n is 4");
        assertThatThrownBy(() -> Fourier.rfft(NdArray.of(1L), 0)).isInstanceOf(ArgumentException.class).hasMessageContaining("INT64");
    }
}
