/**
 * What must be shared by all kernels: the worker pool, the kernel cache, warm-up. Never observable in results.
 */
@NullMarked
package org.covector.engine.runtime;

import org.jspecify.annotations.NullMarked;
