package org.covector.functional;

/**
 * Which triangle of a matrix counts and on which side of the unknown it stands.
 *
 * @param upper the upper triangle, else the lower
 * @param left {@code A x = b}, else {@code x A = b}
 * @param unitDiagonal whether the diagonal counts as ones, whatever is there
 */
public record Triangle(boolean upper, boolean left, boolean unitDiagonal) {
    /** {@code L x = b}. */
    public static final Triangle LOWER = new Triangle(false, true, false);

    /** {@code U x = b}. */
    public static final Triangle UPPER = new Triangle(true, true, false);

    /** With the unknown on the left: {@code x A = b}. */
    public Triangle fromTheRight() {
        return new Triangle(upper, false, unitDiagonal);
    }

    /** With ones on the diagonal. */
    public Triangle withUnitDiagonal() {
        return new Triangle(upper, left, true);
    }
}
