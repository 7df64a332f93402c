package org.covector.gradcheck.page;

import java.util.List;
import java.util.Map;

/** Maps, lists, words, numbers and booleans as JSON. */
public final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    public static String of(Object value) {
        Json json = new Json();
        json.write(value);
        return json.text.toString();
    }

    private void write(Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                char before = '{';
                for (Map.Entry<?, ?> e : map.entrySet()) {
                    text.append(before);
                    quote(String.valueOf(e.getKey()));
                    text.append(':');
                    write(e.getValue());
                    before = ',';
                }
                text.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                char before = '[';
                for (Object e : list) {
                    text.append(before);
                    write(e);
                    before = ',';
                }
                text.append(list.isEmpty() ? "[]" : "]");
            }
            case Double d when !Double.isFinite(d) -> quote(d.toString());
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> quote(value.toString());
        }
    }

    private void quote(String words) {
        text.append('"');
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c) || c == '<' || c == '\u2028' || c == '\u2029') { // safe inside a script too
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
