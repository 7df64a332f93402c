package org.covector.functional;

/**
 * Complex numbers {@code re + i im}.
 *
 * @param re real parts, floating
 * @param im imaginary parts, of the same shape and dtype
 */
public record Complex(Tensor re, Tensor im) {}
