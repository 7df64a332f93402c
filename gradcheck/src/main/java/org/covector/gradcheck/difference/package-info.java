/**
 * Difference quotients with error bars, and the verdicts that follow from them: Richardson extrapolation, noise, discontinuities,
 * scales. A new estimate of a derivative along a line goes here, a new reason for a verdict into {@code Judge}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.difference;
