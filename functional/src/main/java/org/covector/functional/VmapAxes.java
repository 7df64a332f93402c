package org.covector.functional;

import java.util.Arrays;
import org.covector.engine.ArgumentException;

/**
 * Along which axes {@link Autograd#vmap} finds the examples in its arguments and puts them in its results.
 *
 * @param in one axis for each tensor of the arguments, or a single one for all; {@link #NONE} for a tensor that is the same for
 * every example
 * @param out one axis for each tensor of the results, or a single one for all
 */
public record VmapAxes(Ints in, Ints out) {
    /** In the place of an axis: the tensor is the same for every example. */
    public static final int NONE = Integer.MIN_VALUE;

    /** The first axis of everything. */
    public static final VmapAxes FIRST = new VmapAxes(Ints.of(0), Ints.of(0));

    /** Checks that results have axes. */
    public VmapAxes {
        ArgumentException.require(in.size() > 0 && out.size() > 0, "vmap", "axes", in + " -> " + out, "one axis or more on each side");
        ArgumentException.require(!out.contains(NONE), "vmap", "out axes", "NONE", "an axis: results differ from example to example");
    }

    /** These axes of the arguments, the first of the results. */
    public static VmapAxes in(int... axes) {
        return new VmapAxes(Ints.of(axes), Ints.of(0));
    }

    /** The same axes of the arguments, these of the results. */
    public VmapAxes out(int... axes) {
        return new VmapAxes(in, Ints.of(axes));
    }

    /** The axis of tensor {@code i} of {@code n} on one side. */
    static int axis(String side, Ints axes, int i, int n) {
        ArgumentException.require(axes.size() == 1 || axes.size() == n, "vmap", side + " axes", axes,
                "one axis, or one for each of the " + n + " tensors");
        return axes.get(axes.size() == 1 ? 0 : i);
    }

    @Override
    public String toString() {
        return Arrays.toString(in.toArray()).replace(String.valueOf(NONE), "NONE") + " -> " + out;
    }
}
