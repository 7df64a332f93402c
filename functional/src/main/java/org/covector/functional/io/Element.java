package org.covector.functional.io;

import io.vavr.control.Option;
import org.covector.engine.Encoding;

/**
 * An element type as a format calls it.
 *
 * @param name the format's word: {@code BF16}, {@code <f4}, {@code torch.float16}
 * @param bits bits of one element
 * @param encoding how it is decoded; none if its values have no exact place in a tensor
 */
record Element(String name, int bits, Option<Encoding> encoding) {
    static Element of(String name, Encoding encoding) {
        return new Element(name, 8 * encoding.bytes(), Option.some(encoding));
    }

    /** A legitimate type that tensors cannot hold: it is listed, and refused when it is loaded. */
    static Element foreign(String name, int bits) {
        return new Element(name, bits, Option.none());
    }
}
