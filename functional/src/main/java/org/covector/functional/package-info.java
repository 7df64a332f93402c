/** Tensors and the functions on them. */
@org.jspecify.annotations.NullMarked
package org.covector.functional;
