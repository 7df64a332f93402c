package org.covector.engine.kernel.window;

import java.util.Arrays;

/**
 * One spatial axis of a sliding window: at output {@code q}, tap {@code t} reads {@code source[step * q + start[t]]}; positions
 * outside the source read the padding value.
 *
 * <p>A source row is repacked so that every tap reads a contiguous run: the row is split into {@code step} phases (only those
 * that a tap uses), and element {@code j} of a phase is {@code source[step * j + first]}. Tap {@code t} then reads its phase from
 * element {@code shift} on, one element per output.
 */
public final class TapAxis {
    private final int source;
    private final int outputs;
    private final int step;
    private final int[] start;
    private final Phases phases;

    /** What each tap reads, {@code slot} and {@code shift}; where each phase begins; the largest shift. */
    private record Phases(int[] slot, int[] shift, int[] first, int reach) {}

    private TapAxis(int source, int outputs, int step, int[] start, Phases phases) {
        this.source = source;
        this.outputs = outputs;
        this.step = step;
        this.start = start;
        this.phases = phases;
    }

    /** An axis of {@code source} elements, walked by {@code outputs} windows {@code step} apart. */
    public static TapAxis of(int source, int outputs, int step, int[] start) {
        int[] slot = new int[start.length];
        int[] shift = new int[start.length];
        int min = start.length == 0 ? 0 : Integer.MAX_VALUE;
        for (int s : start) {
            min = Math.min(min, s);
        }
        int[] phases = new int[start.length];
        for (int t = 0; t < start.length; t++) {
            phases[t] = (start[t] - min) % step;
        }
        Arrays.sort(phases);
        int count = 0;
        for (int p : phases) {
            if (count == 0 || phases[count - 1] != p) {
                phases[count++] = p;
            }
        }
        int reach = 0;
        for (int t = 0; t < start.length; t++) {
            slot[t] = Arrays.binarySearch(phases, 0, count, (start[t] - min) % step);
            shift[t] = (start[t] - min) / step;
            reach = Math.max(reach, shift[t]);
        }
        int[] first = Arrays.copyOf(phases, count);
        for (int k = 0; k < count; k++) {
            first[k] += min;
        }
        return new TapAxis(source, outputs, step, start.clone(), new Phases(slot, shift, first, reach));
    }

    /** The windows of a convolution or pooling: {@code start[t] = t * dilation - padding}. */
    public static TapAxis sliding(int source, int outputs, int kernel, int stride, int padding, int dilation) {
        int[] start = new int[kernel];
        Arrays.setAll(start, t -> t * dilation - padding);
        return of(source, outputs, stride, start);
    }

    /** The outputs {@code from} to {@code from + count - 1} alone. */
    public TapAxis part(int from, int count) {
        int[] s = start.clone();
        for (int t = 0; t < s.length; t++) {
            s[t] += step * from;
        }
        return of(source, count, step, s);
    }

    /** Elements of the axis. */
    public int source() {
        return source;
    }

    /** Number of windows. */
    public int outputs() {
        return outputs;
    }

    /** Elements from one window to the next. */
    public int step() {
        return step;
    }

    /** Number of taps. */
    public int taps() {
        return start.length;
    }

    /** Source position that tap {@code t} reads at output 0. */
    public int start(int t) {
        return start[t];
    }

    /** The phase, by its place in the packed row, that tap {@code t} reads. */
    int slot(int t) {
        return phases.slot[t];
    }

    /** The element of its phase that tap {@code t} reads at output 0. */
    int shift(int t) {
        return phases.shift[t];
    }

    /** Number of phases kept. */
    public int slots() {
        return phases.first.length;
    }

    /** Source position of element 0 of a phase. */
    int first(int slot) {
        return phases.first[slot];
    }

    /** Elements of a packed phase. */
    public int length() {
        return outputs + phases.reach;
    }

    /** The first tap that lies inside the source at output {@code q}, or the number of taps if none does. */
    public int firstInside(int q) {
        int t = 0;
        while (t < start.length && (start[t] + step * q < 0 || start[t] + step * q >= source)) {
            t++;
        }
        return t;
    }
}
