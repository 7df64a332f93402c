package org.covector.functional.io;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A strict pull parser of JSON (RFC 8259) over bytes: one walk, no tree. Refuses equal keys of one object, text that is not Unicode,
 * and nesting deeper than {@value #MAX_DEPTH}.
 */
final class JsonReader {
    static final int MAX_DEPTH = 64;

    private final Source source;
    private long at;
    private int depth;

    JsonReader(Source source) {
        this.source = source;
    }

    /** What to do with a member, the parser being at its value. */
    interface Member {
        void read(String key, long keyAt) throws FileFormatException;
    }

    /** What to do with an element, the parser being at it. */
    interface Item {
        void read(int index) throws FileFormatException;
    }

    /** Where the parser is. */
    long at() {
        return at;
    }

    /** Throws unless nothing but white space is left. */
    void end() throws FileFormatException {
        space();
        if (at < source.size()) {
            throw error("unexpected " + shown(peek()) + " after the JSON text");
        }
    }

    void object(Member member) throws FileFormatException {
        open('{', "an object");
        Set<String> keys = new HashSet<>();
        for (boolean more = !closes('}'); more; more = next('}')) {
            space();
            long keyAt = at;
            String key = string();
            if (!keys.add(key)) {
                throw source.error(keyAt, "the key \"" + FileFormatException.printable(key) + "\" occurs twice in one object");
            }
            space();
            take(':');
            space();
            member.read(key, keyAt);
        }
        depth--;
    }

    void array(Item item) throws FileFormatException {
        open('[', "an array");
        int index = 0;
        for (boolean more = !closes(']'); more; more = next(']')) {
            space();
            item.read(index++);
        }
        depth--;
    }

    private void open(char bracket, String what) throws FileFormatException {
        space();
        if (peek() != bracket) {
            throw error(what + " is expected, found " + shown(peek()));
        }
        if (++depth > MAX_DEPTH) {
            throw error("JSON is nested deeper than " + MAX_DEPTH);
        }
        at++;
    }

    private boolean closes(char bracket) throws FileFormatException {
        space();
        if (peek() == bracket) {
            at++;
            return true;
        }
        return false;
    }

    private boolean next(char bracket) throws FileFormatException {
        if (closes(bracket)) {
            return false;
        }
        if (peek() != ',') {
            throw error("',' or '" + bracket + "' is expected, found " + shown(peek()));
        }
        at++;
        return true;
    }

    /** A non-negative integer, written as one. */
    long natural(String what) throws FileFormatException {
        long from = at;
        if (peek() == '-') {
            throw error(what + " is negative or not written as a non-negative integer");
        }
        String text = number();
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw source.error(from, what + " is " + FileFormatException.printable(text)
                    + "; accepted: an integer without point or exponent");
        }
        if (text.length() > 19 || text.length() == 19 && text.compareTo("9223372036854775807") > 0) {
            throw source.error(from, what + " is " + FileFormatException.printable(text) + ", more than 2^63 - 1");
        }
        return Long.parseLong(text);
    }

    private String number() throws FileFormatException {
        long from = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() >= '0' && peek() <= '9') {
            throw error("a number begins with 0");
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return source.text(from, at - from, StandardCharsets.US_ASCII, "number");
    }

    private void digits() throws FileFormatException {
        if (peek() < '0' || peek() > '9') {
            throw error("a digit is expected, found " + shown(peek()));
        }
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
    }

    String string() throws FileFormatException {
        if (peek() != '"') {
            throw error("a string is expected, found " + shown(peek()));
        }
        long from = ++at;
        StringBuilder text = new StringBuilder();
        long run = from;
        while (peek() != '"') {
            if (peek() == '\\') {
                text.append(source.text(run, at - run, StandardCharsets.UTF_8, "string"));
                escape(text);
                run = at;
            } else if (peek() < 0) {
                throw error("a string is not closed");
            } else if (peek() < 0x20) {
                throw error("a control character stands in a string");
            } else {
                at++;
            }
        }
        text.append(source.text(run, at - run, StandardCharsets.UTF_8, "string"));
        at++;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))
                    && (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(++i)))) {
                throw source.error(from, "a string holds half of a surrogate pair");
            }
        }
        return text.toString();
    }

    private void escape(StringBuilder text) throws FileFormatException {
        at++;
        int c = peek();
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            text.append("\"\\/\b\f\n\r\t".charAt(plain));
            at++;
        } else if (c == 'u') {
            int code = 0;
            for (int i = 1; i <= 4; i++) {
                int digit = Character.digit(source.u8(at + i, "escape"), 16);
                if (digit < 0) {
                    throw error("\\u is not followed by four hexadecimal digits");
                }
                code = code * 16 + digit;
            }
            text.append((char) code);
            at += 5;
        } else {
            throw error("\\ is followed by " + shown(c));
        }
    }

    /** Passes over a value, whatever it is. */
    void skip() throws FileFormatException {
        space();
        switch (peek()) {
            case '{' -> object((_, _) -> skip());
            case '[' -> array(_ -> skip());
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    /** Whether the value is null, which is then passed. */
    boolean isNull() throws FileFormatException {
        if (peek() == 'n') {
            word("null");
            return true;
        }
        return false;
    }

    private void word(String word) throws FileFormatException {
        for (int i = 0; i < word.length(); i++) {
            take(word.charAt(i));
        }
    }

    private void take(char c) throws FileFormatException {
        if (peek() != c) {
            throw error("'" + c + "' is expected, found " + shown(peek()));
        }
        at++;
    }

    private void space() throws FileFormatException {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }

    private int peek() throws FileFormatException {
        return at < source.size() ? source.u8(at, "JSON") : -1;
    }

    private FileFormatException error(String problem) {
        return source.error(at, problem);
    }

    private static String shown(int c) {
        return c < 0 ? "the end" : c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : "the byte " + c;
    }
}
