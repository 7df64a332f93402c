/**
 * A function of tensors seen as a function of numbers: its values, its pullback, the Jacobian that the pullback gives, lines through a
 * point, projections of the results, and the rounding errors of all of these. A new way to evaluate a function goes here; what judges
 * values does not.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.flat;
