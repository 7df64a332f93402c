/** How it is measured: alternating samples, medians, the machine and its limits. */
@NullMarked
package org.covector.bench.measure;

import org.jspecify.annotations.NullMarked;
