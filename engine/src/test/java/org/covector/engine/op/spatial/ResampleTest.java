package org.covector.engine.op.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.OperandLayouts;
import org.junit.jupiter.api.Test;

class ResampleTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private static double[] resample(ResampleTable table, double... x) {
        return Resample.forward("interpolate", NdArray.of(x), 0, table).toDoubleArray();
    }

    private static List<ResampleTable> tables(int in, int out) {
        List<ResampleTable> all = new ArrayList<>();
        for (OptionalDouble scale : new OptionalDouble[] {NONE, OptionalDouble.of((out + 0.3) / in)}) {
            all.add(ResampleTable.nearest("f", in, out, scale));
            all.add(ResampleTable.nearestExact("f", in, out, scale));
            for (boolean align : new boolean[] {false, true}) {
                all.add(ResampleTable.linear("f", in, out, align, scale));
                all.add(ResampleTable.cubic("f", in, out, align, scale));
                all.add(ResampleTable.linearAntialias("f", in, out, align, scale));
                all.add(ResampleTable.cubicAntialias("f", in, out, align, scale));
            }
        }
        all.add(ResampleTable.area("f", in, out));
        return all;
    }

    @Test
    void smallCasesByHand() {
        assertThat(resample(ResampleTable.nearest("f", 3, 5, NONE), 1, 2, 3)).containsExactly(1, 1, 2, 2, 3);
        assertThat(resample(ResampleTable.nearestExact("f", 5, 2, NONE), 1, 2, 3, 4, 5)).containsExactly(2, 4);
        assertThat(resample(ResampleTable.linear("f", 2, 4, false, NONE), 0, 1)).containsExactly(0, 0.25, 0.75, 1);
        assertThat(resample(ResampleTable.linear("f", 3, 5, true, NONE), 0, 1, 4)).containsExactly(0, 0.5, 1, 2.5, 4);
        assertThat(resample(ResampleTable.linear("f", 2, 3, false, OptionalDouble.of(2)), 0, 1)).containsExactly(0, 0.25, 0.75);
        assertThat(resample(ResampleTable.area("f", 5, 2), 1, 2, 3, 4, 5)).containsExactly(new double[] {2, 4}, within(1e-15));
        // a = -0.75 at t = 1/4 and 3/4 of the taps 0, 0, 1, 1: Keys' weights are -0.10546875, 0.87890625, 0.26171875, -0.03515625
        assertThat(resample(ResampleTable.cubic("f", 2, 4, false, NONE), 0, 1))
                .containsExactly(new double[] {-0.10546875, 0.2265625, 0.7734375, 1.10546875}, within(1e-15));
        // the triangle of width 2 around 1 and 3: weights 1/8, 3/8, 3/8, 1/8 and what is cut off at the ends
        assertThat(resample(ResampleTable.linearAntialias("f", 4, 2, false, NONE), 0, 7, 14, 21)[0]).isCloseTo((3 * 0 + 3 * 7 + 14) / 7.0,
                within(1e-14));
    }

    @Test
    void weightsAddUpToOne() {
        for (int in = 1; in < 12; in++) {
            for (int out = 1; out < 25; out++) {
                for (ResampleTable table : tables(in, out)) {
                    double[] ones = new double[in];
                    java.util.Arrays.fill(ones, 1);
                    for (double y : resample(table, ones)) {
                        assertThat(y).isCloseTo(1, within(1e-14));
                    }
                }
            }
        }
    }

    @Test
    void layoutAndAxisDoNotChangeBitsAndTheAdjointIsOne() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            NdArray x = OperandLayouts.random(dtype, 4, 3, 7, 19);
            for (int out : new int[] {1, 4, 7, 20}) {
                for (ResampleTable table : tables(7, out)) {
                    NdArray y = Resample.forward("f", x, 1, table);
                    NdArray rows = Resample.forward("f", x.transpose(1, 2), 2, table).transpose(1, 2);
                    assertThat(OperandLayouts.bits(rows)).isEqualTo(OperandLayouts.bits(y));
                    for (NdArray view : OperandLayouts.of(x)) {
                        assertThat(OperandLayouts.bits(Resample.forward("f", view, -2, table))).isEqualTo(OperandLayouts.bits(y));
                    }
                    NdArray dy = OperandLayouts.random(dtype, 5, 3, out, 19);
                    double left = dot(y, dy);
                    double right = dot(x, Resample.adjoint("f", dy, 1, table));
                    assertThat(left).isCloseTo(right, within(dtype == DType.FLOAT32 ? 1e-3 : 1e-11));
                }
            }
        }
    }

    private static double dot(NdArray a, NdArray b) {
        double[] u = a.toDoubleArray();
        double[] v = b.toDoubleArray();
        double s = 0;
        for (int i = 0; i < u.length; i++) {
            s += u[i] * v[i];
        }
        return s;
    }

    @Test
    void emptyArraysAndErrors() {
        ResampleTable table = ResampleTable.linear("f", 3, 5, false, NONE);
        assertThat(Resample.forward("f", NdArray.zeros(DType.FLOAT32, Shape.of(0, 3)), 1, table).shape()).isEqualTo(Shape.of(0, 5));
        assertThatThrownBy(() -> Resample.forward("interpolate", NdArray.of(1.0, 2), 0, table)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("interpolate: x's shape is [2]; accepted: length 3 along axis 0");
        assertThatThrownBy(() -> ResampleTable.nearest("interpolate", 0, 2, NONE)).hasMessageContaining("0, 2");
        assertThatThrownBy(() -> ResampleTable.cubic("interpolate", 2, 2, false,
                OptionalDouble.of(-1))).hasMessageContaining("scaleFactor is -1.0");
        assertThatThrownBy(() -> Resample.forward("interpolate", NdArray.of(1L, 2, 3), 0, table)).hasMessageContaining("INT64");
    }
}
