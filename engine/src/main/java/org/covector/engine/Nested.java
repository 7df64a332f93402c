package org.covector.engine;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.covector.engine.storage.Storage;

/** Nested Java arrays such as {@code float[][]} in and out, of any depth; the innermost elements say the dtype. */
public final class Nested {
    private Nested() {}

    /**
     * A copy of an array, of arrays ..., of float, double, long, int (as INT64) or boolean. All arrays of one level must be
     * equally long; the message for one that is not says where it is.
     */
    public static NdArray of(Object nested) {
        Class<?> element = nested.getClass();
        int rank = 0;
        while (element.isArray()) {
            element = element.getComponentType();
            rank++;
        }
        DType dtype = dtype(element, nested.getClass());
        int[] dims = new int[rank];
        Object at = nested;
        for (int i = 0; i < rank; i++) { // where a level is empty, the deeper ones are too
            dims[i] = Array.getLength(at);
            if (dims[i] == 0 || i == rank - 1) {
                break;
            }
            at = inner((Object[]) at, 0, "");
        }
        Shape shape = Shape.of(dims);
        Storage y = Storage.uninitialised(dtype, shape.size());
        read(nested, shape, 0, 0, y, "");
        return NdArray.wrap(y, shape);
    }

    private static DType dtype(Class<?> element, Class<?> given) {
        if (element == float.class && given.isArray()) {
            return DType.FLOAT32;
        }
        if (element == double.class && given.isArray()) {
            return DType.FLOAT64;
        }
        if ((element == long.class || element == int.class) && given.isArray()) {
            return DType.INT64;
        }
        if (element == boolean.class && given.isArray()) {
            return DType.BOOL;
        }
        throw new ArgumentException("of", "nested", given.getSimpleName(),
                "an array of float, double, long, int or boolean, nested or not");
    }

    private static Object inner(Object[] level, int i, String where) {
        Object found = level[i];
        if (found == null) {
            throw new ArgumentException("of", "nested" + where + "[" + i + "]", "null", "an array");
        }
        return found;
    }

    private static void read(Object nested, Shape shape, int axis, int position, Storage y, String where) {
        int length = Array.getLength(nested);
        if (length != shape.dim(axis)) {
            throw new ArgumentException("of", "length of nested" + where, length,
                    shape.dim(axis) + ", the length of the first array of this level");
        }
        if (nested instanceof Object[] level) {
            int step = shape.strides()[axis];
            for (int i = 0; i < length; i++) {
                read(inner(level, i, where), shape, axis + 1, position + i * step, y, where + "[" + i + "]");
            }
        } else if (nested instanceof int[] leaf) {
            long[] to = y.longs();
            for (int i = 0; i < length; i++) {
                to[position + i] = leaf[i];
            }
        } else if (length > 0) {
            System.arraycopy(nested, 0, y.array(), position, length);
        }
    }

    /** A nested Java array of the dtype's primitive type, as deep as x has axes: {@code float[][]} for a FLOAT32 matrix. */
    public static Object from(NdArray x) {
        ArgumentException.require(x.rank() >= 1, "from", "x's shape", x.shape(), "one axis or more");
        NdArray dense = x.dense();
        Object array = dense.storage().array();
        return write(dense, array, array.getClass().getComponentType(), 0, dense.offset());
    }

    private static Object write(NdArray x, Object array, Class<?> element, int axis, int position) {
        int[] dims = x.shape().dims();
        int length = dims[axis];
        Object y = Array.newInstance(element, Arrays.copyOfRange(dims, axis, dims.length));
        if (x.size() == 0) {
            return y;
        }
        if (axis == dims.length - 1) {
            System.arraycopy(array, position, y, 0, length);
        } else {
            int step = x.shape().strides()[axis];
            for (int i = 0; i < length; i++) {
                Array.set(y, i, write(x, array, element, axis + 1, position + i * step));
            }
        }
        return y;
    }
}
