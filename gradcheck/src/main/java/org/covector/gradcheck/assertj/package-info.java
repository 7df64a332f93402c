/**
 * Gradients in AssertJ's language: {@code assertThatGradient(f).at(x).isRight()}. Needs AssertJ, which is an optional dependency. A new
 * question to a report goes into {@code GradientAssert}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.assertj;
