/**
 * Fourier transforms, spectra and signals.
 *
 * <p>A new transform is a method of {@code SignalFunctions}; complex results are {@link org.covector.functional.Complex}.
 */
@NullMarked
package org.covector.functional.signal;

import org.jspecify.annotations.NullMarked;
