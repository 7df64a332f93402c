/**
 * Why a gradient is wrong: hypotheses on its analytic against its numeric Jacobian, a class for each family. A new hypothesis goes into
 * the {@code Hypotheses} of its family, and its kind into {@code Cause.Kind}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.diagnosis;
