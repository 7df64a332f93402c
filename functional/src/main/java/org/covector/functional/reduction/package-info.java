/**
 * What runs along axes: sums and other reductions, statistics, scans, and order: sorting, ranks, searching.
 *
 * <p>A new reduction is a method of {@code ReductionFunctions}, a running one of {@code ScanFunctions}, what compares elements with each
 * other of {@code OrderFunctions}; its primitive and composition stand beside it.
 */
@NullMarked
package org.covector.functional.reduction;

import org.jspecify.annotations.NullMarked;
