package org.covector.engine.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products of a matrix and a vector have the same bits in scalar and in vector loops. */
class GemvTest {
    private final Random random = new Random(5);

    private float[] array(int n) {
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = (float) random.nextGaussian();
        }
        return a;
    }

    @Test
    void scalarsGiveTheBitsOfVectors() {
        for (int rows : new int[] {1, 7, 8, 9, 40, 1027}) {
            for (int k : new int[] {1, 15, 16, 33, 100, 4100}) {
                float[] a = array(rows * k);
                GemmMatrix x = new GemmMatrix(array(k), 0, 1, 1);
                float[] bias = array(rows);
                for (boolean isAlongK : new boolean[] {true, false}) {
                    GemmMatrix matrix = isAlongK ? new GemmMatrix(a, 0, 1, k) : new GemmMatrix(a, 0, rows, 1);
                    for (Epilogue epilogue : Epilogue.values()) {
                        float[] start = epilogue.readsC() ? array(rows) : new float[rows];
                        float[] scalar = start.clone();
                        float[] vector = start.clone();
                        FloatGemv.multiply(false, new GemmTask(rows, 1, k, matrix, x, scalar, 0, 1, epilogue, bias, 0));
                        FloatGemv.multiply(true, new GemmTask(rows, 1, k, matrix, x, vector, 0, 1, epilogue, bias, 0));
                        assertThat(scalar).as("%d rows, k %d, along k %s, %s", rows, k, isAlongK, epilogue).isEqualTo(vector);
                    }
                }
            }
        }
    }
}
