package org.covector.functional.reduction;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Reductions;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.Ties;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Shapes;

/** Reductions to indices, counts and booleans: without derivative. */
final class Findings {
    private Findings() {}

    /** What a reduction without derivative finds out. */
    enum Finding {
        ARGMAX("argmax"), ARGMIN("argmin"), ARGMAX_LAST("argmax"), ARGMIN_LAST("argmin"), ALL("all"), ANY("any"),
                COUNT_NONZERO("countNonzero");

        private final String function;

        Finding(String function) {
            this.function = function;
        }

        static Finding arg(boolean largest, Ties ties) {
            return ties == Ties.FIRST ? largest ? ARGMAX : ARGMIN : largest ? ARGMAX_LAST : ARGMIN_LAST;
        }
    }

    /** Along axes; an index along exactly one. */
    private record Discrete(Finding finding, Ints axes, boolean keepdim) implements Constant {
        @Override
        public String name() {
            return finding.function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            int[] a = axes.toArray();
            return new NdArray[] {switch (finding) {
                case ARGMAX -> Reductions.argmax(x[0], a[0], keepdim);
                case ARGMIN -> Reductions.argmin(x[0], a[0], keepdim);
                case ARGMAX_LAST -> Reductions.argmaxLast(x[0], a[0], keepdim);
                case ARGMIN_LAST -> Reductions.argminLast(x[0], a[0], keepdim);
                case ALL -> Reductions.all(x[0], a, keepdim);
                case ANY -> Reductions.any(x[0], a, keepdim);
                case COUNT_NONZERO -> Reductions.countNonzero(x[0], a, keepdim);
            }};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return AxisReduction.overExamples(x[0], axes, keepdim, (a, k) -> new Discrete(finding, a, k));
        }
    }

    /** The row-major index of an extreme element. */
    private record Flat(Finding finding) implements Constant {
        @Override
        public String name() {
            return finding.function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {switch (finding) {
                case ARGMAX -> Reductions.argmax(x[0]);
                case ARGMIN -> Reductions.argmin(x[0]);
                case ARGMAX_LAST -> Reductions.argmaxLast(flat(x[0]), 0, false);
                default -> Reductions.argminLast(flat(x[0]), 0, false);
            }};
        }

        private static NdArray flat(NdArray x) {
            return x.reshape(org.covector.engine.Shape.of(Shape.length("argmax", x.size())));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Discrete(finding, Ints.of(1), false), Shapes.reshape(x[0], at.size(), -1));
        }
    }

    /** Along some axes, none meaning all. */
    static Tensor discrete(Finding finding, Tensor x, int[] axes, boolean keepdim) {
        return Apply.one(new Discrete(finding, Ints.of(AxisReduction.axes(finding.function, x.shape(), axes)), keepdim), x);
    }

    /** The index along an axis, or, of all elements, the flat one. */
    static Tensor arg(Finding finding, Tensor x, Option<Integer> axis, boolean keepdim) {
        axis.forEach(a -> x.shape().axis(finding.function, a));
        if (axis.isEmpty() || x.rank() == 0) {
            ArgumentException.require(x.size() > 0, finding.function, "x", x.shape(), "at least one element, or an axis that is not empty");
            Tensor y = Apply.one(new Flat(finding), x);
            return keepdim ? Shapes.reshape(y, AxisReduction.reduced(x.shape(), AxisReduction.axes(finding.function, x.shape()), true)) : y;
        }
        AxisReduction.requireSome(finding.function, x, axis.get());
        return discrete(finding, x, new int[] {axis.get()}, keepdim);
    }
}
