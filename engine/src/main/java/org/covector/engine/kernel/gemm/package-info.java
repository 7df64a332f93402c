/**
 * Matrix products: packing into panels, blocks for the caches, and the micro-kernel (a register tile), which {@code codegen} assembles.
 * Block sizes are in {@link org.covector.engine.kernel.gemm.Tuning}; a new way to multiply is chosen in {@code FloatGemm}, a new operation
 * on finished sums is an {@link org.covector.engine.kernel.gemm.Epilogue}.
 */
@NullMarked
package org.covector.engine.kernel.gemm;

import org.jspecify.annotations.NullMarked;
