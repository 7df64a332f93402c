package org.covector.functional.core;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Kind;
import org.covector.functional.Tensor;

/**
 * The one promotion table, as torch's: the later of BOOL, INT64, FLOAT32, FLOAT64 wins; a scalar tensor counts only if it is of a
 * higher category (boolean, integer, floating) than every tensor with axes.
 */
public final class Promotion {
    private Promotion() {}

    /** The common dtype of tensors. */
    public static DType of(Tensor... x) {
        return of(x, List.of());
    }

    /** The common dtype of those among {@code x} whose kind is VALUE; an empty list of kinds means all. */
    public static DType of(Tensor[] x, List<Kind> kinds) {
        DType withAxes = DType.BOOL;
        DType scalars = DType.BOOL;
        boolean any = false;
        for (int i = 0; i < x.length; i++) {
            if (kinds.isEmpty() || kinds.get(i) == Kind.VALUE) {
                if (x[i].rank() == 0) {
                    scalars = scalars.promote(x[i].dtype());
                } else {
                    withAxes = withAxes.promote(x[i].dtype());
                    any = true;
                }
            }
        }
        return any && category(withAxes) >= category(scalars) ? withAxes : withAxes.promote(scalars);
    }

    private static int category(DType dtype) {
        return dtype.isFloating() ? 2 : dtype == DType.INT64 ? 1 : 0;
    }
}
