package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The expected texts are what NumPy 1.24 prints for the same data. */
class PrintingTest {
    private static NdArray doubles(double... v) {
        return NdArray.of(v);
    }

    private static NdArray range(int n) {
        return Create.arange(0, n, 1);
    }

    @Test
    void arraysLookAsNumpyPrintsThem() {
        Object[][] cases = {
            {doubles(1.0, 2.5).to(DType.FLOAT32), "[1.  2.5]"},
            {doubles(1.0, 2.0, 3.0, 4.0).reshape(Shape.of(2, 2)), "[[1. 2.]\n [3. 4.]]"},
            {doubles(0.1, 0.3333333333333333, 0.6666666666666666, -0.001), "[ 0.1         0.33333333  0.66666667 -0.001     ]"},
            {doubles(0.1, 0.3333333333333333, 0.6666666666666666, -5.25).to(DType.FLOAT32),
                    "[ 0.1         0.33333334  0.6666667  -5.25      ]"},
            {doubles(1e-05, 1.0), "[1.e-05 1.e+00]"},
            {doubles(10000000000.0, 1.0), "[1.e+10 1.e+00]"},
            {doubles(123456789.123, -0.5, 1e-07), "[ 1.23456789e+08 -5.00000000e-01  1.00000000e-07]"},
            {doubles(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5), "[ nan  inf -inf  1.5]"},
            {doubles(Double.NaN, Double.POSITIVE_INFINITY).to(DType.FLOAT32), "[nan inf]"},
            {doubles(Double.NaN, Double.NEGATIVE_INFINITY).to(DType.FLOAT32), "[ nan -inf]"},
            {doubles(Double.NaN, 1.0, Double.POSITIVE_INFINITY), "[nan  1. inf]"},
            {doubles(Double.NaN, 1e+20, Double.NEGATIVE_INFINITY, 0.0), "[   nan 1.e+20   -inf 0.e+00]"},
            {doubles(-0.0, 0.0, 1.0).to(DType.FLOAT32), "[-0.  0.  1.]"},
            {NdArray.of(1L, -20L, 300L), "[  1 -20 300]"},
            {NdArray.of(true, false), "[ True False]"},
            {NdArray.of(true), "[ True]"},
            {doubles(1e-300, 1e+300), "[1.e-300 1.e+300]"},
            {doubles(1.401298464324817e-45, 3.4028234663852886e+38).to(DType.FLOAT32), "[1.4012985e-45 3.4028235e+38]"},
            {doubles(0.00012345678901, 0.1), "[0.00012346 0.1       ]"},
            {doubles(999.99999999999, 1.0), "[1000.    1.]"},
            {doubles(0.5, 1000.0, 0.4), "[5.e-01 1.e+03 4.e-01]"},
            {NdArray.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L)
                    .reshape(Shape.of(2, 3, 4)), "[[[1 1 1 1]\n  [1 1 1 1]\n  [1 1 1 1]]\n\n [[1 1 1 1]\n  [1 1 1 1]\n  [1 1 1 1]]]"},
            {doubles(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1,
                    0.1), "[0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1\n 0.1 0.1 0.1 0.1 0.1 0.1]"},
            {doubles(100000.0, 100000.0, 100000.0, 100000.0, 100000.0, 100000.0).reshape(Shape.of(1, 2, 3)).to(DType.FLOAT32),
                    "[[[100000. 100000. 100000.]\n  [100000. 100000. 100000.]]]"},
            {doubles(16777216.0, 1.0).to(DType.FLOAT32), "[1.6777216e+07 1.0000000e+00]"},
            {doubles(0.30000000000000004, 100.0), "[  0.3 100. ]"},
            {doubles(2.5, 3.5000000001), "[2.5 3.5]"},
            {doubles(0.0001, 0.0005).to(DType.FLOAT32), "[1.e-04 5.e-04]"},
            {doubles(99999999.0, 100000.0), "[99999999.   100000.]"},
            {doubles(0.123456785, 0.123456775), "[0.12345678 0.12345678]"},
            {doubles(-1.5e-10, 2.25e+100), "[-1.50e-010  2.25e+100]"},
            {doubles(5e-324, 1.0), "[5.e-324 1.e+000]"}
        };
        for (Object[] c : cases) {
            assertThat(Printing.DEFAULT.text((NdArray) c[0])).isEqualTo(c[1]);
        }
    }

    @Test
    void longLinesAreBrokenAndAligned() {
        assertThat(Printing.DEFAULT.text(Create.linspace(DType.FLOAT64, 0, 1, 30))).isEqualTo("""
                [0.         0.03448276 0.06896552 0.10344828 0.13793103 0.17241379
                 0.20689655 0.24137931 0.27586207 0.31034483 0.34482759 0.37931034
                 0.4137931  0.44827586 0.48275862 0.51724138 0.55172414 0.5862069
                 0.62068966 0.65517241 0.68965517 0.72413793 0.75862069 0.79310345
                 0.82758621 0.86206897 0.89655172 0.93103448 0.96551724 1.        ]""");
        assertThat(Printing.DEFAULT.lineWidth(30).text(range(40))).isEqualTo("""
                [ 0  1  2  3  4  5  6  7  8
                  9 10 11 12 13 14 15 16 17
                 18 19 20 21 22 23 24 25 26
                 27 28 29 30 31 32 33 34 35
                 36 37 38 39]""");
        assertThat(Printing.DEFAULT.lineWidth(10).text(range(6).to(DType.FLOAT32).reshape(Shape.of(2, 3)))).isEqualTo("""
                [[0. 1.
                  2.]
                 [3. 4.
                  5.]]""");
    }

    @Test
    void bigArraysShowTheirCorners() {
        assertThat(Printing.DEFAULT.text(range(2000).reshape(Shape.of(2, 1000)))).isEqualTo("""
                [[   0    1    2 ...  997  998  999]
                 [1000 1001 1002 ... 1997 1998 1999]]""");
        assertThat(Printing.DEFAULT.text(range(1001).to(DType.FLOAT64))).isEqualTo("[   0.    1.    2. ...  998.  999. 1000.]");
        assertThat(Printing.DEFAULT.text(NdArray.zeros(DType.BOOL, Shape.of(1200, 2)))).isEqualTo("""
                [[False False]
                 [False False]
                 [False False]
                 ...
                 [False False]
                 [False False]
                 [False False]]""");
        assertThat(Printing.DEFAULT.threshold(5).edgeItems(2).text(range(10))).isEqualTo("[0 1 ... 8 9]");
        assertThat(Printing.DEFAULT.threshold(7).edgeItems(1).text(range(27).reshape(Shape.of(3, 3, 3)))).isEqualTo("""
                [[[ 0 ...  2]
                  ...
                  [ 6 ...  8]]

                 ...

                 [[18 ... 20]
                  ...
                  [24 ... 26]]]""");
    }

    @Test
    void optionsChangePrecisionAndNotation() {
        assertThat(Printing.DEFAULT.precision(3).suppress(true).text(doubles(1.0 / 3, 2e-7))).isEqualTo("[0.333 0.   ]");
        assertThat(Printing.DEFAULT.precision(3).text(doubles(1.0 / 3, 2e-7))).isEqualTo("[3.333e-01 2.000e-07]");
        assertThat(Printing.DEFAULT.precision(2).text(doubles(1.0 / 3, 20))).isEqualTo("[ 0.33 20.  ]");
        assertThat(Printing.DEFAULT.precision(0).text(doubles(0.5, 1.5, 2.5))).isEqualTo("[0. 2. 2.]");
    }

    @Test
    void scalarsShowAllTheirDigits() {
        double[] v = {1, 0.1, 1e16, 123456789012345678.0, 1e-5, 0.0001, -0.0, Double.NaN, Double.NEGATIVE_INFINITY};
        String[] wide = {"1.0", "0.1", "1e+16", "1.2345678901234568e+17", "1e-05", "0.0001", "-0.0", "nan", "-inf"};
        String[] narrow = {"1.0", "0.1", "1e+16", "1.2345679e+17", "1e-05", "1e-04", "-0.0", "nan", "-inf"};
        for (int i = 0; i < v.length; i++) {
            assertThat(Printing.DEFAULT.text(NdArray.scalar(DType.FLOAT64, v[i]))).isEqualTo(wide[i]);
            assertThat(Printing.DEFAULT.text(NdArray.scalar(DType.FLOAT32, v[i]))).isEqualTo(narrow[i]);
        }
        assertThat(NdArray.scalar(DType.INT64, 3)).hasToString("3");
        assertThat(NdArray.scalar(DType.BOOL, 1)).hasToString("True");
    }

    @Test
    void toStringAddsWhatTheElementsDoNotSay() {
        assertThat(NdArray.of(1f, 2)).hasToString("[1. 2.]");
        assertThat(NdArray.of(1.0, 2)).hasToString("[1. 2.] dtype=FLOAT64");
        assertThat(NdArray.of(1L, 2)).hasToString("[1 2]");
        assertThat(NdArray.zeros(DType.FLOAT32, Shape.of(0, 3))).hasToString("[] dtype=FLOAT32 shape=[0, 3]");
        assertThat(NdArray.of(new long[0])).hasToString("[] dtype=INT64");
        assertThat(range(5000)).hasToString("[   0    1    2 ... 4997 4998 4999] shape=[5000]");
        assertThat(NdArray.zeros(DType.FLOAT32, Shape.of(1 << 20, 1 << 20)).toString()).endsWith("shape=[1048576, 1048576]");
    }

    @Test
    void viewsArePrintedInTheirOwnOrder() {
        assertThat(range(6).reshape(Shape.of(2, 3)).transpose(0, 1).flip(0)).hasToString("[[2 5]\n [1 4]\n [0 3]]");
    }

    @Test
    void badOptionsAreRefused() {
        assertThatThrownBy(() -> Printing.DEFAULT.precision(-1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Printing.DEFAULT.edgeItems(0)).isInstanceOf(ArgumentException.class);
    }
}
