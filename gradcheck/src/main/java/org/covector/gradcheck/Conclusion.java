package org.covector.gradcheck;

/** What a report says of the gradient as a whole. */
public enum Conclusion {
    /** Every element is proven. */
    PROVEN("proven"),
    /** Nothing speaks against it; some elements have no derivative, or none on all sides, to compare with. */
    RIGHT("right"),
    /** Within the classical tolerance that was asked for: nothing is proven. */
    WITHIN_TOLERANCE("within the tolerance"),
    /** Nothing has been checked: there is no floating element, or no floating result. */
    NOTHING_TO_CHECK("nothing to check"),
    /** Nothing speaks against it, and for some elements nothing can be told. */
    UNDECIDED("cannot tell"),
    /** The function, or its pullback, gives something else from call to call, so that there is no gradient to judge. */
    NONDETERMINISTIC("NONDETERMINISTIC"),
    /** Something speaks against it. */
    WRONG("WRONG");

    private final String words;

    Conclusion(String words) {
        this.words = words;
    }

    /** Whether a test should fail. */
    public boolean isFailure() {
        return this == WRONG || this == NONDETERMINISTIC;
    }

    /** Whether everything was decided, and well. */
    public boolean isGood() {
        return this == PROVEN || this == RIGHT || this == WITHIN_TOLERANCE;
    }

    /** In a word or two. */
    @Override
    public String toString() {
        return words;
    }
}
