package org.covector.engine.op;

import org.covector.engine.NdArray;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.kernel.gemm.GemmTask;

/** The right operand of many small products, laid out once in blocks of columns as the loops of a product read them. */
final class FixedFactor {
    private final GemmKernel kernel;
    private final NdArray[] blocks; // [k, some columns], dense
    private final int columns;

    /** {@code b}: [k, n]. */
    FixedFactor(NdArray b) {
        this.kernel = Matmul.kernel(b.dtype());
        this.columns = b.shape().dim(1);
        int together = Math.max(1, Math.min(columns, kernel.columnsTogether(b.shape().dim(0))));
        this.blocks = new NdArray[(columns + together - 1) / together];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = b.slice(1, i * together, Math.min(columns, (i + 1) * together), 1).dense();
        }
    }

    /** {@code c = a b}, with {@code bias} as the epilogue says; a: [m, k], c: dense rows from {@code at} on. */
    void multiply(NdArray a, Object c, int at, Epilogue epilogue, NdArray bias) {
        int j = 0;
        for (NdArray b : blocks) {
            int width = b.shape().dim(1);
            kernel.multiply(new GemmTask(a.shape().dim(0), width, a.shape().dim(1), Matmul.left(a, a.storage().array(), a.offset()),
                    Matmul.right(b, b.storage().array(), b.offset()), c, at + j, columns, epilogue, bias.storage().array(),
                    bias.offset() + (epilogue == Epilogue.COLUMN_BIAS ? j : 0)));
            j += width;
        }
    }
}
