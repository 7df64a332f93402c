package org.covector.bench.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where functions are looked at: all magnitudes, both signs, densely from -45 to 45, and around special numbers.
 *
 * @param density of random points; 1 is some hundreds for a function
 * @param stride from one binary exponent of FLOAT64 to the next; FLOAT32, which has fewer and whose references are shorter, is looked at
 *     16 times as densely: up to 31 at every exponent
 */
record Points(double density, int stride) {
    double[] of(Case c, Format format) {
        SplittableRandom random = new SplittableRandom(c.name().hashCode());
        List<Double> all = new ArrayList<>();
        int step = format == Format.FLOAT32 ? Math.max(1, stride / 16) : stride;
        for (int e = format.lowest - (format == Format.FLOAT32 ? 22 : 51); e <= Math.getExponent(format.largest); e += step) {
            all.add(Math.scalb(random.nextDouble(1, 2), e));
            all.add(-Math.scalb(random.nextDouble(1, 2), e));
        }
        all.add(format.largest);
        all.add(-format.largest);
        for (int i = 0; i < 100 * density; i++) {
            all.add(random.nextDouble(-45, 45));
            all.add(random.nextDouble(-3, 3));
        }
        for (double s : c.specials()) {
            around(format.round(s), format, density, random, all);
            around(-format.round(s), format, density, random, all);
        }
        return all.stream().mapToDouble(format::round).filter(x -> x != 0 && Math.abs(x) <= format.largest).distinct().toArray();
    }

    private static void around(double s, Format format, double density, SplittableRandom random, List<Double> all) {
        all.add(s);
        all.add(format.next(s, true));
        all.add(format.next(s, false));
        for (int i = 0; i < 8 * density; i++) {
            double by = Math.scalb(random.nextDouble(1, 2), -random.nextInt(1, format == Format.FLOAT32 ? 23 : 52));
            all.add(s + Math.max(1, Math.abs(s)) * (random.nextBoolean() ? by : -by));
        }
    }

    /** The other argument of a function of two: of any magnitude, or near the first, or small. */
    static double[] others(Case c, Format format, double[] x) {
        SplittableRandom random = new SplittableRandom(c.name().hashCode() + 1);
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            double v = switch (random.nextInt(4)) {
                case 0 -> Math.scalb(random.nextDouble(-2, 2), random.nextInt(format.lowest, Math.getExponent(format.largest)));
                case 1 -> x[i] * (1 + Math.scalb(random.nextDouble(-1, 1), -random.nextInt(0, 20)));
                case 2 -> -x[i] * (1 + Math.scalb(random.nextDouble(-1, 1), -random.nextInt(0, 20)));
                default -> random.nextDouble(-45, 45);
            };
            y[i] = format.round(Math.abs(v) <= format.largest && v != 0 ? v : random.nextDouble(0.1, 3));
        }
        return y;
    }
}
