package org.covector.gradcheck.flat;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.covector.functional.Tensor;

/** Projections of the results: onto each basis vector, or onto a few random cotangents. */
public final class OutputProjection {
    /** Of magnitudes over the numbers that are summed. */
    public static final double MARGIN = 4;

    private final int size;
    private final double[] factors; // by row of one element each
    // by random row: so few bits need no more, and with a million elements reading them is most of the cost of projecting
    private final float[][] cotangents;
    private final boolean hidesNonFinite;

    private OutputProjection(int m, double[] factors, float[][] cotangents, boolean blind) {
        this.size = m;
        this.factors = factors;
        this.cotangents = cotangents;
        this.hidesNonFinite = blind;
    }

    /** One per element, each with a random factor so that none is a plain one. */
    public static OutputProjection basis(int m, RandomGenerator random) {
        double[] factors = new double[m];
        Arrays.setAll(factors, _ -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 2));
        return new OutputProjection(m, factors, new float[0][], false);
    }

    /** Onto random cotangents; results that are not finite are left out, for they would hide all others. */
    public static OutputProjection random(int count, double[] y, RandomGenerator random) {
        float[][] all = new float[count][y.length];
        for (float[] cotangent : all) {
            long bits = 0;
            for (int i = 0; i < y.length; i++) {
                bits = next(bits, i, random);
                cotangent[i] = randomNumber(bits);
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
        return new OutputProjection(y.length, new double[0], all, blind);
    }

    /** Onto the basis vector of a single result. */
    public static OutputProjection basisVector(int m, int result) {
        float[][] one = new float[1][m];
        one[0][result] = 1;
        return new OutputProjection(m, new double[0], one, false);
    }

    /** Row r alone, without its factor. */
    public OutputProjection row(int r) {
        return isRandom() ? new OutputProjection(size, new double[0], new float[][] {cotangents[r]}, false) : basisVector(size, r);
    }

    /** Numbers between 1/2 and 2 of random sign: none is lost in a sum, and few bits, so that sums of them are exact. */
    public static double[] randomVector(int m, RandomGenerator random) {
        double[] v = new double[m];
        long bits = 0;
        for (int i = 0; i < m; i++) {
            bits = next(bits, i, random);
            v[i] = randomNumber(bits);
        }
        return v;
    }

    /** Random bits for number i: a draw is enough for two. */
    private static long next(long bits, int i, RandomGenerator random) {
        return i % 2 == 0 ? random.nextLong() : bits >>> Integer.SIZE;
    }

    /** One of 192 numbers, from the lower half of random bits. */
    private static float randomNumber(long bits) {
        int size = 32 + (((int) bits >>> 8) * 3 >>> 19);
        return sign(bits) * size / 64f;
    }

    /** 1 or -1 by the last bit, without a branch that nobody can predict. */
    public static int sign(long bits) {
        return 1 - 2 * (int) (bits & 1);
    }

    /** A number from 1/2 to 1 by the bits above. */
    public static double halfToOne(long bits) {
        return Math.fma(bits >>> 11, 0x1p-54, 0.5);
    }

    public int count() {
        return factors.length + cotangents.length;
    }

    public boolean isRandom() {
        return cotangents.length > 0;
    }

    /** Whether some results are left out because they are not finite. */
    public boolean hidesNonFinite() {
        return hidesNonFinite;
    }

    /** The projection where the function has no value. */
    public double[] undefined() {
        double[] none = new double[count()];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    /** A random cotangent of the results that are not finite and therefore left out. */
    public double[] hiddenCotangent(double[] y, RandomGenerator random) {
        double[] v = randomVector(y.length, random);
        for (int i = 0; i < v.length; i++) {
            v[i] = Double.isFinite(y[i]) ? 0 : v[i];
        }
        return v;
    }

    public double[] cotangent(int r) {
        double[] v = new double[size];
        if (isRandom()) {
            Arrays.setAll(v, i -> cotangents[r][i]);
        } else {
            v[r] = factors[r];
        }
        return v;
    }

    /** The factor by which a row of the pullback is larger than the derivative. */
    public double factor(int r) {
        return isRandom() ? 1 : factors[r];
    }

    /** The results projected; undefined if there are more or fewer than at the point. */
    public double[] project(double[] y) {
        if (y.length != size) {
            return undefined();
        }
        if (!isRandom()) {
            return y;
        }
        double[] visible = y;
        if (hidesNonFinite) {
            visible = y.clone();
            for (int i = 0; i < size; i++) {
                visible[i] = cotangents[0][i] == 0 ? 0 : y[i];
            }
        }
        double[] projected = new double[cotangents.length];
        for (int r = 0; r < projected.length; r++) {
            projected[r] = dot(cotangents[r], visible);
        }
        return projected;
    }

    /** As above; many elements are never copied out of the tensors as a whole. */
    public double[] project(List<Tensor> results) {
        if (!isRandom() || size <= FlatFunction.CHUNK) {
            return project(FlatFunction.flatten(results));
        }
        if (results.stream().filter(t -> t.dtype().isFloating()).mapToLong(Tensor::size).sum() != size) {
            return undefined();
        }
        CompensatedDot[] seen = Stream.generate(CompensatedDot::new).limit(cotangents.length).toArray(CompensatedDot[]::new);
        FlatFunction.forEachChunk(results, results, (part, count, from) -> {
            for (int i = 0; hidesNonFinite && i < count; i++) {
                part[i] = cotangents[0][from + i] == 0 ? 0 : part[i];
            }
            for (int r = 0; r < seen.length; r++) {
                seen[r].add(cotangents[r], from, part, count);
            }
        });
        return Arrays.stream(seen).mapToDouble(CompensatedDot::value).toArray();
    }

    private static double dot(float[] v, double[] y) {
        CompensatedDot all = new CompensatedDot();
        all.add(v, 0, y, y.length);
        return all.value();
    }

    /**
     * The size of the rounding errors' source: the root of the sum of the squares of what {@link #project} adds, because cotangents of
     * random sign make a random walk of errors, however these depend on each other.
     */
    public double[] magnitude(double[] y) {
        double[] magnitudes = new double[count()];
        for (int r = 0; r < magnitudes.length; r++) {
            if (!isRandom()) {
                magnitudes[r] = Math.abs(y[r]);
                continue;
            }
            double squares = 0;
            for (int i = 0; i < size; i++) {
                double part = cotangents[r][i] == 0 ? 0 : cotangents[r][i] * y[i];
                squares += part * part;
            }
            magnitudes[r] = squares > 0 && squares < Double.POSITIVE_INFINITY ? MARGIN * Math.sqrt(squares) : sumOfMagnitudes(r, y);
        }
        return magnitudes;
    }

    private double sumOfMagnitudes(int r, double[] y) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += cotangents[r][i] == 0 ? 0 : Math.abs(cotangents[r][i] * y[i]);
        }
        return sum;
    }
}
