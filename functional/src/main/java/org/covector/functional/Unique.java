package org.covector.functional;

/**
 * The distinct elements, or slices, of a tensor.
 *
 * @param values the distinct ones; their gradient is shared evenly by the elements that are equal
 * @param inverse INT64: where in values each element, or slice, is
 * @param counts INT64, one axis: how often each occurs
 */
public record Unique(Tensor values, Tensor inverse, Tensor counts) {}
