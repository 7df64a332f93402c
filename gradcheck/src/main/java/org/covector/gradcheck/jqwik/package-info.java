/**
 * Gradients as jqwik properties: arbitraries of tensors and programs that shrink to something readable, and a check that keeps
 * statistics of what it has seen. Needs jqwik's API, which is an optional dependency. On the class path {@code @ForAll Tensor x} works by
 * itself; on the module path annotate the test class with {@code @Domain(GradientDomain.class)}. A new kind of random value goes into
 * {@code Tensors} and {@code TensorProvider}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.jqwik;
