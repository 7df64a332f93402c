/** Files damaged at random, for the readers of {@code org.covector.functional.io}. */
@NullMarked
package org.covector.bench.fuzz;

import org.jspecify.annotations.NullMarked;
