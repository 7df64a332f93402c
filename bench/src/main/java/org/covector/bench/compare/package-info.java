/** The comparison program: measuring JVMs with a clean environment, one report from their results. */
@NullMarked
package org.covector.bench.compare;

import org.jspecify.annotations.NullMarked;
