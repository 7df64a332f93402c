/**
 * Maxima and means of windows, and their gradients. Another way to pool a window goes here; the windows themselves are in
 * {@code window}.
 */
@NullMarked
package org.covector.engine.kernel.pooling;

import org.jspecify.annotations.NullMarked;
