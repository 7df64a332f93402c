package org.covector.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Numbers of one array as texts of equal width, as NumPy aligns them: points under points, one notation for all. */
final class Numerals {
    private static final double LARGE = 1e8;
    private static final double SMALL = 1e-4;
    private static final double WIDE_RANGE = 1000;

    /** NumPy writes a number by itself positionally below this power of ten. */
    private static final int SCALAR_DIGITS = 16;

    private Numerals() {}

    /** A number split at its point; {@code exponent} is empty in positional notation. */
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
                .mapToObj(v -> !Double.isFinite(v) ? new Parts("", "", "") : scientific ? scientific(v, single, options.precision()) : positional(v, single, options.precision()))
                .toArray(Parts[]::new);
        int exponent = Arrays.stream(parts).mapToInt(p -> p.exponent.length()).max().orElse(0);
        int right = Arrays.stream(parts).mapToInt(p -> p.fraction.length()).max().orElse(0);
        int whole = Arrays.stream(parts).mapToInt(p -> p.whole.length()).max().orElse(0);
        int tail = right + (scientific ? exponent + 2 : 0) + 1; // point, fraction, e, sign, exponent
        int width = Math.max(whole + tail, Arrays.stream(values).filter(v -> !Double.isFinite(v)).mapToInt(v -> special(v).length()).max().orElse(0));
        String[] texts = new String[values.length];
        for (int i = 0; i < texts.length; i++) {
            if (!Double.isFinite(values[i])) {
                texts[i] = left(special(values[i]), width);
            } else if (scientific) {
                char sign = parts[i].exponent.startsWith("-") ? '-' : '+';
                String digits = parts[i].exponent.replace("-", "");
                texts[i] = left(parts[i].whole + "." + zeros(parts[i].fraction, right) + "e" + sign + "0".repeat(exponentDigits(parts) - digits.length()) + digits, width);
            } else {
                texts[i] = left(parts[i].whole + "." + parts[i].fraction + " ".repeat(right - parts[i].fraction.length()), width);
            }
        }
        return texts;
    }

    private static int exponentDigits(Parts[] parts) {
        return Arrays.stream(parts).mapToInt(p -> p.exponent.replace("-", "").length()).max().orElse(0);
    }

    private static boolean scientific(double[] finite, boolean single, boolean suppress) {
        double max = Arrays.stream(finite).map(Math::abs).max().orElse(0);
        double min = Arrays.stream(finite).map(Math::abs).filter(v -> v > 0).min().orElse(1);
        double small = single ? (float) SMALL : SMALL;
        double range = single ? (float) max / (float) min : max / min;
        return max >= LARGE || max > 0 && !suppress && (min < small || range > WIDE_RANGE);
    }

    private static String special(double v) {
        return Double.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf";
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String zeros(String digits, int length) {
        return digits + "0".repeat(length - digits.length());
    }

    /** The shortest decimal that reads back as the same number. */
    private static BigDecimal shortest(double v, boolean single) {
        return new BigDecimal(single ? Float.toString((float) Math.abs(v)) : Double.toString(Math.abs(v))).stripTrailingZeros();
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
        if (d.precision() > precision + 1) {
            BigDecimal exact = new BigDecimal(Math.abs(v));
            d = exact.setScale(exact.scale() - exact.precision() + precision + 1, RoundingMode.HALF_EVEN).stripTrailingZeros();
        }
        String digits = d.unscaledValue().toString();
        int exponent = v == 0 ? 0 : d.precision() - d.scale() - 1;
        String power = String.format("%02d", Math.abs(exponent));
        return new Parts(sign(v) + digits.charAt(0), digits.substring(1), (exponent < 0 ? "-" : "") + power);
    }

    /** A number by itself: all its digits. */
    static String scalar(double v, boolean single) {
        if (!Double.isFinite(v)) {
            return special(v);
        }
        BigDecimal d = shortest(v, single);
        int exponent = v == 0 ? 0 : d.precision() - d.scale() - 1;
        if (exponent >= -4 && exponent < SCALAR_DIGITS) {
            String plain = d.toPlainString();
            return sign(v) + plain + (plain.contains(".") ? "" : ".0");
        }
        String digits = d.unscaledValue().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return sign(v) + digits.charAt(0) + fraction + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
