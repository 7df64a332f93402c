package org.covector.functional.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.covector.engine.Shape;

/** What a checkpoint's pickle may hold. */
sealed interface PickleValue {
    /** Text, a number, a boolean, None, a dtype or a device, as text; a number that is an index has it too. */
    record Scalar(Kind kind, String text, long number) implements PickleValue {
        static Scalar integer(long value) {
            return new Scalar(Kind.INTEGER, "", value);
        }

        String shown() {
            return kind == Kind.INTEGER ? Long.toString(number) : text;
        }
    }

    /** What a scalar is. */
    enum Kind { TEXT, INTEGER, REAL, BOOLEAN, NONE, TYPE }

    /** A list. It grows after it was stored, and may hold itself. */
    record Items(List<PickleValue> values) implements PickleValue {
        Items() {
            this(new ArrayList<>(0));
        }
    }

    /** A tuple. */
    record Tuple(List<PickleValue> values) implements PickleValue {}

    /** A dictionary by its keys' text. */
    record Dict(Map<String, PickleValue> values) implements PickleValue {
        Dict() {
            this(new LinkedHashMap<>(0));
        }
    }

    /** A function or class of {@link TorchTypes}. */
    record Global(String name) implements PickleValue {}

    /** A storage, in a member of its own: {@code count} elements. */
    record StorageRef(Element element, String key, long count) implements PickleValue {}

    /** A view of a storage. */
    record TensorRef(StorageRef storage, long offset, Shape shape, List<Long> strides, long at) implements PickleValue {}
}
