package org.covector.gradcheck;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.covector.functional.Domain;
import org.covector.functional.Domain.Interval;
import org.covector.functional.F;
import org.covector.functional.core.Tensor;

/** Cases of a pointwise function from its domain: scalars, matrices, everything broadcast with everything. */
final class PointwiseCases {
    private static final int[][][] SHAPES = {{{}, {}, {}}, {{7}, {7}, {7}}, {{2, 3}, {3}, {2, 1}}, {{2, 1}, {1, 3}, {}}};

    private PointwiseCases() {}

    static List<Case> of(Method method) {
        Interval[] domain = method.getAnnotation(Domain.class).value();
        List<Case> all = new ArrayList<>();
        for (int[][] shapes : SHAPES) {
            Random random = new Random(method.getName().hashCode() + all.size());
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < domain.length; i++) {
                inputs.add(sample(domain[i], shapes[i], random));
            }
            all.add(new Case(method.getName(), in -> List.of(call(method, in)), inputs));
        }
        return all;
    }

    private static Tensor sample(Interval interval, int[] dims, Random random) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        double[] values = new double[n];
        boolean[] truth = new boolean[n];
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble(0.02, 0.98);
            truth[i] = u > 0.5;
            values[i] = switch (interval) {
                case REAL -> 5 * u - 2.5;
                case POSITIVE -> 4 * u;
                case ABOVE_MINUS_ONE -> 4 * u - 1;
                case ABOVE_ONE -> 1 + 3 * u;
                case UNIT -> 2 * u - 1;
                case PROBABILITY -> u;
                case NONZERO -> (random.nextBoolean() ? 1 : -1) * (0.3 + 2 * u);
                case TRUTH -> 0;
            };
        }
        Tensor flat = interval == Interval.TRUTH ? Tensor.of(truth) : Tensor.of(values);
        return F.reshape(flat, dims);
    }

    private static Tensor call(Method method, List<Tensor> in) {
        double[] numbers = method.getName().equals("logit") ? new double[] {1e-3} : new double[] {0.7, 1.9, -1.9};
        Object[] arguments = new Object[method.getParameterCount()];
        int tensor = 0;
        int number = 0;
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = method.getParameterTypes()[i] == double.class ? numbers[number++] : in.get(tensor++);
        }
        try {
            MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
            MethodHandle handle = MethodHandles.publicLookup().findStatic(F.class, method.getName(), type);
            return (Tensor) handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
