/** The tour's page: charts as inline SVG that follows the reader's colours. */
@NullMarked
package org.covector.bench.tour.page;

import org.jspecify.annotations.NullMarked;
