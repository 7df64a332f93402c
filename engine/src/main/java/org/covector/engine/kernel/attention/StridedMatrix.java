package org.covector.engine.kernel.attention;

/**
 * Where a matrix lies in memory.
 *
 * @param array {@code float[]}, {@code double[]} or {@code boolean[]}
 * @param at position of element (0, 0)
 * @param row elements from one row to the next
 * @param column elements from one column to the next
 */
public record StridedMatrix(Object array, int at, int row, int column) {}
