package org.covector.functional.core;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.Scope;
import org.covector.functional.Tensor;

/** The arrays that a tensor holds, at all levels: what a scope of memory must not end. */
public final class Held {
    private Held() {}

    /** The arrays of this one. */
    public static NdArray[] arrays(Tensor t) {
        return t instanceof Plain(NdArray array) ? new NdArray[] {array} : arrays(List.of(t));
    }

    /** The arrays of all of these. */
    public static NdArray[] arrays(Iterable<? extends Tensor> tensors) {
        List<NdArray> all = new ArrayList<>();
        for (Tensor t : tensors) {
            collect(t, all);
        }
        return all.toArray(NdArray[]::new);
    }

    /** The arrays of those of these that are tensors. */
    static NdArray[] arrays(Cotangent... cotangents) {
        List<NdArray> all = new ArrayList<>();
        for (Cotangent c : cotangents) {
            if (c instanceof Tensor t) {
                collect(t, all);
            }
        }
        return all.toArray(NdArray[]::new);
    }

    /** Lets a tensor outlive every scope. */
    public static void keep(Tensor t) {
        for (NdArray x : arrays(t)) {
            Scope.keep(x);
        }
    }

    private static void collect(Tensor t, List<NdArray> all) {
        switch (t) {
            case Plain(NdArray array) -> all.add(array);
            case Tracked k -> collect(k.primal, all);
            case Dual d -> {
                collect(d.primal, all);
                collect(d.tangent, all);
            }
            case Batched b -> collect(b.value, all);
            case Symbolic s -> all.add(s.example);
        }
    }
}
