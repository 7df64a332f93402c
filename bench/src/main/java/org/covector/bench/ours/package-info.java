/** This library as a contestant. */
@NullMarked
package org.covector.bench.ours;

import org.jspecify.annotations.NullMarked;
