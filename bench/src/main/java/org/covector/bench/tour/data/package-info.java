/** Tables from CSV files, and what is learned from them. */
@NullMarked
package org.covector.bench.tour.data;

import org.jspecify.annotations.NullMarked;
