package org.covector.engine.op.spatial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.convolution.ConvolutionKernel;
import org.covector.engine.kernel.convolution.ConvolutionPlan;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;

/**
 * Checked shapes of a convolution: lower ranks with leading spatial axes of length 1.
 *
 * @param lead the axes before the channels: the batch or none
 * @param inputs channels of the input of one group
 * @param outputs channels of the output of one group
 */
record ConvGeometry(Shape lead, int axes, int groups, int inputs, int outputs, int[] in, int[] kernel, int[] out, ConvWindow window) {

    /** Weights of one group from which on a single tap is worth a matrix product. */
    private static final int SMALLEST_PRODUCT = 64;

    /** One phase of the input that a stride leaves: where its elements lie, and which taps reach it. */
    private record Phase(int start, int outputs, TapAxis axis, int[] taps) {}

    /** The gradient by the input, for the input elements of one phase per axis. */
    record InputPhase(ConvolutionPlan plan, int[] taps) {}

    static ConvGeometry of(String function, NdArray dx, Shape x, Shape w, ConvWindow o) {
        int n = w.rank() - 2;
        ArgumentException.require(dx.dtype().isFloating(), function, "input", dx.dtype(), "FLOAT32 or FLOAT64");
        boolean taps = n >= 1 && n <= 3 && Arrays.stream(w.sub(2, n + 2).dims()).allMatch(k -> k > 0);
        if (!taps) {
            throw new ArgumentException(function, "weight", "of shape " + w,
                    "(outputs, inputs / groups, 1 to 3 spatial axes of 1 or more)");
        }
        checkLength(function, "stride", o.stride(), n, 1);
        checkLength(function, "padding", o.padding(), n, 0);
        checkLength(function, "padding", o.paddingEnd(), n, 0);
        checkLength(function, "dilation", o.dilation(), n, 1);
        int g = o.groups();
        if (g < 1 || w.dim(0) % g != 0) {
            throw new ArgumentException(function, "groups", g, "a divisor of the " + w.dim(0) + " outputs of weight " + w);
        }
        boolean ok = (x.rank() == n + 1 || x.rank() == n + 2) && x.dim(x.rank() - n - 1) == (long) w.dim(1) * g;
        if (!ok) {
            throw new ArgumentException(function, "input", "of shape " + x, "(N, C, " + n + " spatial axes) or without N, C = "
                    + (long) w.dim(1) * g + " for weight " + w + " and groups " + g);
        }
        ConvWindow full = new ConvWindow(PoolGeometry.lead(o.stride(), 1), PoolGeometry.lead(o.padding(), 0),
                PoolGeometry.lead(o.paddingEnd(), 0), PoolGeometry.lead(o.dilation(), 1), g);
        int[] in = PoolGeometry.lead(x.sub(x.rank() - n, x.rank()).dims(), 1);
        int[] kernel = PoolGeometry.lead(w.sub(2, n + 2).dims(), 1);
        int[] out = new int[3];
        for (int i = 0; i < 3; i++) {
            long span = (long) full.dilation()[i] * (kernel[i] - 1) + 1;
            long room = (long) in[i] + full.padding()[i] + full.paddingEnd()[i];
            if (span > room) {
                throw new ArgumentException(function, "weight", "of shape " + w + ", span " + span + " on an axis",
                        "a kernel that fits into the padded axis of length " + room + " of input " + x);
            }
            if (room > Storage.MAX_SIZE) {
                throw new ArgumentException(function, "padding", full.padding()[i] + ", " + full.paddingEnd()[i],
                        "less than 2^31 with the input");
            }
            out[i] = (int) ((room - span) / full.stride()[i] + 1);
        }
        return new ConvGeometry(x.sub(0, x.rank() - n - 1), n, g, w.dim(1), w.dim(0) / g, in, kernel, out, full);
    }

    private static void checkLength(String function, String argument, int[] given, int n, int least) {
        if (given.length != n || Arrays.stream(given).anyMatch(v -> v < least)) {
            throw new ArgumentException(function, argument, Arrays.toString(given), n + " numbers, each " + least + " or more");
        }
    }

    /** With the outputs of {@code dy}, which may be fewer than the input has room for: the rest of the input is not reached. */
    ConvGeometry outputsOf(String function, Shape dy) {
        Shape most = output();
        boolean ok = dy.rank() == most.rank();
        for (int i = 0; ok && i < dy.rank(); i++) {
            ok = i < most.rank() - axes ? dy.dim(i) == most.dim(i) : dy.dim(i) >= 1 && dy.dim(i) <= most.dim(i);
        }
        if (!ok) {
            throw new ArgumentException(function, "dy", "of shape " + dy, "shape " + most);
        }
        int[] o = PoolGeometry.lead(dy.sub(dy.rank() - axes, dy.rank()).dims(), 1);
        return new ConvGeometry(lead, axes, groups, inputs, outputs, in, kernel, o, window);
    }

    int batch() {
        return (int) lead.size();
    }

    /** Whether there is nothing to multiply: every sum is empty. */
    boolean isEmpty() {
        return input().size() == 0 || weight().size() == 0 || output().size() == 0;
    }

    int volume() {
        return kernel[0] * kernel[1] * kernel[2];
    }

    /** Whether every output sees just the input at its own place, of enough channels for a matrix product. */
    boolean isOneTap() {
        boolean one = volume() == 1 && inputs * outputs >= SMALLEST_PRODUCT && Arrays.equals(in, out);
        for (int i = 0; i < 3; i++) {
            one &= window.stride()[i] == 1 && window.padding()[i] == 0;
        }
        return one;
    }

    ChannelMix channelMix() {
        return new ChannelMix(batch(), groups, inputs, outputs, out[0] * out[1] * out[2]);
    }

    Shape output() {
        return shape(groups * outputs, out);
    }

    Shape input() {
        return shape(groups * inputs, in);
    }

    Shape weight() {
        return Shape.of(groups * outputs, inputs).concat(Shape.of(Arrays.copyOfRange(kernel, 3 - axes, 3)));
    }

    private Shape shape(int channels, int[] spatial) {
        return lead.concat(Shape.of(channels)).concat(Shape.of(Arrays.copyOfRange(spatial, 3 - axes, 3)));
    }

    /** How the kernel walks over each axis. */
    TapAxis[] axesOfTaps() {
        TapAxis[] a = new TapAxis[3];
        Arrays.setAll(a, i -> TapAxis.sliding(in[i], out[i], kernel[i], window.stride()[i], window.padding()[i], window.dilation()[i]));
        return a;
    }

    ConvolutionPlan forward() {
        TapAxis[] a = axesOfTaps();
        return ConvolutionPlan.of(batch(), groups, inputs, outputs, new TapWindow(a[0], a[1], a[2]),
                new ConvolutionPlan.Target(out, new int[3], new int[] {1, 1, 1}));
    }

    /** The weights as forward uses them. */
    ConvolutionKernel.WeightOrder forwardWeights() {
        return new ConvolutionKernel.WeightOrder(groups, outputs * inputs * volume(), outputs, inputs * volume(), inputs, volume(),
                IntStream.range(0, volume()).toArray());
    }

    /** Some taps of the weights with inputs and outputs exchanged. */
    ConvolutionKernel.WeightOrder turnedWeights(int[] taps) {
        return new ConvolutionKernel.WeightOrder(groups, outputs * inputs * volume(), inputs, volume(), outputs, inputs * volume(), taps);
    }

    /** The phases of the input that any tap reaches; the others have gradient 0. */
    List<InputPhase> inputPhases() {
        List<InputPhase> plans = new ArrayList<>();
        for (Phase z : phases(0)) {
            for (Phase y : phases(1)) {
                for (Phase x : phases(2)) {
                    ConvolutionPlan.Target target = new ConvolutionPlan.Target(in, new int[] {z.start, y.start, x.start}, window.stride());
                    ConvolutionPlan plan = ConvolutionPlan.of(batch(), groups, outputs, inputs, new TapWindow(z.axis, y.axis, x.axis),
                            target);
                    plans.add(new InputPhase(plan, taps(z.taps, y.taps, x.taps)));
                }
            }
        }
        return plans;
    }

    /** Input element {@code stride m + r - padding} gets from output {@code m - (t dilation - r) / stride} through tap t. */
    private List<Phase> phases(int i) {
        int s = window.stride()[i];
        int p = window.padding()[i];
        int d = window.dilation()[i];
        List<Phase> phases = new ArrayList<>();
        int[] residues = IntStream.range(0, kernel[i]).map(t -> (int) ((long) t * d % s)).distinct().sorted().toArray();
        for (int r : residues) {
            int phase = r;
            int[] taps = IntStream.range(0, kernel[i]).filter(t -> (long) t * d % s == phase).toArray();
            int first = Math.ceilDiv(p - r, s);
            int count = Math.floorDiv(in[i] - 1 + p - r, s) - first + 1;
            if (count > 0) {
                int[] start = Arrays.stream(taps).map(t -> first - (t * d - phase) / s).toArray();
                phases.add(new Phase(s * first + r - p, count, TapAxis.of(out[i], count, 1, start), taps));
            }
        }
        return phases;
    }

    private int[] taps(int[] z, int[] y, int[] x) {
        return Arrays.stream(z).flatMap(tz -> Arrays.stream(y).flatMap(ty -> Arrays.stream(x)
                .map(tx -> (tz * kernel[1] + ty) * kernel[2] + tx))).toArray();
    }
}
