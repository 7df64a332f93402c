package org.covector.functional.signal;

import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Complex;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.FftNorm;
import org.covector.functional.Stft;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Short-time transforms, convolution by transforms, frequencies and windows. */
final class Spectrum {
    private static final int TERMS = 500;

    private Spectrum() {}

    // ---- short-time transforms

    private static int hop(Stft o) {
        return o.hop() == 0 ? o.nFft() / 4 : o.hop();
    }

    /** The window in the middle of a frame. */
    private static Tensor window(String function, Stft o, DType dtype) {
        int length = o.winLength() == 0 ? o.nFft() : o.winLength();
        ArgumentException.require(o.nFft() >= 1 && hop(o) >= 1 && length >= 1 && length <= o.nFft(), function, "options",
                "nFft " + o.nFft() + ", hop " + hop(o) + ", winLength " + length, "positive, winLength at most nFft");
        Tensor w = o.window().getOrElse(() -> Tensor.ones(dtype, length));
        ArgumentException.require(w.rank() == 1 && w.dim(0) == length && w.dtype() == dtype, function, "window",
                w.dtype() + " " + w.shape(), dtype + " [" + length + "]");
        int left = (o.nFft() - length) / 2;
        return length == o.nFft() ? w : F.pad(w, left, o.nFft() - length - left);
    }

    static Complex stft(Tensor x, Stft o) {
        AxisReduction.floating("stft", x);
        ArgumentException.require(x.rank() == 1 || x.rank() == 2, "stft", "x", x.shape(), "[length] or [batch, length]");
        Tensor window = window("stft", o, x.dtype());
        Tensor signal = x.rank() == 1 ? Shapes.unsqueeze(x, 0) : x;
        if (o.center()) {
            Tensor channels = Shapes.unsqueeze(signal, 1);
            signal = Shapes.squeeze(F.pad(channels, o.padMode(), 0, o.nFft() / 2, o.nFft() / 2), 1);
        }
        ArgumentException.require(signal.dim(-1) >= o.nFft(), "stft", "x", x.shape(),
                "a signal of at least " + o.nFft() + " numbers, padding included");
        Tensor frames = F.mul(F.unfold(signal, -1, o.nFft(), hop(o)), window);
        FftNorm norm = o.normalized() ? FftNorm.ORTHO : FftNorm.BACKWARD;
        int[] n = {o.nFft()};
        int[] last = {-1};
        Complex y = o.onesided() ? FourierTransform.rfft("stft", frames, n, last, norm)
                : FourierTransform.fft("stft", new Complex(frames, Tensor.zerosLike(frames)), n, last, norm, false);
        return new Complex(turned(y.re(), x.rank()), turned(y.im(), x.rank()));
    }

    private static Tensor turned(Tensor frames, int rank) {
        Tensor y = Matrix.transposed(frames);
        return rank == 1 ? Shapes.squeeze(y, 0) : y;
    }

    /** Overlapping frames, windowed once more and added, over the sum of the squares of the windows (Griffin and Lim, 1984). */
    static Tensor istft(Complex x, Stft o, int length) {
        AxisReduction.floating("istft", x.re());
        int rank = x.re().rank();
        ArgumentException.require(rank == 2 || rank == 3, "istft", "x", x.re().shape(),
                "[frequencies, frames] or [batch, frequencies, frames]");
        int frequencies = o.onesided() ? o.nFft() / 2 + 1 : o.nFft();
        ArgumentException.require(x.re().dim(-2) == frequencies, "istft", "x", x.re().shape(), frequencies + " frequencies");
        Tensor window = window("istft", o, x.re().dtype());
        Complex turned = new Complex(frames(x.re(), rank), frames(x.im(), rank));
        FftNorm norm = o.normalized() ? FftNorm.ORTHO : FftNorm.BACKWARD;
        int[] n = {o.nFft()};
        int[] last = {-1};
        Tensor frames = o.onesided() ? FourierTransform.irfft("istft", turned, n, last, norm)
                : FourierTransform.fft("istft", turned, n, last, norm, true).re();
        Tensor sum = added(F.mul(frames, window), o);
        Tensor squares = F.broadcastTo(F.square(window), 1, frames.dim(-2), o.nFft());
        Tensor envelope = added(squares, o);
        int from = o.center() ? o.nFft() / 2 : 0;
        int most = sum.dim(-1) - from;
        int kept = length > 0 ? length : most - from;
        Tensor y = F.div(F.narrow(sum, -1, from, Math.min(kept, most)),
                F.narrow(envelope, -1, from, Math.min(kept, most)));
        Tensor padded = kept > most ? F.pad(y, 0, kept - most) : y;
        return rank == 2 ? Shapes.squeeze(padded, 0) : padded;
    }

    private static Tensor frames(Tensor x, int rank) {
        return Matrix.transposed(rank == 2 ? Shapes.unsqueeze(x, 0) : x);
    }

    private static Tensor added(Tensor frames, Stft o) {
        int count = frames.dim(-2);
        int length = Shape.length("istft", (count - 1L) * hop(o) + o.nFft());
        Tensor y = F.fold(Matrix.transposed(frames), new int[] {1, length}, new int[] {1, o.nFft()},
                ConvOptions.DEFAULT.withStride(1, hop(o)));
        return Shapes.reshape(y, y.dim(0), length);
    }

    // ---- convolution

    static Tensor convolve(Tensor x, Tensor y) {
        AxisReduction.floating("fftConvolve", x);
        boolean fits = x.rank() > 0 && y.rank() > 0 && x.dtype() == y.dtype() && x.dim(-1) > 0 && y.dim(-1) > 0;
        ArgumentException.require(fits, "fftConvolve", "shapes", x.dtype() + " " + x.shape() + " and " + y.dtype() + " " + y.shape(),
                "equal dtypes, last axes not empty");
        int n = Shape.length("fftConvolve", x.dim(-1) + y.dim(-1) - 1L);
        int[] padded = {smooth(n)};
        int[] last = {-1};
        Complex a = FourierTransform.rfft("fftConvolve", x, padded, last, FftNorm.BACKWARD);
        Complex b = FourierTransform.rfft("fftConvolve", y, padded, last, FftNorm.BACKWARD);
        Complex product = new Complex(F.sub(F.mul(a.re(), b.re()), F.mul(a.im(), b.im())),
                F.add(F.mul(a.re(), b.im()), F.mul(a.im(), b.re())));
        return F.narrow(FourierTransform.irfft("fftConvolve", product, padded, last, FftNorm.BACKWARD), -1, 0, n);
    }

    /** The next number whose prime factors are 2, 3 and 5, for which transforms are fast; n where there is none below 2^31. */
    private static int smooth(int n) {
        long next = Long.MAX_VALUE;
        for (long five = 1; five < 2L * n; five *= 5) {
            for (long product = five; product < 2L * n; product *= 3) {
                long k = product;
                while (k < n) {
                    k *= 2;
                }
                next = Math.min(next, k);
            }
        }
        return next <= Integer.MAX_VALUE ? (int) next : n;
    }

    // ---- order and frequencies

    static Tensor shifted(Tensor x, boolean back, int... axes) {
        int[] all = axes.length == 0 ? FourierTransform.allAxes(x) : axes;
        String function = back ? "ifftshift" : "fftshift";
        ArgumentException.require(x.rank() > 0 || all.length == 0, function, "axes", Arrays.toString(axes),
                "none for a tensor without axes");
        int[] halves = Arrays.stream(all).map(a -> x.dim(x.shape().axis(function, a)) / 2).toArray();
        int[] by = back ? Arrays.stream(halves).map(n -> -n).toArray() : halves;
        return all.length == 0 ? x : F.roll(x, by, all);
    }

    static Tensor frequencies(String function, DType dtype, int n, double d, boolean half) {
        ArgumentException.require(dtype.isFloating(), function, "dtype", dtype, "FLOAT32 or FLOAT64");
        ArgumentException.require(n >= 1, function, "n", n, "1 or more");
        double[] f = Create.doubles(half ? n / 2 + 1 : n);
        Arrays.setAll(f, i -> (half || i < (n + 1) / 2 ? i : i - n) / (n * d));
        return Tensor.of(NdArray.of(f).to(dtype));
    }

    // ---- windows

    /** {@code a_0 - a_1 cos(2 pi i / N) + a_2 cos(4 pi i / N) - ..}, N being n for periodic windows and n - 1 for others. */
    static Tensor cosines(String function, DType dtype, int n, boolean periodic, List<Double> a) {
        double[] w = window(function, dtype, n);
        double whole = periodic ? n : n - 1;
        for (int i = 0; i < n && n > 1; i++) {
            double sum = 0;
            for (int k = 0; k < a.size(); k++) {
                sum += (k % 2 == 0 ? a.get(k) : -a.get(k)) * StrictMath.cos(2 * Math.PI * k * i / whole);
            }
            w[i] = sum;
        }
        return Tensor.of(NdArray.of(w).to(dtype));
    }

    /** {@code 1 - |2 i / N - 1|}. */
    static Tensor triangle(DType dtype, int n, boolean periodic) {
        double[] w = window("bartlettWindow", dtype, n);
        double whole = periodic ? n : n - 1;
        for (int i = 0; i < n && n > 1; i++) {
            w[i] = 1 - Math.abs(2 * i / whole - 1);
        }
        return Tensor.of(NdArray.of(w).to(dtype));
    }

    /** {@code I0(beta sqrt(1 - (2 i / N - 1)^2)) / I0(beta)}. */
    static Tensor kaiser(DType dtype, int n, boolean periodic, double beta) {
        double[] w = window("kaiserWindow", dtype, n);
        double whole = periodic ? n : n - 1;
        for (int i = 0; i < n && n > 1; i++) {
            double t = 2 * i / whole - 1;
            w[i] = besselI0(beta * Math.sqrt(Math.max(0, 1 - t * t))) / besselI0(beta);
        }
        return Tensor.of(NdArray.of(w).to(dtype));
    }

    /** One number is 1, whatever the window. */
    private static double[] window(String function, DType dtype, int n) {
        ArgumentException.require(dtype.isFloating(), function, "dtype", dtype, "FLOAT32 or FLOAT64");
        ArgumentException.require(n >= 0, function, "n", n, "0 or more");
        double[] w = Create.doubles(n);
        Arrays.fill(w, 1);
        return w;
    }

    /** The series {@code sum (x^2 / 4)^k / k!^2}, whose terms are all positive. */
    private static double besselI0(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < TERMS && term > sum * Math.ulp(1.0) / 4; k++) {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }
        return sum;
    }
}
