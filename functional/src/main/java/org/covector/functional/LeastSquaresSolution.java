package org.covector.functional;

/**
 * What {@code lstsq} finds.
 *
 * @param solution {@code [.., n, k]}
 * @param residuals {@code [.., k]}: {@code ||A x - b||^2} of each column
 * @param rank INT64 {@code [..]}: singular values above the cut; min(m, n) for GELS
 * @param singularValues {@code [.., min(m, n)]}, descending; {@code [.., 0]} for GELS
 */
public record LeastSquaresSolution(Tensor solution, Tensor residuals, Tensor rank, Tensor singularValues) {}
