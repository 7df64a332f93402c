package org.covector.functional;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where the tensor arguments of a pointwise function may lie, in order: what checks and benchmarks sample. A function without it
 * has an entry of its own in the catalogue.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DefinedOn {
    /** One interval per tensor argument. */
    Interval[] value();

    /** A range of numbers, without its ends. */
    enum Interval {
        /** All numbers. */
        REAL(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
        /** Above 0. */
        POSITIVE(0, Double.POSITIVE_INFINITY),
        /** Above -1. */
        ABOVE_MINUS_ONE(-1, Double.POSITIVE_INFINITY),
        /** Above 1. */
        ABOVE_ONE(1, Double.POSITIVE_INFINITY),
        /** -1 to 1. */
        UNIT(-1, 1),
        /** 0 to 1. */
        PROBABILITY(0, 1),
        /** Away from 0. */
        NONZERO(0, Double.POSITIVE_INFINITY),
        /** True or false: a BOOL tensor. */
        BOOL(0, 1);

        private final double low;
        private final double high;

        Interval(double low, double high) {
            this.low = low;
            this.high = high;
        }

        /** The lower end. */
        public double low() {
            return low;
        }

        /** The upper end. */
        public double high() {
            return high;
        }
    }
}
