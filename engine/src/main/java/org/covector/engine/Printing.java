package org.covector.engine;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.storage.Storage;

/**
 * How arrays look as text: as NumPy prints them.
 *
 * @param precision digits after the point at most
 * @param threshold from more elements than this on, only the corners are shown
 * @param edgeItems how many elements of a long axis are shown at each end
 * @param suppress no powers of ten because of small numbers
 * @param lineWidth columns of a line
 */
public record Printing(int precision, int threshold, int edgeItems, boolean suppress, int lineWidth) {
    /** What {@code toString()} uses: 8 digits, 1000 elements, 3 at each end, 75 columns. */
    public static final Printing DEFAULT = new Printing(8, 1000, 3, false, 75);

    /** Checks the numbers. */
    public Printing {
        ArgumentException.require(precision >= 0 && threshold >= 0 && lineWidth >= 1, "Printing", "precision, threshold, lineWidth",
                precision + ", " + threshold + ", " + lineWidth, "0 or more, 0 or more, 1 or more");
        ArgumentException.require(edgeItems >= 1, "Printing", "edgeItems", edgeItems, "1 or more");
    }

    /** As this with another precision. */
    public Printing precision(int digits) {
        return new Printing(digits, threshold, edgeItems, suppress, lineWidth);
    }

    /** As this with another threshold. */
    public Printing threshold(int elements) {
        return new Printing(precision, elements, edgeItems, suppress, lineWidth);
    }

    /** As this with another number of elements at each end. */
    public Printing edgeItems(int items) {
        return new Printing(precision, threshold, items, suppress, lineWidth);
    }

    /** As this, with powers of ten suppressed or not. */
    public Printing suppress(boolean on) {
        return new Printing(precision, threshold, edgeItems, on, lineWidth);
    }

    /** As this with another line width. */
    public Printing lineWidth(int columns) {
        return new Printing(precision, threshold, edgeItems, suppress, columns);
    }

    /** The elements alone, as NumPy's {@code str} gives them. */
    public String text(NdArray x) {
        if (x.size() == 0) {
            return "[]";
        }
        if (x.rank() == 0) {
            return switch (x.dtype()) {
                case FLOAT32, FLOAT64 -> Numerals.scalar(x.item(), x.dtype() == DType.FLOAT32);
                case INT64 -> Long.toString(x.getLong());
                case BOOL -> x.getBoolean() ? "True" : "False";
            };
        }
        return new Layout(this, corners(x), x.size() > threshold).text(x.shape());
    }

    /** The elements, and behind them what they do not say: the dtype if FLOAT64 or without elements, the shape if not all are shown. */
    public String describe(NdArray x) {
        String dtype = x.dtype() == DType.FLOAT64 || x.size() == 0 ? " dtype=" + x.dtype() : "";
        boolean hidden = x.size() == 0 && x.rank() > 1 || x.size() > threshold && x.rank() > 0;
        return text(x) + dtype + (hidden ? " shape=" + x.shape() : "");
    }

    /** The texts of the elements that are shown, in row-major order. */
    private String[] corners(NdArray x) {
        NdArray shown = x;
        for (int a = 0; x.size() > threshold && a < x.rank(); a++) {
            int n = shown.shape().dim(a);
            if (n > 2L * edgeItems) {
                Shape shape = shown.shape().with(a, 2 * edgeItems);
                Storage y = Storage.uninitialised(x.dtype(), shape.size());
                int[] strides = shape.strides();
                Copy.into(shown.slice(a, 0, edgeItems, 1), y, 0, strides);
                Copy.into(shown.slice(a, n - edgeItems, n, 1), y, edgeItems * strides[a], strides);
                shown = NdArray.wrap(y, shape);
            }
        }
        return switch (x.dtype()) {
            case FLOAT32, FLOAT64 -> Numerals.floats(shown.toDoubleArray(), x.dtype() == DType.FLOAT32, this);
            case INT64 -> Numerals.longs(shown.toLongArray());
            case BOOL -> Numerals.booleans(shown.toBooleanArray());
        };
    }

    /** Brackets, line breaks and dots around the texts, which are used up in order. */
    private static final class Layout {
        private static final String DOTS = "...";

        private final Printing options;
        private final String[] words;
        private final boolean elided;
        private int next;

        Layout(Printing options, String[] words, boolean elided) {
            this.options = options;
            this.words = words;
            this.elided = elided;
        }

        String text(Shape shape) {
            return text(shape, 0);
        }

        private String text(Shape shape, int axis) {
            int n = shape.dim(axis);
            boolean dots = elided && n > 2L * options.edgeItems;
            int items = dots ? 2 * options.edgeItems : n;
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                if (dots && i == options.edgeItems) {
                    parts.add(DOTS);
                }
                parts.add(axis == shape.rank() - 1 ? words[next++] : text(shape, axis + 1));
            }
            String indent = " ".repeat(axis + 1);
            if (axis == shape.rank() - 1) {
                return "[" + wrapped(parts, indent, options.lineWidth - axis - 1) + "]";
            }
            return "[" + String.join("\n".repeat(shape.rank() - 1 - axis) + indent, parts) + "]";
        }

        /** Words with spaces between them, broken before the width is exceeded. */
        private static String wrapped(List<String> words, String indent, int width) {
            StringBuilder text = new StringBuilder();
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < words.size(); i++) {
                if (line.length() + words.get(i).length() > width && line.length() > indent.length()) {
                    text.append(line.toString().stripTrailing()).append("\n");
                    line = new StringBuilder(indent);
                }
                line.append(words.get(i)).append(i < words.size() - 1 ? " " : "");
            }
            return text.append(line).substring(indent.length());
        }
    }
}
