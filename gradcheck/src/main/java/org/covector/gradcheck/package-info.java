/** Proof of backward formulas. */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck;
