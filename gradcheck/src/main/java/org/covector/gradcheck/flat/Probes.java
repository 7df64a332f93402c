package org.covector.gradcheck.flat;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.covector.functional.Tensor;

/** Cotangents through which results are seen: one per result element, or a few random ones. */
public final class Probes {
    /** Of magnitudes over the numbers that are summed. */
    public static final double MARGIN = 4;

    private final int m;
    private final double[] factors; // by probe of one element each
    // by dense probe: so few bits need no more, and with a million elements reading them is most of the cost of seeing
    private final float[][] cotangents;
    private final boolean blind;

    private Probes(int m, double[] factors, float[][] cotangents, boolean blind) {
        this.m = m;
        this.factors = factors;
        this.cotangents = cotangents;
        this.blind = blind;
    }

    /** One per element, each with a random factor so that none is a plain one. */
    public static Probes each(int m, RandomGenerator random) {
        double[] factors = new double[m];
        Arrays.setAll(factors, _ -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 2));
        return new Probes(m, factors, new float[0][], false);
    }

    /** Random ones; results that are not finite are not seen, for they would hide all others. */
    public static Probes random(int count, double[] y, RandomGenerator random) {
        float[][] all = new float[count][y.length];
        for (float[] cotangent : all) {
            long bits = 0;
            for (int i = 0; i < y.length; i++) {
                bits = next(bits, i, random);
                cotangent[i] = number(bits);
            }
        }
        boolean blind = false;
        for (int i = 0; i < y.length; i++) {
            if (!Double.isFinite(y[i])) {
                blind = true;
                for (float[] cotangent : all) {
                    cotangent[i] = 0;
                }
            }
        }
        return new Probes(y.length, new double[0], all, blind);
    }

    /** The one that sees a single result as it is. */
    public static Probes unit(int m, int result) {
        float[][] one = new float[1][m];
        one[0][result] = 1;
        return new Probes(m, new double[0], one, false);
    }

    /** The one with which probe r sees what it sees, without the factor. */
    public Probes alone(int r) {
        return isDense() ? new Probes(m, new double[0], new float[][] {cotangents[r]}, false) : unit(m, r);
    }

    /** Numbers between 1/2 and 2 of random sign: none is lost in a sum, and few bits, so that sums of them are exact. */
    public static double[] vector(int m, RandomGenerator random) {
        double[] v = new double[m];
        long bits = 0;
        for (int i = 0; i < m; i++) {
            bits = next(bits, i, random);
            v[i] = number(bits);
        }
        return v;
    }

    /** Random bits for number i: a draw is enough for two. */
    private static long next(long bits, int i, RandomGenerator random) {
        return i % 2 == 0 ? random.nextLong() : bits >>> Integer.SIZE;
    }

    /** One of 192 numbers, from the lower half of random bits. */
    private static float number(long bits) {
        int size = 32 + (((int) bits >>> 8) * 3 >>> 19);
        return sign(bits) * size / 64f;
    }

    /** 1 or -1 by the last bit, without a branch that nobody can predict. */
    public static int sign(long bits) {
        return 1 - 2 * (int) (bits & 1);
    }

    /** A number from 1/2 to 1 by the bits above. */
    public static double half(long bits) {
        return Math.fma(bits >>> 11, 0x1p-54, 0.5);
    }

    public int count() {
        return factors.length + cotangents.length;
    }

    public boolean isDense() {
        return cotangents.length > 0;
    }

    /** Whether some results are not seen. */
    public boolean isBlind() {
        return blind;
    }

    /** What is seen where the function has no value. */
    public double[] nowhere() {
        double[] none = new double[count()];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    /** Random cotangents of the results that are not seen. */
    public double[] unseen(double[] y, RandomGenerator random) {
        double[] v = vector(y.length, random);
        for (int i = 0; i < v.length; i++) {
            v[i] = Double.isFinite(y[i]) ? 0 : v[i];
        }
        return v;
    }

    public double[] cotangent(int r) {
        double[] v = new double[m];
        if (isDense()) {
            Arrays.setAll(v, i -> cotangents[r][i]);
        } else {
            v[r] = factors[r];
        }
        return v;
    }

    /** The factor by which a row of the pullback is larger than the derivative. */
    public double factor(int r) {
        return isDense() ? 1 : factors[r];
    }

    /** Results as these cotangents see them. */
    public double[] see(double[] y) {
        if (!isDense()) {
            return y;
        }
        double[] visible = y;
        if (blind) {
            visible = y.clone();
            for (int i = 0; i < m; i++) {
                visible[i] = cotangents[0][i] == 0 ? 0 : y[i];
            }
        }
        double[] seen = new double[cotangents.length];
        for (int r = 0; r < seen.length; r++) {
            seen[r] = dot(cotangents[r], visible);
        }
        return seen;
    }

    /** As above; many elements are never copied out of the tensors as a whole. */
    public double[] see(List<Tensor> results) {
        if (!isDense() || m <= Subject.PART) {
            return see(Subject.numbers(results));
        }
        Dot[] seen = Stream.generate(Dot::new).limit(cotangents.length).toArray(Dot[]::new);
        Subject.read(results, results, (part, count, from) -> {
            for (int i = 0; blind && i < count; i++) {
                part[i] = cotangents[0][from + i] == 0 ? 0 : part[i];
            }
            for (int r = 0; r < seen.length; r++) {
                seen[r].add(cotangents[r], from, part, count);
            }
        });
        return Arrays.stream(seen).mapToDouble(Dot::value).toArray();
    }

    private static double dot(float[] v, double[] y) {
        Dot all = new Dot();
        all.add(v, 0, y, y.length);
        return all.value();
    }

    /**
     * The size of the rounding errors' source: the root of the sum of the squares of what {@link #see} adds, because cotangents of
     * random sign make a random walk of errors, however these depend on each other.
     */
    public double[] magnitude(double[] y) {
        double[] size = new double[count()];
        for (int r = 0; r < size.length; r++) {
            if (!isDense()) {
                size[r] = Math.abs(y[r]);
                continue;
            }
            double squares = 0;
            for (int i = 0; i < m; i++) {
                double part = cotangents[r][i] == 0 ? 0 : cotangents[r][i] * y[i];
                squares += part * part;
            }
            size[r] = squares > 0 && squares < Double.POSITIVE_INFINITY ? MARGIN * Math.sqrt(squares) : absolute(r, y);
        }
        return size;
    }

    private double absolute(int r, double[] y) {
        double sum = 0;
        for (int i = 0; i < m; i++) {
            sum += cotangents[r][i] == 0 ? 0 : Math.abs(cotangents[r][i] * y[i]);
        }
        return sum;
    }
}
