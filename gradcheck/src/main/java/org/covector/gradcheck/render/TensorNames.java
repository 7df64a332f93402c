package org.covector.gradcheck.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.InputDomain;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;

/**
 * What inputs and results of one report are called: x0, x1 and out; further derivatives have cotangents as inputs and gradients
 * as results.
 *
 * @param report the one
 * @param inputs names, in order
 * @param outputs names, in order
 */
record TensorNames(Report report, List<String> inputs, List<String> outputs) {
    /** Of the first report, which is of any order. */
    static TensorNames of(Report report) {
        return new TensorNames(report, numbered("x", report.inputs().size()), results(report));
    }

    /** Of the report on the next derivative. */
    TensorNames ofNextOrder(Report second) {
        List<String> all = new ArrayList<>(inputs);
        all.addAll(numbered("d".repeat(second.order() - 1) + "y", Math.max(0, second.inputs().size() - all.size())));
        List<String> gradients = IntStream.range(0, report.inputs().size()).filter(i -> report.inputs().get(i).dtype().isFloating())
                .mapToObj(i -> "d" + inputs.get(i)).toList();
        return new TensorNames(second, all, gradients.size() == second.outputs().size() ? gradients : results(second));
    }

    private static List<String> results(Report report) {
        return report.outputs().size() == 1 ? List.of("out") : numbered("out", report.outputs().size());
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toList();
    }

    /** {@code x0 FLOAT64 [2, 3], x1 FLOAT64 [3] -> out FLOAT64 [2]}. */
    String signature() {
        return described(inputs, report.inputs(), report.options().domains()) + " -> " + described(outputs, report.outputs(), Map.of());
    }

    private static String described(List<String> names, List<Tensor> tensors, Map<Integer, InputDomain> domains) {
        return tensors.isEmpty() ? "nothing" : IntStream.range(0, tensors.size()).mapToObj(i -> {
            String domain = domains.containsKey(i) ? " " + domains.get(i).words() : "";
            return names.get(i) + " " + tensors.get(i).dtype() + " " + tensors.get(i).shape() + domain;
        }).collect(Collectors.joining(", "));
    }

    /** An element of an input. */
    String input(int input, int index) {
        return inputs.get(input) + multiIndex(report.inputs().get(input).shape(), index);
    }

    /** The row-major number of an element whose place does not show it. */
    String flatIndex(Element e) {
        return isDirection(e) || report.inputs().get(e.input()).rank() < 2 ? "" : String.format(Locale.ROOT, "element %d", e.index());
    }

    /** A number among all floating results, or a random combination of them. */
    String output(int input, int output) {
        if (isProjection(input)) {
            return "(u" + output + " . " + String.join(", ", outputs) + ")";
        }
        int rest = output;
        for (int i = 0; i < outputs.size(); i++) {
            Tensor y = report.outputs().get(i);
            if (y.dtype().isFloating() && rest < y.size()) {
                return outputs.get(i) + multiIndex(y.shape(), rest);
            }
            rest -= y.dtype().isFloating() ? (int) y.size() : 0;
        }
        return "out[" + output + "]";
    }

    /** Whether results are projected onto random cotangents. */
    private boolean isProjection(int input) {
        return report.evidence().jacobians().stream().filter(j -> j.input() == input).findFirst().map(Evidence.Jacobian::projected)
                .orElse(report.evidence().miss() > 0 && numbers(report.outputs()) > 1);
    }

    private static long numbers(List<Tensor> tensors) {
        return tensors.stream().filter(t -> t.dtype().isFloating()).mapToLong(Tensor::size).sum();
    }

    /** Whether there are too many elements for a verdict on each. */
    boolean isProjected() {
        return report.directions() > 0 && numbers(report.inputs()) > report.options().sampling().above();
    }

    /** The derivative an element's verdict is on. */
    String derivative(Element e) {
        return isDirection(e) ? "d " + output(e.input(), e.output()) + " along a random direction"
                : "d " + output(e.input(), e.output()) + " / d " + input(e.input(), e.index());
    }

    /**
     * Whether the verdict is on a random direction instead of an element: where one was wrong or has a kink, bisection has found
     * elements.
     */
    private boolean isDirection(Element e) {
        return isProjected() && !e.isWrong() && e.verdict() != Verdict.KINK;
    }

    private static String multiIndex(Shape shape, int flat) {
        if (flat < 0 || flat >= shape.size()) {
            return "[" + flat + "]";
        }
        int rest = flat;
        List<String> index = new ArrayList<>();
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index.addFirst(Integer.toString(rest % shape.dim(axis)));
            rest /= shape.dim(axis);
        }
        return index.isEmpty() ? "" : "[" + String.join(", ", index) + "]";
    }
}
