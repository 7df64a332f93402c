package org.covector.functional.signal;

import java.util.List;
import org.covector.engine.DType;
import org.covector.functional.Complex;
import org.covector.functional.F;
import org.covector.functional.FftNorm;
import org.covector.functional.Stft;
import org.covector.functional.Tensor;
import org.covector.functional.linalg.LinalgFunctions;
import org.covector.functional.random.RandomFunctions;

/**
 * Fourier transforms, along one axis or several, and windows; part of {@link F}. Complex numbers are pairs of tensors. The transforms
 * are linear: their gradients are transforms the other way.
 */
public abstract sealed class SignalFunctions extends RandomFunctions permits LinalgFunctions {
    protected SignalFunctions() {}

    // ---- Fourier transforms

    /**
     * {@code y[k] = sum over j of exp(-2 pi i j k / n) x[j]} along the last axis.
     *
     * {@snippet :
     * Complex y = F.fft(Tensor.of(1.0, 2, 3, 4));
     * Tensor re = y.re(); // [10, -2, -2, -2]
     * Tensor im = y.im(); // [0, 2, 0, -2]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex fft(Complex x) {
        return FourierTransform.fft("fft", x, FourierTransform.lengths("fft", x.re(), -1), new int[] {-1}, FftNorm.BACKWARD, false);
    }

    /**
     * {@code y[k] = sum over j of exp(-2 pi i j k / n) x[j]} along an axis, divided as norm says. torch: fft.fft.
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @param n the length of the transform: x is cut off or filled up with zeros
     * @param axis the axis; from the end if negative
     * @param norm where it is divided
     * @return the shape of x, n long along the axis
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex fft(Complex x, int n, int axis, FftNorm norm) {
        return FourierTransform.fft("fft", x, new int[] {n}, new int[] {axis}, norm, false);
    }

    /**
     * {@code y[k, l] = sum over p, q of exp(-2 pi i (p k / m + q l / n)) x[p, q]} along the last two axes. torch: fft.fft2.
     *
     * {@snippet :
     * Tensor re = F.fft2(Tensor.of(new double[][] {{1, 2}, {3, 4}})).re(); // [[10, -2], [-4, 0]]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex fft2(Complex x) {
        return FourierTransform.fft("fft2", x, FourierTransform.lengths("fft2", x.re(), -2, -1), new int[] {-2, -1}, FftNorm.BACKWARD,
                false);
    }

    /**
     * {@code y[k..] = sum over j.. of exp(-2 pi i (j_0 k_0 / n_0 + ..)) x[j..]} along all axes. torch: fft.fftn.
     *
     * {@snippet :
     * Tensor re = F.fftn(Tensor.of(new double[][] {{1, 2}, {3, 4}})).re(); // [[10, -2], [-4, 0]]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex fftn(Complex x) {
        return FourierTransform.fft("fftn", x, x.re().shape().dims(), FourierTransform.allAxes(x.re()), FftNorm.BACKWARD, false);
    }

    /**
     * {@code y[k..] = sum over j.. of exp(-2 pi i (j_0 k_0 / n_0 + ..)) x[j..]} along several axes, divided as norm says. torch: fft.fftn,
     * fft.fft2.
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @param n the lengths of the transforms: x is cut off or filled up with zeros
     * @param axes as many axes, negative from the end; the last first
     * @param norm where it is divided
     * @return the shape of x with the lengths n
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex fftn(Complex x, int[] n, int[] axes, FftNorm norm) {
        return FourierTransform.fft("fftn", x, n, axes, norm, false);
    }

    /**
     * {@code y[k] = sum over j of exp(2 pi i j k / n) x[j] / n} along the last axis.
     *
     * {@snippet :
     * Complex y = F.ifft(F.fft(Tensor.of(1.0, 2, 3, 4)));
     * Tensor re = y.re(); // [1, 2, 3, 4]
     * Tensor im = y.im(); // [0, 0, 0, 0]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex ifft(Complex x) {
        return FourierTransform.fft("ifft", x, FourierTransform.lengths("ifft", x.re(), -1), new int[] {-1}, FftNorm.BACKWARD, true);
    }

    /**
     * {@code y[k] = sum over j of exp(2 pi i j k / n) x[j] / n} along an axis, divided as norm says. torch: fft.ifft.
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @param n the length of the transform: x is cut off or filled up with zeros
     * @param axis the axis; from the end if negative
     * @param norm where it is divided
     * @return the shape of x, n long along the axis
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex ifft(Complex x, int n, int axis, FftNorm norm) {
        return FourierTransform.fft("ifft", x, new int[] {n}, new int[] {axis}, norm, true);
    }

    /**
     * {@code y[k, l] = sum over p, q of exp(2 pi i (p k / m + q l / n)) x[p, q] / (m n)} along the last two axes. torch: fft.ifft2.
     *
     * {@snippet :
     * Tensor re = F.ifft2(F.fft2(Tensor.of(new double[][] {{1, 2}, {3, 4}}))).re(); // [[1, 2], [3, 4]]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex ifft2(Complex x) {
        return FourierTransform.fft("ifft2", x, FourierTransform.lengths("ifft2", x.re(), -2, -1), new int[] {-2, -1}, FftNorm.BACKWARD,
                true);
    }

    /**
     * {@code y[k..] = sum over j.. of exp(2 pi i (j_0 k_0 / n_0 + ..)) x[j..] / (n_0 ..)} along all axes. torch: fft.ifftn.
     *
     * {@snippet :
     * Tensor re = F.ifftn(F.fftn(Tensor.of(new double[][] {{1, 2}, {3, 4}}))).re(); // [[1, 2], [3, 4]]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex ifftn(Complex x) {
        return FourierTransform.fft("ifftn", x, x.re().shape().dims(), FourierTransform.allAxes(x.re()), FftNorm.BACKWARD, true);
    }

    /**
     * {@code y[k..] = sum over j.. of exp(2 pi i (j_0 k_0 / n_0 + ..)) x[j..] / (n_0 ..)} along several axes, divided as norm says. torch:
     * fft.ifftn, fft.ifft2.
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @param n the lengths of the transforms: x is cut off or filled up with zeros
     * @param axes as many axes, negative from the end; the last first
     * @param norm where it is divided
     * @return the shape of x with the lengths n
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex ifftn(Complex x, int[] n, int[] axes, FftNorm norm) {
        return FourierTransform.fft("ifftn", x, n, axes, norm, true);
    }

    /**
     * {@code y[k] = sum over j of exp(-2 pi i j k / n) x[j]} for k from 0 to n / 2, along the last axis.
     *
     * {@snippet :
     * Complex y = F.rfft(Tensor.of(1.0, 2, 3, 4));
     * Tensor re = y.re(); // [10, -2, -2]
     * Tensor im = y.im(); // [0, 2, 0]
     * }
     *
     * @param x real numbers, FLOAT32 or FLOAT64
     * @return parts {@code [.., n / 2 + 1]}
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex rfft(Tensor x) {
        return FourierTransform.rfft("rfft", x, FourierTransform.lengths("rfft", x, -1), new int[] {-1}, FftNorm.BACKWARD);
    }

    /**
     * {@code y[k] = sum over j of exp(-2 pi i j k / n) x[j]} for k from 0 to n / 2, along an axis, divided as norm says. torch: fft.rfft.
     *
     * @param x real numbers, FLOAT32 or FLOAT64
     * @param n the length of the transform: x is cut off or filled up with zeros
     * @param axis the axis; from the end if negative
     * @param norm where it is divided
     * @return parts, {@code n / 2 + 1} long along the axis
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex rfft(Tensor x, int n, int axis, FftNorm norm) {
        return FourierTransform.rfft("rfft", x, new int[] {n}, new int[] {axis}, norm);
    }

    /**
     * {@code y[k, l] = sum over p, q of exp(-2 pi i (p k / m + q l / n)) x[p, q]} for l from 0 to n / 2, along the last two axes. torch:
     * fft.rfft2.
     *
     * {@snippet :
     * Tensor re = F.rfft2(Tensor.of(new double[][] {{1, 2}, {3, 4}})).re(); // [[10, -2], [-4, 0]]
     * }
     *
     * @param x real numbers, FLOAT32 or FLOAT64
     * @return parts {@code [.., m, n / 2 + 1]}
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex rfft2(Tensor x) {
        return FourierTransform.rfft("rfft2", x, FourierTransform.lengths("rfft2", x, -2, -1), new int[] {-2, -1}, FftNorm.BACKWARD);
    }

    /**
     * {@code y[k..] = sum over j.. of exp(-2 pi i (j_0 k_0 / n_0 + ..)) x[j..]} along several axes, the last k from 0 to n / 2, divided as
     * norm says. torch: fft.rfftn.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
     * Tensor re = F.rfftn(x, new int[] {2, 2}, new int[] {0, 1}, FftNorm.BACKWARD).re(); // [[10, -2], [-4, 0]]
     * }
     *
     * @param x real numbers, FLOAT32 or FLOAT64
     * @param n the lengths of the transforms: x is cut off or filled up with zeros
     * @param axes as many axes, negative from the end; the last first
     * @param norm where it is divided
     * @return parts with the lengths n, {@code n / 2 + 1} for the last
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Complex rfftn(Tensor x, int[] n, int[] axes, FftNorm norm) {
        return FourierTransform.rfft("rfftn", x, n, axes, norm);
    }

    /**
     * {@code y} with {@code rfft(y) = x}: {@code n = 2 (m - 1)} real numbers for a last axis of length m.
     *
     * {@snippet :
     * Tensor y = F.irfft(F.rfft(Tensor.of(1.0, 2, 3, 4))); // [1, 2, 3, 4]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @return {@code [.., n]}
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Tensor irfft(Complex x) {
        return FourierTransform.irfft("irfft", x, FourierTransform.wholeLengths("irfft", x.re(), -1), new int[] {-1}, FftNorm.BACKWARD);
    }

    /**
     * {@code y} with {@code rfft(y) = x}: n real numbers along an axis, divided as norm says; imaginary parts of the first number, and of
     * the middle one for even n, do not count. torch: fft.irfft.
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @param n the length of the transform: the first n / 2 + 1 numbers count, x is cut off or filled up with zeros
     * @param axis the axis; from the end if negative
     * @param norm where it is divided
     * @return the shape of x, n long along the axis
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Tensor irfft(Complex x, int n, int axis, FftNorm norm) {
        return FourierTransform.irfft("irfft", x, new int[] {n}, new int[] {axis}, norm);
    }

    /**
     * {@code y} with {@code rfft2(y) = x}: {@code n = 2 (m - 1)} real numbers for a last axis of length m. torch: fft.irfft2.
     *
     * {@snippet :
     * Tensor y = F.irfft2(F.rfft2(Tensor.of(new double[][] {{1, 2}, {3, 4}}))); // [[1, 2], [3, 4]]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @return {@code [.., m, 2 (n - 1)]} for {@code [.., m, n]}
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Tensor irfft2(Complex x) {
        return FourierTransform.irfft("irfft2", x, FourierTransform.wholeLengths("irfft2", x.re(), -2, -1), new int[] {-2, -1},
                FftNorm.BACKWARD);
    }

    /**
     * {@code y} with {@code rfftn(y) = x}: real numbers along several axes, divided as norm says. torch: fft.irfftn.
     *
     * {@snippet :
     * Complex x = F.rfft2(Tensor.of(new double[][] {{1, 2}, {3, 4}}));
     * Tensor y = F.irfftn(x, new int[] {2, 2}, new int[] {0, 1}, FftNorm.BACKWARD); // [[1, 2], [3, 4]]
     * }
     *
     * @param x parts of equal shapes and dtypes, FLOAT32 or FLOAT64
     * @param n the lengths of the transforms: x is cut off or filled up with zeros
     * @param axes as many axes, negative from the end; the last first
     * @param norm where it is divided
     * @return the shape of x with the lengths n
     * @throws org.covector.engine.ArgumentException if parts differ in shape or dtype, an axis is out of range or a length is not
     *     positive
     */
    public static Tensor irfftn(Complex x, int[] n, int[] axes, FftNorm norm) {
        return FourierTransform.irfft("irfftn", x, n, axes, norm);
    }

    // ---- of real numbers, whose imaginary parts are 0

    /**
     * {@code fft(x + 0 i)}, the transform of real numbers.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return parts of the shape of x, of its dtype
     * @throws org.covector.engine.ArgumentException if x has too few axes or is not floating
     */
    public static Complex fft(Tensor x) {
        return fft(new Complex(x, Tensor.zerosLike(x)));
    }

    /**
     * {@code ifft(x + 0 i)}, the transform of real numbers.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return parts of the shape of x, of its dtype
     * @throws org.covector.engine.ArgumentException if x has too few axes or is not floating
     */
    public static Complex ifft(Tensor x) {
        return ifft(new Complex(x, Tensor.zerosLike(x)));
    }

    /**
     * {@code fft2(x + 0 i)}, the transform of real numbers.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return parts of the shape of x, of its dtype
     * @throws org.covector.engine.ArgumentException if x has too few axes or is not floating
     */
    public static Complex fft2(Tensor x) {
        return fft2(new Complex(x, Tensor.zerosLike(x)));
    }

    /**
     * {@code ifft2(x + 0 i)}, the transform of real numbers.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return parts of the shape of x, of its dtype
     * @throws org.covector.engine.ArgumentException if x has too few axes or is not floating
     */
    public static Complex ifft2(Tensor x) {
        return ifft2(new Complex(x, Tensor.zerosLike(x)));
    }

    /**
     * {@code fftn(x + 0 i)}, the transform of real numbers.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return parts of the shape of x, of its dtype
     * @throws org.covector.engine.ArgumentException if x has too few axes or is not floating
     */
    public static Complex fftn(Tensor x) {
        return fftn(new Complex(x, Tensor.zerosLike(x)));
    }

    /**
     * {@code ifftn(x + 0 i)}, the transform of real numbers.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return parts of the shape of x, of its dtype
     * @throws org.covector.engine.ArgumentException if x has too few axes or is not floating
     */
    public static Complex ifftn(Tensor x) {
        return ifftn(new Complex(x, Tensor.zerosLike(x)));
    }

    /**
     * {@code irfft(x + 0 i)}, the transform of real numbers.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return {@code [.., 2 (n - 1)]} for {@code [.., n]}
     * @throws org.covector.engine.ArgumentException if x has too few axes or is not floating
     */
    public static Tensor irfft(Tensor x) {
        return irfft(new Complex(x, Tensor.zerosLike(x)));
    }

    /**
     * {@code irfft2(x + 0 i)}, the transform of real numbers.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return {@code [.., m, 2 (n - 1)]} for {@code [.., m, n]}
     * @throws org.covector.engine.ArgumentException if x has too few axes or is not floating
     */
    public static Tensor irfft2(Tensor x) {
        return irfft2(new Complex(x, Tensor.zerosLike(x)));
    }

    /**
     * {@code irfftn(x + 0 i, n, axes, norm)}, the transform of real numbers.
     *
     * @param x FLOAT32 or FLOAT64, any shape
     * @param n the lengths of the transforms
     * @param axes as many axes, negative from the end
     * @param norm where it is divided
     * @return the shape of x with the lengths n
     * @throws org.covector.engine.ArgumentException if x is not floating, an axis is out of range or a length is not positive
     */
    public static Tensor irfftn(Tensor x, int[] n, int[] axes, FftNorm norm) {
        return irfftn(new Complex(x, Tensor.zerosLike(x)), n, axes, norm);
    }

    /**
     * {@code istft(re + i im, options, length)}, the signal from real and imaginary parts.
     *
     * @param re {@code [.., frequencies, frames]}, FLOAT32 or FLOAT64
     * @param im of the shape and dtype of re
     * @param options as of stft
     * @param length of the result; 0 means all but the padding
     * @return {@code [.., length]}
     * @throws org.covector.engine.ArgumentException if shapes, dtypes or options do not fit
     */
    public static Tensor istft(Tensor re, Tensor im, Stft options, int length) {
        return istft(new Complex(re, im), options, length);
    }

    // ---- short-time transforms and convolution

    /**
     * {@code y[k, t] = sum over j of window[j] x[t hop + j] exp(-2 pi i j k / nFft)}: the spectrum of each window of a signal.
     * torch: stft. ONNX's STFT does not pad: {@link Stft#withCenter withCenter(false)}.
     *
     * {@snippet :
     * Complex y = F.stft(Tensor.of(1.0, 2, 3, 4), Stft.of(2).withHop(2).withCenter(false));
     * Tensor re = y.re(); // [[3, 7], [-1, -1]]
     * }
     *
     * @param x {@code [length]} or {@code [batch, length]}
     * @param options transform, window and padding
     * @return parts {@code [.., frequencies, frames]}
     * @throws org.covector.engine.ArgumentException if shapes, dtypes or options do not fit
     */
    public static Complex stft(Tensor x, Stft options) {
        return Spectrum.stft(x, options);
    }

    /**
     * {@code y = argmin ||stft(y) - x||}: the signal whose transform is nearest to x, windowed frames added, over the sum of the squares of
     * the windows (Griffin and Lim, 1984). torch: istft.
     *
     * {@snippet :
     * Stft options = Stft.of(4).withHop(2);
     * Tensor x = Tensor.of(1.0, 2, 3, 4, 5);
     * Tensor y = F.istft(F.stft(x, options), options, 5); // [1, 2, 3, 4, 5]
     * }
     *
     * @param x parts {@code [.., frequencies, frames]}
     * @param options as of stft
     * @param length of the result; 0 means all but the padding
     * @return {@code [.., length]}; NaN or infinite where no window reaches
     * @throws org.covector.engine.ArgumentException if shapes, dtypes or options do not fit
     */
    public static Tensor istft(Complex x, Stft options, int length) {
        return Spectrum.istft(x, options, length);
    }

    /**
     * {@code z[k] = sum over i of x[i] y[k - i]} along the last axis, by Fourier transforms.
     *
     * {@snippet :
     * Tensor y = F.fftConvolve(Tensor.of(1.0, 2, 3), Tensor.of(1.0, 1)); // [1, 3, 5, 3]
     * }
     *
     * @param x {@code [.., m]}
     * @param y {@code [.., n]}; the other axes broadcast
     * @return {@code [.., m + n - 1]}
     * @throws org.covector.engine.ArgumentException if shapes, dtypes or options do not fit
     */
    public static Tensor fftConvolve(Tensor x, Tensor y) {
        return Spectrum.convolve(x, y);
    }

    // ---- frequencies

    /**
     * {@code y[(i + n / 2) mod n] = x[i]}: the number at frequency 0 moved from the beginning to the middle. torch: fft.fftshift.
     *
     * {@snippet :
     * Tensor y = F.fftshift(Tensor.of(0, 1, 2, -2, -1)); // [-2, -1, 0, 1, 2]
     * }
     *
     * @param x any dtype
     * @param axes all if none is given
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if an axis is out of range or named twice
     */
    public static Tensor fftshift(Tensor x, int... axes) {
        return Spectrum.shifted(x, false, axes);
    }

    /**
     * {@code y[i] = x[(i + n / 2) mod n]}: the inverse of {@link #fftshift}. torch: fft.ifftshift.
     *
     * {@snippet :
     * Tensor y = F.ifftshift(Tensor.of(-2, -1, 0, 1, 2)); // [0, 1, 2, -2, -1]
     * }
     *
     * @param x any dtype
     * @param axes all if none is given
     * @return the shape of x
     * @throws org.covector.engine.ArgumentException if an axis is out of range or named twice
     */
    public static Tensor ifftshift(Tensor x, int... axes) {
        return Spectrum.shifted(x, true, axes);
    }

    /**
     * {@code (0, 1, .., -2, -1) / (n d)}, the frequencies of a transform of n numbers. torch: fft.fftfreq.
     *
     * {@snippet :
     * Tensor y = F.fftfreq(DType.FLOAT64, 4, 0.5); // [0, 0.5, -1, -0.5]
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param n how many
     * @param d the time from one number to the next
     * @return {@code [n]}
     * @throws org.covector.engine.ArgumentException if the dtype is not floating or n is out of range
     */
    public static Tensor fftfreq(DType dtype, int n, double d) {
        return Spectrum.frequencies("fftfreq", dtype, n, d, false);
    }

    /**
     * {@code (0, 1, .., n / 2) / (n d)}, the frequencies of half a transform. torch: fft.rfftfreq.
     *
     * {@snippet :
     * Tensor y = F.rfftfreq(DType.FLOAT64, 4, 0.5); // [0, 0.5, 1]
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param n how many numbers are transformed
     * @param d the time from one number to the next
     * @return {@code [n / 2 + 1]}
     * @throws org.covector.engine.ArgumentException if the dtype is not floating or n is out of range
     */
    public static Tensor rfftfreq(DType dtype, int n, double d) {
        return Spectrum.frequencies("rfftfreq", dtype, n, d, true);
    }

    // ---- windows: N is n for periodic windows, n - 1 for symmetric ones

    /**
     * {@code (1 - cos(2 pi i / N)) / 2}: a window of one wave. torch: hann_window.
     *
     * {@snippet :
     * Tensor y = F.hannWindow(DType.FLOAT64, 4, true); // [0, 0.5, 1, 0.5]
     * Tensor symmetric = F.hannWindow(DType.FLOAT64, 5, false); // [0, 0.5, 1, 0.5, 0]
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param n the length
     * @param periodic whether N is n, torch's default, or n - 1
     * @return {@code [n]}
     * @throws org.covector.engine.ArgumentException if the dtype is not floating or n is out of range
     */
    public static Tensor hannWindow(DType dtype, int n, boolean periodic) {
        return Spectrum.cosines("hannWindow", dtype, n, periodic, List.of(0.5, 0.5));
    }

    /**
     * {@code 0.54 - 0.46 cos(2 pi i / N)}: a window that does not end at 0. torch: hamming_window; ONNX's has 25 / 46
     * and 21 / 46.
     *
     * {@snippet :
     * Tensor y = F.hammingWindow(DType.FLOAT64, 4, true); // [0.08, 0.54, 1, 0.54]
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param n the length
     * @param periodic whether N is n, torch's default, or n - 1
     * @return {@code [n]}
     * @throws org.covector.engine.ArgumentException if the dtype is not floating or n is out of range
     */
    public static Tensor hammingWindow(DType dtype, int n, boolean periodic) {
        return Spectrum.cosines("hammingWindow", dtype, n, periodic, List.of(0.54, 0.46));
    }

    /**
     * {@code alpha - beta cos(2 pi i / N)}: the Hamming window with other constants. torch: hamming_window.
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param n the length
     * @param periodic whether N is n, torch's default, or n - 1
     * @param alpha the mean
     * @param beta the amplitude
     * @return {@code [n]}
     * @throws org.covector.engine.ArgumentException if the dtype is not floating or n is out of range
     */
    public static Tensor hammingWindow(DType dtype, int n, boolean periodic, double alpha, double beta) {
        return Spectrum.cosines("hammingWindow", dtype, n, periodic, List.of(alpha, beta));
    }

    /**
     * {@code 1 - |2 i / N - 1|}: a window of a triangle. torch: bartlett_window.
     *
     * {@snippet :
     * Tensor y = F.bartlettWindow(DType.FLOAT64, 4, true); // [0, 0.5, 1, 0.5]
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param n the length
     * @param periodic whether N is n, torch's default, or n - 1
     * @return {@code [n]}
     * @throws org.covector.engine.ArgumentException if the dtype is not floating, or n below 0
     */
    public static Tensor bartlettWindow(DType dtype, int n, boolean periodic) {
        return Spectrum.triangle(dtype, n, periodic);
    }

    /**
     * {@code 0.42 - 0.5 cos(2 pi i / N) + 0.08 cos(4 pi i / N)}: a window of two waves. torch: blackman_window.
     *
     * {@snippet :
     * Tensor y = F.blackmanWindow(DType.FLOAT64, 4, true); // [0, 0.34, 1, 0.34]
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param n the length
     * @param periodic whether N is n, torch's default, or n - 1
     * @return {@code [n]}
     * @throws org.covector.engine.ArgumentException if the dtype is not floating or n is out of range
     */
    public static Tensor blackmanWindow(DType dtype, int n, boolean periodic) {
        return Spectrum.cosines("blackmanWindow", dtype, n, periodic, List.of(0.42, 0.5, 0.08));
    }

    /**
     * {@code I0(beta sqrt(1 - (2 i / N - 1)^2)) / I0(beta)}, a window by Bessel functions. torch: kaiser_window, whose beta is 12 by
     * default.
     *
     * {@snippet :
     * Tensor y = F.kaiserWindow(DType.FLOAT64, 3, false, 2); // [0.4387, 1, 0.4387]
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param n the length
     * @param periodic whether N is n, torch's default, or n - 1
     * @param beta the shape
     * @return {@code [n]}
     * @throws org.covector.engine.ArgumentException if the dtype is not floating or n is out of range
     */
    public static Tensor kaiserWindow(DType dtype, int n, boolean periodic, double beta) {
        return Spectrum.kaiser(dtype, n, periodic, beta);
    }
}
