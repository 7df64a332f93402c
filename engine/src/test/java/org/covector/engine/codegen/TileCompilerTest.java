package org.covector.engine.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.covector.engine.DType;
import org.covector.engine.kernel.DoubleGemm;
import org.covector.engine.kernel.DoubleTiles;
import org.covector.engine.kernel.Epilogue;
import org.covector.engine.kernel.FloatGemm;
import org.covector.engine.kernel.FloatTiles;
import org.covector.engine.kernel.GemmKernel;
import org.covector.engine.kernel.GemmTask;
import org.covector.engine.kernel.TileShape;
import org.covector.engine.kernel.TileSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TileCompilerTest {
    /** Depths of one, two and three runs over k. */
    private static final int[] DEPTHS = {1, 5, 256, 300, 700};

    private final Random random = new Random(11);

    private float[] floats(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(40) == 0 ? -0f : random.nextFloat() - 0.5f;
        }
        return x;
    }

    private double[] doubles(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(40) == 0 ? -0.0 : random.nextDouble() - 0.5;
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource(Epilogue.class)
    void vectorLoopsGiveTheBitsOfScalarLoopsInFloat(Epilogue epilogue) {
        GemmKernel scalar = new FloatGemm(new FloatTiles(TileCompiler::compile, task -> { }));
        GemmKernel vector = new FloatGemm(new FloatTiles(TileCompiler::compile, TileCompilerTest::quickly));
        for (int m : new int[] {2, 8, 13, 23}) {
            for (int n : new int[] {2, 15, 16, 17, 32, 45, 49}) {
                for (int k : DEPTHS) {
                    float[] a = floats(m * k);
                    float[] b = floats(k * n);
                    float[] bias = floats(m + n + 1);
                    float[] first = floats(m * (n + 3) + 1);
                    float[] second = first.clone();
                    multiply(scalar, m, n, k, a, b, first, epilogue, bias);
                    multiply(vector, m, n, k, a, b, second, epilogue, bias);
                    assertThat(second).as("%d x %d x %d", m, k, n).isEqualTo(first);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Epilogue.class)
    void vectorLoopsGiveTheBitsOfScalarLoopsInDouble(Epilogue epilogue) {
        GemmKernel scalar = new DoubleGemm(new DoubleTiles(TileCompiler::compile, task -> { }));
        GemmKernel vector = new DoubleGemm(new DoubleTiles(TileCompiler::compile, TileCompilerTest::quickly));
        for (int m : new int[] {2, 8, 13, 23}) {
            for (int n : new int[] {2, 7, 8, 9, 16, 23, 25}) {
                for (int k : DEPTHS) {
                    double[] a = doubles(m * k);
                    double[] b = doubles(k * n);
                    double[] bias = doubles(m + n + 1);
                    double[] first = doubles(m * (n + 3) + 1);
                    double[] second = first.clone();
                    multiply(scalar, m, n, k, a, b, first, epilogue, bias);
                    multiply(vector, m, n, k, a, b, second, epilogue, bias);
                    assertThat(second).as("%d x %d x %d", m, k, n).isEqualTo(first);
                }
            }
        }
    }

    /** C one element into its array, three elements between its rows: what lies around it must stay. */
    private static void multiply(GemmKernel kernel, int m, int n, int k, Object a, Object b, Object c, Epilogue epilogue, Object bias) {
        kernel.multiply(new GemmTask(m, n, k, kernel.matrix(a, 0, 1, k), kernel.matrix(b, 0, n, 1), c, 1, n + 3, epilogue, bias, 1));
    }

    private static void quickly(Runnable making) {
        making.run();
    }

    @Test
    void everyTileOfAMachineIsOneClassWithoutAnotherMethod() {
        for (boolean masked : new boolean[] {false, true}) {
            for (boolean carry : new boolean[] {false, true}) {
                byte[] bytes = TileCompiler.bytes(new TileSpec(DType.FLOAT32, new TileShape(8, 2, 16), masked, carry, Epilogue.COLUMN_BIAS));
                assertThat(java.lang.classfile.ClassFile.of().parse(bytes).methods()).hasSize(2);
                assertThat(java.lang.classfile.ClassFile.of().verify(bytes)).isEmpty();
            }
        }
    }
}
