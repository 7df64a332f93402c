package org.covector.functional.sample;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.covector.functional.DefinedOn;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** The pointwise functions, from their domains: every one because it exists. */
final class PointwiseSamples {
    private PointwiseSamples() {}

    static List<OpInfo> all() {
        return Arrays.stream(F.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers())
                && m.isAnnotationPresent(DefinedOn.class))
                .sorted(Comparator.comparing(Method::toString)).map(PointwiseSamples::op).toList();
    }

    private static OpInfo op(Method m) {
        String numbers = "double ".repeat((int) Arrays.stream(m.getParameterTypes()).filter(t -> t == double.class).count()).strip();
        return new OpInfo(numbers.isEmpty() ? m.getName() : m.getName() + " (" + numbers.replace(" ", ", ") + ")",
                random -> sample(m, handle(m), random));
    }

    private static MethodHandle handle(Method m) {
        try {
            return MethodHandles.publicLookup().findStatic(F.class, m.getName(),
                    MethodType.methodType(m.getReturnType(), m.getParameterTypes()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Sample sample(Method m, MethodHandle handle, Arguments random) {
        int[] dims = random.shape(0, 2);
        List<Tensor> inputs = new ArrayList<>();
        for (DefinedOn.Interval in : m.getAnnotation(DefinedOn.class).value()) {
            int[] own = inputs.isEmpty() ? dims : random.coin() ? dims : random.coin() ? new int[0] : narrowed(dims, random);
            inputs.add(switch (in) {
                case BOOL -> random.bool(own);
                case NONZERO -> F.where(random.bool(own), random.inside(0.3, 2.3, own), F.neg(random.inside(0.3, 2.3, own)));
                default -> random.inside(in.low(), in.high(), own);
            });
        }
        double[] numbers = m.getName().equals("logit") ? new double[] {1e-3} : new double[] {0.7, 1.9, -1.9};
        return new Sample(in -> List.of(call(m, handle, numbers, in)), inputs);
    }

    private static int[] narrowed(int[] dims, Arguments random) {
        int[] own = dims.clone();
        if (own.length > 0) {
            own[random.between(0, own.length - 1)] = 1;
        }
        return own;
    }

    private static Tensor call(Method m, MethodHandle handle, double[] numbers, List<Tensor> in) {
        Object[] arguments = new Object[m.getParameterCount()];
        int tensor = 0;
        int number = 0;
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = m.getParameterTypes()[i] == double.class ? numbers[number++] : in.get(tensor++);
        }
        try {
            return (Tensor) handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
