/**
 * The tour: a program that shows the library at work. One class per chapter; {@code data} reads tables, {@code model} trains,
 * {@code page} draws what was seen.
 */
@NullMarked
package org.covector.bench.tour;

import org.jspecify.annotations.NullMarked;
