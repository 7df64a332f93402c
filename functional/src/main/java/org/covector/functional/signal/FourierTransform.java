package org.covector.functional.signal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Fourier;
import org.covector.functional.Complex;
import org.covector.functional.F;
import org.covector.functional.FftNorm;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;

/** Discrete Fourier transforms, linear maps of the real and imaginary parts. Axes are counted from 0 before a primitive sees them. */
final class FourierTransform {
    private static final Linearity PAIR = Linearity.jointly(0, 1);

    private FourierTransform() {}

    /** {@code y = F x}, not divided; its transpose is the transform the other way. */
    private record Fft(int axis, boolean inverse) implements Linear {
        @Override
        public Linearity linearity() {
            return PAIR;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Fourier.Complex y = Fourier.fft(x[0], x[1], axis, inverse);
            return new NdArray[] {y.re(), y.im()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            return new Vjp(y, List.of(), (dy, _) -> Apply.all(new Fft(axis, !inverse), dy[0].dense(x[0]), dy[1].dense(x[0])));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Fft(axis + 1, inverse), at.full(x));
        }
    }

    /** The first half of {@code F x} for a real x; its transpose counts the numbers between the first and the middle half. */
    private record Rfft(int axis) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            Fourier.Complex y = Fourier.rfft(x[0], axis);
            return new NdArray[] {y.re(), y.im()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            int n = x[0].dim(axis);
            Tensor[] y = Apply.all(this, x);
            return new Vjp(y, List.of(), (dy, _) -> {
                Tensor weight = weights(y[0], axis, n, 0.5);
                return Apply.all(new Irfft(axis, n), F.mul(dy[0].dense(y[0]), weight), F.mul(dy[1].dense(y[1]), weight));
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Rfft(axis + 1), x);
        }
    }

    /** The n real numbers whose transform, not divided, begins with half of x; its transpose counts inner numbers twice. */
    private record Irfft(int axis, int n) implements Linear {
        @Override
        public Linearity linearity() {
            return PAIR;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Fourier.irfft(new Fourier.Complex(x[0], x[1]), axis, n)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor like = x[0];
            return Vjp.of(Apply.one(this, x), List.of(), (dy, _) -> {
                Tensor[] d = Apply.all(new Rfft(axis), dy);
                Tensor weight = weights(like, axis, n, 2);
                return new Cotangent[] {F.mul(d[0], weight), F.mul(d[1], weight)};
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Irfft(axis + 1, n), at.full(x));
        }
    }

    /** {@code inner} for the frequencies that occur twice in a whole transform of n numbers, 1 for the others. */
    private static Tensor weights(Tensor like, int axis, int n, double inner) {
        double[] all = Create.doubles(n / 2 + 1);
        Arrays.fill(all, inner);
        all[0] = 1;
        if (n % 2 == 0) {
            all[n / 2] = 1;
        }
        int[] dims = new int[like.rank()];
        Arrays.fill(dims, 1);
        dims[axis] = all.length;
        return Tensor.of(NdArray.of(all).to(like.dtype()).reshape(Shape.of(dims)));
    }

    private static int axis(String function, Tensor x, int axis) {
        AxisReduction.floating(function, x);
        ArgumentException.require(x.rank() > 0, function, "x", x.shape(), "a tensor with at least one axis");
        return x.shape().axis(function, axis);
    }

    private static void pair(String function, Complex x) {
        ArgumentException.require(x.re().dtype() == x.im().dtype() && x.re().shape().equals(x.im().shape()), function, "x",
                x.re().dtype() + " " + x.re().shape() + " and " + x.im().dtype() + " " + x.im().shape(),
                "parts of equal dtypes and shapes");
    }

    /** Cut off, or filled up with zeros, to a length along an axis. */
    private static Tensor fitted(String function, Tensor x, int axis, int n) {
        ArgumentException.require(n >= 1, function, "n", n, "1 or more");
        int length = x.dim(axis);
        return n == length ? x : n < length ? F.narrow(x, axis, 0, n)
                : F.cat(List.of(x, Tensor.zeros(x.dtype(), x.shape().with(axis, n - length))), axis);
    }

    private static double scale(FftNorm norm, long n, boolean inverse) {
        return switch (norm) {
            case BACKWARD -> inverse ? 1.0 / n : 1;
            case ORTHO -> 1 / Math.sqrt(n);
            case FORWARD -> inverse ? 1 : 1.0 / n;
        };
    }

    private static Complex scaled(Complex x, double factor) {
        return factor == 1 ? x : new Complex(F.mul(x.re(), factor), F.mul(x.im(), factor));
    }

    private static Complex one(String function, Complex x, int n, int axis, boolean inverse) {
        Tensor[] y = Apply.all(new Fft(axis, inverse), fitted(function, x.re(), axis, n), fitted(function, x.im(), axis, n));
        return new Complex(y[0], y[1]);
    }

    static int[] lengths(String function, Tensor x, int... axes) {
        return Arrays.stream(axes).map(a -> x.dim(axis(function, x, a))).toArray();
    }

    static int[] allAxes(Tensor x) {
        return IntStream.range(0, x.rank()).toArray();
    }

    private static void several(String function, int[] n, int[] axes) {
        ArgumentException.require(n.length == axes.length && axes.length > 0, function, "axes",
                Arrays.toString(axes) + " for lengths " + Arrays.toString(n),
                "one or more, as many as lengths");
    }

    /** Along several axes, the last first. */
    static Complex fft(String function, Complex x, int[] n, int[] axes, FftNorm norm, boolean inverse) {
        pair(function, x);
        several(function, n, axes);
        Complex y = x;
        long count = 1;
        for (int i = axes.length - 1; i >= 0; i--) {
            y = one(function, y, n[i], axis(function, x.re(), axes[i]), inverse);
            count *= n[i];
        }
        return scaled(y, scale(norm, count, inverse));
    }

    static Complex rfft(String function, Tensor x, int[] n, int[] axes, FftNorm norm) {
        several(function, n, axes);
        int last = axes.length - 1;
        int axis = axis(function, x, axes[last]);
        Tensor[] half = Apply.all(new Rfft(axis), fitted(function, x, axis, n[last]));
        Complex y = new Complex(half[0], half[1]);
        long count = n[last];
        for (int i = last - 1; i >= 0; i--) {
            y = one(function, y, n[i], axis(function, x, axes[i]), false);
            count *= n[i];
        }
        return scaled(y, scale(norm, count, false));
    }

    static Tensor irfft(String function, Complex x, int[] n, int[] axes, FftNorm norm) {
        pair(function, x);
        several(function, n, axes);
        int last = axes.length - 1;
        Complex y = x;
        long count = n[last];
        for (int i = 0; i < last; i++) {
            y = one(function, y, n[i], axis(function, x.re(), axes[i]), true);
            count *= n[i];
        }
        int axis = axis(function, x.re(), axes[last]);
        int half = n[last] / 2 + 1;
        Tensor real = Apply.one(new Irfft(axis, n[last]), fitted(function, y.re(), axis, half), fitted(function, y.im(), axis, half));
        double factor = scale(norm, count, true);
        return factor == 1 ? real : F.mul(real, factor);
    }

    /** {@code 2 (m - 1)} along the last of some axes: the length from half of the frequencies. */
    static int[] wholeLengths(String function, Tensor re, int... axes) {
        int[] n = lengths(function, re, axes);
        n[n.length - 1] = 2 * (n[n.length - 1] - 1);
        return n;
    }
}
