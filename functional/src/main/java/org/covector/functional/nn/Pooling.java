package org.covector.functional.nn;

import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.PoolOptions;
import org.covector.functional.Tensor;

/** Pooling as layers, over the last axes: {@code Pooling.MaxPool2d.of(2)}. */
public sealed interface Pooling extends Stateless {
    /**
     * {@code F.maxPool1d}: the largest of each window.
     *
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record MaxPool1d(Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.maxPool1d(x, kernel.toArray(), options);
        }

        /** Windows side by side, without padding. */
        public static MaxPool1d of(int... kernel) {
            return new MaxPool1d(Ints.of(kernel), PoolOptions.DEFAULT);
        }
    }

    /**
     * {@code F.maxPool2d}: the largest of each window.
     *
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record MaxPool2d(Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.maxPool2d(x, kernel.toArray(), options);
        }

        /** Windows side by side, without padding. */
        public static MaxPool2d of(int... kernel) {
            return new MaxPool2d(Ints.of(kernel), PoolOptions.DEFAULT);
        }
    }

    /**
     * {@code F.maxPool3d}: the largest of each window.
     *
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record MaxPool3d(Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.maxPool3d(x, kernel.toArray(), options);
        }

        /** Windows side by side, without padding. */
        public static MaxPool3d of(int... kernel) {
            return new MaxPool3d(Ints.of(kernel), PoolOptions.DEFAULT);
        }
    }

    /**
     * {@code F.avgPool1d}: the mean of each window.
     *
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record AvgPool1d(Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.avgPool1d(x, kernel.toArray(), options);
        }

        /** Windows side by side, without padding. */
        public static AvgPool1d of(int... kernel) {
            return new AvgPool1d(Ints.of(kernel), PoolOptions.DEFAULT);
        }
    }

    /**
     * {@code F.avgPool2d}: the mean of each window.
     *
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record AvgPool2d(Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.avgPool2d(x, kernel.toArray(), options);
        }

        /** Windows side by side, without padding. */
        public static AvgPool2d of(int... kernel) {
            return new AvgPool2d(Ints.of(kernel), PoolOptions.DEFAULT);
        }
    }

    /**
     * {@code F.avgPool3d}: the mean of each window.
     *
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record AvgPool3d(Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.avgPool3d(x, kernel.toArray(), options);
        }

        /** Windows side by side, without padding. */
        public static AvgPool3d of(int... kernel) {
            return new AvgPool3d(Ints.of(kernel), PoolOptions.DEFAULT);
        }
    }

    /**
     * {@code (sum of x^norm in each window)^(1 / norm)}.
     *
     * @param norm the exponent
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record LPPool1d(double norm, Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.lpPool1d(x, norm, kernel.toArray(), options);
        }
    }

    /**
     * {@code (sum of x^norm in each window)^(1 / norm)}.
     *
     * @param norm the exponent
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record LPPool2d(double norm, Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.lpPool2d(x, norm, kernel.toArray(), options);
        }
    }

    /**
     * {@code (sum of x^norm in each window)^(1 / norm)}.
     *
     * @param norm the exponent
     * @param kernel lengths of the window, one for all axes or one for each
     * @param options stride, padding, dilation, rounding
     */
    record LPPool3d(double norm, Ints kernel, PoolOptions options) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.lpPool3d(x, norm, kernel.toArray(), options);
        }
    }

    /**
     * {@code F.adaptiveAvgPool1d}: the means of windows that give a result of a size.
     *
     * @param size lengths of the result's last axes, one for all or one for each
     */
    record AdaptiveAvgPool1d(Ints size) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.adaptiveAvgPool1d(x, size.toArray());
        }
    }

    /**
     * {@code F.adaptiveAvgPool2d}: the means of windows that give a result of a size.
     *
     * @param size lengths of the result's last axes, one for all or one for each
     */
    record AdaptiveAvgPool2d(Ints size) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.adaptiveAvgPool2d(x, size.toArray());
        }
    }

    /**
     * {@code F.adaptiveAvgPool3d}: the means of windows that give a result of a size.
     *
     * @param size lengths of the result's last axes, one for all or one for each
     */
    record AdaptiveAvgPool3d(Ints size) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.adaptiveAvgPool3d(x, size.toArray());
        }
    }

    /**
     * {@code F.adaptiveMaxPool1d}: the largest of windows that give a result of a size.
     *
     * @param size lengths of the result's last axes, one for all or one for each
     */
    record AdaptiveMaxPool1d(Ints size) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.adaptiveMaxPool1d(x, size.toArray());
        }
    }

    /**
     * {@code F.adaptiveMaxPool2d}: the largest of windows that give a result of a size.
     *
     * @param size lengths of the result's last axes, one for all or one for each
     */
    record AdaptiveMaxPool2d(Ints size) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.adaptiveMaxPool2d(x, size.toArray());
        }
    }

    /**
     * {@code F.adaptiveMaxPool3d}: the largest of windows that give a result of a size.
     *
     * @param size lengths of the result's last axes, one for all or one for each
     */
    record AdaptiveMaxPool3d(Ints size) implements Pooling {
        @Override
        public Tensor apply(Tensor x) {
            return F.adaptiveMaxPool3d(x, size.toArray());
        }
    }
}
