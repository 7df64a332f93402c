package org.covector.engine.op;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Derivatives of running products {@code y[i] = x[0] ... x[i]} along the last axis, of any order, in which nothing leaves the range that
 * the result does not leave: significands in double, exponents apart.
 *
 * <p>A derivative in the directions t, u, ... is the coefficient of {@code a b ...} in the products of {@code x[j] + a t[j] + b u[j] +
 * ...}, where squares of a, b, ... are 0. Directions and cotangents of exactly 0 add nothing, whatever they are multiplied by.
 */
public final class ProductDerivatives {
    private static final double NANOS_PER_TERM = 10;

    /** Of one part of the work, roughly. */
    private static final int ELEMENTS = 1 << 14;

    /** The exponent of what is not there. */
    private static final long ABSENT = Long.MIN_VALUE;

    /** Significands stay between its inverse and it: products of two are numbers. */
    private static final int SPAN = 200;

    private static final double LARGE = 0x1p200;
    private static final double SMALL = 0x1p-200;

    /** The product of two that are larger, but not beyond its inverse, is a number. */
    private static final double LEAST = 0x1p-500;

    /** A scale beyond which there is no number. */
    private static final long BEYOND = 5000;

    private ProductDerivatives() {}

    /**
     * {@code dy = D^k y [t[0], ..., t[k - 1]]}, all of x's shape and dtype.
     *
     * @param begins where products begin anew, BOOL of x's shape
     */
    public static NdArray forward(NdArray x, Option<NdArray> begins, NdArray... t) {
        return overRuns(x, () -> new Run(x, x, begins, t), Run::forward);
    }

    /**
     * {@code dx}, for which {@code sum of dx u = sum of dy D^(k + 1) y [t[0], ..., t[k - 1], u]} whatever u is.
     *
     * @param begins where products begin anew, BOOL of x's shape
     */
    public static NdArray adjoint(NdArray dy, NdArray x, Option<NdArray> begins, NdArray... t) {
        return overRuns(x, () -> new Run(x, dy, begins, t), Run::adjoint);
    }

    private static NdArray overRuns(NdArray x, Supplier<Run> runs, Consumer<Run> work) {
        Storage y = Storage.uninitialised(x.dtype(), x.size());
        int n = x.shape().dim(x.rank() - 1);
        if (x.size() > 0) {
            int rows = (int) (x.size() / n);
            int part = Math.max(1, ELEMENTS / n);
            EngineRuntime.parallel(Math.ceilDiv(rows, part), (long) (x.size() * NANOS_PER_TERM), c -> {
                Run run = runs.get();
                for (int row = c * part; row < Math.min(rows, (c + 1) * part); row++) {
                    run.read(row);
                    work.accept(run);
                    run.write(row, y);
                }
            });
        }
        return NdArray.wrap(y, x.shape());
    }

    /** One run after the other, with the number that was computed last as significand and exponent. */
    private static final class Run {
        private final int n;
        private final NdArray[] from;
        private final double[][] rows;
        private final double[] x;
        private final double[] d;
        private final double[][] t;
        private final Option<NdArray> marks;
        private final boolean[] begins;
        private final double[] out;
        private final double[] h;
        private double m;
        private long e;

        /** Of elements, a cotangent (or elements again where there is none), and directions. */
        Run(NdArray x, NdArray dy, Option<NdArray> begins, NdArray... t) {
            this.n = x.shape().dim(x.rank() - 1);
            this.from = Stream.concat(Stream.of(x, dy), Arrays.stream(t)).map(NdArray::dense).toArray(NdArray[]::new);
            this.rows = Stream.generate(() -> row(n)).limit(from.length).toArray(double[][]::new);
            this.x = rows[0];
            this.d = rows[1];
            this.t = Arrays.copyOfRange(rows, 2, rows.length);
            this.marks = begins.map(NdArray::dense);
            this.begins = Storage.zeros(DType.BOOL, n).booleans();
            this.out = row(n);
            this.h = row(n);
        }

        private static double[] row(int n) {
            return Storage.uninitialised(DType.FLOAT64, n).doubles();
        }

        void read(int row) {
            for (int i = 0; i < from.length; i++) {
                from[i].storage().readDoubles(from[i].offset() + row * n, 1, rows[i], 0, n);
            }
            marks.forEach(b -> System.arraycopy(b.storage().array(), b.offset() + row * n, begins, 0, n));
        }

        void write(int row, Storage y) {
            switch (y.array()) {
                case float[] a -> {
                    for (int i = 0; i < n; i++) {
                        a[row * n + i] = (float) out[i];
                    }
                }
                case double[] a -> System.arraycopy(out, 0, a, row * n, n);
                default -> throw new IllegalArgumentException(y.dtype().name());
            }
        }

        void forward() {
            int all = 1 << t.length;
            double[] am = Storage.zeros(DType.FLOAT64, all).doubles();
            long[] ae = Storage.zeros(DType.INT64, all).longs();
            start(am, ae);
            for (int i = 0; i < n; i++) {
                if (begins[i]) {
                    start(am, ae);
                }
                step(i, am, ae);
                out[i] = value(am[all - 1], ae[all - 1]);
            }
        }

        /** The product of nothing: 1, whose derivatives are not there. */
        private static void start(double[] am, long[] ae) {
            Arrays.fill(ae, ABSENT);
            am[0] = 1;
            ae[0] = 0;
        }

        /** Times element i, in all directions. */
        private void step(int i, double[] am, long[] ae) {
            for (int mask = am.length - 1; mask >= 0; mask--) {
                times(am[mask], ae[mask], x[i], 0);
                double sm = m;
                long se = e;
                for (int s = 0; s < t.length; s++) {
                    if ((mask >> s & 1) == 1) {
                        int rest = mask ^ 1 << s;
                        times(am[rest], ae[rest], t[s][i], t[s][i] == 0 ? ABSENT : 0);
                        plus(sm, se);
                        sm = m;
                        se = e;
                    }
                }
                am[mask] = sm;
                ae[mask] = se;
            }
        }

        void adjoint() {
            if (t.length == 0 && isPlain()) {
                return;
            }
            int all = 1 << t.length;
            // for j: sum over i >= j of dy[i] x[j + 1] ... x[i], in all directions
            double[] hm = Storage.uninitialised(DType.FLOAT64, (long) n * all).doubles();
            long[] he = Storage.uninitialised(DType.INT64, (long) n * all).longs();
            for (int j = n - 1; j >= 0; j--) {
                for (int mask = 0; mask < all; mask++) {
                    later(j, mask, all, hm, he);
                    if (mask == 0 && d[j] != 0) {
                        double sm = m;
                        long se = e;
                        times(d[j], 0, 1, 0);
                        plus(sm, se);
                    }
                    hm[j * all + mask] = m;
                    he[j * all + mask] = e;
                }
            }
            double[] am = Storage.zeros(DType.FLOAT64, all).doubles();
            long[] ae = Storage.zeros(DType.INT64, all).longs();
            start(am, ae);
            for (int j = 0; j < n; j++) {
                if (begins[j]) {
                    start(am, ae);
                }
                double sm = 0;
                long se = ABSENT;
                for (int mask = 0; mask < all; mask++) {
                    int rest = j * all + (all - 1 - mask);
                    times(am[mask], ae[mask], hm[rest], he[rest]);
                    plus(sm, se);
                    sm = m;
                    se = e;
                }
                out[j] = value(sm, se);
                step(j, am, ae);
            }
        }

        /** {@code (x[j + 1] + ...) h[j + 1]}. */
        private void later(int j, int mask, int all, double[] hm, long[] he) {
            m = 0;
            e = ABSENT;
            if (j == n - 1 || begins[j + 1]) {
                return;
            }
            int next = (j + 1) * all;
            times(hm[next + mask], he[next + mask], x[j + 1], 0);
            for (int s = 0; s < t.length; s++) {
                if ((mask >> s & 1) == 1) {
                    double sm = m;
                    long se = e;
                    int rest = next + (mask ^ 1 << s);
                    times(hm[rest], he[rest], t[s][j + 1], t[s][j + 1] == 0 ? ABSENT : 0);
                    plus(sm, se);
                }
            }
        }

        /** Without exponents of their own, if no number on the way needs one: the products with what is before are the last. */
        private boolean isPlain() {
            double later = 0;
            boolean within = true;
            for (int j = n - 1; j >= 0; j--) {
                later = d[j] + later;
                within &= isWithin(later) && isWithin(x[j]);
                h[j] = later;
                later = begins[j] ? 0 : later * x[j];
            }
            double before = 1;
            for (int j = 0; j < n && within; j++) {
                before = begins[j] ? 1 : before;
                out[j] = before * h[j];
                before *= x[j];
                within = isWithin(before);
            }
            return within;
        }

        private static boolean isWithin(double v) {
            return v == 0 || Math.abs(v) >= LEAST && Math.abs(v) <= 1 / LEAST;
        }

        private void times(double am, long ae, double bm, long be) {
            if (ae == ABSENT || be == ABSENT) {
                m = 0;
                e = ABSENT;
                return;
            }
            double a = am;
            double b = bm;
            e = ae + be;
            if (Math.abs(b) > LARGE || Math.abs(b) < SMALL && b != 0) { // a is between already
                int power = Math.getExponent(b);
                b = Double.isFinite(b) ? Math.scalb(b, -power) : b;
                e += Double.isFinite(b) ? power : 0;
            }
            if (Math.abs(a) > LARGE || Math.abs(a) < SMALL && a != 0) {
                int power = Math.getExponent(a);
                a = Double.isFinite(a) ? Math.scalb(a, -power) : a;
                e += Double.isFinite(a) ? power : 0;
            }
            m = a * b;
            normalize();
        }

        private void normalize() {
            double size = Math.abs(m);
            if (!(size <= LARGE && size >= SMALL)) {
                if (m == 0 || !Double.isFinite(m)) {
                    e = 0;
                } else {
                    int power = Math.getExponent(m);
                    m = Math.scalb(m, -power);
                    e += power;
                }
            }
        }

        /** The last number plus another. */
        private void plus(double bm, long be) {
            if (be == ABSENT) {
                return;
            }
            if (e == ABSENT || m == 0 && Double.isFinite(bm)) {
                m = bm;
                e = be;
                return;
            }
            if (bm == 0 || !Double.isFinite(m) || !Double.isFinite(bm)) {
                m += bm;
                e = Double.isFinite(m) ? e : 0;
                return;
            }
            long apart = e - be;
            if (apart >= 0) {
                m += apart > 3 * SPAN ? 0 : Math.scalb(bm, (int) -apart);
            } else {
                m = bm + (apart < -3 * SPAN ? 0 : Math.scalb(m, (int) apart));
                e = be;
            }
            normalize();
        }

        private static double value(double m, long e) {
            return e == ABSENT ? 0 : Math.scalb(m, (int) Math.clamp(e, -BEYOND, BEYOND));
        }
    }
}
