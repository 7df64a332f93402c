/**
 * Arguments for every operation of {@code F}: what gradient checks, laws, random programs and proofs try operations at. A new operation
 * gets one {@link org.covector.functional.sample.OpInfo} in the list of its family; a pointwise one needs only its
 * {@link org.covector.functional.DefinedOn}.
 */
@NullMarked
package org.covector.functional.sample;

import org.jspecify.annotations.NullMarked;
