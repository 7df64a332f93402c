/**
 * Operations on arrays: argument checks, broadcasting, strides and axes are resolved here, then a kernel runs.
 *
 * <p>One family per file. A new structural operation goes here, or to {@code linalg} or {@code spatial} if it is of their kind; its inner
 * loop goes to {@code kernel}.
 */
@NullMarked
package org.covector.engine.op;

import org.jspecify.annotations.NullMarked;
