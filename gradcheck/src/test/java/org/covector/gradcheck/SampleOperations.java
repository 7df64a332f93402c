package org.covector.gradcheck;

import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Tuple;
import java.util.List;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.DefinedOn;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Operations as a user may have written them. */
public final class SampleOperations {
    private SampleOperations() {}

    /** Right. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor root(Tensor x) {
        return F.sqrt(x);
    }

    /** Wrong: the second input's sign. */
    @DefinedOn({Interval.REAL, Interval.NONZERO})
    public static Tensor quotient(Tensor x, Tensor y) {
        return customVjp("quotient", (Tensor a, Tensor b) ->
                withPullback(F.div(a, b), dy -> Tuple.of(() -> F.div(dy, b), () -> F.div(F.mul(dy, a), F.square(b))))).apply(x, y);
    }

    /** Right, with options of every primitive kind. */
    @DefinedOn({Interval.UNIT, Interval.BOOL})
    public static Tensor choice(Tensor x, Tensor mask, double factor, float add, int power, long times, boolean negative) {
        Tensor y = F.add(F.mul(F.where(mask, F.exp(x), x), factor * times), add + power);
        return negative ? F.neg(y) : y;
    }

    /** Right, if the axis is given. */
    public static Tensor softmax(Tensor x, int axis) {
        return F.softmax(x, axis);
    }

    /** Nobody says where. */
    public static Tensor unknown(List<Tensor> x) {
        return F.stack(x, 0);
    }

    /** A domain of the wrong length. */
    @DefinedOn(Interval.REAL)
    public static Tensor confused(Tensor x, Tensor y) {
        return F.add(x, y);
    }

    /** No operation: takes no tensor. */
    public static Tensor zero() {
        return Tensor.scalar(0.0);
    }
}
