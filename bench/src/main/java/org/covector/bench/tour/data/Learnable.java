package org.covector.bench.tour.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.covector.functional.Tensor;
import org.covector.functional.train.Examples;

/**
 * Makes numbers of a table: features with mean 0 and deviation 1, text as one column of 0 and 1 per category; a label of text or
 * of few whole numbers is a class, any other a value.
 */
public final class Learnable {
    private static final int LEAST_ROWS = 20;
    private static final int CLASS_LIMIT = 100;
    private static final int CATEGORY_LIMIT = 50;
    private static final int ROWS_PER_CLASS = 5;
    private static final double ROUNDING = 1e-12; // a deviation this small beside the mean is none
    private static final double LARGEST = 1e100; // squares and their sums stay finite

    private final Table table;
    private final List<double[]> features = new ArrayList<>();

    private Learnable(Table table) {
        this.table = table;
    }

    /** The table with one column to be learned from all others. */
    public static Split of(Table table, String label) throws TableException {
        return new Learnable(table).split(label);
    }

    /** A table of pixels 0 to 16 and the digits they show; divided by 16 instead of standardised. */
    public static Split digits(Table table) throws TableException {
        Learnable digits = new Learnable(table);
        Column label = digits.column("label");
        int n = table.rows();
        for (Column c : table.columns()) {
            if (c != label) {
                digits.requireNumbers(c);
                digits.features.add(IntStream.range(0, n).mapToDouble(i -> c.number(i) / 16).toArray());
            }
        }
        return digits.classes("Handwritten digits", label);
    }

    private Split split(String labelName) throws TableException {
        if (table.rows() < LEAST_ROWS) {
            throw new TableException(table.file(), table.rows() + " rows; at least " + LEAST_ROWS + " are needed to learn and to test");
        }
        Column label = column(labelName);
        if (table.columns().size() == 1) {
            throw new TableException(table.file(), "no column to learn " + labelName + " from");
        }
        requireFilled(label);
        for (Column c : table.columns()) {
            if (c != label) {
                addFeature(c);
            }
        }
        boolean few = label.isWhole() && label.categories(CLASS_LIMIT).size() <= Math.min(CLASS_LIMIT, table.rows() / ROWS_PER_CLASS);
        return few || !label.isNumeric() ? classes(table.file(), label) : value(label);
    }

    private Column column(String name) throws TableException {
        String names = table.columns().stream().limit(20).map(Column::name).collect(Collectors.joining(", "));
        return table.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow(() -> new TableException(table.file(), 1,
                name.isEmpty() ? "(no label)" : name, "no such column; there are " + names + (table.columns().size() > 20 ? ", ..." : "")
                + (name.isEmpty() ? "; name one with -Dtour.label=COLUMN" : "")));
    }

    private void addFeature(Column c) throws TableException {
        requireFilled(c);
        if (c.isNumeric()) {
            requireNumbers(c);
            features.add(standard(IntStream.range(0, table.rows()).mapToDouble(c::number).toArray()));
            return;
        }
        List<String> categories = c.categories(CATEGORY_LIMIT);
        if (categories.size() > CATEGORY_LIMIT) {
            throw table.wrong(c, c.firstText(), "text with more than " + CATEGORY_LIMIT
                    + " different values; remove the column or make categories of it");
        }
        for (String category : categories) {
            features.add(standard(IntStream.range(0, table.rows()).mapToDouble(i -> c.text(i).equals(category) ? 1 : 0).toArray()));
        }
    }

    private void requireFilled(Column c) throws TableException {
        int empty = c.firstEmpty();
        if (empty >= 0) {
            throw table.wrong(c, empty, "nothing there; every row needs a value");
        }
    }

    private void requireNumbers(Column c) throws TableException {
        int text = c.firstText();
        if (text >= 0) {
            throw table.wrong(c, text, Double.isInfinite(c.number(text)) ? "a number beyond 1e308"
                    : "\"" + shorten(c.text(text)) + "\" is not a number");
        }
        for (int i = 0; i < table.rows(); i++) {
            if (Math.abs(c.number(i)) > LARGEST) {
                throw table.wrong(c, i, c.number(i) + " is beyond " + LARGEST);
            }
        }
    }

    private static String shorten(String text) {
        String visible = text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).limit(40)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return visible.length() < text.length() ? visible + "..." : visible;
    }

    private static double[] standard(double... x) {
        double[] known = training(x);
        double mean = mean(known);
        double deviation = deviation(mean, known);
        for (int i = 0; i < x.length; i++) {
            x[i] = deviation == 0 ? 0 : (x[i] - mean) / deviation;
        }
        return x;
    }

    private static double mean(double... x) {
        double sum = 0;
        for (double v : x) {
            sum += v;
        }
        return sum / x.length;
    }

    private static double deviation(double mean, double... x) {
        double sum = 0;
        for (double v : x) {
            sum += (v - mean) * (v - mean);
        }
        double deviation = Math.sqrt(sum / x.length);
        return deviation <= ROUNDING * Math.abs(mean) ? 0 : deviation;
    }

    /** Without the rows of the test, of which nothing may be known beforehand. */
    private static double[] training(double... x) {
        return IntStream.range(0, x.length).filter(i -> !Split.isTest(i)).mapToDouble(i -> x[i]).toArray();
    }

    private Split classes(String name, Column label) throws TableException {
        List<String> classes = label.categories(CLASS_LIMIT);
        if (classes.size() > CLASS_LIMIT) {
            throw table.wrong(label, label.firstText(), "more than " + CLASS_LIMIT + " classes");
        }
        if (2 * classes.size() > table.rows()) {
            throw table.wrong(label, 0, classes.size() + " different texts in " + table.rows() + " rows: too many classes to learn");
        }
        if (classes.size() < 2) {
            throw table.wrong(label, 0, "all rows are of one class, \"" + shorten(classes.getFirst()) + "\": nothing to learn");
        }
        long[] y = IntStream.range(0, table.rows()).mapToLong(i -> classes.indexOf(label.text(i))).toArray();
        return Split.of(name, new Task.Classes(classes), new Examples(x(), Tensor.of(y)));
    }

    private Split value(Column label) throws TableException {
        requireNumbers(label);
        double[] values = IntStream.range(0, table.rows()).mapToDouble(label::number).toArray();
        double[] known = training(values);
        double mean = mean(known);
        double deviation = deviation(mean, known);
        if (deviation == 0) {
            throw table.wrong(label, 0, "the same value in all rows: nothing to learn");
        }
        float[] y = new float[values.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) ((values[i] - mean) / deviation);
        }
        return Split.of(table.file(), new Task.Value(label.name(), mean, deviation), new Examples(x(), Tensor.of(y, y.length, 1)));
    }

    private Tensor x() {
        int n = table.rows();
        int d = features.size();
        float[] x = new float[Math.multiplyExact(n, d)];
        for (int j = 0; j < d; j++) {
            for (int i = 0; i < n; i++) {
                x[i * d + j] = (float) features.get(j)[i];
            }
        }
        return Tensor.of(x, n, d);
    }
}
