package org.covector.gradcheck.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/**
 * The inputs of a function in words: {@code "m,k", "n,k", "n"} are two matrices and a vector whose lengths agree by name. A text has
 * an optional dtype, the lengths (numbers, or names of random lengths; nothing for a scalar), and optionally where the elements lie:
 * {@code "float32 3,4"}, {@code "n in 0.1..2"}, {@code "int64 b below n"} for indices into an axis.
 */
public final class Inputs {
    private static final Pattern TEXT = Pattern.compile(
            "(?:(?<dtype>float32|float64|int64|bool)\\b)?\\s*(?<dims>(?:\\w+\\s*(?:,\\s*\\w+\\s*)*)?)"
                    + "(?:\\bin\\s+(?<low>[-+.\\deE]+?)\\.\\.(?<high>[-+.\\deE]+))?(?:\\bbelow\\s+(?<below>\\w+))?");

    private final List<Input> inputs;
    private final Elements elements;
    private final int least;
    private final int most;

    /** One input as parsed. */
    private record Input(List<String> dims, Elements elements, String below) {}

    private Inputs(List<Input> inputs, Elements elements, int least, int most) {
        this.inputs = inputs;
        this.elements = elements;
        this.least = least;
        this.most = most;
    }

    /** Inputs in words, with named lengths from {@code least} to {@code most} and, if not said otherwise, such elements. */
    public static Inputs of(List<String> texts, Elements elements, int least, int most) {
        ArgumentException.require(least >= 0 && least <= most, "inputs", "lengths", least + " to " + most, "0 <= least <= most");
        return new Inputs(texts.stream().map(t -> parse(t.strip(), elements)).toList(), elements, least, most);
    }

    /** How many. */
    public int size() {
        return inputs.size();
    }

    private static Input parse(String text, Elements elements) {
        Matcher m = TEXT.matcher(text);
        ArgumentException.require(m.matches(), "inputs", "text", text,
                "[dtype] lengths [in low..high] [below length], as \"float32 3,n in 0.1..2\"");
        String dims = m.group("dims").strip();
        List<String> names = dims.isEmpty() ? List.of() : Arrays.stream(dims.split(",")).map(String::strip).toList();
        String dtype = m.group("dtype");
        String below = m.group("below");
        Elements some = dtype == null ? elements : elements.withDtypes(DType.valueOf(dtype.toUpperCase(Locale.ROOT)));
        if (m.group("low") != null) {
            some = some.between(Double.parseDouble(m.group("low")), Double.parseDouble(m.group("high")));
        }
        return new Input(names, below == null ? some : some.withDtypes(DType.INT64), below == null ? "" : below);
    }

    /** Random inputs. */
    public Draft draw(RandomGenerator random) {
        return draw(random, random.nextInt(8) == 0 ? least : -1);
    }

    /** The smallest inputs. */
    public Draft smallest(RandomGenerator random) {
        return draw(random, least);
    }

    private Draft draw(RandomGenerator random, int length) {
        Map<String, Integer> number = new LinkedHashMap<>();
        List<Axis> axes = new ArrayList<>();
        for (Input input : inputs) {
            for (String name : input.dims) {
                axis(name, length, number, axes, random);
            }
            if (!input.below.isEmpty()) {
                int indexed = axis(input.below, length, number, axes, random);
                Axis a = axes.get(indexed);
                axes.set(indexed, new Axis(Math.max(1, a.length()), Math.max(1, a.least()), false));
            }
        }
        List<Part> parts = new ArrayList<>();
        for (Input input : inputs) {
            List<Integer> on = input.dims.stream().map(number::get).toList();
            parts.add(part(axes, on, number.getOrDefault(input.below, -1), input.elements, random));
        }
        return new Draft(axes, parts, 0);
    }

    private int axis(String name, int length, Map<String, Integer> number, List<Axis> axes, RandomGenerator random) {
        return number.computeIfAbsent(name, n -> {
            boolean fixed = Character.isDigit(n.charAt(0));
            int given = fixed ? Integer.parseInt(n) : length >= 0 ? length : random.nextInt(least, most + 1);
            axes.add(new Axis(given, fixed ? given : least, false));
            return axes.size() - 1;
        });
    }

    static Part part(List<Axis> axes, List<Integer> on, int below, Elements elements, RandomGenerator random) {
        int[] dims = on.stream().mapToInt(a -> axes.get(a).length()).toArray();
        int size = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        DType dtype = elements.dtype(random);
        Layout layout = elements.layout(random);
        double[] values = new double[size];
        if (below >= 0) {
            int n = axes.get(below).length();
            Arrays.setAll(values, _ -> switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> n - 1;
                default -> random.nextInt(n);
            });
        } else {
            values = elements.draw(size, dtype, random);
        }
        return Part.of(on, dims, new Part.Kind(below, elements, dtype), layout, values);
    }

    /** The kind of elements where a text says nothing else. */
    public Elements elements() {
        return elements;
    }
}
