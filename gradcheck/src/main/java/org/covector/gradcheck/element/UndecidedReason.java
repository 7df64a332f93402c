package org.covector.gradcheck.element;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/** Why nothing can be told of an element: what the function does around it. */
public record UndecidedReason(FlatFunction function, ElementChecker checker, OutputProjection projection) {
    private static final int[] DISTANCES = {-2, -6, -10}; // powers of two of an element: where a function that is not flat has moved

    /** The elements with a word on each that is undecided. */
    public List<Element> annotate(List<Element> elements) {
        return elements.stream().map(e -> e.verdict() == Verdict.NOISE && e.output() < projection.count()
                && checker.isChecked(function.indexOf(e))
                ? e.withNote(reason(e) + ": " + e.note()) : e).toList();
    }

    private String reason(Element e) {
        int j = function.indexOf(e);
        int r = e.output();
        Line line = checker.line(j);
        double size = checker.elementScale(j);
        double here = checker.values()[r];
        double roundings = Thresholds.UNDECIDED_ROUNDINGS * function.epsilon() * checker.magnitude()[r];
        boolean moves = false;
        double largest = Arrays.stream(checker.values()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        for (int s : DISTANCES) {
            for (double step : new double[] {Math.scalb(size, s), -Math.scalb(size, s)}) {
                double there = line.at(step)[r];
                moves |= !(Math.abs(there - here) <= roundings);
                largest = Double.isFinite(there) ? Math.max(largest, Math.abs(there)) : largest;
            }
        }
        if (!moves) {
            return "saturated, the value does not change around here by more than its rounding";
        }
        double change = Math.max(Math.abs(line.at(Thresholds.UNDECIDED_CLOSE * size)[r] - here),
                Math.abs(line.at(-Thresholds.UNDECIDED_CLOSE * size)[r] - here)) / largest;
        return change > Thresholds.UNDECIDED_STEEP
                ? String.format(Locale.ROOT, "steep, a millionth of the element changes the value by %.0f %%", 100 * change)
                : "coarse, the values have too few digits for a difference";
    }
}
