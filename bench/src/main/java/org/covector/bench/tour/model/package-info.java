/** Models, their optimiser and their training: pure functions of records of tensors. */
@NullMarked
package org.covector.bench.tour.model;

import org.jspecify.annotations.NullMarked;
