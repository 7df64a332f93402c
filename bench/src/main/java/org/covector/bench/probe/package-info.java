/** Measurements that are no race with a peer: cold starts, and many kernels in one JVM. */
@NullMarked
package org.covector.bench.probe;

import org.jspecify.annotations.NullMarked;
