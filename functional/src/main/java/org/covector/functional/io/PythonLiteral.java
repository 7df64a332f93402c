package org.covector.functional.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The dictionary of an npy header, a Python literal: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}. */
final class PythonLiteral {
    private final Source source;
    private final int base;
    private final String text;
    private int at;

    /** The text that begins at byte {@code base} of the source. */
    PythonLiteral(Source source, int base, String text) {
        this.source = source;
        this.base = base;
        this.text = text;
    }

    NpyHeader header(int length) throws FileFormatException {
        String descr = "";
        boolean fortran = false;
        List<Long> shape = List.of();
        Set<String> seen = new HashSet<>();
        take('{');
        while (!accept('}')) {
            int keyAt = at;
            String key = string();
            if (!seen.add(key)) {
                throw error(keyAt, "the key '" + FileFormatException.printable(key) + "' occurs twice in the header");
            }
            take(':');
            switch (key) {
                case "descr" -> descr = descr();
                case "fortran_order" -> fortran = bool();
                case "shape" -> shape = tuple();
                default -> throw error(keyAt, "the header has the key '" + FileFormatException.printable(key)
                        + "'; accepted: descr, fortran_order, shape");
            }
            if (!accept(',') && peek() != '}') {
                throw error(at, "',' or '}' is expected in the header");
            }
        }
        space();
        if (at < text.length()) {
            throw error(at, "the header goes on after its dictionary");
        }
        if (seen.size() != 3) {
            throw error(0, "the header has only the keys " + new TreeSet<>(seen) + "; accepted: descr, fortran_order and shape");
        }
        return NpyHeader.of(source, descr, fortran, shape, length);
    }

    private String descr() throws FileFormatException {
        space();
        if (peek() == '[' || peek() == '(' || peek() == '{') {
            throw error(at, "structured dtypes (descr is not a string) are not supported");
        }
        return string();
    }

    private boolean bool() throws FileFormatException {
        space();
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw error(at, "fortran_order is neither True nor False");
    }

    private List<Long> tuple() throws FileFormatException {
        List<Long> numbers = new ArrayList<>();
        int from = at;
        take('(');
        boolean comma = true;
        while (!accept(')')) {
            if (!comma) {
                throw error(at, "',' or ')' is expected in the shape");
            }
            numbers.add(natural());
            comma = accept(',');
        }
        if (numbers.size() == 1 && !comma) {
            throw error(from, "shape is a number in brackets; accepted: a tuple");
        }
        return numbers;
    }

    private long natural() throws FileFormatException {
        space();
        if (peek() == '-') {
            throw error(at, "shape has a negative length");
        }
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        if (digits.isEmpty()) {
            throw error(from, "a length of the shape is expected, as decimal digits");
        }
        if (digits.length() > 1 && digits.startsWith("0")) {
            throw error(from, "a length of the shape begins with 0");
        }
        if (digits.length() > 18) {
            throw error(from, "shape has a length of " + FileFormatException.printable(digits));
        }
        accept('L'); // as Python 2 wrote long integers
        return Long.parseLong(digits);
    }

    private String string() throws FileFormatException {
        space();
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw error(at, "a string is expected in the header");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw error(at, "a string of the header is not closed");
        }
        String s = text.substring(at + 1, end);
        if (s.indexOf('\\') >= 0 || s.indexOf('\n') >= 0) {
            throw error(at, "a string of the header has an escape or a line break");
        }
        at = end + 1;
        return s;
    }

    private void take(char c) throws FileFormatException {
        if (!accept(c)) {
            throw error(at, "'" + c + "' is expected in the header");
        }
    }

    private boolean accept(char c) {
        space();
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void space() {
        while (at < text.length() && " \t\r\n\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The place is the character's; beyond ASCII in version 3.0 the byte lies behind it. */
    private FileFormatException error(int place, String problem) {
        return source.error(base + place, problem);
    }
}
