package org.covector.engine.op.spatial;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.kernel.pooling.WindowBounds;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;

/** Checked shapes of a pooling: planes times three spatial axes, lower ranks with leading axes of length 1. */
record PoolGeometry(Shape output, int planes, int[] in, int[] out, PoolWindow window) {
    private static final String INPUT = "(N, C, spatial axes...) or (C, spatial axes...), no spatial axis empty";

    static PoolGeometry sliding(String function, DType dtype, Shape x, PoolWindow w) {
        int n = w.kernel().length;
        checkInput(function, dtype, x, n);
        checkLength(function, "stride", w.stride(), n, 1);
        checkLength(function, "kernelSize", w.kernel(), n, 1);
        checkLength(function, "padding", w.padding(), n, 0);
        checkLength(function, "padding", w.paddingEnd(), n, 0);
        checkLength(function, "dilation", w.dilation(), n, 1);
        PoolWindow full = new PoolWindow(lead(w.kernel(), 1), lead(w.stride(), 1), lead(w.padding(), 0), lead(w.paddingEnd(), 0),
                lead(w.dilation(), 1), w.ceilMode());
        double elements = Arrays.stream(w.kernel()).asDoubleStream().reduce(1, (a, b) -> a * b);
        ArgumentException.require(elements <= 1L << 53, function, "kernelSize", Arrays.toString(w.kernel()),
                "a window of at most 2^53 elements");
        int[] in = lead(spatial(x, n), 1);
        int[] out = new int[3];
        for (int i = 0; i < 3; i++) {
            out[i] = outputs(function, x, in[i], full, i);
        }
        return new PoolGeometry(outputShape(x, n, out), planes(x, n), in, out, full);
    }

    static PoolGeometry adaptive(String function, DType dtype, Shape x, int... outputSize) {
        int n = outputSize.length;
        checkInput(function, dtype, x, n);
        checkLength(function, "outputSize", outputSize, n, 0);
        int[] out = lead(outputSize, 1);
        return new PoolGeometry(outputShape(x, n, out), planes(x, n), lead(spatial(x, n), 1), out, PoolWindow.of(1, 1, 1));
    }

    private static void checkInput(String function, DType dtype, Shape x, int n) {
        if (n < 1 || n > 3) {
            throw new ArgumentException(function, "kernelSize", n + " spatial axes", "1, 2 or 3 spatial axes");
        }
        ArgumentException.require(dtype.isFloating(), function, "dtype of x", dtype, "FLOAT32 or FLOAT64");
        boolean ok = x.rank() == n + 1 || x.rank() == n + 2;
        for (int i = x.rank() - n; ok && i < x.rank(); i++) {
            ok = x.dim(i) > 0;
        }
        if (!ok) {
            throw new ArgumentException(function, "x", "of shape " + x, INPUT + ", with " + n + " spatial axes");
        }
    }

    private static void checkLength(String function, String argument, int[] given, int n, int least) {
        if (given.length != n || Arrays.stream(given).anyMatch(v -> v < least)) {
            throw new ArgumentException(function, argument, Arrays.toString(given), n + " numbers, each " + least + " or more");
        }
    }

    private static int outputs(String function, Shape x, int in, PoolWindow w, int i) {
        int k = w.kernel()[i];
        int s = w.stride()[i];
        int p = w.padding()[i];
        int d = w.dilation()[i];
        int e = w.paddingEnd()[i];
        long span = (long) d * (k - 1) + 1;
        if (p == e && p > span / 2) { // torch's rule; paddings that differ are only to reach no window that lies in one alone
            throw new ArgumentException(function, "padding", p, "at most half of the kernel's span, which is " + span);
        }
        if (Math.max(p, e) >= span) {
            throw new ArgumentException(function, "padding", Math.max(p, e), "less than the kernel's span, which is " + span);
        }
        long padded = (long) in + p + e;
        long out = Math.floorDiv(padded - span + (w.ceilMode() ? s - 1 : 0), (long) s) + 1;
        if (w.ceilMode() && (out - 1) * s >= (long) in + p) {
            out--;
        }
        if (out < 1) {
            throw new ArgumentException(function, "kernelSize", k + " (a span of " + span + ") on x of shape " + x,
                    "a window that fits into the padded axis of length " + padded);
        }
        if (padded + span > Storage.MAX_SIZE) {
            throw new ArgumentException(function, "kernelSize, dilation and padding", k + ", " + d + ", " + p + ", " + e,
                    "a padded axis and a window of less than 2^31 together");
        }
        return (int) out;
    }

    private static int planes(Shape x, int n) {
        return (int) x.sub(0, x.rank() - n).size();
    }

    private static int[] spatial(Shape x, int n) {
        return x.sub(x.rank() - n, x.rank()).dims();
    }

    private static Shape outputShape(Shape x, int n, int[] out) {
        return x.sub(0, x.rank() - n).concat(Shape.of(Arrays.copyOfRange(out, 3 - n, 3)));
    }

    /** Three numbers, the missing leading ones {@code fill}. */
    static int[] lead(int[] values, int fill) {
        int[] three = new int[3];
        Arrays.setAll(three, i -> i < 3 - values.length ? fill : values[i - 3 + values.length]);
        return three;
    }

    /** The walk of the windows; every window must touch the input. */
    TapWindow taps(String function) {
        TapAxis[] axes = new TapAxis[3];
        for (int i = 0; i < 3; i++) {
            axes[i] = axis(i);
            for (int q = 0; q < out[i]; q++) {
                requireTouch(function, axes[i].firstInside(q) < axes[i].taps(), i);
            }
        }
        return new TapWindow(axes[0], axes[1], axes[2]);
    }

    /** The walk along an axis, without the taps at both ends that read nothing but padding: a window may be far wider than the input. */
    TapAxis axis(int i) {
        int d = window.dilation()[i];
        long p = window.padding()[i];
        long first = Math.max(0, Math.ceilDiv(p - window.stride()[i] * (out[i] - 1L), d));
        long end = Math.min(window.kernel()[i], Math.floorDiv(in[i] - 1 + p, d) + 1L);
        return first >= end
                ? TapAxis.sliding(in[i], out[i], 1, window.stride()[i], window.padding()[i], 1)
                : TapAxis.sliding(in[i], out[i], (int) (end - first), window.stride()[i], (int) (p - first * d), d);
    }

    /** The windows of averaging; a {@code divisor} other than 0 replaces the number of elements. Every window must touch the input. */
    WindowBounds[] windowBounds(String function, boolean countPadding, int divisor) {
        WindowBounds[] bounds = bounds(i -> WindowBounds.sliding(in[i], out[i], window.kernel()[i], window.stride()[i], window.padding()[i],
                window.dilation()[i], in[i] + window.paddingEnd()[i], countPadding));
        for (int i = 0; i < 3; i++) {
            for (int q = 0; q < out[i]; q++) {
                requireTouch(function, bounds[i].from()[q] < bounds[i].to()[q], i);
            }
        }
        return divisor == 0 ? bounds : new WindowBounds[] {bounds[0].withDivisor(divisor), bounds[1].withDivisor(1),
                bounds[2].withDivisor(1)};
    }

    private void requireTouch(String function, boolean ok, int i) {
        ArgumentException.require(ok, function, "dilation", window.dilation()[i], "one with which no window lies in the padding alone");
    }

    WindowBounds[] adaptiveBounds() {
        return bounds(i -> WindowBounds.adaptive(in[i], out[i]));
    }

    private static WindowBounds[] bounds(IntFunction<WindowBounds> axis) {
        return new WindowBounds[] {axis.apply(0), axis.apply(1), axis.apply(2)};
    }
}
