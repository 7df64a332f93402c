package org.covector.functional.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.covector.engine.Decoder;
import org.covector.engine.Encoding;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/** The bytes behind entries: in place in the file, or deflated. */
interface Payload {
    /** Bytes, inflated. */
    long size();

    /** The first bytes, at most {@code length}. */
    Source head(int length) throws IOException;

    /** Decodes elements that begin at a byte. The caller has checked that they lie within. */
    NdArray decode(Part part) throws IOException;

    /**
     * A run of elements.
     *
     * @param element their type
     * @param order byte order
     * @param shape how many
     * @param from the byte where they begin
     */
    record Part(Element element, ByteOrder order, Shape shape, long from) {
        long bytes() {
            return shape.size() * element.bits() / 8;
        }

        Encoding encoding(Source source) throws FileFormatException {
            if (element.encoding().isEmpty()) {
                throw source.error(from, "elements of type " + element.name() + " have no exact place in a tensor");
            }
            return element.encoding().get();
        }

        /** Decodes whole elements, the first at byte {@code at} of the source. */
        void put(Decoder decoder, MemorySegment bytes, Source source, long at) throws FileFormatException {
            int width = element.bits() / 8;
            int done = decoder.put(bytes);
            if ((long) done * width < bytes.byteSize()) {
                throw source.error(at + (long) done * width,
                        "element " + decoder.count() + " of type " + element.name() + " has no exact value: "
                        + (width == 1 ? "a boolean that is neither 0 nor 1" : "an integer of 2^63 or more"));
            }
        }
    }

    /**
     * Bytes that lie in the file as they are.
     *
     * @param source the bytes
     * @param check their CRC-32, or -1 if there is none
     */
    record InPlace(Source source, long check) implements Payload {
        @Override
        public long size() {
            return source.size();
        }

        @Override
        public Source head(int length) throws FileFormatException {
            return source.slice(0, Math.min(length, size()), "header");
        }

        @Override
        public NdArray decode(Part part) throws FileFormatException {
            Decoder decoder = new Decoder(part.encoding(source), part.order(), part.shape());
            ZipMember.requireCrc(source, check);
            part.put(decoder, source.slice(part.from(), part.bytes(), "data").bytes(), source, part.from());
            return decoder.array();
        }
    }
}
