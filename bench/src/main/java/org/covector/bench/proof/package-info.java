/** Proof of the proof: is the gradient checker right about every operation of the catalogue, right or corrupted, at random? */
@NullMarked
package org.covector.bench.proof;

import org.jspecify.annotations.NullMarked;
