package org.covector.gradcheck;

import java.util.Arrays;
import java.util.Random;
import org.covector.functional.Tensor;

/** Fixed numbers to check at. */
final class Case {
    private Case() {}

    /** Distinct numbers of magnitude about 1, none near 0. */
    static Tensor x(int... dims) {
        int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        Random random = new Random(31L * Arrays.hashCode(dims) + 5);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.15, 1.9);
        }
        return Tensor.of(values, dims);
    }

    /** Distinct numbers between 0.2 and 0.8. */
    static Tensor unit(int... dims) {
        int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        Random random = new Random(17L * Arrays.hashCode(dims) + 3);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextDouble(0.2, 0.8);
        }
        return Tensor.of(values, dims);
    }
}
