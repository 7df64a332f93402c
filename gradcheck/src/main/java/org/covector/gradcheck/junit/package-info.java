/**
 * Gradients as JUnit tests: {@code @GradcheckTest}. Needs JUnit Jupiter's API, which is an optional dependency. What a test method can
 * ask goes into {@code GradientSubject}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.junit;
