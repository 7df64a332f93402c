package org.covector.functional.nn;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;

/** What records of tensors are made of, read from their components. */
final class Description {
    private Description() {}

    private static Object component(Record value, RecordComponent c) {
        try {
            Method accessor = c.getAccessor();
            accessor.trySetAccessible();
            return accessor.invoke(value);
        } catch (IllegalAccessException e) {
            throw new ArgumentException("children", "model", value.getClass().getName() + ", whose components are not accessible",
                    "a public record, or one that overrides children() and extra()");
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(c.getName() + " of " + value.getClass().getName(), e);
        }
    }

    static List<Tuple2<String, Model>> children(Model model) {
        List<Tuple2<String, Model>> all = new ArrayList<>();
        if (model instanceof Record r) {
            for (RecordComponent c : r.getClass().getRecordComponents()) {
                collect(c.getName(), component(r, c), all);
            }
        }
        return all;
    }

    private static void collect(String path, Object value, List<Tuple2<String, Model>> all) {
        switch (value) {
            case Model m -> all.add(Tuple.of(path, m));
            case Option<?> o -> o.forEach(v -> collect(path, v, all));
            case io.vavr.collection.Map<?, ?> m -> m.forEach(e -> collect(path + "." + e._1(), e._2(), all));
            case Map<?, ?> m -> m.forEach((name, v) -> collect(path + "." + name, v, all));
            case Tensor _ -> { }
            case Iterable<?> list -> {
                int i = 0;
                for (Object v : list) {
                    collect(path + "." + i++, v, all);
                }
            }
            default -> { }
        }
    }

    static String extra(Model model) {
        List<String> parts = new ArrayList<>();
        if (model instanceof Record r) {
            for (RecordComponent c : r.getClass().getRecordComponents()) {
                Object value = component(r, c);
                shown(value).forEach(s -> parts.add(c.getName() + "=" + s));
            }
        }
        return String.join(", ", parts);
    }

    /** Nothing for models, functions and lists of them: they are not settings. */
    private static Option<String> shown(Object value) {
        return switch (value) {
            case Tensor t -> Option.of(t.shape().toString());
            case Option<?> o -> o.isEmpty() ? Option.none() : shown(o.get());
            case Model _, Function1<?, ?> _ -> Option.none();
            case List<?> list -> list.isEmpty() || list.getFirst() instanceof Record ? Option.none() : Option.of(list.toString());
            default -> Option.of(value.toString());
        };
    }

    static String of(Model model) {
        String head = model.getClass().getSimpleName() + "(" + model.extra();
        List<Tuple2<String, Model>> children = model.children();
        if (children.isEmpty()) {
            return head + ")";
        }
        StringBuilder s = new StringBuilder(head).append('\n');
        for (var child : children) {
            s.append("  (").append(child._1()).append("): ").append(child._2().describe().replace("\n", "\n  ")).append('\n');
        }
        return s.append(')').toString();
    }
}
