package org.covector.functional.io;

import java.util.List;
import org.covector.engine.Shape;

/** Lengths from files as shapes: every product in long and checked. */
final class Extent {
    /** As in NumPy 2; a file with more axes was not made by a library of tensors. */
    static final int MAX_RANK = 64;
    private static final long MAX_SIZE = Integer.MAX_VALUE - 8;

    private Extent() {}

    /** The shape; lengths of 0 do not excuse others whose product overflows, as in NumPy. */
    static Shape shape(List<Long> lengths, Source source, long at) throws FileFormatException {
        if (lengths.size() > MAX_RANK) {
            throw source.error(at, "shape has " + lengths.size() + " axes; accepted: at most " + MAX_RANK);
        }
        int[] dims = new int[lengths.size()];
        long product = 1;
        boolean empty = false;
        for (int i = 0; i < dims.length; i++) {
            long n = lengths.get(i);
            if (n < 0) {
                throw source.error(at, "shape " + lengths + " has the negative length " + n);
            }
            if (n > Integer.MAX_VALUE) {
                throw source.error(at, "shape " + lengths + " has an axis longer than 2^31 - 1");
            }
            empty |= n == 0;
            if (n > 0 && product > Long.MAX_VALUE / 64 / n) {
                throw source.error(at, "shape " + lengths + " has more elements than 64 bits count");
            }
            product *= Math.max(1, n);
            dims[i] = (int) n;
        }
        if (!empty && product > MAX_SIZE) {
            throw source.error(at, "shape " + lengths + " has " + product + " elements; accepted: at most " + MAX_SIZE + " in one tensor");
        }
        return Shape.of(dims);
    }

    /** Bytes that the elements of a shape take. */
    static long bytes(Shape shape, Element element, Source source, long at) throws FileFormatException {
        long bits = shape.size() * element.bits();
        if (bits % 8 != 0) {
            throw source.error(at, shape.size() + " elements of " + element.name() + " do not fill whole bytes");
        }
        return bits / 8;
    }
}
