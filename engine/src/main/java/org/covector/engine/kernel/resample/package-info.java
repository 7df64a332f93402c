/**
 * Interpolation: resampling along an axis by tables of weights, sampling at arbitrary points of a grid. A new way to interpolate goes
 * here.
 */
@NullMarked
package org.covector.engine.kernel.resample;

import org.jspecify.annotations.NullMarked;
