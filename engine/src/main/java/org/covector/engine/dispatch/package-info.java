/**
 * Which kernel serves a call, by operation and dtype: scalar loops from the first call on, vector loops once they are compiled. Not
 * exported. A family of kernels that has both kinds of loops is entered here, with what runs them all on small arrays.
 */
@NullMarked
package org.covector.engine.dispatch;

import org.jspecify.annotations.NullMarked;
