/**
 * Fourier transforms of lines: Stockham passes of small radices, four-step for long lines, Bluestein for other lengths, half-complex
 * packing for real input. A new radix is a butterfly; a new algorithm is a {@code FloatTransform} chosen in {@code FloatFourier}.
 */
@NullMarked
package org.covector.engine.kernel.fourier;

import org.jspecify.annotations.NullMarked;
