package org.covector.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Numbers of one array as texts of equal width, as NumPy aligns them: points under points, one notation for all. */
final class Numerals {
    private static final double LARGE = 1e8;
    private static final double SMALL = 1e-4;
    private static final double WIDE_RANGE = 1000;

    /** From here on a number by itself is written with a power of ten. */
    private static final double SCALAR_LARGE = 1e16;

    private Numerals() {}

    /** A number split at its point; {@code exponent} is such as e+05, or empty. */
    private record Parts(String whole, String fraction, String exponent) {}

    static String[] booleans(boolean[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i] ? " True" : "False").toArray(String[]::new);
    }

    static String[] longs(long[] values) {
        int width = Arrays.stream(values).mapToInt(v -> Long.toString(v).length()).max().orElse(0);
        return Arrays.stream(values).mapToObj(v -> left(Long.toString(v), width)).toArray(String[]::new);
    }

    /** Doubles, or floats given as doubles. */
    static String[] floats(double[] values, boolean single, Printing options) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        boolean scientific = scientific(finite, single, options.suppress());
        Parts[] parts = Arrays.stream(values)
                .mapToObj(v -> !Double.isFinite(v) ? new Parts("", "", "") : scientific ? scientific(v, single, options.precision())
                : positional(v, single, options.precision()))
                .toArray(Parts[]::new);
        int right = Arrays.stream(parts).mapToInt(p -> p.fraction.length()).max().orElse(0);
        int power = scientific ? Arrays.stream(parts).mapToInt(p -> p.exponent.length()).max().orElse(0) : 0;
        int whole = Arrays.stream(parts).mapToInt(p -> p.whole.length()).max().orElse(0);
        int special = Arrays.stream(values).filter(v -> !Double.isFinite(v)).mapToInt(v -> special(v).length()).max().orElse(0);
        int width = Math.max(whole + 1 + right + power, special);
        String[] texts = new String[values.length];
        for (int i = 0; i < texts.length; i++) {
            double v = values[i];
            String text = !Double.isFinite(v) ? special(v)
                    : scientific ? padded(rounded(v, right), right, power)
                    : parts[i].whole + "." + parts[i].fraction + " ".repeat(right - parts[i].fraction.length());
            texts[i] = left(text, width);
        }
        return texts;
    }

    /** Fraction and exponent filled with zeros to these lengths. */
    private static String padded(Parts p, int fraction, int exponent) {
        String filled = p.fraction + "0".repeat(fraction - p.fraction.length());
        return p.whole + "." + filled + p.exponent.substring(0, 2) + "0".repeat(exponent - p.exponent.length()) + p.exponent.substring(2);
    }

    private static boolean scientific(double[] finite, boolean single, boolean suppress) {
        double max = Arrays.stream(finite).map(Math::abs).max().orElse(0);
        double min = Arrays.stream(finite).map(Math::abs).filter(v -> v > 0).min().orElse(1);
        double range = single ? (float) max / (float) min : max / min;
        return max >= LARGE || max > 0 && !suppress && (min < SMALL || range > WIDE_RANGE);
    }

    private static String special(double v) {
        return Double.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf";
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** The shortest decimal that reads back as the same number; Java itself gives two digits where one suffices. */
    private static BigDecimal shortest(double v, boolean single) {
        double a = Math.abs(v);
        BigDecimal d = new BigDecimal(single ? Float.toString((float) a) : Double.toString(a)).stripTrailingZeros();
        if (d.precision() == 2) {
            BigDecimal one = new BigDecimal(a).round(new MathContext(1, RoundingMode.HALF_EVEN));
            return (single ? one.floatValue() : one.doubleValue()) == a ? one : d;
        }
        return d;
    }

    private static String sign(double v) {
        return 1 / v < 0 || v < 0 ? "-" : "";
    }

    private static Parts positional(double v, boolean single, int precision) {
        BigDecimal d = shortest(v, single);
        if (d.scale() > precision) { // the exact value decides, not its shortest text
            d = new BigDecimal(Math.abs(v)).setScale(precision, RoundingMode.HALF_EVEN).stripTrailingZeros();
        }
        String[] split = d.toPlainString().split("\\.", -1);
        return new Parts(sign(v) + split[0], split.length > 1 ? split[1] : "", "");
    }

    private static Parts scientific(double v, boolean single, int precision) {
        BigDecimal d = shortest(v, single);
        return d.precision() > precision + 1 ? rounded(v, precision) : parts(v, d);
    }

    /** The exact value with this many digits after the point. */
    private static Parts rounded(double v, int digits) {
        BigDecimal exact = new BigDecimal(Math.abs(v));
        return parts(v, exact.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN)).stripTrailingZeros());
    }

    private static Parts parts(double v, BigDecimal d) {
        String digits = d.unscaledValue().toString();
        int exponent = v == 0 ? 0 : d.precision() - d.scale() - 1;
        return new Parts(sign(v) + digits.charAt(0), digits.substring(1),
                String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent)));
    }

    /** A number by itself: all its digits. */
    static String scalar(double v, boolean single) {
        if (!Double.isFinite(v)) {
            return special(v);
        }
        BigDecimal d = shortest(v, single);
        if (v == 0 || Math.abs(v) >= SMALL && Math.abs(v) < SCALAR_LARGE) {
            String plain = d.toPlainString();
            return sign(v) + plain + (plain.contains(".") ? "" : ".0");
        }
        Parts p = parts(v, d);
        return p.whole + (p.fraction.isEmpty() ? "" : ".") + p.fraction + p.exponent;
    }
}
