/**
 * Sliding windows: which source elements each tap of a window reads, the packed layout that makes every tap a contiguous run, and im2col.
 * What convolution and pooling have in common goes here.
 */
@NullMarked
package org.covector.engine.kernel.window;

import org.jspecify.annotations.NullMarked;
