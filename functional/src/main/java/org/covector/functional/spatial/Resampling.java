package org.covector.functional.spatial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.op.spatial.Resample;
import org.covector.engine.op.spatial.ResampleTable;
import org.covector.functional.Interpolate;
import org.covector.functional.Interpolate.Mode;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;

/** Images of other lengths: one linear map per spatial axis. */
final class Resampling {
    private static final String NAME = "interpolate";
    /** Longest resulting axis: a table of four taps per element stays within an int. */
    private static final int LONGEST = 1 << 29;

    private Resampling() {}

    private enum Kernel {
        NEAREST, NEAREST_EXACT, LINEAR, CUBIC, AREA, LINEAR_ANTIALIAS, CUBIC_ANTIALIAS
    }

    /**
     * From which elements each result of an axis is made.
     *
     * @param scale the factor that places follow; 0 for the ratio of the lengths
     */
    private record Rule(Kernel kernel, int in, int out, boolean alignCorners, double scale) {
        ResampleTable table() {
            OptionalDouble factor = scale == 0 ? OptionalDouble.empty() : OptionalDouble.of(scale);
            return switch (kernel) {
                case NEAREST -> ResampleTable.nearest(NAME, in, out, factor);
                case NEAREST_EXACT -> ResampleTable.nearestExact(NAME, in, out, factor);
                case LINEAR -> ResampleTable.linear(NAME, in, out, alignCorners, factor);
                case CUBIC -> ResampleTable.cubic(NAME, in, out, alignCorners, factor);
                case AREA -> ResampleTable.area(NAME, in, out);
                case LINEAR_ANTIALIAS -> ResampleTable.linearAntialias(NAME, in, out, alignCorners, factor);
                case CUBIC_ANTIALIAS -> ResampleTable.cubicAntialias(NAME, in, out, alignCorners, factor);
            };
        }

        boolean isIdentity() {
            return in == out && (scale == 0 || scale == 1);
        }
    }

    /** One axis resampled, or the adjoint of that. */
    private record ResampleAxis(int axis, Rule rule, boolean adjoint) implements Linear {
        @Override
        public String name() {
            return adjoint ? "interpolatePullback" : NAME;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            ResampleTable table = rule.table();
            return new NdArray[] {adjoint ? Resample.adjoint(name(), x[0], axis, table) : Resample.forward(name(), x[0], axis, table)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.linear(this, x, dy -> Apply.one(new ResampleAxis(axis, rule, !adjoint), dy));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new ResampleAxis(axis + 1, rule, adjoint), x);
        }
    }

    private static Kernel kernel(Interpolate o, int axes) {
        Mode mode = o.mode();
        boolean fits = switch (mode) {
            case LINEAR -> axes == 1;
            case BILINEAR, BICUBIC -> axes == 2;
            case TRILINEAR -> axes == 3;
            default -> true;
        };
        ArgumentException.require(fits, NAME, "mode", mode + " with " + axes + " spatial axes",
                "LINEAR for 1, BILINEAR or BICUBIC for 2, TRILINEAR for 3; NEAREST, NEAREST_EXACT, AREA for any");
        boolean smooth = mode == Mode.BILINEAR || mode == Mode.BICUBIC;
        ArgumentException.require(smooth || !o.antialias(), NAME, "antialias", "true with mode " + mode, "BILINEAR or BICUBIC");
        ArgumentException.require(smooth || mode == Mode.LINEAR || mode == Mode.TRILINEAR || o.alignCorners().isEmpty(), NAME,
                "alignCorners",
                "given with mode " + mode, "a linear or cubic mode");
        return switch (mode) {
            case NEAREST -> Kernel.NEAREST;
            case NEAREST_EXACT -> Kernel.NEAREST_EXACT;
            case AREA -> Kernel.AREA;
            case BICUBIC -> o.antialias() ? Kernel.CUBIC_ANTIALIAS : Kernel.CUBIC;
            default -> o.antialias() ? Kernel.LINEAR_ANTIALIAS : Kernel.LINEAR;
        };
    }

    private static <A> A ofAxis(List<A> values, String argument, int i, int axes) {
        ArgumentException.require(values.size() == 1 || values.size() == axes, NAME, argument, values,
                "one number, or one for each of the " + axes + " spatial axes");
        return values.get(values.size() == 1 ? 0 : i);
    }

    private static Rule rule(Interpolate o, Kernel kernel, int in, int i, int axes) {
        boolean corners = o.alignCorners().getOrElse(false);
        if (o.scaleFactor().isEmpty()) {
            int out = ofAxis(o.size(), "size", i, axes);
            ArgumentException.require(!o.recomputeScaleFactor(), NAME, "recomputeScaleFactor", "true with a size", "a scaleFactor");
            ArgumentException.require(in >= 1 && out >= 1 && out <= LONGEST, NAME, "size", out + " for an axis of length " + in,
                    "1 to " + LONGEST + " for a length of 1 or more");
            return new Rule(kernel, in, out, corners, 0);
        }
        double scale = ofAxis(o.scaleFactor(), "scaleFactor", i, axes);
        double out = Math.floor(in * scale);
        ArgumentException.require(in >= 1 && scale > 0 && out >= 1 && out <= LONGEST, NAME, "scaleFactor",
                scale + " for an axis of length " + in,
                "a factor that gives a length of 1 to " + LONGEST);
        boolean copied = out == in && kernel == Kernel.LINEAR; // as torch: an axis that keeps its length stays as it is
        return new Rule(kernel, in, (int) out, corners, copied || o.recomputeScaleFactor() ? 0 : scale);
    }

    private record Step(int axis, Rule rule) {
        /** Steps that shrink come first, then elements are fewest; of equal ones the last axis, whose result lies dense. */
        static final Comparator<Step> CHEAPEST_FIRST = Comparator.comparingDouble((Step s) ->
                (double) s.rule.out / s.rule.in).thenComparing(s -> -s.axis);
    }

    static Tensor interpolate(Tensor x, Interpolate o) {
        AxisReduction.floating(NAME, x);
        ArgumentException.require(x.rank() >= 3 && x.rank() <= 5, NAME, "x", x.shape(), "[N, C, 1 to 3 spatial axes]");
        int axes = x.rank() - 2;
        Kernel kernel = kernel(o, axes);
        List<Step> steps = new ArrayList<>();
        double size = Math.max(1.0, x.dim(0)) * Math.max(1, x.dim(1));
        for (int i = 0; i < axes; i++) {
            Step step = new Step(2 + i, rule(o, kernel, x.dim(2 + i), i, axes));
            size *= Math.max(step.rule.in, step.rule.out);
            steps.add(step);
        }
        ArgumentException.require(size <= Integer.MAX_VALUE, NAME, "result", size + " elements on the way from " + x.shape(),
                "less than 2^31");
        steps.sort(Step.CHEAPEST_FIRST);
        Tensor y = x;
        for (Step step : steps) {
            y = step.rule.isIdentity() ? y : Apply.one(new ResampleAxis(step.axis, step.rule, false), y);
        }
        return y;
    }
}
