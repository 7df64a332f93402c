package org.covector.gradcheck.flat;

/**
 * The root of a sum of squares; the sum of the magnitudes where squares leave the range of numbers, lest an infinite size allow any
 * error.
 */
public final class EuclideanNorm {
    private double squares;
    private double sum;

    public void add(double part) {
        squares += part * part;
        sum += Math.abs(part);
    }

    public double value() {
        return squares >= Double.MIN_NORMAL && squares < Double.POSITIVE_INFINITY ? Math.sqrt(squares) : sum;
    }
}
