package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.collection.Array;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.nn.Activation;
import org.covector.functional.nn.Layer;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Mode;
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.Optimizer;
import org.covector.functional.optim.SGD;
import org.covector.functional.optim.schedule.Schedule;
import org.covector.functional.optim.schedule.Schedules;
import org.jspecify.annotations.Nullable;

/**
 * Any arguments whatever, to every public constructor and method of models, optimisers, files and training: a result, or a clear refusal
 * that names the argument; never another exception.
 */
class ModelMisuseProperties {
    private static final List<String> PACKAGES = List.of("nn", "optim", "optim/schedule", "io", "train");
    private static final int DEEPEST = 4;

    /** Public types of the packages, nested ones too. */
    static List<Class<?>> types() {
        List<Class<?>> all = new ArrayList<>();
        for (String p : PACKAGES) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/org/covector/functional", p))) {
                files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".java") && !f.startsWith("package-")).sorted()
                        .forEach(f -> collect("org.covector.functional." + p.replace('/', '.') + "." + f.replace(".java", ""), all));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static void collect(String name, List<Class<?>> all) {
        try {
            Class<?> type = Class.forName(name);
            if (Modifier.isPublic(type.getModifiers())) {
                all.add(type);
                Arrays.stream(type.getDeclaredClasses()).sorted(Comparator.comparing(Class::getName))
                        .forEach(c -> collect(c.getName(), all));
            }
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    static List<Executable> callables() {
        List<Executable> all = new ArrayList<>();
        for (Class<?> type : types()) {
            Stream.<Executable>concat(Arrays.stream(type.getConstructors()), Arrays.stream(type.getDeclaredMethods()))
                    .filter(e -> Modifier.isPublic(e.getModifiers()) && !Modifier.isAbstract(e.getModifiers()) && !e.isSynthetic())
                    .filter(e -> !List.of("equals", "hashCode", "toString").contains(e.getName()) && !e.getDeclaringClass().isEnum())
                    .filter(e -> e instanceof Constructor || Modifier.isStatic(e.getModifiers()) || isMade(type, 0))
                    .filter(e -> Arrays.stream(e.getGenericParameterTypes()).allMatch(t -> isMade(t, 0)))
                    .sorted(Comparator.comparing(Executable::toGenericString)).forEach(all::add);
        }
        return all;
    }

    @Provide
    Arbitrary<Executable> models() {
        return Arbitraries.of(callables());
    }

    @Property(tries = 12_000, seed = "20261130")
    void everyCallReturnsOrNamesTheWrongArgument(@ForAll("models") Executable e, @ForAll long seed) {
        check(e, seed);
    }

    /** Calls with arguments made for it. */
    static void call(Executable e, Maker any) throws Exception {
        Object[] args = new Object[e.getParameterCount()];
        Object receiver = e instanceof Method && !Modifier.isStatic(e.getModifiers()) ? any.make(e.getDeclaringClass(), 0) : null;
        Parameter[] parameters = e.getParameters();
        for (int i = 0; i < args.length; i++) {
            args[i] = any.of(parameters[i].getParameterizedType());
        }
        call(e, receiver, args);
    }

    static void check(Executable e, long seed) {
        Maker any = new Maker(seed);
        try {
            call(e, any);
        } catch (ArgumentException refused) {
            assertThat(refused.getMessage()).as(e + any.toString()).contains(": ").contains(" is ").contains("; accepted: ");
        } catch (IOException | OutOfMemoryError told) {
            return; // no such file, or asked for more than there is
        } catch (Exception | StackOverflowError other) {
            throw new AssertionError(e.getDeclaringClass().getSimpleName() + "." + e.getName() + any, other);
        }
    }

    /** Of layers and optimisers; those of activations are values like those that they meet, and steps are told as they were. */
    @Property(tries = 1)
    void hyperparametersAreNumbers() throws Exception {
        int met = 0;
        for (Class<?> type : types()) {
            if (type.isRecord() && !type.getName().matches(".*(\\.train\\.|Activation\\$).*") && isMade(type, 0)) {
                met += refusesNaN(type);
            }
        }
        assertThat(met).isGreaterThan(100);
    }

    static int refusesNaN(Class<?> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        Object[] good = good(type, components);
        int met = 0;
        for (int i = 0; i < good.length; i++) {
            Object[] args = good.clone();
            args[i] = components[i].getType() == double.class ? (Object) Double.NaN : Option.of(Double.NaN);
            if (components[i].getGenericType().getTypeName().matches("double|.*Option<java.lang.Double>")) {
                met++;
                assertThat(catchThrowable(() -> call(constructor, null, args))).as(type.getSimpleName() + "." + components[i].getName())
                        .isInstanceOf(ArgumentException.class).hasMessageContaining("NaN").hasMessageContaining("; accepted: ");
            }
        }
        return met;
    }

    /** What a record would keep: each component by itself, and the first one of those that cannot be made here. */
    @Property(tries = 1)
    void recordsRefuseNull() throws Exception {
        int met = 0;
        for (Class<?> type : types()) {
            RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
            if (Arrays.stream(components).anyMatch(c -> !c.getType().isPrimitive())) {
                met += refusesNull(type, components);
            }
        }
        assertThat(met).isGreaterThan(150);
    }

    private static int refusesNull(Class<?> type, RecordComponent... components) throws Exception {
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        boolean made = isMade(type, 0);
        Object[] good = made ? good(type, components)
                : Arrays.stream(components).map(c -> zero(c.getType())).toArray();
        int met = 0;
        for (int i = 0; i < good.length && (made || met == 0); i++) {
            if (!components[i].getType().isPrimitive()) {
                Object[] args = good.clone();
                args[i] = null;
                met++;
                String said = type.getSimpleName() + ": " + components[i].getName() + " is null; accepted: ";
                assertThat(catchThrowable(() -> call(constructor, null, args))).as(type + " " + said)
                        .isInstanceOf(ArgumentException.class).hasMessageContaining(said);
            }
        }
        return met;
    }

    /** What an array of the type begins with. */
    private static @Nullable Object zero(Class<?> type) {
        return java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
    }

    /**
     * What makes a value that keeps its arguments, called with null in the place of each: no value, and no error of another kind.
     * Exceptions aside: what went wrong is told whatever is known of it.
     */
    @Property(tries = 1)
    void nullIsRefusedAtOnce() {
        List<String> wrong = new ArrayList<>();
        int met = 0;
        for (Executable e : callables()) {
            for (Object[] args : keeps(e) ? withNull(e) : List.<Object[]>of()) {
                met++;
                try {
                    call(e, args[args.length - 1], Arrays.copyOf(args, args.length - 1));
                    wrong.add(e.toGenericString() + " takes " + Arrays.toString(args));
                } catch (NullPointerException refused) {
                    continue; // by the JVM, which names the variable
                } catch (Exception | StackOverflowError other) {
                    if (other instanceof ArgumentException refused && refused.getMessage().contains(" is null; accepted: ")) {
                        continue;
                    }
                    wrong.add(e.toGenericString() + " throws " + other);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(met).isGreaterThan(150);
    }

    private static boolean keeps(Executable e) {
        Class<?> made = e instanceof Method m ? m.getReturnType() : e.getDeclaringClass();
        boolean makes = e instanceof Constructor || e.getName().matches("with.*|then")
                || Modifier.isStatic(e.getModifiers()) && !e.getName().equals("init"); // of no layers: nothing is kept
        return makes && made.getName().startsWith("org.covector.functional.") && made != Tensor.class
                && !Throwable.class.isAssignableFrom(e.getDeclaringClass());
    }

    /** The arguments of a call that has a result, the receiver behind them, with each reference in turn null; none if there is no such. */
    private static List<Object[]> withNull(Executable e) {
        List<Object[]> all = new ArrayList<>();
        for (long seed = 0; seed < 200 && all.isEmpty(); seed++) {
            Maker any = new Maker(seed);
            Object[] args = new Object[e.getParameterCount() + 1];
            try {
                for (int i = 0; i < e.getParameterCount(); i++) {
                    args[i] = any.make(e.getGenericParameterTypes()[i], 0);
                }
                args[e.getParameterCount()] = e instanceof Constructor || Modifier.isStatic(e.getModifiers()) ? null
                        : any.make(e.getDeclaringClass(), 0);
                call(e, args[e.getParameterCount()], Arrays.copyOf(args, e.getParameterCount()));
            } catch (Exception | StackOverflowError | OutOfMemoryError _) {
                continue; // other arguments
            }
            for (int i = 0; i < e.getParameterCount(); i++) {
                if (!e.getParameterTypes()[i].isPrimitive()) {
                    Object[] some = args.clone();
                    some[i] = null;
                    all.add(some);
                }
            }
            break;
        }
        return all;
    }

    /** Components of some value of the type. */
    private static Object[] good(Class<?> type, RecordComponent... components) throws Exception {
        for (long seed = 0; seed < 10_000; seed++) {
            try {
                Object made = new Maker(seed).make(type, 0);
                Object[] values = new Object[components.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = components[i].getAccessor().invoke(made);
                }
                return values;
            } catch (ArgumentException _) {
                // another seed
            }
        }
        throw new AssertionError("no " + type);
    }

    @Property(tries = 1)
    void mostOfWhatIsPublicIsCalled() {
        assertThat(callables().size()).isGreaterThan(600);
    }

    private static Object call(Executable e, @Nullable Object receiver, Object... args) throws Exception {
        try {
            e.setAccessible(true); // members of records that are nested in a package-private one
            return e instanceof Constructor<?> c ? c.newInstance(args) : ((Method) e).invoke(receiver, args);
        } catch (InvocationTargetException x) {
            if (x.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) x.getCause();
        }
    }

    private static Class<?> raw(Type type) {
        return type instanceof Class<?> c ? c : type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : Object.class;
    }

    static boolean isMade(Type type, int depth) {
        Class<?> c = raw(type);
        if (type instanceof ParameterizedType p) {
            if (c == Function1.class || c == Function2.class || c == Predicate.class) {
                return type.getTypeName().matches(".*<(org.covector.functional.Tensor|java.lang.String)(, .*)?>")
                        && !type.getTypeName().contains("Map");
            }
            return (c == Option.class || c == List.class || c == Seq.class || c == Vector.class || c == Array.class)
                    && isMade(p.getActualTypeArguments()[0], depth);
        }
        if (type instanceof Class<?> && (c.isPrimitive() || c.isEnum() || simple(c))) {
            return true;
        }
        return type instanceof Class<?> && depth < DEEPEST && c.isRecord() && c.getTypeParameters().length == 0
                && c.getName().startsWith("org.covector.functional.")
                && Arrays.stream(c.getRecordComponents()).allMatch(t -> isMade(t.getGenericType(), depth + 1));
    }

    private static boolean simple(Class<?> c) {
        return List.of(Tensor.class, Key.class, Shape.class, Ints.class, int[].class, String.class, Integer.class, Double.class, Long.class,
                Layer.class, Optimizer.class, Schedule.class, Mode.class, BooleanSupplier.class, Path.class).contains(c);
    }

    /** Arguments of the types that these packages take: sensible, odd and senseless ones. */
    static final class Maker {
        private static final String[] TEXTS = {"", "weight", "a.b", "layers.0.weight", "\ud800", "bias"};

        private final AnyArguments basic;
        private final Random r;
        private final StringBuilder text = new StringBuilder();

        Maker(long seed) {
            this(seed, false);
        }

        /** With lengths up to 2^31 - 1, if they are to be huge. */
        Maker(long seed, boolean huge) {
            basic = new AnyArguments(seed, huge);
            r = new Random(~seed);
        }

        Object of(Type type) throws Exception {
            Object made = make(type, 0);
            text.append(' ').append(show(made));
            return made;
        }

        private static Object show(Object made) {
            return made instanceof int[] a ? Arrays.toString(a) : made instanceof Tensor t ? t.dtype() + " " + t.shape() : made;
        }

        Object make(Type type, int depth) throws Exception {
            Class<?> c = raw(type);
            if (type instanceof ParameterizedType p) {
                if (c == Function1.class) {
                    return type.getTypeName().contains("String") ? (Function1<String, String>) s -> s : (Function1<Tensor, Tensor>) F::relu;
                } else if (c == Function2.class) {
                    return (Function2<Tensor, Tensor, Tensor>) F::mul;
                } else if (c == Predicate.class) {
                    return (Predicate<Object>) _ -> r.nextBoolean();
                }
                Type of = p.getActualTypeArguments()[0];
                if (c == Option.class) {
                    return r.nextInt(3) == 0 ? Option.none() : Option.of(make(of, depth));
                }
                List<Object> all = new ArrayList<>();
                for (int i = r.nextInt(4); i > 0; i--) {
                    all.add(make(of, depth));
                }
                return c == List.class ? all : c == Array.class ? Array.ofAll(all) : Vector.ofAll(all);
            }
            if (c.isEnum() && c != DType.class) {
                return basic.make(c);
            }
            return switch (c.getSimpleName()) {
                case "DType" -> r.nextInt(4) == 0 ? basic.make(c) : DType.FLOAT32;
                case "Ints" -> Ints.of((int[]) basic.make(int[].class));
                case "Long" -> (long) r.nextInt(-2, 5);
                case "String" -> TEXTS[r.nextInt(TEXTS.length)];
                case "Layer" -> r.nextBoolean() ? Activation.RELU : Linear.init(Key.of(1), 2, 2);
                case "Optimizer" -> r.nextBoolean() ? SGD.DEFAULT.withLr(0.1) : Adam.DEFAULT;
                case "Schedule" -> r.nextBoolean() ? new Schedules.ExponentialLR(0.5) : new Schedules.StepLR(2, 0.1);
                case "Mode" -> r.nextBoolean() ? Mode.EVALUATION : Mode.training(Key.of(3));
                case "BooleanSupplier" -> (BooleanSupplier) r::nextBoolean;
                case "Path" -> Path.of("target", "none", "such");
                default -> c.isRecord() && isMade(c, 0) && c != Ints.class && c != Key.class && c != Shape.class ? record(c, depth)
                        : basic.make(type);
            };
        }

        private Object record(Class<?> c, int depth) throws Exception {
            RecordComponent[] components = c.getRecordComponents();
            Constructor<?> constructor = c.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            Type[] types = Arrays.stream(components).map(RecordComponent::getGenericType).toArray(Type[]::new);
            Object[] args = new Object[types.length];
            for (int i = 0; i < args.length; i++) {
                args[i] = make(types[i], depth + 1);
            }
            return call(constructor, null, args);
        }

        @Override
        public String toString() {
            return "(" + text.toString().strip() + ")";
        }
    }
}
