package org.covector.bench.measure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops that reach the machine's limits: twelve independent chains hide the latency of a multiply-add. */
final class LimitLoops {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int CHAINS = 12;

    /** Floating-point operations in one step of the chains. */
    static final double FLOAT_OPS = 2.0 * CHAINS * F.length();

    static final double DOUBLE_OPS = 2.0 * CHAINS * D.length();

    private LimitLoops() {}

    static double floatChains(int steps) {
        FloatVector x = FloatVector.broadcast(F, 0.999f);
        FloatVector y = FloatVector.broadcast(F, 1e-3f);
        FloatVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int s = 0; s < steps; s++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).reduceLanes(VectorOperators.ADD);
    }

    static double doubleChains(int steps) {
        DoubleVector x = DoubleVector.broadcast(D, 0.999);
        DoubleVector y = DoubleVector.broadcast(D, 1e-3);
        DoubleVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int s = 0; s < steps; s++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).reduceLanes(VectorOperators.ADD);
    }

    /** Over a segment aligned to cache lines: a vector across two lines costs twice. */
    static double sum(MemorySegment x) {
        long n = F.vectorByteSize();
        FloatVector a = FloatVector.zero(F), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        long bound = x.byteSize() - 8 * n;
        for (long i = 0; i <= bound; i += 8 * n) {
            a = a.add(FloatVector.fromMemorySegment(F, x, i, NATIVE));
            b = b.add(FloatVector.fromMemorySegment(F, x, i + n, NATIVE));
            c = c.add(FloatVector.fromMemorySegment(F, x, i + 2 * n, NATIVE));
            d = d.add(FloatVector.fromMemorySegment(F, x, i + 3 * n, NATIVE));
            e = e.add(FloatVector.fromMemorySegment(F, x, i + 4 * n, NATIVE));
            f = f.add(FloatVector.fromMemorySegment(F, x, i + 5 * n, NATIVE));
            g = g.add(FloatVector.fromMemorySegment(F, x, i + 6 * n, NATIVE));
            h = h.add(FloatVector.fromMemorySegment(F, x, i + 7 * n, NATIVE));
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).reduceLanes(VectorOperators.ADD);
    }

    static double copy(MemorySegment x, MemorySegment y) {
        long n = F.vectorByteSize();
        long bound = x.byteSize() - 4 * n;
        for (long i = 0; i <= bound; i += 4 * n) {
            FloatVector.fromMemorySegment(F, x, i, NATIVE).intoMemorySegment(y, i, NATIVE);
            FloatVector.fromMemorySegment(F, x, i + n, NATIVE).intoMemorySegment(y, i + n, NATIVE);
            FloatVector.fromMemorySegment(F, x, i + 2 * n, NATIVE).intoMemorySegment(y, i + 2 * n, NATIVE);
            FloatVector.fromMemorySegment(F, x, i + 3 * n, NATIVE).intoMemorySegment(y, i + 3 * n, NATIVE);
        }
        return y.get(ValueLayout.JAVA_FLOAT, 0);
    }
}
