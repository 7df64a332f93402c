/** What is measured, apart from who computes it: a new workload is a record of {@code Work} and a line of {@code Catalogue}. */
@NullMarked
package org.covector.bench.workload;

import org.jspecify.annotations.NullMarked;
