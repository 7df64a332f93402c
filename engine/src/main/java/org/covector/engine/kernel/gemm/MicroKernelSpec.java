package org.covector.engine.kernel.gemm;

import org.covector.engine.DType;

/**
 * One specialised micro-kernel. Flags are part of the spec because a flag tested inside the loop's method costs a
 * recompilation when it first changes.
 *
 * @param dtype FLOAT32 or FLOAT64
 * @param shape rows and vectors of this tile
 * @param operands where A and B are
 * @param masked whether the last vector is stored in part
 * @param carry whether sums of earlier k are added to
 * @param epilogue what happens to a finished sum
 */
public record MicroKernelSpec(DType dtype, TileShape shape, MicroKernelOperands operands, boolean masked, boolean carry,
        Epilogue epilogue) {}
