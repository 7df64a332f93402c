package org.covector.functional;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.covector.engine.ArgumentException;

/**
 * Calls functions of F with lengths, strides, dilations, paddings and broadcast axes up to 2^31 - 1 in a small heap. Prints a line for each
 * call that neither returns nor refuses by name: an OutOfMemoryError, an ArithmeticException, a negative length, an index out of bounds.
 */
final class SizesProgram {
    private SizesProgram() {}

    /** Number of calls, seed, and functions if not all are meant. */
    public static void main(String... args) {
        List<String> names = Arrays.asList(args).subList(2, args.length);
        List<Method> functions = Arrays.stream(F.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers()))
                .filter(m -> names.isEmpty() || names.contains(m.getName())).sorted(Comparator.comparing(Method::toGenericString)).toList();
        Random seeds = new Random(Long.parseLong(args[1]));
        int called = 0;
        int served = 0;
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            Method f = functions.get(i % functions.size());
            AnyArguments any = new AnyArguments(seeds.nextLong(), true);
            try {
                Object[] x = new Object[f.getParameterCount()];
                for (int k = 0; k < x.length; k++) {
                    x[k] = any.of(f.getParameters()[k]);
                }
                called++;
                MisuseProperties.call(f, null, x);
                served++;
            } catch (ArgumentException _) {
                // refused by name; that it is the function's, MisuseProperties asks
            } catch (RuntimeException | Error fault) {
                System.out.println("fault " + f.getName() + "(" + any + "): " + fault + Arrays.stream(fault.getStackTrace()).limit(6)
                        .toList());
            }
        }
        System.out.println("called " + called);
        System.out.println("served " + served);
        System.out.println("done");
    }
}
