package org.covector.functional;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;

/**
 * Calls functions of F and their pullbacks, methods of tensors, layers and optimisers with lengths, strides, dilations, paddings and
 * broadcast axes up to 2^31 - 1 in a small heap. Prints a line for each call that neither returns nor refuses by name: an
 * OutOfMemoryError, an ArithmeticException, a negative length, an index out of bounds.
 */
final class SizesProgram {
    private int called;
    private int served;

    private SizesProgram() {}

    /** Number of calls, seed, and functions if not all are meant. */
    public static void main(String... args) {
        List<String> names = Arrays.asList(args).subList(2, args.length);
        Random seeds = new Random(Long.parseLong(args[1]));
        int calls = Integer.parseInt(args[0]);
        SizesProgram program = new SizesProgram();
        List<Method> functions = methods(names, Arrays.stream(F.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers())));
        List<Method> methods = methods(names, MisuseProperties.ofTensors());
        List<Executable> models = ModelMisuseProperties.callables().stream().filter(e -> isMeant(names, e)).toList();
        for (int i = 0; i < calls; i++) {
            program.function(functions, i, seeds.nextLong());
            if (i % 4 == 0) {
                program.method(methods, i / 4, seeds.nextLong());
                program.model(models, i / 4, seeds.nextLong());
            }
        }
        System.out.println("called " + program.called);
        System.out.println("served " + program.served);
        System.out.println("done");
    }

    private static boolean isMeant(List<String> names, Executable e) {
        return names.isEmpty() || names.contains(e.getName());
    }

    private static List<Method> methods(List<String> names, Stream<Method> all) {
        return all.filter(m -> isMeant(names, m)).sorted(Comparator.comparing(Method::toGenericString)).toList();
    }

    private void function(List<Method> functions, int i, long seed) {
        if (functions.isEmpty()) {
            return;
        }
        Method f = functions.get(i % functions.size());
        AnyArguments any = new AnyArguments(seed, true);
        Object[] x = new Object[f.getParameterCount()];
        if (tried(f, any, () -> {
            make(f, any, x);
            called++;
            MisuseProperties.call(f, null, x);
        })) {
            tried(f, any, () -> MisuseProperties.pulled(f, x));
        }
    }

    private void method(List<Method> methods, int i, long seed) {
        if (methods.isEmpty()) {
            return;
        }
        Method f = methods.get(i % methods.size());
        AnyArguments any = new AnyArguments(seed, true);
        Object[] x = new Object[f.getParameterCount()];
        tried(f, any, () -> {
            Tensor receiver = any.tensor();
            make(f, any, x);
            called++;
            MisuseProperties.call(f, Modifier.isStatic(f.getModifiers()) ? null : receiver, x);
        });
    }

    private void model(List<Executable> models, int i, long seed) {
        if (models.isEmpty()) {
            return;
        }
        Executable f = models.get(i % models.size());
        ModelMisuseProperties.Maker any = new ModelMisuseProperties.Maker(seed, true);
        tried(f, any, () -> {
            called++;
            ModelMisuseProperties.call(f, any);
        });
    }

    private static void make(Method f, AnyArguments any, Object... x) {
        Parameter[] parameters = f.getParameters();
        for (int k = 0; k < x.length; k++) {
            x[k] = any.of(parameters[k]);
        }
    }

    private interface Attempt {
        void run() throws Exception;
    }

    /** Whether it returned; a refusal by name is none of the faults that are told, whose name it is MisuseProperties asks. */
    private boolean tried(Executable f, Object arguments, Attempt attempt) {
        try {
            attempt.run();
            served++;
            return true;
        } catch (ArgumentException | MissingFormulaException | IOException _) {
            return false;
        } catch (Exception | Error fault) {
            System.out.println("fault " + f.getDeclaringClass().getSimpleName() + "." + f.getName() + "(" + arguments + "): " + fault
                    + Arrays.stream(fault.getStackTrace()).limit(6).toList());
            return false;
        }
    }
}
