/** Results as tables, CSV, JSON and SVG. */
@NullMarked
package org.covector.bench.report;

import org.jspecify.annotations.NullMarked;
