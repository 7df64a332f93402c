package org.covector.gradcheck.sample;

/**
 * An axis that one or more inputs share.
 *
 * @param length of it
 * @param least that it may have
 * @param removable whether inputs may lose it
 */
record Axis(int length, int least, boolean removable) {
    Axis withLength(int other) {
        return new Axis(other, least, removable);
    }
}
