package org.covector.gradcheck;

import java.util.Arrays;
import java.util.Random;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Fixed numbers to check at. */
public final class Case {
    private Case() {}

    /** Distinct numbers of magnitude about 1, none near 0. */
    public static Tensor x(int... dims) {
        int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        Random random = new Random(31L * Arrays.hashCode(dims) + 5);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.15, 1.9);
        }
        return Tensor.of(values, dims);
    }

    /** Distinct numbers between 0.2 and 0.8. */
    public static Tensor unit(int... dims) {
        int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        Random random = new Random(17L * Arrays.hashCode(dims) + 3);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextDouble(0.2, 0.8);
        }
        return Tensor.of(values, dims);
    }

    /** A user's backward formula of two inputs. */
    public interface Backward {
        Tensor of(Tensor x, Tensor y, Tensor dz);
    }

    /** One number where the condition holds, another elsewhere. */
    public static Tensor when(Tensor condition, double yes, double no) {
        return F.where(condition, Tensor.scalar(yes), Tensor.scalar(no));
    }

    /** With the digits of FLOAT32 only. */
    public static Tensor to32(Tensor x) {
        return x.to(DType.FLOAT32).to(DType.FLOAT64);
    }

    /** Three hundred numbers of which one is this and the others are a million. */
    public static Tensor among(double one) {
        double[] all = new double[300];
        Arrays.fill(all, 1e6);
        all[77] = one;
        return Tensor.of(all);
    }
}
