/**
 * Functions of sequences: attention, recurrent networks, positions.
 *
 * <p>A new one is a method of {@code SequenceFunctions}, composed beside it; its options are a record of the front package.
 */
@NullMarked
package org.covector.functional.sequence;

import org.jspecify.annotations.NullMarked;
