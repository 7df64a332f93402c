package org.covector.gradcheck;

import io.vavr.control.Either;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.covector.engine.ArgumentException;
import org.covector.functional.DefinedOn;
import org.covector.functional.Tensor;

/**
 * A public static method that takes tensors.
 *
 * @param type the class that was named
 * @param method of it or of a class it extends
 */
record Operation(Class<?> type, Method method) {
    /** Those of a class, in order of their signatures. */
    static List<Operation> of(Class<?> type) {
        Module from = type.getModule();
        Module to = Operation.class.getModule();
        if (!Modifier.isPublic(type.getModifiers()) || !from.isExported(type.getPackageName(), to)) {
            throw new ArgumentException("catalogue", "class", type.getName() + (Modifier.isPublic(type.getModifiers())
                    ? " in package " + type.getPackageName() + ", which module " + from.getName() + " does not export to " + to.getName()
                    : ", which is not public"),
                    "a public class in a package that its module exports");
        }
        List<Operation> all = Arrays.stream(type.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers()) && !m.isSynthetic())
                .filter(m -> Arrays.stream(m.getGenericParameterTypes()).anyMatch(Operation::holdsTensor)).map(m -> new Operation(type, m))
                .sorted(Comparator.comparing(Operation::signature)).toList();
        ArgumentException.require(!all.isEmpty(), "catalogue", "class", type.getName(),
                "a class with public static methods that take tensors");
        return all;
    }

    private static boolean holdsTensor(Type type) {
        return switch (type) {
            case Class<?> c -> c.isArray() ? holdsTensor(c.getComponentType()) : c == Tensor.class;
            case ParameterizedType p -> Arrays.stream(p.getActualTypeArguments()).anyMatch(Operation::holdsTensor);
            case GenericArrayType a -> holdsTensor(a.getGenericComponentType());
            case WildcardType w -> Arrays.stream(w.getUpperBounds()).anyMatch(Operation::holdsTensor);
            default -> false;
        };
    }

    String name() {
        return method.getName();
    }

    /** {@code leakyRelu(Tensor, double)}. */
    String signature() {
        return Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(", ", name() + "(", ")"));
    }

    /** One interval per tensor, or why there is nothing to check. */
    Either<String, List<DefinedOn.Interval>> domain() {
        DefinedOn domain = method.getAnnotation(DefinedOn.class);
        if (domain == null) {
            return Either.left("no domain and no case");
        }
        for (Class<?> type : method.getParameterTypes()) {
            if (type != Tensor.class && !type.isPrimitive()) {
                return Either.left("has @DefinedOn, but a parameter of type " + type.getSimpleName() + " needs a case");
            }
        }
        long tensors = Arrays.stream(method.getParameterTypes()).filter(t -> t == Tensor.class).count();
        if (tensors != domain.value().length) {
            return Either.left("has @DefinedOn with " + domain.value().length + " intervals for " + tensors + " tensors");
        }
        return method.getReturnType() == Tensor.class ? Either.right(List.of(domain.value()))
                : Either.left("has @DefinedOn, but a result of type " + method.getReturnType().getSimpleName() + " needs a case");
    }

    /** The result for tensors and, where it takes numbers, these in turn. */
    Tensor call(List<Tensor> tensors, List<Double> numbers) {
        List<Object> arguments = new ArrayList<>();
        int tensor = 0;
        int number = 0;
        for (Class<?> type : method.getParameterTypes()) {
            arguments.add(type == Tensor.class ? tensors.get(tensor++) : primitive(type, numbers.get(number++ % numbers.size())));
        }
        try { // found in the class that was named: the one that declares it need not be public
            MethodType types = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
            return (Tensor) MethodHandles.lookup().findStatic(type, method.getName(), types).invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(signature() + " throws " + e, e);
        }
    }

    private static Object primitive(Class<?> type, double number) {
        if (type == boolean.class) {
            return number != 0;
        }
        return type == double.class ? (Object) number : type == float.class ? (Object) (float) number : type == long.class
                ? (Object) (long) number : (Object) (int) number;
    }
}
