package org.covector.functional.nn;

import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * {@code F.flatten}: neighbouring axes become one.
 *
 * {@snippet :
 * Shape y = Flatten.DEFAULT.apply(Tensor.ones(2, 3, 4)).shape(); // [2, 12]
 * }
 *
 * @param startAxis the first of them
 * @param endAxis the last of them; negative ones count from the end
 */
public record Flatten(int startAxis, int endAxis) implements Stateless {
    /** All axes but the first: torch's default. */
    public static final Flatten DEFAULT = new Flatten(1, -1);

    @Override
    public Tensor apply(Tensor x) {
        return F.flatten(x, startAxis, endAxis);
    }

    @Override
    public String toString() {
        return describe();
    }
}
