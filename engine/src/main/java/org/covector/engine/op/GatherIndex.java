package org.covector.engine.op;

import java.util.concurrent.atomic.AtomicInteger;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;

/**
 * An index array of x's rank that names one axis of x: element {@code (i, j, k)} of the index stands for
 * {@code x[i, index[i, j, k], k]}. Seen as lines: element j of a line stands for {@code x[base + j lineStep + index step]}.
 */
final class GatherIndex {
    private static final double NANOS_PER_ELEMENT = 1;

    private static final int CHUNK = 1 << 14;

    private final String function;
    private final NdArray index;
    private final NdArray x;
    private final int axis;
    private final Axes axes; // of the index, walking over x

    private GatherIndex(String function, NdArray x, int axis, NdArray index, Axes axes) {
        this.function = function;
        this.x = x;
        this.axis = axis;
        this.index = index;
        this.axes = axes;
    }

    /** x and index of one rank, 1 or more, the index no longer than x along the other axes. */
    static GatherIndex of(String function, NdArray x, int axis, NdArray index) {
        int[] strides = new int[x.rank()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = i == axis ? 0 : x.stride(i);
        }
        Axes axes = index.size() == 0 ? Axes.of(Shape.SCALAR) : Axes.of(index.shape(), x.asStrided(index.shape(), strides, x.offset()));
        return new GatherIndex(function, x, axis, index.dense(), axes);
    }

    /** What is done with {@code n} elements of a line, from the index's element {@code at} on: the first bad one, or -1. */
    interface Line {
        int run(int base, int at, int n);
    }

    int step() {
        return x.stride(axis);
    }

    int lineStep() {
        return axes.inner(0);
    }

    /** Indices are below this. */
    int limit() {
        return x.shape().dim(axis);
    }

    long[] indices() {
        return (long[]) index.storage().array();
    }

    /** Where the index's first element is in {@link #indices}. */
    int start() {
        return index.offset();
    }

    /** All lines from first to last. */
    void sequential(Line line) {
        if (index.size() > 0) {
            int n = axes.last();
            int lines = (int) (index.size() / n);
            for (int l = 0; l < lines; l++) {
                check(l * n, line.run(base(l), l * n, n));
            }
        }
    }

    /** All lines in any order, long ones in parts. */
    void parallel(Line line) {
        if (index.size() == 0) {
            return;
        }
        int n = axes.last();
        int lines = (int) (index.size() / n);
        int parts = Math.ceilDiv(n, CHUNK);
        int perChunk = Math.max(1, CHUNK / n);
        AtomicInteger bad = new AtomicInteger(Integer.MAX_VALUE);
        EngineRuntime.parallel(Math.ceilDiv(lines, perChunk) * parts, (long) (index.size() * NANOS_PER_ELEMENT), c -> {
            int from = c % parts * CHUNK;
            int length = Math.min(CHUNK, n - from);
            for (int l = c / parts * perChunk; l < Math.min(lines, (c / parts + 1) * perChunk); l++) {
                int b = line.run(base(l) + from * lineStep(), l * n + from, length);
                if (b >= 0) {
                    bad.accumulateAndGet(l * n + from + b, Math::min);
                    return;
                }
            }
        });
        check(0, bad.get() == Integer.MAX_VALUE ? -1 : bad.get());
    }

    private int base(int line) {
        return x.offset() + axes.position(0, axes.rank() - 1, line);
    }

    private void check(int from, int bad) {
        if (bad >= 0) {
            int at = from + bad;
            throw IndexOffsets.outOfRange(function, index.shape(), at, indices()[start() + at], 0,
                    new IndexOffsets.Indexed(x.shape(), axis, limit(), step()));
        }
    }
}
