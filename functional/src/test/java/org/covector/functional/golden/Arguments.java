package org.covector.functional.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/** The arguments of one reference case, by their names; tensors may be exchanged for those being differentiated. */
final class Arguments {
    private final JsonObject json;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();
    private final boolean rounded;

    Arguments(JsonObject json) {
        this.json = json;
        this.rounded = false;
        json.entrySet().forEach(e -> {
            if (isTensor(e.getValue())) {
                tensors.put(e.getKey(), tensor(e.getValue().getAsJsonObject()));
            } else if (e.getValue().isJsonArray()) {
                JsonArray a = e.getValue().getAsJsonArray();
                for (int i = 0; i < a.size(); i++) {
                    if (isTensor(a.get(i))) {
                        tensors.put(e.getKey() + "[" + i + "]", tensor(a.get(i).getAsJsonObject()));
                    }
                }
            }
        });
    }

    private Arguments(JsonObject json, Map<String, Tensor> tensors, boolean rounded) {
        this.json = json;
        this.tensors.putAll(tensors);
        this.rounded = rounded;
    }

    Arguments with(List<String> names, Tensor... values) {
        Arguments other = new Arguments(json, tensors, rounded);
        for (int i = 0; i < values.length; i++) {
            other.tensors.put(names.get(i), values[i]);
        }
        return other;
    }

    /** These, with every FLOAT32 tensor as FLOAT64; numbers beside one stay rounded to FLOAT32. */
    Arguments inFloat64() {
        Arguments other = new Arguments(json, tensors, rounded || tensors.values().stream().anyMatch(t -> t.dtype() == DType.FLOAT32));
        other.tensors.replaceAll((_, t) -> t.dtype() == DType.FLOAT32 ? t.to(DType.FLOAT64) : t);
        return other;
    }

    /** These, with numbers rounded to FLOAT32. */
    Arguments rounded() {
        return new Arguments(json, tensors, true);
    }

    static boolean isTensor(JsonElement e) {
        return e.isJsonObject() && e.getAsJsonObject().has("dtype");
    }

    /** A tensor of the files' format; int32 is read as INT64. */
    static Tensor tensor(JsonObject o) {
        JsonArray data = o.getAsJsonArray("data");
        int[] dims = new int[o.getAsJsonArray("shape").size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = o.getAsJsonArray("shape").get(i).getAsInt();
        }
        int n = data.size();
        NdArray flat = switch (o.get("dtype").getAsString()) {
            case "float64" -> {
                double[] a = new double[n];
                for (int i = 0; i < n; i++) {
                    a[i] = Double.parseDouble(data.get(i).getAsString());
                }
                yield NdArray.of(a);
            }
            case "float32" -> {
                float[] a = new float[n];
                for (int i = 0; i < n; i++) {
                    a[i] = Float.parseFloat(data.get(i).getAsString());
                }
                yield NdArray.of(a);
            }
            case "bool" -> {
                boolean[] a = new boolean[n];
                for (int i = 0; i < n; i++) {
                    a[i] = data.get(i).getAsBoolean();
                }
                yield NdArray.of(a);
            }
            default -> {
                long[] a = new long[n];
                for (int i = 0; i < n; i++) {
                    a[i] = data.get(i).getAsLong();
                }
                yield NdArray.of(a);
            }
        };
        return Tensor.of(flat.reshape(Shape.of(dims)));
    }

    /** These arguments, of which one asks for less than is always given. */
    Arguments granting(String name) {
        read.add(name);
        return this;
    }

    /** An argument that nobody asked for is one that we do not support, unless it says no more than its absence does. */
    void requireAllRead() {
        for (String name : json.keySet()) {
            UnsupportedCase.require(read.contains(name) || json.get(name).isJsonNull(), "argument " + name);
        }
    }

    /** What the tensors are called. */
    Set<String> names() {
        return tensors.keySet();
    }

    boolean has(String name) {
        read.add(name);
        return tensors.containsKey(name) || json.has(name) && !json.get(name).isJsonNull();
    }

    JsonElement raw(String name) {
        read.add(name);
        return json.get(name);
    }

    boolean isTensor(String name) {
        read.add(name);
        return tensors.containsKey(name);
    }

    Tensor tensor(String name) {
        read.add(name);
        Tensor t = tensors.get(name);
        if (t == null) {
            throw new UnsupportedCase("no tensor " + name);
        }
        return t;
    }

    Option<Tensor> maybe(String name) {
        read.add(name);
        return Option.of(tensors.get(name));
    }

    List<Tensor> list(String name) {
        read.add(name);
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; tensors.containsKey(name + "[" + i + "]"); i++) {
            all.add(tensors.get(name + "[" + i + "]"));
        }
        return all;
    }

    double number(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (tensors.containsKey(name)) {
            return tensors.get(name).item();
        }
        JsonElement e = json.get(name);
        if (e.isJsonPrimitive() && e.getAsJsonPrimitive().isBoolean()) {
            return e.getAsBoolean() ? 1 : 0;
        }
        double value = e.isJsonObject() ? Double.parseDouble(e.getAsJsonObject().get("float").getAsString()) : e.getAsDouble();
        return rounded ? (float) value : value;
    }

    int whole(String name, int otherwise) {
        return has(name) ? json.get(name).getAsInt() : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        return has(name) ? json.get(name).getAsBoolean() : otherwise;
    }

    String text(String name, String otherwise) {
        return has(name) ? json.get(name).getAsString() : otherwise;
    }

    /** A number or a list of numbers; absent means {@code otherwise}. */
    int[] ints(String name, int... otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonElement e = json.get(name);
        if (!e.isJsonArray()) {
            return new int[] {e.getAsInt()};
        }
        int[] all = new int[e.getAsJsonArray().size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = e.getAsJsonArray().get(i).getAsInt();
        }
        return all;
    }

    /** Whether a number is absent, or whole as written. */
    boolean isWhole(String name) {
        return !has(name) || json.get(name).isJsonPrimitive() && json.get(name).getAsString().matches("-?\\d+");
    }

    /** The argument {@code dtype}, or what it is by default. */
    DType dtype(DType otherwise) {
        if (!has("dtype")) {
            return otherwise;
        }
        String name = json.get("dtype").isJsonObject() ? json.get("dtype").getAsJsonObject().get("dtype_arg").getAsString()
                : text("dtype", "");
        return switch (name.replace("torch.", "")) {
            case "float64", "double" -> DType.FLOAT64;
            case "float32", "float" -> DType.FLOAT32;
            case "int64", "long", "int32", "int" -> DType.INT64;
            case "bool" -> DType.BOOL;
            default -> throw new UnsupportedCase("dtype " + name);
        };
    }

    /** A constant by its name in Python; what no constant is called cannot be written, and is refused. */
    <E extends Enum<E>> E choice(String name, Class<E> type, String otherwise) {
        String given = text(name, otherwise).toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(type.getEnumConstants()).filter(e -> e.name().equals(given)).findFirst()
                .orElseThrow(() -> new ArgumentException(type.getSimpleName(), name, given, Arrays.toString(type.getEnumConstants())));
    }

    boolean isText(String name) {
        read.add(name);
        return has(name) && json.get(name).isJsonPrimitive() && json.get(name).getAsJsonPrimitive().isString();
    }
}
