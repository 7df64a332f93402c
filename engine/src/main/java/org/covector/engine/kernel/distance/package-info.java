/**
 * Distances between the rows of two matrices and their gradient: tiles that form every difference once, in registers.
 */
@NullMarked
package org.covector.engine.kernel.distance;

import org.jspecify.annotations.NullMarked;
