package org.covector.gradcheck;

import io.vavr.Function1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.covector.functional.Autograd;
import org.covector.functional.core.Tensor;

/** What every pullback owes besides right numbers; each breach is one sentence. */
final class Contract {
    private Contract() {}

    static List<String> breaches(Subject subject, RandomGenerator random) {
        List<String> found = new ArrayList<>();
        double[] x = subject.point();
        double[] y = subject.origin();
        if (!same(y, subject.at(x))) {
            found.add("the value changes from call to call");
        }
        var run = Autograd.vjp(Subject.LIST, Subject.LIST, subject.function(), subject.inputs());
        if (!same(y, Subject.numbers(run.value()))) {
            found.add("the value while differentiating is not the value otherwise");
        }
        if (y.length == 0) {
            return found;
        }
        Function1<double[], double[]> pullback = subject.pullback(x);
        double[] u = Probes.vector(y.length, random);
        double[] before = u.clone();
        double[] once = pullback.apply(u);
        if (!same(once, pullback.apply(u)) || !same(once, subject.pullback(x).apply(u))) {
            found.add("the gradient changes from call to call");
        }
        if (!same(u, before) || !same(x, Subject.numbers(subject.inputs()))) {
            found.add("an input or a cotangent is modified");
        }
        discreteInputs(subject, run.pullback().apply(cotangents(run.value())), found);
        linearity(subject, pullback, u, random, found);
        return found;
    }

    private static List<Tensor> cotangents(List<Tensor> values) {
        return values.stream().map(t -> Tensor.full(t.dtype(), t.shape(), t.dtype().isFloating() ? 0.75 : 0)).toList();
    }

    private static void discreteInputs(Subject subject, List<Tensor> dx, List<String> found) {
        for (int i = 0; i < dx.size(); i++) {
            Tensor x = subject.inputs().get(i);
            if (!dx.get(i).shape().equals(x.shape()) || dx.get(i).dtype() != x.dtype()) {
                found.add("the gradient of input " + i + " is " + dx.get(i).dtype() + " " + dx.get(i).shape() + " for an input that is " + x.dtype() + " "
                        + x.shape());
            }
            if (!x.dtype().isFloating() && Arrays.stream(dx.get(i).array().toLongArray()).anyMatch(n -> n != 0)) {
                found.add("input " + i + " is " + x.dtype() + " but has a gradient");
            }
        }
    }

    /** {@code pullback(2 u) = 2 pullback(u)} and {@code pullback(u + v) = pullback(u) + pullback(v)}. */
    private static void linearity(Subject subject, Function1<double[], double[]> pullback, double[] u, RandomGenerator random, List<String> found) {
        double[] v = Probes.vector(u.length, random);
        double[] sum = new double[u.length];
        double[] minus = new double[u.length];
        for (int i = 0; i < u.length; i++) {
            sum[i] = u[i] - 3 * v[i];
            minus[i] = -2 * u[i];
        }
        double[] atU = pullback.apply(u);
        double[] atV = pullback.apply(v);
        double[] atSum = pullback.apply(sum);
        double[] atMinus = pullback.apply(minus);
        double[] zero = pullback.apply(new double[u.length]);
        double tolerance = Math.sqrt(subject.epsilon()) / 16;
        for (int input = 0; input < subject.inputs().size(); input++) {
            double largest = 0;
            double addition = 0;
            double multiple = 0;
            double rest = 0;
            double even = 0;
            for (int k = 0; k < subject.size(input); k++) {
                int j = subject.start(input) + k;
                largest = Math.max(largest, Math.abs(atU[j]) + Math.abs(atV[j]));
                addition = Math.max(addition, Math.abs(atSum[j] - (atU[j] - 3 * atV[j])));
                multiple = Math.max(multiple, Math.abs(atMinus[j] + 2 * atU[j]));
                rest = Math.max(rest, Math.abs(zero[j]));
                even = Math.max(even, Math.abs(atMinus[j] - 4 * atU[j]));
            }
            if (multiple > tolerance * largest || addition > tolerance * largest || rest > tolerance * largest) {
                String how = rest > tolerance * largest ? "it is not 0 for a cotangent of 0: the cotangent is ignored, or something is added to it"
                        : even <= tolerance * largest ? "it grows with the cotangent's square" : String.format(Locale.ROOT, "off by %.3g of %.3g", Math.max(multiple, addition), largest);
                found.add("the gradient of input " + input + " is not linear in the cotangent: " + how);
            }
        }
    }

    private static boolean same(double[] a, double[] b) {
        return Arrays.equals(a, b);
    }
}
