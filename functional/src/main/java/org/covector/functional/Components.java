package org.covector.functional;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;

/** Trees of records, from their components. */
final class Components {
    private static final MethodType GET = MethodType.methodType(Object.class, Object.class);
    private static final long STRUCTURE = 0xBF58476D1CE4E5B9L; // odd, to mix the hashes of paths
    private static final MethodType MAKE = MethodType.methodType(Object.class, Object[].class);

    private final MethodHandles.Lookup lookup;
    private final Map<Class<?>, Tree<Object>> records = new ConcurrentHashMap<>();

    /** Names of the first places in a sequence, made once: their hashes are kept. */
    private static final List<String> NUMBERS = IntStream.range(0, 256).mapToObj(Integer::toString).toList();

    private Components(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
    }

    /** The tree of a record or a sealed interface of records. */
    @SuppressWarnings("unchecked")
    static <T> Tree<T> of(MethodHandles.Lookup lookup, Class<T> type) {
        ArgumentException.require(type.isRecord() || type.isSealed() && type.isInterface(), "Tree.of", "type", type.getName(),
                "a record, or a sealed interface of records");
        return (Tree<T>) new Components(lookup).ofClass(type);
    }

    private Tree<Object> ofClass(Class<?> type) {
        if (!type.isRecord()) {
            return (value, at, visitor) -> present(value, at, "a value of " + type.getName()).getClass().isRecord()
                    ? ofClass(value.getClass()).traverse(value, at, visitor) : value;
        }
        Tree<Object> known = records.get(type);
        if (known != null) {
            return known;
        }
        Tree<Object> made = ofRecord(type);
        records.put(type, made); // made twice by a race, it is the same
        return made;
    }

    /** One component of a record. */
    private record Part(String name, MethodHandle accessor, Tree<Object> tree) {}

    private Tree<Object> ofRecord(Class<?> type) {
        if (type.getTypeParameters().length > 0) {
            throw new ArgumentException("Tree.of", "type", "the generic record " + type.getName(),
                    "records whose components have types of their own; others are written out");
        }
        RecordComponent[] components = type.getRecordComponents();
        List<Part> parts = new ArrayList<>();
        try {
            for (RecordComponent c : components) {
                Tree<Object> tree = ofType(c.getGenericType());
                parts.add(new Part(c.getName(), lookup.unreflect(c.getAccessor()).asType(GET), marked(c, tree)));
            }
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            MethodHandle make = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length).asType(MAKE);
            return (value, at, visitor) -> rebuilt(value, parts, make, at, visitor);
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new ArgumentException("Tree.of", "lookup", lookup + " for " + type.getName() + ", which it may not use",
                    "MethodHandles.lookup() called where the record is visible"
                    + (Modifier.isPublic(type.getModifiers()) ? "" : ": in its package or nest"));
        }
    }

    private static Tree<Object> marked(RecordComponent c, Tree<Object> tree) {
        return c.isAnnotationPresent(Buffer.class) ? Tree.buffer(tree) : c.isAnnotationPresent(Fixed.class) ? Tree.fixed(tree) : tree;
    }

    private static Object rebuilt(Object value, List<Part> parts, MethodHandle make, Tree.Path at, Tree.Visitor visitor) {
        present(value, at, "a record");
        Object[] made = new Object[parts.size()];
        try {
            for (int i = 0; i < made.length; i++) {
                Part p = parts.get(i);
                made[i] = p.tree.traverse((Object) p.accessor.invokeExact(value), at.then(p.name), visitor);
            }
            return visitor.rebuilds() ? (Object) make.invokeExact(made) : value;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("constructor of " + value.getClass().getName() + " at " + at, e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Tree<Object> ofType(Type type) {
        Class<?> raw = type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : type instanceof Class<?> c ? c : Object.class;
        Type[] arguments = type instanceof ParameterizedType p ? p.getActualTypeArguments() : new Type[0];
        if (raw == Tensor.class) {
            return (Tree) Tree.TENSOR;
        } else if (raw == Key.class) {
            return (Tree) Tree.KEY;
        } else if (raw == Option.class && arguments.length == 1) {
            return (Tree) Tree.option(ofType(arguments[0]));
        } else if (raw == java.util.Optional.class && arguments.length == 1) {
            Tree<Object> inside = ofType(arguments[0]);
            return (value, at, visitor) -> present((java.util.Optional<Object>) value, at, "an Optional")
                    .map(v -> inside.traverse(v, at, visitor));
        } else if (raw == List.class && arguments.length == 1) {
            return (Tree) Tree.list(ofType(arguments[0]));
        } else if (Seq.class.isAssignableFrom(raw) && arguments.length == 1) {
            Tree<Object> inside = ofType(arguments[0]);
            return (value, at, visitor) -> each((Seq<Object>) value, inside, at, visitor, made -> sameKind(raw, made));
        } else if (raw == LinkedHashMap.class && arguments.length == 2 && arguments[0] == String.class) {
            return (Tree) Tree.map(ofType(arguments[1]));
        } else if (raw == Map.class && arguments.length == 2 && arguments[0] == String.class) {
            Tree<Object> inside = ofType(arguments[1]);
            return (value, at, visitor) -> {
                Map<String, Object> made = new java.util.LinkedHashMap<>();
                present((Map<String, Object>) value, at, "a map")
                        .forEach((name, v) -> made.put(name, inside.traverse(v, at.then(name), visitor)));
                return java.util.Collections.unmodifiableMap(made);
            };
        } else if (Parts.class.isAssignableFrom(raw)) {
            return (value, at, visitor) -> ((Tree) present((Parts) value, at, "a value of " + raw.getName()).tree())
                    .traverse(value, at, visitor);
        } else if (raw.isRecord() && arguments.length == 0) {
            return nested(raw);
        } else if (raw.isInterface() && raw.isSealed() && arguments.length == 0) {
            return ofClass(raw);
        }
        return Tree.fixed();
    }

    /** A record within a record, looked at when it is first met: records may contain themselves. */
    private Tree<Object> nested(Class<?> record) {
        return (value, at, visitor) -> ofClass(record).traverse(value, at, visitor);
    }

    private static Seq<Object> sameKind(Class<?> raw, List<Object> made) {
        return raw == io.vavr.collection.List.class ? io.vavr.collection.List.ofAll(made)
                : raw == io.vavr.collection.Array.class ? io.vavr.collection.Array.ofAll(made) : Vector.ofAll(made);
    }

    /** Each of several values, named by its number, and what is made of the new ones; the values as they are where nothing is rebuilt. */
    static <T, S extends Iterable<T>> S each(S values, Tree<T> tree, Tree.Path at, Tree.Visitor visitor, Function<List<T>, S> make) {
        if (visitor.rebuilds()) {
            return make.apply(each(values, tree, at, visitor));
        }
        int i = 0;
        for (T v : present(values, at, "a sequence")) {
            tree.traverse(v, at.then(number(i++)), visitor);
        }
        return values;
    }

    private static String number(int i) {
        return i < NUMBERS.size() ? NUMBERS.get(i) : String.valueOf(i);
    }

    /** Each of several values, named by its number. */
    static <T> List<T> each(Iterable<T> values, Tree<T> tree, Tree.Path at, Tree.Visitor visitor) {
        List<T> made = new ArrayList<>();
        for (T v : present(values, at, "a sequence")) {
            made.add(tree.traverse(v, at.then(number(made.size())), visitor));
        }
        return made;
    }

    /** Components taken apart by hand. */
    @SuppressWarnings("unchecked")
    static List<Object> all(List<?> values, LinkedHashMap<String, Tree<?>> trees, Tree.Path at, Tree.Visitor visitor) {
        ArgumentException.require(values.size() == trees.size(), "Tree.of", "components", values.size(),
                trees.size() + ", as there are trees");
        List<Object> made = new ArrayList<>();
        Iterator<?> next = values.iterator();
        trees.forEach((name, tree) -> made.add(((Tree<Object>) tree).traverse(next.next(), at.then(name), visitor)));
        return made;
    }

    /** The tree with leaves of this kind. */
    static <T> Tree<T> ofKind(Tree.Kind kind, Tree<T> tree) {
        return (value, at, visitor) -> tree.traverse(value, at, visitor.with((path, _, t) -> visitor.leaf(path, kind, t)));
    }

    /** The value, which may not be null: an Option holds what may be absent. */
    static <T> T present(T value, Tree.Path at, String accepted) {
        if (value == null) {
            throw new ArgumentException("tree", at == Tree.Path.ROOT ? "value" : at.toString(), "null", accepted
                    + "; what may be absent is an Option");
        }
        return value;
    }

    /**
     * The tree, which shows that what it takes apart comes together again: an accessor in another's place is found. Looked at once for each
     * structure, by the paths of the leaves: where options are absent, accessors in each other's place cannot be told apart.
     */
    static <T> Tree<T> checked(Tree<T> tree) {
        Set<Long> known = ConcurrentHashMap.newKeySet();
        return (value, at, visitor) -> {
            long[] structure = {1};
            T made = tree.traverse(value, at, visitor.with((path, kind, t) -> {
                structure[0] = structure[0] * STRUCTURE + path.hashFrom(at);
                return visitor.leaf(path, kind, t);
            }));
            if (!known.contains(structure[0])) {
                check(tree, value, at);
                known.add(structure[0]);
            }
            return made;
        };
    }

    private static <T> void check(Tree<T> tree, T value, Tree.Path at) {
        List<Tensor> placed = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        T made = tree.traverse(value, at, (path, _, t) -> {
            Tensor other = Tensor.full(t.dtype(), t.shape(), t.size() == 1 ? placed.size() : 0); // like it, but not it
            placed.add(other);
            paths.add(path.toString());
            return other;
        });
        List<Tensor> found = new ArrayList<>();
        List<String> foundAt = new ArrayList<>();
        tree.traverse(made, at, (path, _, t) -> {
            found.add(t);
            foundAt.add(path.toString());
            return t;
        });
        ArgumentException.require(found.size() == placed.size(), "Tree.of", "leaves",
                found.size() + " after " + placed.size() + " were put in", "accessors and constructor that agree");
        for (int i = 0; i < found.size(); i++) {
            int from = indexOfSame(placed, found.get(i));
            if (from < 0 || !paths.get(from).equals(foundAt.get(i))) {
                throw new ArgumentException("Tree.of", "component " + foundAt.get(i), "what was put in as "
                        + (from < 0 ? "nothing" : paths.get(from)), "accessors and constructor in the same order");
            }
        }
    }

    private static int indexOfSame(List<Tensor> all, Tensor one) {
        for (int i = 0; i < all.size(); i++) {
            Tensor placed = all.get(i);
            if (placed == one || one.size() == 1 && placed.contentEquals(one)) { // a single number may be kept as a number of Java's
                return i;
            }
        }
        return -1;
    }
}
