package org.covector.bench.peer;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/** Arrays outside the heap that start on a cache line, as native libraries like them. */
final class Aligned {
    private static final int LINE = 64;

    private Aligned() {}

    static FloatPointer of(float[] x) {
        FloatPointer p = floats(x.length);
        p.put(x, 0, x.length);
        return p;
    }

    static DoublePointer of(double[] x) {
        DoublePointer p = doubles(x.length);
        p.put(x, 0, x.length);
        return p;
    }

    static FloatPointer floats(long size) {
        FloatPointer p = new FloatPointer(size + LINE);
        return p.getPointer(FloatPointer.class, skip(p.address()) / Float.BYTES);
    }

    static DoublePointer doubles(long size) {
        DoublePointer p = new DoublePointer(size + LINE);
        return p.getPointer(DoublePointer.class, skip(p.address()) / Double.BYTES);
    }

    private static long skip(long address) {
        return (LINE - address % LINE) % LINE;
    }

    static double[] array(FloatPointer p, int size) {
        float[] x = new float[size];
        p.get(x, 0, size);
        return widen(x);
    }

    static double[] array(DoublePointer p, int size) {
        double[] x = new double[size];
        p.get(x, 0, size);
        return x;
    }

    static double[] widen(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }
}
