/**
 * The numbers that decisions rest on, each with its reason. A new threshold goes into {@code Thresholds}; the steps and sizes of an
 * algorithm stay beside it.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.threshold;
