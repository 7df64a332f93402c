package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Function1;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * Any arguments whatever, to every public function of F and of Tensor: a result, with a pullback, or a clear refusal by the name of the
 * function called; never another exception, never another name.
 */
class MisuseProperties {
    @Provide
    Arbitrary<Method> functions() {
        return Arbitraries.of(Arrays.stream(F.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers()))
                .sorted(Comparator.comparing(Method::toGenericString)).toList());
    }

    @Property(tries = 20_000, seed = "20240229")
    void everyCallReturnsOrNamesTheWrongArgument(@ForAll("functions") Method f, @ForAll long seed) {
        AnyArguments any = new AnyArguments(seed);
        Object[] args = new Object[f.getParameterCount()];
        if (!isCalled(f, any, null, args)) {
            return;
        }
        try {
            differentiate(f, args);
        } catch (MissingFormulaException _) {
            return;
        } catch (ArgumentException refused) { // what has a value here, but no gradient
            assertThat(refused.getMessage()).startsWith("gradient of ").contains(": ").contains(" is ").contains("; accepted: ");
        } catch (RuntimeException | StackOverflowError other) {
            throw new AssertionError("the pullback of " + f.getName() + "(" + any + ")", other);
        }
    }

    /** Those of Tensor that take what {@link AnyArguments} makes, one-liners and creation; shape, dtype and elements aside. */
    @Provide
    Arbitrary<Method> methodsOfTensors() {
        return Arbitraries.of(ofTensors().sorted(Comparator.comparing(Method::toGenericString)).toList());
    }

    static Stream<Method> ofTensors() {
        return Arrays.stream(Tensor.class.getMethods())
                .filter(m -> m.getDeclaringClass() == Tensor.class && !Modifier.isAbstract(m.getModifiers()) && !m.isSynthetic())
                .filter(m -> Arrays.stream(m.getParameterTypes()).allMatch(AnyArguments::makes));
    }

    @Property(tries = 6_000, seed = "20240301")
    void everyMethodOfATensorReturnsOrNamesItself(@ForAll("methodsOfTensors") Method f, @ForAll long seed) {
        AnyArguments any = new AnyArguments(seed);
        isCalled(f, any, Modifier.isStatic(f.getModifiers()) ? null : any.tensor(), new Object[f.getParameterCount()]);
    }

    /** Makes arguments and calls; whether there was a result. A refusal by an option that cannot be made comes before any call. */
    private static boolean isCalled(Method f, AnyArguments any, @Nullable Object receiver, Object... args) {
        try {
            for (int i = 0; i < args.length; i++) {
                args[i] = any.of(f.getParameters()[i]);
            }
        } catch (ArgumentException option) {
            isClear(option);
            return false;
        }
        try {
            call(f, receiver, args);
            return true;
        } catch (ArgumentException refused) {
            isClear(refused);
            assertThat(refused.function()).as(f + "(" + any + ") says " + refused.getMessage()).isIn(f.getName(), "Tensor." + f.getName());
            return false;
        } catch (RuntimeException | StackOverflowError other) {
            throw new AssertionError(f.getName() + "(" + any + ")", other);
        } catch (OutOfMemoryError _) {
            return false; // asked for more than there is
        }
    }

    private static void isClear(ArgumentException refused) {
        assertThat(refused.getMessage()).contains(": ").contains(" is ").contains("; accepted: ");
    }

    static Object call(Method f, @Nullable Object receiver, Object... args) {
        try {
            f.setAccessible(true); // inherited from classes that are not public
            return f.invoke(receiver, args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException x) {
                throw x;
            }
            if (e.getCause() instanceof Error x) {
                throw x;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes ones back through the call to its first differentiable argument, where there is one. */
    private static void differentiate(Method f, Object... args) {
        List<Tensor> ends = pulled(f, args);
        for (int i = 1; i < ends.size(); i++) {
            assertThat(ends.get(i).shape()).isEqualTo(ends.getFirst().shape());
            assertThat(ends.get(i).dtype()).isEqualTo(ends.getFirst().dtype());
        }
    }

    /** The first differentiable argument and what is pulled back to it; nothing where there is none, or its result is too long. */
    static List<Tensor> pulled(Method f, Object... args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i] instanceof Tensor x && x.dtype().isFloating()) {
                int at = i;
                Function1<Tensor, Tensor> g = t -> {
                    Object[] changed = args.clone();
                    changed[at] = t;
                    return tensors(call(f, null, changed)).stream().filter(y -> y.dtype().isFloating()).findFirst().orElse(t);
                };
                var run = Autograd.vjp(g, x);
                if (run.value().size() > 1 << 20) {
                    return List.of(); // a view as long as an int reaches: possible, but slow
                }
                return List.of(x, run.pullback().apply(Tensor.ones(run.value().dtype(), run.value().shape())));
            }
        }
        return List.of();
    }

    private static List<Tensor> tensors(Object result) {
        List<Tensor> out = new ArrayList<>();
        switch (result) {
            case Tensor t -> out.add(t);
            case Selected(Tensor values, Tensor _) -> out.add(values);
            case BatchNorm.Result(Tensor y, _, _) -> out.add(y);
            case EmbeddingOptions.Result(Tensor y, _) -> out.add(y);
            case Unique(Tensor values, _, _) -> out.add(values);
            case Complex(Tensor re, Tensor im) -> out.addAll(List.of(re, im));
            case LeastSquaresSolution y -> out.add(y.solution());
            case io.vavr.Tuple4<?, ?, ?, ?> t -> t.toSeq().forEach(y -> out.addAll(tensors(y)));
            case Tuple2<?, ?> t -> t.toSeq().forEach(y -> out.addAll(tensors(y)));
            case Tuple3<?, ?, ?> t -> t.toSeq().forEach(y -> out.addAll(tensors(y)));
            case List<?> list -> list.forEach(y -> out.addAll(tensors(y)));
            default -> throw new AssertionError("a result of " + result.getClass());
        }
        return out;
    }
}
