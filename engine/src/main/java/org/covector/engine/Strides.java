package org.covector.engine;

/** Arithmetic of views. */
final class Strides {
    private Strides() {}

    /** Whether elements with these strides lie without gaps, in row-major order. */
    static boolean isDense(Shape shape, int[] strides) {
        if (shape.size() == 0) {
            return true;
        }
        long step = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            int d = shape.dim(i);
            if (d != 1 && strides[i] != step) {
                return false;
            }
            step *= d;
        }
        return true;
    }

    /** Whether one element in storage stands for all. */
    static boolean isUniform(int[] strides) {
        for (int s : strides) {
            if (s != 0) {
                return false;
            }
        }
        return true;
    }

    /** Strides under which the same elements are seen as {@code target}; an array of another length when only a copy will do. */
    static int[] reshaped(Shape shape, int[] strides, Shape target) {
        int[] none = new int[target.rank() + 1];
        if (shape.size() == 0) {
            return target.strides();
        }
        int[] s = new int[target.rank()];
        int t = target.rank() - 1;
        int i = shape.rank() - 1;
        while (i >= 0) {
            long block = shape.dim(i);
            int inner = strides[i];
            i--;
            while (i >= 0 && (block == 1 || shape.dim(i) == 1 || strides[i] == inner * block)) { // axes that continue each other
                inner = block == 1 ? strides[i] : inner;
                block *= shape.dim(i);
                i--;
            }
            long step = inner;
            while (block > 1 && t >= 0) {
                if (block % target.dim(t) != 0) {
                    return none;
                }
                s[t] = (int) step;
                step *= target.dim(t);
                block /= target.dim(t);
                t--;
            }
            if (block != 1) {
                return none;
            }
        }
        return s; // what is left of target are axes of length 1
    }
}
