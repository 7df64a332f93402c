package org.covector.engine.op.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.kernel.gemm.GemmMatrix;
import org.covector.engine.kernel.gemm.GemmTask;
import org.covector.engine.kernel.gemm.Tuning;
import org.covector.engine.op.Matmul;

/** The right operand of all steps' products, laid out once in blocks that a product reads where they are. */
final class FixedFactor {
    /** Terms of a block's sums: the same on every machine, for it fixes the bits. */
    private static final int DEPTH = 128;

    private static final int UNIT = 16;

    private final GemmKernel kernel;
    private final Epilogue epilogue;
    private final NdArray bias; // where the epilogue adds one
    private final NdArray b;
    private final NdArray[] blocks; // of columns, one after the other, [some k, some columns], dense
    private final int across; // columns of a block

    /** Of [k, n], for a left operand of so many rows, and what products end with; the bias counts where the epilogue adds one. */
    FixedFactor(NdArray b, int rows, Epilogue epilogue, NdArray bias) {
        int k = b.shape().dim(0);
        int n = b.shape().dim(1);
        this.kernel = Matmul.kernel(b.dtype());
        this.epilogue = epilogue;
        this.bias = bias;
        this.b = b;
        this.across = Math.max(1, Tuning.IN_PLACE_BYTES / b.dtype().bytes() / Math.clamp(k, 1, DEPTH) / UNIT) * UNIT;
        List<NdArray> all = new ArrayList<>();
        for (int j = 0; j < n && rows > 1; j += across) {
            for (int p = 0; p < k; p += DEPTH) {
                all.add(b.slice(0, p, Math.min(k, p + DEPTH), 1).slice(1, j, Math.min(n, j + across), 1).dense());
            }
        }
        this.blocks = all.toArray(NdArray[]::new);
    }

    /** {@code C = A B}, with the epilogue; a row of A is as long as B is high. */
    void multiply(int m, Object a, int aAt, Object c, int cAt) {
        int k = b.shape().dim(0);
        int n = b.shape().dim(1);
        Object added = bias.storage().array();
        if (blocks.length == 0) {
            kernel.multiply(new GemmTask(m, n, k, new GemmMatrix(a, aAt, 1, k),
                    new GemmMatrix(b.storage().array(), b.offset(), b.stride(0), b.stride(1)), c, cAt, n, epilogue, added,
                    bias.offset()));
            return;
        }
        int i = 0;
        for (int j = 0; j < n; j += across) {
            for (int p = 0; p < k; p += DEPTH) {
                NdArray block = blocks[i++];
                int width = block.shape().dim(1);
                kernel.multiply(new GemmTask(m, width, block.shape().dim(0), new GemmMatrix(a, aAt + p, 1, k),
                        new GemmMatrix(block.storage().array(), block.offset(), width, 1), c, cAt + j, n,
                        p == 0 ? epilogue : Epilogue.ADD, added, bias.offset() + (epilogue == Epilogue.COLUMN_BIAS ? j : 0)));
            }
        }
    }
}
