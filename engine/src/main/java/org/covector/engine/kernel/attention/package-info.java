/**
 * Scaled dot product attention in blocks with an online softmax, forward and backward; its products are micro-kernels of {@code gemm}. A
 * new kind of mask goes to {@link org.covector.engine.kernel.attention.AttentionMask}, a new variant of attention beside
 * {@code FloatAttention}.
 */
@NullMarked
package org.covector.engine.kernel.attention;

import org.jspecify.annotations.NullMarked;
