package org.covector.engine.kernel.gemm;

import java.util.function.Consumer;
import java.util.function.Function;
import jdk.incubator.vector.FloatVector;
import org.covector.engine.DType;

/**
 * The micro-kernels of one dtype, made when first needed: a scalar loop serves until a thread in the background has
 * assembled the vector loop and run it until it is compiled. Both give the same bits.
 */
public final class FloatMicroKernels {
    private static final int BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    private static final int OPERANDS = MicroKernelOperands.values().length;
    private static final int EPILOGUES = Epilogue.values().length;

    /** Elements of a vector. */
    static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    /** The widest tile in place. */
    static final int VECTORS_IN_PLACE = Tuning.vectorsInPlace(BITS);

    /** The full tile that reads packed operands. */
    static final TileShape PACKED = Tuning.packed(BITS, LANES);

    /** Rows of a block of A. */
    static final int MC = Tuning.mc(Float.BYTES);

    /** Columns of a block of C. */
    static final int NC = Tuning.nc(BITS);

    /** The longest sums of products that read A where it is. */
    static final int MAX_IN_PLACE_K = Tuning.maxInPlaceK(BITS);

    /** Attempts at a loop that is not compiled in time. */
    private static final int WARMINGS = 3;

    private static final int MAX_VECTORS = Math.max(PACKED.vectors(), VECTORS_IN_PLACE);

    private final Slot[] slots = new Slot[Tuning.MAX_MR * MAX_VECTORS * OPERANDS * 4 * EPILOGUES];
    private final Function<MicroKernelSpec, Object> compiler;
    private final Consumer<Runnable> background;
    private final VectorLoops packing;
    private final VectorLoops gemv;

    /**
     * @param compiler makes the vector loop of a spec, a {@link FloatMicroKernel}
     * @param background runs the making and warming of a loop, now, later or never
     */
    public FloatMicroKernels(Function<MicroKernelSpec, Object> compiler, Consumer<Runnable> background) {
        this.compiler = compiler;
        this.background = background;
        this.packing = new VectorLoops(FloatPacking::trial, background);
        this.gemv = new VectorLoops(FloatGemv::trial, background);
    }

    /** The largest MR of a micro-kernel of some width that reads operands in place. */
    static int mrInPlace(int vectors) {
        return Tuning.mrInPlace(BITS, vectors);
    }

    /** The loop for part of a tile: the scalar one, or the vector one once it is fast. */
    FloatMicroKernel tile(int rows, int vectors, MicroKernelOperands operands, boolean masked, boolean carry, Epilogue epilogue) {
        int shape = ((rows - 1) * MAX_VECTORS + vectors - 1) * OPERANDS + operands.ordinal();
        int index = (shape * 4 + (masked ? 2 : 0) + (carry ? 1 : 0)) * EPILOGUES + epilogue.ordinal();
        Slot slot = slots[index];
        if (slot == null) { // a race makes two: both are right
            MicroKernelSpec spec = new MicroKernelSpec(DType.FLOAT32, new TileShape(rows, vectors, LANES), operands, masked, carry,
                    epilogue);
            slot = new Slot(new FloatScalarMicroKernel(spec));
            slots[index] = slot;
            Slot fresh = slot;
            background.accept(() -> warm(fresh, (FloatMicroKernel) compiler.apply(spec), spec, WARMINGS));
        }
        return slot.current;
    }

    /** Where the compiler is late, on a busy machine, once more after all others. */
    private void warm(Slot slot, FloatMicroKernel vector, MicroKernelSpec spec, int warmings) {
        FloatMicroKernel fast = FloatMicroKernelWarmup.warm(vector, spec, slot.current);
        slot.current = fast;
        if (fast != vector && warmings > 1) {
            background.accept(() -> warm(slot, vector, spec, warmings - 1));
        }
    }

    /** Whether matrices are packed in vectors by now. */
    boolean packsInVectors() {
        return packing.areCompiled();
    }

    /** Whether a matrix is multiplied by a vector in vectors by now. */
    boolean multipliesVectorsInVectors() {
        return gemv.areCompiled();
    }

    private static final class Slot {
        volatile FloatMicroKernel current;

        Slot(FloatMicroKernel first) {
            current = first;
        }
    }
}
