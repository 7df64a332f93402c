package org.covector.functional.spatial;

import java.util.Arrays;
import org.covector.engine.Create;
import org.covector.engine.op.spatial.ConvWindow;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Shapes;

/**
 * A convolution whose taps lie so far apart that most of what a kernel spans is padding, as an equal one over the elements that the taps
 * see: the kernel copies what it spans, which may be millions of times what it needs.
 *
 * @param x with the elements that the taps see, window by window
 * @param window that goes from one such group to the next
 */
record WideDilation(Tensor x, ConvWindow window) {
    /** A span from which on it is worth a look: shorter ones are copied in no time. */
    private static final long WIDE = 1 << 16;

    /** {@code x} and {@code window} themselves unless an axis is wide. */
    static WideDilation of(Tensor x, ConvWindow window, Ints kernel) {
        int n = kernel.size();
        Tensor in = x;
        ConvWindow w = window;
        for (int i = 0; i < n; i++) {
            long span = (long) window.dilation()[i] * (kernel.get(i) - 1);
            int axis = x.rank() - n + i;
            if (span > WIDE && span / 4 > x.dim(axis)) {
                in = seen(in, axis, window, kernel, i);
                w = w.stride(with(w.stride(), i, kernel.get(i))).dilation(with(w.dilation(), i, 1))
                        .padding(with(w.padding(), i, 0), with(w.paddingEnd(), i, 0));
            }
        }
        return new WideDilation(in, w);
    }

    private static Tensor seen(Tensor x, int axis, ConvWindow w, Ints kernel, int i) {
        int length = x.dim(axis);
        int taps = kernel.get(i);
        long span = (long) w.dilation()[i] * (taps - 1) + 1;
        long windows = ((long) length + w.padding()[i] + w.paddingEnd()[i] - span) / w.stride()[i] + 1;
        SpatialAxes.requireSize("convolution", "padding", w.padding()[i] + ", " + w.paddingEnd()[i], windows, taps);
        long[] indices = Create.longs(windows * taps);
        Arrays.setAll(indices, p -> {
            long index = p / taps * w.stride()[i] + (long) (p % taps) * w.dilation()[i] - w.padding()[i];
            return index < 0 || index >= length ? length : index; // where the padding's zero is
        });
        int[] end = new int[x.rank()];
        end[axis] = 1;
        return F.indexSelect(Shapes.padConstant(x, new int[x.rank()], end, 0), axis, Tensor.of(indices));
    }

    private static int[] with(int[] values, int i, int value) {
        int[] changed = values.clone();
        changed[i] = value;
        return changed;
    }
}
