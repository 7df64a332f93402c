package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Arrays that differ by known numbers. */
class FlatValuesUnitTest {
    private static final double NAN = Double.NaN;

    private static double[] numbers(double... all) {
        return all;
    }

    @Test
    void valuesAreTheSameWithinTheTolerance() {
        assertThat(FlatValues.areSame(numbers(1, 2), numbers(1, 2), 0)).isTrue();
        assertThat(FlatValues.areSame(numbers(1, 2), numbers(1, 2.5), 0.5)).as("just as far as is allowed").isTrue();
        assertThat(FlatValues.areSame(numbers(1, 2), numbers(1, 1.5), 0.5)).isTrue();
        assertThat(FlatValues.areSame(numbers(1, 2), numbers(1, 2.5), 0.25)).isFalse();
        assertThat(FlatValues.areSame(numbers(1, 2), numbers(1, 1.5), 0.25)).isFalse();
        assertThat(FlatValues.areSame(numbers(1, 2), numbers(9, 2), 0.25)).as("the first differs, the last does not").isFalse();
        assertThat(FlatValues.areSame(numbers(0.0), numbers(-0.0), 0)).isTrue();
    }

    @Test
    void arraysOfOtherLengthsAreOthers() {
        assertThat(FlatValues.areSame(numbers(1, 2), numbers(1, 2, 3), 9)).isFalse();
        assertThat(FlatValues.areSame(numbers(1, 2, 3), numbers(1, 2), 9)).isFalse();
        assertThat(FlatValues.areSame(numbers(), numbers(), 0)).isTrue();
    }

    /** NaN is NaN whatever its bits are, and near to nothing. */
    @Test
    void whatIsNoNumberIsTheSameAsItselfOnly() {
        double other = Double.longBitsToDouble(0x7ff8000000000001L);
        assertThat(FlatValues.areSame(numbers(NAN, 2), numbers(NAN, 2), 0)).isTrue();
        assertThat(FlatValues.areSame(numbers(1, NAN), numbers(1, other), 0)).isTrue();
        assertThat(FlatValues.areSame(numbers(1.5, NAN), numbers(1, NAN), 1)).as("after one that is close").isTrue();
        assertThat(FlatValues.areSame(numbers(NAN), numbers(1), 1e300)).isFalse();
        assertThat(FlatValues.areSame(numbers(1), numbers(NAN), 1e300)).isFalse();
        double all = Double.POSITIVE_INFINITY;
        assertThat(FlatValues.areSame(numbers(1.5, all), numbers(1, all), 1)).isTrue();
        assertThat(FlatValues.areSame(numbers(all), numbers(-all), 1e300)).isFalse();
    }

    @Test
    void aPartIsComparedFromItsPlaceOn() {
        double[] a = {9, 8, 1, 2, 7};
        assertThat(FlatValues.areSame(a, 2, numbers(1, 2.25, 55), 2, 0.25)).isTrue();
        assertThat(FlatValues.areSame(a, 2, numbers(1.25, 2, 55), 2, 0.25)).isTrue();
        assertThat(FlatValues.areSame(a, 2, numbers(1, 2.5, 55), 2, 0.25)).isFalse();
        assertThat(FlatValues.areSame(a, 1, numbers(1, 2), 2, 0.25)).isFalse();
        assertThat(FlatValues.areSame(a, 2, numbers(1, 2, 55), 3, 0.25)).as("one more").isFalse();
    }

    @Test
    void finiteAreThoseWithoutInfinityAndNaN() {
        assertThat(FlatValues.areFinite()).isTrue();
        assertThat(FlatValues.areFinite(1, -Double.MAX_VALUE, 0)).isTrue();
        assertThat(FlatValues.areFinite(1, Double.NEGATIVE_INFINITY, 0)).isFalse();
        assertThat(FlatValues.areFinite(1, 2, NAN)).isFalse();
    }
}
