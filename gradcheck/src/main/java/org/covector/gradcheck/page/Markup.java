package org.covector.gradcheck.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** HTML or SVG being written: every element is closed, every word escaped. */
public final class Markup {
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; attributes are names and values in turn, without those whose value is empty. */
    public Markup open(String tag, Object... attributes) {
        start(tag, attributes).append('>');
        open.push(tag);
        return this;
    }

    /** Ends the innermost element. */
    public Markup close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element without content. */
    public Markup empty(String tag, Object... attributes) {
        start(tag, attributes).append("/>");
        return this;
    }

    /** An element with words. */
    public Markup leaf(String tag, String words, Object... attributes) {
        return open(tag, attributes).words(words).close();
    }

    public Markup words(String words) {
        text.append(escape(words));
        return this;
    }

    /** What is markup already. */
    public Markup add(Object markup) {
        text.append(markup);
        return this;
    }

    private StringBuilder start(String tag, Object... attributes) {
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            String shown = value instanceof Double d ? number(d) : escape(value.toString());
            if (!shown.isEmpty()) {
                text.append(' ').append(attributes[i]).append("=\"").append(shown).append('"');
            }
        }
        return text;
    }

    /** A length in a picture. */
    public static String number(double d) {
        String digits = String.format(Locale.ROOT, "%.2f", d);
        return digits.endsWith(".00") ? digits.substring(0, digits.length() - 3) : digits;
    }

    private static String escape(String words) {
        StringBuilder safe = new StringBuilder(words.length());
        words.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(c == '\n' || !Character.isISOControl(c) && (c < 0xD800 || c > 0xDFFF) ? c : '\uFFFD');
            }
        });
        return safe.toString();
    }

    @Override
    public String toString() {
        while (!open.isEmpty()) {
            close();
        }
        return text.toString();
    }
}
