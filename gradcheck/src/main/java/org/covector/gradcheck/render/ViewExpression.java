package org.covector.gradcheck.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;

/**
 * A tensor as views of dense memory, as code writes them: a slice of every other element, axes in another order, reversed, repeated.
 *
 * @param dense what lies in memory
 * @param steps calls around it, from the innermost
 */
public record ViewExpression(Tensor dense, List<String> steps) {
    static ViewExpression of(Tensor t) {
        NdArray a = t.array();
        if (a.isDense() || a.size() == 0 || t.dtype() == DType.BOOL) {
            return new ViewExpression(t, List.of());
        }
        List<String> steps = new ArrayList<>();
        NdArray core = a;
        if (axes(a, axis -> a.stride(axis) == 0).length > 0) {
            steps.add("F.expand(%s, " + joined(a.shape().dims()) + ")");
            for (int axis : axes(a, axis -> a.stride(axis) == 0)) {
                core = core.slice(axis, 0, 1, 1);
            }
        }
        NdArray walked = core;
        int[] backward = axes(core, axis -> walked.stride(axis) < 0);
        if (backward.length > 0) {
            steps.add("F.flip(%s, " + joined(backward) + ")");
            core = core.flip(backward);
        }
        NdArray forward = core;
        int[] order = IntStream.range(0, core.rank()).boxed().sorted(Comparator.comparingInt(axis -> -length(forward, axis)))
                .mapToInt(axis -> axis).toArray();
        if (!Arrays.equals(order, IntStream.range(0, order.length).toArray())) {
            int[] back = new int[order.length];
            Arrays.setAll(back, axis -> IntStream.range(0, order.length).filter(k -> order[k] == axis).findFirst().orElse(axis));
            steps.add("F.permute(%s, " + joined(back) + ")");
            core = core.permute(order);
        }
        if (!core.isDense() && core.rank() > 0) {
            int last = core.rank() - 1;
            int n = core.shape().dim(last);
            steps.add("F.slice(%s, " + last + ", 0, " + 2 * n + ", 2)");
            core = doubled(core, last);
        }
        return new ViewExpression(Tensor.of(core.dense()), steps.reversed());
    }

    /** The stride of an axis; one that is never walked stays where it is. */
    private static int length(NdArray a, int axis) {
        int next = axis + 1;
        return a.shape().dim(axis) > 1 ? a.stride(axis) : next < a.rank() ? length(a, next) : 1;
    }

    private static int[] axes(NdArray a, IntPredicate which) {
        return IntStream.range(0, a.rank()).filter(axis -> a.shape().dim(axis) > 1 && which.test(axis)).toArray();
    }

    /** Each element of an axis twice: the second is not seen. */
    private static NdArray doubled(NdArray a, int axis) {
        int[] once = a.shape().dims();
        int[] apart = Arrays.copyOf(once, once.length + 1);
        apart[axis + 1] = 1;
        int[] twice = apart.clone();
        twice[axis + 1] = 2;
        int[] together = once.clone();
        together[axis] *= 2;
        return a.dense().reshape(Shape.of(apart)).expand(Shape.of(twice)).dense().reshape(Shape.of(together));
    }

    private static String joined(int... numbers) {
        return IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }

    /** The code, with what writes a dense tensor. */
    String code(Function<Tensor, String> literal) {
        String code = literal.apply(dense);
        for (String step : steps) {
            code = step.replace("%s", code);
        }
        return code;
    }
}
