package org.covector.functional.io;

import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;

/** Names and tensors as they are given to a writer. */
final class Names {
    private Names() {}

    /** Throws, naming the function, unless every name can be written as UTF-8 and every tensor has a value. */
    static void require(String function, Map<String, Tensor> tensors) {
        for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
            text(function, "name", e.getKey());
            e.getValue().array();
        }
    }

    /** Throws unless the text is well-formed Unicode. */
    static void text(String function, String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))
                    && (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(++i)))) {
                throw new ArgumentException(function, what, "\"" + FileFormatException.printable(text) + "\" with half of a surrogate pair",
                        "Unicode text");
            }
        }
    }
}
