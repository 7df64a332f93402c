/** Measurement: what is measured lives in {@code workload}, how in {@code measure}, the comparison with peers in {@code compare}. */
@NullMarked
package org.covector.bench;

import org.jspecify.annotations.NullMarked;
