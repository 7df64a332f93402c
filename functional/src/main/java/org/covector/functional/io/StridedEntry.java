package org.covector.functional.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Map;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.io.PickleValue.StorageRef;
import org.covector.functional.io.PickleValue.TensorRef;

/**
 * A tensor that is a view of a storage. Repeated elements (strides of 0) stay repeated, so that memory is bounded by the file.
 *
 * @param info what is said of it
 * @param tensor the view
 * @param payload the storage's bytes
 * @param order their order
 * @param shared whether the views of this storage overlap: it is then decoded once for all that are loaded together
 */
record StridedEntry(TensorInfo info, TensorRef tensor, Payload payload, ByteOrder order, boolean shared) implements Contents.Entry {
    @Override
    public long stored() {
        return span(tensor);
    }

    /** Elements from the first to the last. */
    static long span(TensorRef t) {
        long span = 1;
        for (int i = 0; i < t.shape().rank(); i++) {
            span += t.shape().dim(i) > 1 ? (t.shape().dim(i) - 1L) * t.strides().get(i) : 0;
        }
        return t.shape().size() == 0 ? 0 : span;
    }

    @Override
    public NdArray load(Map<String, NdArray> kept) throws IOException {
        StorageRef storage = tensor.storage();
        if (shared && storage.count() <= Integer.MAX_VALUE - 8) {
            String key = storage.key() + " " + storage.element().name();
            NdArray all = kept.get(key);
            if (all == null) {
                all = decode(0, storage.count());
                kept.put(key, all);
            }
            return view(all, tensor.offset());
        }
        return view(decode(tensor.offset(), span(tensor)), 0);
    }

    private NdArray decode(long first, long count) throws IOException {
        Shape run = Shape.of((int) count);
        int width = tensor.storage().element().bits() / 8;
        return payload.decode(new Payload.Part(tensor.storage().element(), order, run, count == 0 ? 0 : first * width));
    }

    private NdArray view(NdArray run, long offset) throws FileFormatException {
        Shape shape = tensor.shape();
        if (shape.size() == 0) {
            return run.slice(0, 0, 0, 1).reshape(shape);
        }
        int[] strides = shape.strides();
        for (int i = 0; i < strides.length; i++) {
            if (shape.dim(i) > 1) { // the stride of a single element says nothing
                strides[i] = Math.toIntExact(tensor.strides().get(i));
            }
        }
        return run.asStrided(shape, strides, (int) offset);
    }
}
