package org.covector.functional;

import org.covector.engine.DType;
import org.covector.engine.Shape;

/** Elements of a tensor that is being differentiated are read as numbers, which would cut its gradient. */
public final class ElementReadException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * {@code reading the elements of a FLOAT64 [3] tensor that is being differentiated (made by exp) cuts its gradient}.
     *
     * @param dtype of the tensor
     * @param shape of the tensor
     * @param made where it comes from, in words, or nothing
     */
    public ElementReadException(DType dtype, Shape shape, String made) {
        super("reading the elements of a " + dtype + " " + shape + " tensor that is being differentiated" + made
                + " cuts its gradient; to mean it, read stopGradient(x)");
    }
}
