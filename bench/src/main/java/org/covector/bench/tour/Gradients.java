package org.covector.bench.tour;

import java.util.List;

/**
 * The chapter on gradients.
 *
 * @param checks in order
 */
public record Gradients(List<Check> checks) {
    /**
     * What the checker said of one function.
     *
     * @param right whether it believes the gradient
     * @param elements what it compared
     */
    public record Check(String function, boolean right, String report, List<Element> elements) {}

    /** One element of a gradient: by the pullback, and by differences. */
    public record Element(double analytic, double numeric, boolean wrong) {}

    static Gradients show(boolean quick) {
        return new Gradients(List.of());
    }
}
