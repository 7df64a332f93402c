package org.covector.gradcheck.element;

/**
 * How an element is checked.
 *
 * @param isBrief whether two sharp estimates that agree are enough against a value: where enough others are known to be wrong
 * @param allowsSubgradients whether a value between the gradients nearby is right where several kinks meet
 * @param nearBreakpoints whether steps are taken too that stay between two breakpoints close by
 */
public record CheckMode(boolean isBrief, boolean allowsSubgradients, boolean nearBreakpoints) {
    /** Everything is checked that a doubt calls for. */
    public static final CheckMode DEFAULT = new CheckMode(false, true, false);

    /** For elements beyond the first wrong ones. */
    public static final CheckMode BRIEF = new CheckMode(true, true, false);

    /** Where nothing but a derivative is right. */
    public static final CheckMode SMOOTH = new CheckMode(false, false, false);

    /** Beside a point where the function changes its formula. */
    public static final CheckMode NEAR_BREAKPOINT = new CheckMode(false, true, true);
}
