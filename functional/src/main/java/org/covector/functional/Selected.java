package org.covector.functional;

/**
 * Elements chosen along an axis and where they were.
 *
 * @param values the elements; their gradient goes to the places chosen
 * @param indices INT64
 */
public record Selected(Tensor values, Tensor indices) {}
