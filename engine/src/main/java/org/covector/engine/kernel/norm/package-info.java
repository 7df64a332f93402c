/**
 * Maps of whole runs to runs that need a reduction of them first: softmax, log-softmax, normalisation, and their gradients. A new
 * normalisation goes here.
 */
@NullMarked
package org.covector.engine.kernel.norm;

import org.jspecify.annotations.NullMarked;
