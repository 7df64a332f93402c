/** How far every pointwise function and its derivatives are from the truth: measured against references of 60 digits and more. */
@NullMarked
package org.covector.bench.accuracy;

import org.jspecify.annotations.NullMarked;
