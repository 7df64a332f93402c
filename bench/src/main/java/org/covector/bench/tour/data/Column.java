package org.covector.bench.tour.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A column being read: its numbers, and where a field is no number, which text it is. */
final class Column {
    /** More different texts than this are not told apart: such a column is no category. */
    static final int TEXTS = 1000;

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,5})?");
    private static final int START = 64;

    private final String name;
    private final Map<String, Integer> texts = new HashMap<>();
    private final List<String> spellings = new ArrayList<>(); // of code i + 1
    private double[] numbers = new double[START]; // NaN where there is text
    private int[] codes = {}; // numbers of texts, from 1; grows only when there is text
    private int rows;
    private int words;

    Column(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    int rows() {
        return rows;
    }

    void add(String field) {
        if (rows == numbers.length) {
            numbers = Arrays.copyOf(numbers, rows + rows / 2);
        }
        String text = field.strip();
        boolean number = NUMBER.matcher(text).matches();
        numbers[rows] = number ? Double.parseDouble(text) : Double.NaN;
        if (!number) {
            words++;
            if (codes.length <= rows) {
                codes = Arrays.copyOf(codes, numbers.length);
            }
            codes[rows] = code(text);
        }
        rows++;
    }

    private int code(String text) {
        Integer known = texts.get(text);
        if (known != null) {
            return known;
        }
        if (spellings.size() == TEXTS) {
            return -1;
        }
        spellings.add(text);
        texts.put(text, spellings.size());
        return spellings.size();
    }

    /** The number of a row; NaN if it has none. */
    double number(int row) {
        return numbers[row];
    }

    /** What a row says; a number as it prints shortest. */
    String text(int row) {
        double x = numbers[row];
        if (!Double.isNaN(x)) {
            return print(x);
        }
        return codes[row] < 0 ? "(another text)" : spellings.get(codes[row] - 1);
    }

    /** Whether at least half of its fields are numbers: then the others are mistakes. */
    boolean isNumeric() {
        return 2 * words <= rows;
    }

    /** The first row that holds text (an infinite number counts as text); -1 if there is none. */
    int firstText() {
        for (int i = 0; i < rows; i++) {
            if (!Double.isFinite(numbers[i])) {
                return i;
            }
        }
        return -1;
    }

    /** The first empty row; -1 if there is none. */
    int firstEmpty() {
        int empty = texts.getOrDefault("", 0);
        for (int i = 0; empty > 0 && i < rows; i++) {
            if (i < codes.length && codes[i] == empty && Double.isNaN(numbers[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Whether all fields are whole numbers. */
    boolean isWhole() {
        for (int i = 0; i < rows; i++) {
            if (numbers[i] != Math.rint(numbers[i])) {
                return false; // NaN too
            }
        }
        return true;
    }

    /** Different contents in order: numbers by size, then texts by alphabet; at most one more than {@code limit}. */
    List<String> categories(int limit) {
        List<String> found = new ArrayList<>(Arrays.stream(numbers, 0, rows).filter(x -> !Double.isNaN(x)).sorted().distinct()
                .limit(limit + 1L)
                .mapToObj(Column::print).toList());
        spellings.stream().sorted().forEach(found::add);
        return found.size() > limit ? found.subList(0, limit + 1) : found;
    }

    private static String print(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
    }
}
