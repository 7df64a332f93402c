/**
 * Traces made into programs: cut to what is needed, pointwise steps merged into joint kernels, differentiated, run again.
 *
 * <p>Not exported but to gradcheck. A new pass over a traced program goes here; recording itself is {@code core}'s {@code Trace}.
 */
@NullMarked
package org.covector.functional.fusion;

import org.jspecify.annotations.NullMarked;
