package org.covector.gradcheck;

import java.util.Locale;

/**
 * The verdict on one element of one input, with the evidence of the result element where it is worst.
 *
 * @param input which input
 * @param index row-major number of the element in it
 * @param output row-major number of the result's element, or of the random cotangent if there are many
 * @param analytic what the pullback gives
 * @param numeric the difference quotient
 * @param error of the difference quotient, estimated
 * @param verdict what follows
 * @param note details: the one-sided derivatives at a kink, the precision reached
 * @param contained whether, at a kink, the analytic value lies between the one-sided derivatives
 */
public record Element(int input, int index, int output, double analytic, double numeric, double error, Verdict verdict, String note,
        boolean contained) {
    /** Whether this element speaks against the gradient. */
    public boolean isWrong() {
        return verdict == Verdict.WRONG || verdict == Verdict.KINK && !contained;
    }

    /** Without a verdict: what the pullback gives, and nothing to compare it with. */
    public static Element unjudged(int input, int index, int output, double analytic) {
        return new Element(input, index, output, analytic, Double.NaN, Double.POSITIVE_INFINITY, Verdict.OUTSIDE, "", true);
    }

    /** Of a tensor that has no gradient by type. */
    public static Element withoutGradient(int input, int index, String note) {
        return new Element(input, index, 0, 0, 0, 0, Verdict.NO_GRADIENT, note, true);
    }

    /** With another number of the result's element. */
    public Element withOutput(int number) {
        return new Element(input, index, number, analytic, numeric, error, verdict, note, contained);
    }

    /** With another difference quotient, or a number in its place. */
    public Element withNumeric(double value, double itsError) {
        return new Element(input, index, output, analytic, value, itsError, verdict, note, contained);
    }

    /** With a verdict that is not a kink. */
    public Element withVerdict(Verdict other, String why) {
        return new Element(input, index, output, analytic, numeric, error, other, why, other != Verdict.WRONG);
    }

    /** With the verdict of a kink, and whether the analytic value lies between the one-sided derivatives. */
    public Element withKink(String why, boolean between) {
        return new Element(input, index, output, analytic, numeric, error, Verdict.KINK, why, between);
    }

    /** With another note. */
    public Element withNote(String why) {
        return new Element(input, index, output, analytic, numeric, error, verdict, why, contained);
    }

    /** This element in the check of the next derivative. */
    public Element atSingularPoint() {
        return new Element(input, index, output, analytic, numeric, error, verdict, "the first derivative has a kink or an edge here",
                true);
    }

    /** How bad, for sorting. */
    public int severity() {
        return isWrong() ? 5 : switch (verdict) {
            case NONDETERMINISTIC, NOISE -> 4;
            case KINK -> 3;
            case OUTSIDE -> 2;
            case PROVEN, WITHIN_TOLERANCE -> 1;
            default -> 0;
        };
    }

    public double excess() {
        double excess = Math.abs(analytic - numeric) / (error + Double.MIN_NORMAL);
        return Double.isNaN(excess) ? Double.POSITIVE_INFINITY : excess;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "d out[%d] / d x%d[%d]: analytic %.12g, numeric %.12g +- %.1e: %s%s", output, input, index,
                analytic,
                numeric, error, verdict, note.isEmpty() ? "" : " (" + note + ")");
    }
}
