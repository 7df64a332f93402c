package org.covector.gradcheck;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.covector.functional.core.Tensor;

/** A function of the catalogue with its options fixed, at some inputs. */
record Case(String method, Function1<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
    static Case of(String method, Function1<Tensor, Tensor> f, Tensor x) {
        return new Case(method, in -> List.of(f.apply(in.get(0))), List.of(x));
    }

    static Case of(String method, Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return new Case(method, in -> List.of(f.apply(in.get(0), in.get(1))), List.of(x, y));
    }

    static Case of(String method, Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return new Case(method, in -> List.of(f.apply(in.get(0), in.get(1), in.get(2))), List.of(x, y, z));
    }

    static Case several(String method, Function1<Tensor, List<Tensor>> f, Tensor x) {
        return new Case(method, in -> f.apply(in.get(0)), List.of(x));
    }

    @Override
    public String toString() {
        return method + inputs.stream().map(t -> t.shape().toString()).toList();
    }

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

    /** Integers as a tensor. */
    static Tensor ints(int[] dims, long... values) {
        return Tensor.of(values, dims);
    }

    /** Those of several lists. */
    @SafeVarargs
    static List<Case> join(List<Case>... parts) {
        List<Case> all = new ArrayList<>();
        for (List<Case> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }
}
