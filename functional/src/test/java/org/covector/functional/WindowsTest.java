package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

/** Convolution and pooling: options, lengths, empty tensors and messages. */
class WindowsTest {
    private static Tensor range(int... dims) {
        int n = (int) Shape.of(dims).size();
        return Tensor.of(DoubleStream.iterate(0.5, v -> (v * 1.7 + 0.3) % 5 - 2).limit(n).toArray(), dims);
    }

    private static Tensor ones(int... dims) {
        return Tensor.ones(DType.FLOAT32, Shape.of(dims));
    }

    private static double[] v(Tensor x) {
        return x.array().toDoubleArray();
    }

    private static void refused(Supplier<?> call, String start, String... words) {
        assertThatThrownBy(call::get).isInstanceOf(ArgumentException.class).hasMessageStartingWith(start
                + ": ").hasMessageContainingAll(words)
                .hasMessageNotContainingAny("-2147", "-1073741824");
    }

    @Test
    void paddingOfItsOwnAtEachEndIsPadding() {
        Tensor x = range(2, 2, 5, 6);
        Tensor w = range(3, 2, 2, 3);
        Tensor padded = F.pad(x, Pad.CONSTANT, 0, 2, 1, 0, 3);
        int[] begin = {0, 2};
        int[] end = {3, 1};
        assertThat(v(F.conv2d(x, w, ConvOptions.stride(2, 1).withPadding(begin, end)))).containsExactly(v(F.conv2d(padded, w,
                ConvOptions.stride(2, 1))));
        assertThat(v(F.unfold(x, new int[] {2, 3}, ConvOptions.DEFAULT.withPadding(begin, end)))).containsExactly(v(F.unfold(padded,
                new int[] {2, 3}, ConvOptions.DEFAULT)));
        PoolOptions pool = PoolOptions.stride(2, 1);
        assertThat(v(F.avgPool2d(x, new int[] {4, 3}, pool.withPadding(begin, end)))).containsExactly(v(F.avgPool2d(padded,
                new int[] {4, 3}, pool)));
        Tensor low = F.pad(x, Pad.CONSTANT, Double.NEGATIVE_INFINITY, 2, 1, 0, 3);
        assertThat(v(F.maxPool2d(x, new int[] {4, 3}, pool.withPadding(begin, end)))).containsExactly(v(F.maxPool2d(low, new int[] {4, 3},
                pool)));
        Tensor y = F.convTranspose2d(x, range(2, 3, 4, 4), ConvTransposeOptions.stride(2));
        Tensor cut = F.convTranspose2d(x, range(2, 3, 4, 4),
                ConvTransposeOptions.stride(2).withPadding(new int[] {1, 0}, new int[] {2, 3}));
        assertThat(v(cut)).containsExactly(v(F.narrow(F.narrow(y, 2, 1, y.dim(2) - 3), 3, 0, y.dim(3) - 3)));
    }

    @Test
    void oneNumberStandsForAllAxes() {
        Tensor x = range(1, 2, 5, 5, 5);
        Tensor w = range(2, 2, 2, 2, 2);
        assertThat(v(F.conv3d(x, w, ConvOptions.stride(2).withPadding(1)))).containsExactly(v(F.conv3d(x, w,
                ConvOptions.stride(2, 2, 2).withPadding(1, 1, 1))));
        refused(() -> F.conv3d(x, w, ConvOptions.stride(2, 2)), "conv3d", "stride is [2, 2]", "or 3");
        refused(() -> F.maxPool3d(x, new int[] {2, 2}, PoolOptions.DEFAULT), "maxPool3d", "kernelSize is [2, 2]");
    }

    @Test
    void samePaddingKeepsLengths() {
        for (int kernel = 1; kernel <= 4; kernel++) {
            for (int dilation = 1; dilation <= 3; dilation++) {
                Tensor y = F.conv1d(range(1, 2, 7), range(1, 2, kernel), ConvOptions.samePadding().withDilation(dilation));
                assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 7));
            }
        }
        // an odd zero comes at the end
        assertThat(v(F.conv1d(Tensor.of(new double[] {1, 2, 3}, 1, 3), Tensor.of(new double[] {1, 10}, 1, 1, 2),
                ConvOptions.samePadding()))).containsExactly(21, 32, 3);
        refused(() -> F.conv1d(range(1, 2, 7), range(1, 2, 2), ConvOptions.samePadding().withStride(2)), "conv1d", "stride is [2]", "same");
    }

    @Test
    void wrongChannelsAreCalledChannels() {
        refused(() -> F.conv2d(ones(1, 3, 4, 4), ones(2, 2, 3, 3)), "conv2d", "number of channels of x is 3", "accepted: 2",
                "[2, 2, 3, 3]");
        refused(() -> F.conv2d(ones(1, 2, 4, 4), ones(4, 2, 3, 3), ConvOptions.groups(2)), "conv2d", "number of channels of x is 2",
                "accepted: 4", "groups 2");
        refused(() -> F.conv1d(ones(2, 4), ones(3, 2, 3), ConvOptions.groups(2)), "conv1d", "groups is 2", "divisor of 3");
        refused(() -> F.conv2d(ones(1, 2, 4, 4), ones(4, 2, 3, 3), ones(3), ConvOptions.DEFAULT), "conv2d",
                "number of channels of bias is 3", "accepted: 4");
        refused(() -> F.convTranspose1d(ones(1, 3, 4), ones(2, 2, 3)), "convTranspose1d", "number of channels of x is 3", "accepted: 2");
        refused(() -> F.convTbc(ones(4, 1, 3), ones(2, 2, 2), ones(2), 0), "convTbc", "number of channels of x is 3");
    }

    @Test
    void lengthsBeyondAnAxisAreRefusedByName() {
        int most = Integer.MAX_VALUE;
        Tensor x = ones(1, 1, 2, 2);
        Tensor w = ones(1, 1, 3, 3);
        refused(() -> F.conv2d(x, w, ConvOptions.padding(1 << 30)), "conv2d", "padding");
        refused(() -> F.conv2d(x, w, ConvOptions.padding(most)), "conv2d", "padding");
        refused(() -> F.conv2d(x, w, ConvOptions.padding(1 << 20)), "conv2d", "padding", "elements");
        refused(() -> F.conv2d(x, w, ConvOptions.samePadding().withDilation(1 << 30)), "conv2d", "dilation");
        refused(() -> F.conv2d(x, w, ConvOptions.dilation(most)), "conv2d", "dilation");
        for (int stride : new int[] {1 << 30, most}) {
            refused(() -> F.convTranspose2d(ones(1, 1, 5, 5), w, ConvTransposeOptions.stride(stride)), "convTranspose2d", "stride");
            refused(() -> F.convTranspose2d(ones(1, 1, 3, 3), w, ConvTransposeOptions.stride(stride)), "convTranspose2d", "stride");
        }
        refused(() -> F.convTranspose1d(ones(1, 1, 3), ones(1, 1, 3), ConvTransposeOptions.DEFAULT.withDilation(most)), "convTranspose1d",
                "dilation");
        refused(() -> F.convTranspose1d(ones(1, 1, 3), ones(1, 1, 3), ConvTransposeOptions.DEFAULT.withPadding(most)), "convTranspose1d",
                "padding");
        refused(() -> F.unfold(x, new int[] {most, most}, ConvOptions.padding(most)), "unfold", "padding");
        refused(() -> F.fold(ones(1, 4), new int[] {most, most}, new int[] {1, 1}, ConvOptions.DEFAULT), "fold", "2147483647");
        refused(() -> F.maxPool2d(x, new int[] {most}, PoolOptions.padding(most / 2)), "maxPool2d", "kernelSize");
        refused(() -> F.maxPool2d(x, new int[] {2}, PoolOptions.padding(most)), "maxPool2d", "padding");
        refused(() -> F.avgPool2d(x, new int[] {2}, PoolOptions.DEFAULT.withDilation(most)), "avgPool2d", "kernelSize");
        refused(() -> F.adaptiveAvgPool2d(x, most, most), "adaptiveAvgPool2d", "outputSize");
        refused(() -> F.maxUnpool2d(x, Tensor.zeros(DType.INT64, x.shape()), new int[] {2}, PoolOptions.stride(most)), "maxUnpool2d",
                "stride");
    }

    @Test
    void longStridesDilationsAndWindowsThatFitAreFine() {
        int most = Integer.MAX_VALUE;
        Tensor x = Tensor.of(new double[] {1, 2, 3}, 1, 1, 3);
        Tensor w = Tensor.of(new double[] {1, 10}, 1, 1, 2);
        assertThat(v(F.conv1d(x, w, ConvOptions.stride(most)))).containsExactly(21);
        assertThat(v(F.conv1d(x, Tensor.of(new double[] {1, 10, 100}, 1, 1, 3),
                ConvOptions.samePadding().withDilation(1 << 29)))).containsExactly(10, 20, 30);
        assertThat(v(F.conv1d(x, w, ConvOptions.samePadding().withDilation(1 << 30)))).containsExactly(0, 0, 0);
        assertThat(v(F.conv1d(x, w, ConvOptions.stride(1 << 29).withPadding(1 << 29).withDilation(1 << 29)))).containsExactly(10, 1);
        assertThat(v(F.convTranspose1d(Tensor.of(new double[] {3}, 1, 1, 1), w, ConvTransposeOptions.stride(most)))).containsExactly(3, 30);
        assertThat(v(F.maxPool1d(x, new int[] {1 << 29}, PoolOptions.padding(1 << 28).withStride(1 << 29)))).containsExactly(3);
        assertThat(v(F.avgPool1d(x, new int[] {1 << 29},
                PoolOptions.padding(1 << 28).withStride(1 << 29).withCountIncludePad(false)))).containsExactly(2);
        assertThat(v(F.unfold(Tensor.of(new double[] {1, 2, 3}, 1, 1, 3), new int[] {1, 1}, ConvOptions.stride(most)))).containsExactly(1);
    }

    @Test
    void wideDilationsHaveTheGradientsOfOthers() {
        Tensor x = range(1, 2, 5);
        Tensor w = range(2, 2, 3);
        // beyond the input only the middle tap sees anything, whatever the distance
        Tensor far = F.conv1d(x, w, ConvOptions.samePadding().withDilation(1 << 20));
        assertThat(v(far)).containsExactly(v(F.conv1d(x, w, ConvOptions.samePadding().withDilation(7))));
        for (int i = 0; i < 2; i++) {
            Tensor[] dx = new Tensor[2];
            for (int wide = 0; wide < 2; wide++) {
                ConvOptions o = ConvOptions.samePadding().withDilation(wide == 0 ? 7 : 1 << 20);
                dx[wide] = i == 0 ? Autograd.grad((Tensor t) -> F.sum(F.square(F.conv1d(t, w, o)))).apply(x)
                        : Autograd.grad((Tensor t) -> F.sum(F.square(F.conv1d(x, t, o)))).apply(w);
            }
            assertThat(v(dx[1])).containsExactly(v(dx[0]));
        }
    }

    @Test
    void emptyTensorsGiveEmptyOrZeroResults() {
        Tensor w = range(3, 2, 2, 2);
        assertThat(F.conv2d(Tensor.zeros(DType.FLOAT64, Shape.of(0, 2, 4, 4)), w).shape()).isEqualTo(Shape.of(0, 3, 3, 3));
        assertThat(v(F.conv2d(Tensor.zeros(DType.FLOAT64, Shape.of(1, 2, 0, 1)), w, Tensor.of(1.0, 2, 3),
                ConvOptions.padding(1)))).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(v(F.conv2d(Tensor.zeros(DType.FLOAT64, Shape.of(1, 0, 2, 2)),
                Tensor.zeros(DType.FLOAT64, Shape.of(2, 0, 2, 2))))).containsExactly(0, 0);
        assertThat(F.conv2d(range(1, 2, 2, 2), Tensor.zeros(DType.FLOAT64, Shape.of(0, 2, 2, 2))).shape()).isEqualTo(Shape.of(1, 0, 1, 1));
        assertThat(F.convTranspose2d(Tensor.zeros(DType.FLOAT64, Shape.of(0, 3, 4, 4)), w).shape()).isEqualTo(Shape.of(0, 2, 5, 5));
        assertThat(F.maxPool2d(Tensor.zeros(DType.FLOAT64, Shape.of(0, 2, 4, 4)), 2).shape()).isEqualTo(Shape.of(0, 2, 2, 2));
        assertThat(F.maxPool2dWithIndices(Tensor.zeros(DType.FLOAT64, Shape.of(2, 0, 4, 4)), new int[] {2},
                PoolOptions.DEFAULT.withIndices(PoolOptions.Indices.TENSOR)).indices().shape())
                .isEqualTo(Shape.of(2, 0, 2, 2));
        assertThat(F.adaptiveAvgPool1d(range(1, 2, 3), 0).shape()).isEqualTo(Shape.of(1, 2, 0));
        assertThat(F.unfold(Tensor.zeros(DType.FLOAT64, Shape.of(0, 2, 4, 4)), new int[] {2},
                ConvOptions.DEFAULT).shape()).isEqualTo(Shape.of(0, 8, 9));
        Tensor none = Tensor.zeros(DType.FLOAT64, Shape.of(0, 1, 2, 4));
        assertThat(Autograd.vmap((Tensor t) -> F.conv1d(t, range(3, 2, 2))).apply(none).shape()).isEqualTo(Shape.of(0, 1, 3, 3));
        Tensor empty = Tensor.zeros(DType.FLOAT64, Shape.of(1, 0, 2, 2));
        assertThat(Autograd.grad((Tensor t) -> F.sum(F.conv2d(t,
                Tensor.zeros(DType.FLOAT64, Shape.of(2, 0, 2, 2))))).apply(empty).shape()).isEqualTo(empty.shape());
    }

    @Test
    void indicesCountAPlaneOrTheWholeTensor() {
        Tensor x = range(2, 3, 4, 4);
        Selected plane = F.maxPool2dWithIndices(x, 2);
        PoolOptions whole = PoolOptions.DEFAULT.withIndices(PoolOptions.Indices.TENSOR);
        Selected all = F.maxPool2dWithIndices(x, new int[] {2}, whole);
        assertThat(v(F.gather(F.flatten(x, 0, -1), 0, F.flatten(all.indices(), 0, -1)))).containsExactly(v(all.values()));
        assertThat(v(F.maxUnpool2d(plane.values(), plane.indices(), 2))).containsExactly(v(F.maxUnpool2d(all.values(), all.indices(),
                new int[] {2}, whole)));
        refused(() -> F.maxPool2d(x, new int[] {2}, whole), "maxPool2d", "indices is TENSOR");
        refused(() -> F.maxPool2d(x, new int[] {2}, PoolOptions.DEFAULT.withDivisorOverride(3)), "maxPool2d", "averaging");
    }

    @Test
    void onlyTheLastOfSeveralElementsAtOnePlaceHasAGradient() {
        Tensor x = Tensor.of(new double[] {1, 2, 3}, 1, 3);
        Tensor at = Tensor.of(new long[] {4, 0, 4}, 1, 3);
        assertThat(v(F.maxUnpool1d(x, at, 2))).containsExactly(2, 0, 0, 0, 3, 0);
        assertThat(v(Autograd.grad((Tensor t) -> F.sum(F.square(F.maxUnpool1d(t, at, 2)))).apply(x))).containsExactly(0, 4, 6);
        assertThat(F.maxUnpool1d(x, at, new int[] {2}, PoolOptions.DEFAULT, 7).shape()).isEqualTo(Shape.of(1, 7));
        refused(() -> F.maxUnpool1d(x, at, new int[] {2}, PoolOptions.DEFAULT, 8), "maxUnpool1d", "outputSize is [8]", "6");
        refused(() -> F.maxUnpool1d(x, Tensor.of(new long[] {6, 0, 4}, 1, 3), 2), "maxUnpool1d", "is 6", "0 to 5");
    }

    @Test
    void normsOfNothingHaveNoGradient() {
        Tensor x = Tensor.of(new double[] {0, 0, 3, 4}, 1, 4);
        assertThat(v(F.lpPool1d(x, 2, 2))).containsExactly(0, 5);
        double[] dx = v(Autograd.grad((Tensor t) -> F.sum(F.lpPool1d(t, 2, 2))).apply(x));
        assertThat(dx).containsExactly(new double[] {0, 0, 0.6, 0.8}, org.assertj.core.data.Offset.offset(1e-15));
        assertThat(v(F.lpPool1d(Tensor.of(new double[] {1, -5, 3, 4}, 1, 4), Double.POSITIVE_INFINITY, 2))).containsExactly(5, 4);
        assertThat(v(F.lpPool1d(Tensor.of(new double[] {1, 2, 3}, 1, 3), 1, new int[] {2},
                PoolOptions.stride(2).withCeilMode(true)))).containsExactly(3, 6); // as in torch
    }

    @Test
    void adaptiveSizesMayBeKept() {
        Tensor x = range(2, 4, 6);
        assertThat(F.adaptiveAvgPool2d(x, -1, 3).shape()).isEqualTo(Shape.of(2, 4, 3));
        assertThat(F.adaptiveMaxPool2d(x, -1).shape()).isEqualTo(Shape.of(2, 4, 6));
    }

    @Test
    void fractionalPoolingByAKeyIsReproducible() {
        Tensor x = range(2, 3, 9, 8);
        Selected a = F.fractionalMaxPool2dWithIndices(x, new int[] {2}, new double[] {0.6}, Key.of(5));
        assertThat(a.values().shape()).isEqualTo(Shape.of(2, 3, 5, 4));
        assertThat(v(F.fractionalMaxPool2d(x, new int[] {2}, new int[] {5, 4}, Key.of(5)))).containsExactly(v(a.values()));
        assertThat(v(F.gather(F.flatten(x, 2, -1), 2, F.flatten(a.indices(), 2, -1)))).containsExactly(v(a.values()));
        assertThat(F.fractionalMaxPool3d(range(3, 5, 5, 5), new int[] {2}, new int[] {3}, Key.of(5)).shape()).isEqualTo(Shape.of(3, 3, 3,
                3));
        refused(() -> F.fractionalMaxPool2d(x, new int[] {2}, new int[] {9}, Key.of(5)), "fractionalMaxPool2d",
                "kernelSize and outputSize");
        refused(() -> F.fractionalMaxPool2d(x, new int[] {2}, new double[] {1.5}, Key.of(5)), "fractionalMaxPool2d", "outputRatio");
    }

    /** The examples of the Javadoc. */
    @Test
    void examplesGiveWhatTheySay() {
        example(F.conv1d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 4), Tensor.of(new double[] {1, -1}, 1, 1, 2)), "[[-1, -1, -1]]");
        example(F.conv2d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2), Tensor.of(new double[] {1, 1, 1, 1}, 1, 1, 2, 2)), "[[[10]]]");
        example(F.conv3d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2), Tensor.of(new double[] {1, 1}, 1, 1, 1, 1, 2)),
                "[[[[3], [7]]]]");
        example(F.convTranspose1d(Tensor.of(new double[] {1, 2}, 1, 2), Tensor.of(new double[] {1, 10}, 1, 1, 2)), "[[1, 12, 20]]");
        example(F.convTranspose2d(Tensor.of(new double[] {1, 2}, 1, 1, 2), Tensor.of(new double[] {1, 10}, 1, 1, 1, 2)), "[[[1, 12, 20]]]");
        example(F.convTranspose3d(Tensor.of(new double[] {1, 2}, 1, 1, 1, 2), Tensor.of(new double[] {1, 10}, 1, 1, 1, 1, 2)),
                "[[[[1, 12, 20]]]]");
        example(F.convTbc(Tensor.of(new double[] {1, 2, 3}, 3, 1, 1), Tensor.of(new double[] {1, 1}, 2, 1, 1), Tensor.of(0.0), 0),
                "[[[3]], [[5]]]");
        example(F.unfold(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 2, 3), new int[] {2, 2}, ConvOptions.DEFAULT),
                "[[1, 2], [2, 3], [4, 5], [5, 6]]");
        example(F.fold(Tensor.of(new double[] {1, 2, 2, 3}, 2, 2), new int[] {1, 3}, new int[] {1, 2}, ConvOptions.DEFAULT),
                "[[[1, 4, 3]]]");
        example(F.maxPool1d(Tensor.of(new double[] {1, 3, 2, 4}, 1, 4), 2), "[[3, 4]]");
        example(F.maxPool2d(Tensor.of(new double[] {1, 3, 2, 4}, 1, 2, 2), 2), "[[[4]]]");
        example(F.maxPool3d(Tensor.of(new double[] {1, 3, 2, 4, 8, 7, 6, 5}, 1, 2, 2, 2), 2), "[[[[8]]]]");
        example(F.avgPool1d(Tensor.of(new double[] {1, 3, 2, 4}, 1, 4), 2), "[[2, 3]]");
        example(F.avgPool2d(Tensor.of(new double[] {1, 3, 2, 4}, 1, 2, 2), 2), "[[[2.5]]]");
        example(F.avgPool3d(Tensor.of(new double[] {1, 3, 2, 4, 8, 7, 6, 5}, 1, 2, 2, 2), 2), "[[[[4.5]]]]");
        example(F.lpPool1d(Tensor.of(new double[] {3, 4}, 1, 2), 2, 2), "[[5]]");
        example(F.lpPool2d(Tensor.of(new double[] {1, 2, 2, 4}, 1, 2, 2), 2, 2), "[[[5]]]");
        example(F.lpPool3d(Tensor.of(new double[] {1, 2, 2, 4}, 1, 1, 2, 2), 2, new int[] {1, 2, 2}, PoolOptions.DEFAULT), "[[[[5]]]]");
        example(F.adaptiveAvgPool1d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 4), 2), "[[1.5, 3.5]]");
        example(F.adaptiveMaxPool1d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 4), 2), "[[2, 4]]");
        example(F.adaptiveAvgPool2d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2), 1, 2), "[[[2, 3]]]");
        example(F.adaptiveMaxPool2d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2), 1, 2), "[[[3, 4]]]");
        example(F.adaptiveAvgPool3d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2), 1, 1, 2), "[[[[2, 3]]]]");
        example(F.adaptiveMaxPool3d(Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2), 1, 1, 2), "[[[[3, 4]]]]");
        example(F.maxUnpool1d(Tensor.of(new double[] {3, 4}, 1, 2), Tensor.of(new long[] {1, 3}, 1, 2), 2), "[[0, 3, 0, 4]]");
        example(F.maxUnpool2d(Tensor.of(new double[] {4}, 1, 1, 1), Tensor.of(new long[] {3}, 1, 1, 1), 2), "[[[0, 0], [0, 4]]]");
        example(F.maxUnpool3d(Tensor.of(new double[] {4}, 1, 1, 1, 1), Tensor.of(new long[] {3}, 1, 1, 1, 1), new int[] {1, 2, 2},
                PoolOptions.DEFAULT), "[[[[0, 0], [0, 4]]]]");
        assertThat(v(F.sum(F.fractionalMaxPool2d(Tensor.ones(DType.FLOAT64, Shape.of(1, 2, 5, 5)), new int[] {2}, new int[] {3},
                Key.of(1))))).containsExactly(18);
        assertThat(v(F.sum(F.fractionalMaxPool3d(Tensor.ones(DType.FLOAT64, Shape.of(1, 2, 5, 5, 5)), new int[] {2}, new int[] {3},
                Key.of(1))))).containsExactly(54);
    }

    private static void example(Tensor y, String printed) {
        assertThat(nested(y)).isEqualTo(printed);
    }

    private static String nested(Tensor y) {
        if (y.rank() == 0) {
            double value = y.item();
            return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
        }
        return IntStream.range(0, y.dim(0)).mapToObj(i -> nested(F.select(y, 0, i))).collect(Collectors.joining(", ", "[", "]"));
    }
}
