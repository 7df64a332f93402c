package org.covector.engine;

import org.covector.engine.storage.Storage;

/** Strided views to dense runs. */
final class Copy {
    private Copy() {}

    static NdArray dense(NdArray x, DType dtype) {
        return NdArray.wrap(fresh(x, dtype), x.shape());
    }

    /** The elements in row-major order in storage of their own. */
    static Storage fresh(NdArray x, DType dtype) {
        Storage to = Storage.allocate(dtype, x.size());
        if (x.size() == 0) {
            return to;
        }
        if (x.isDense()) {
            x.storage().copyRun(x.offset(), 1, to, 0, (int) x.size());
            return to;
        }
        int rank = x.rank();
        int inner = x.shape().dim(rank - 1);
        int stride = x.stride(rank - 1);
        int[] index = new int[rank - 1];
        int from = x.offset();
        int at = 0;
        while (true) {
            x.storage().copyRun(from, stride, to, at, inner);
            at += inner;
            int axis = rank - 2;
            while (axis >= 0) {
                from += x.stride(axis);
                if (++index[axis] < x.shape().dim(axis)) {
                    break;
                }
                from -= x.stride(axis) * index[axis];
                index[axis] = 0;
                axis--;
            }
            if (axis < 0) {
                return to;
            }
        }
    }
}
