/**
 * Verdicts on the elements of a gradient: one by one, in groups along random directions, and at ties as a vector. A new step size goes
 * into {@code StepSizes}, a new doubt into {@code ElementChecker}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.element;
