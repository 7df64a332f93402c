package org.covector.gradcheck.diagnosis;

import java.util.Random;

/** Jacobians made by hand. */
final class Matrices {
    private Matrices() {}

    interface Entry {
        double at(int r, int j);
    }

    static double[][] of(int rows, int columns, Entry entry) {
        double[][] all = new double[rows][columns];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                all[r][j] = entry.at(r, j);
            }
        }
        return all;
    }

    /** Numbers of magnitude about 1 without a pattern. */
    static double[][] numbers(int rows, int columns) {
        Random random = new Random(11);
        return of(rows, columns, (_, _) -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 2));
    }

    static double[] numbers(int n) {
        return numbers(1, n)[0];
    }

    static double sum(double... all) {
        double sum = 0;
        for (double v : all) {
            sum += v;
        }
        return sum;
    }
}
