/** JMH benchmarks of single kernels, for work on one kernel at a time. */
@NullMarked
package org.covector.bench.jmh;

import org.jspecify.annotations.NullMarked;
