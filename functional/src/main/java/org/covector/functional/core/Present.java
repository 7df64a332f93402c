package org.covector.functional.core;

import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.covector.engine.ArgumentException;
import org.jspecify.annotations.Nullable;

/** Null is refused where a value would keep it, in lists and options too: whoever meets it later could not tell where it came from. */
public final class Present {
    private Present() {}

    /** Throws if one of a record's components is null; {@code values} are those that are no primitives, in their order. */
    @SuppressWarnings("exports") // the annotation of null is not passed on
    public static void require(Class<?> type, @Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            if (isAbsent(values[i])) {
                List<RecordComponent> references = Arrays.stream(type.getRecordComponents()).filter(c -> !c.getType().isPrimitive())
                        .toList();
                String outer = type.getEnclosingClass() == null ? "" : type.getEnclosingClass().getSimpleName() + ".";
                throw new ArgumentException(outer + type.getSimpleName(), references.get(i).getName(), "null",
                        references.get(i).getType().getSimpleName() + " without null");
            }
        }
    }

    private static boolean isAbsent(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Option<?> some -> some.isDefined() && some.get() == null;
            case Seq<?> all -> all.exists(Objects::isNull);
            case List<?> all -> all.stream().anyMatch(Objects::isNull);
            default -> false;
        };
    }
}
