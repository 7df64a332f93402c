package org.covector.engine.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.codegen.MicroKernelCompiler;
import org.junit.jupiter.api.Test;

class MicroKernelTest {
    private static final int DEPTH = 7;
    private static final int GAP = 3;
    private static final int A_ROW = DEPTH + 2;

    private final Random random = new Random(11);

    private float[] floats(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = switch (random.nextInt(60)) {
                case 0 -> -0f;
                case 1 -> Float.MIN_VALUE * random.nextInt(100);
                case 2 -> Float.POSITIVE_INFINITY;
                default -> random.nextFloat() - 0.5f;
            };
        }
        return x;
    }

    private static double[] doubles(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * (1 + 0x1p-40 * i);
        }
        return y;
    }

    /** Every edge of the machine's tiles, every mode. */
    private static List<MicroKernelSpec> specs(DType dtype, int bits, int lanes) {
        List<MicroKernelSpec> specs = new ArrayList<>();
        for (MicroKernelOperands operands : MicroKernelOperands.values()) {
            boolean packed = operands.bInPanel();
            int most = packed ? Tuning.packed(bits, lanes).vectors() : Tuning.vectorsInPlace(bits);
            for (int vectors = 1; vectors <= most; vectors++) {
                int mr = packed ? Tuning.packed(bits, lanes).rows() : Tuning.mrInPlace(bits, vectors);
                for (int rows = 1; rows <= mr; rows++) {
                    for (Epilogue epilogue : Epilogue.values()) {
                        for (int flags = 0; flags < 4; flags++) {
                            specs.add(new MicroKernelSpec(dtype, new TileShape(rows, vectors, lanes), operands, flags > 1, flags % 2 == 1,
                                    epilogue));
                        }
                    }
                }
            }
        }
        return specs;
    }

    /** C ends where its array ends, has gaps between rows, and starts in the middle: what lies around it must stay. */
    @Test
    void vectorLoopsGiveTheBitsOfScalarLoops() {
        VectorSpecies<Float> species = FloatVector.SPECIES_PREFERRED;
        for (MicroKernelSpec spec : specs(DType.FLOAT32, species.vectorBitSize(), species.length())) {
            int rows = spec.shape().rows();
            int columns = spec.shape().columns();
            int tail = spec.masked() ? 1 + random.nextInt(spec.shape().lanes() - 1) : spec.shape().lanes();
            int width = columns - spec.shape().lanes() + tail;
            float[] a = floats((rows + DEPTH) * A_ROW);
            float[] b = floats((DEPTH - 1) * (columns + GAP) + columns);
            float[] carry = floats(rows * columns);
            float[] bias = floats(Math.max(rows, width));
            float[] first = floats(GAP + rows * (width + GAP) - GAP);
            float[] second = first.clone();
            new FloatScalarMicroKernel(spec).multiply(DEPTH, a, 0, A_ROW, b, 0, columns + GAP, carry, 0, first, GAP, width + GAP, tail,
                    bias, 0);
            ((FloatMicroKernel) MicroKernelCompiler.compile(spec))
                    .multiply(DEPTH, a, 0, A_ROW, b, 0, columns + GAP, carry, 0, second, GAP, width + GAP, tail, bias, 0);
            assertThat(second).as(spec.toString()).isEqualTo(first);
        }
    }

    @Test
    void vectorLoopsGiveTheBitsOfScalarLoopsInDouble() {
        VectorSpecies<Double> species = DoubleVector.SPECIES_PREFERRED;
        for (MicroKernelSpec spec : specs(DType.FLOAT64, species.vectorBitSize(), species.length())) {
            int rows = spec.shape().rows();
            int columns = spec.shape().columns();
            int tail = spec.masked() ? 1 + random.nextInt(spec.shape().lanes() - 1) : spec.shape().lanes();
            int width = columns - spec.shape().lanes() + tail;
            double[] a = doubles(floats((rows + DEPTH) * A_ROW));
            double[] b = doubles(floats((DEPTH - 1) * (columns + GAP) + columns));
            double[] carry = doubles(floats(rows * columns));
            double[] bias = doubles(floats(Math.max(rows, width)));
            double[] first = doubles(floats(GAP + rows * (width + GAP) - GAP));
            double[] second = first.clone();
            new DoubleScalarMicroKernel(spec).multiply(DEPTH, a, 0, A_ROW, b, 0, columns + GAP, carry, 0, first, GAP, width + GAP, tail,
                    bias, 0);
            ((DoubleMicroKernel) MicroKernelCompiler.compile(spec))
                    .multiply(DEPTH, a, 0, A_ROW, b, 0, columns + GAP, carry, 0, second, GAP, width + GAP, tail, bias, 0);
            assertThat(second).as(spec.toString()).isEqualTo(first);
        }
    }

    @Test
    void aWarmedLoopIsTheVectorLoop() {
        FloatMicroKernels tiles = new FloatMicroKernels(MicroKernelCompiler::compile, Runnable::run);
        TileShape full = FloatMicroKernels.PACKED;
        int wide = FloatMicroKernels.VECTORS_IN_PLACE;
        assertThat(tiles.tile(full.rows(), full.vectors(), MicroKernelOperands.PACKED, false, false, Epilogue.NONE))
                .isNotInstanceOf(FloatScalarMicroKernel.class);
        assertThat(tiles.tile(FloatMicroKernels.mrInPlace(wide), wide, MicroKernelOperands.IN_PLACE, false, false, Epilogue.NONE))
                .isNotInstanceOf(FloatScalarMicroKernel.class);
    }
}
