package org.covector.functional.nn;

import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.PoolOptions;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * Pooling over the last one, two or three axes as layers: x [N, C, ...] or [C, ...] to windows of it. A kernel or a size is one length for
 * all axes or one for each.
 *
 * {@snippet :
 * Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 4);
 * Tensor y = Pooling.maxPool2d(2).apply(x); // [[[6, 8]]]
 * }
 *
 * {@snippet :
 * Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 8);
 * Tensor y = Pooling.avgPool1d(3).withOptions(PoolOptions.stride(2)).apply(x); // [[2, 4, 6]]
 * }
 */
public sealed interface Pooling extends Stateless {
    /**
     * The largest of each window: {@code F.maxPool1d, F.maxPool2d, F.maxPool3d}.
     *
     * @param axes 1, 2 or 3
     * @param kernel lengths of the window
     * @param options stride, padding, dilation, rounding
     */
    record MaxPool(int axes, Ints kernel, PoolOptions options) implements Pooling {
        /** Checks the number of axes. */
        public MaxPool {
            Present.require(MaxPool.class, kernel, options);
            require("MaxPool", axes);
        }

        /** With other options. */
        public MaxPool withOptions(PoolOptions others) {
            return new MaxPool(axes, kernel, others);
        }

        @Override
        public Tensor apply(Tensor x) {
            int[] window = kernel.toArray();
            return switch (axes) {
                case 1 -> F.maxPool1d(x, window, options);
                case 2 -> F.maxPool2d(x, window, options);
                default -> F.maxPool3d(x, window, options);
            };
        }
    }

    /**
     * The mean of each window: {@code F.avgPool1d, F.avgPool2d, F.avgPool3d}.
     *
     * @param axes 1, 2 or 3
     * @param kernel lengths of the window
     * @param options stride, padding, rounding, what the sum is divided by
     */
    record AvgPool(int axes, Ints kernel, PoolOptions options) implements Pooling {
        /** Checks the number of axes. */
        public AvgPool {
            Present.require(AvgPool.class, kernel, options);
            require("AvgPool", axes);
        }

        /** With other options. */
        public AvgPool withOptions(PoolOptions others) {
            return new AvgPool(axes, kernel, others);
        }

        @Override
        public Tensor apply(Tensor x) {
            int[] window = kernel.toArray();
            return switch (axes) {
                case 1 -> F.avgPool1d(x, window, options);
                case 2 -> F.avgPool2d(x, window, options);
                default -> F.avgPool3d(x, window, options);
            };
        }
    }

    /**
     * {@code (sum of x^norm in each window)^(1 / norm)}: {@code F.lpPool1d, F.lpPool2d, F.lpPool3d}.
     *
     * @param axes 1, 2 or 3
     * @param norm the exponent
     * @param kernel lengths of the window
     * @param options stride, rounding
     */
    record LPPool(int axes, double norm, Ints kernel, PoolOptions options) implements Pooling {
        /** Checks the number of axes. */
        public LPPool {
            Present.require(LPPool.class, kernel, options);
            require("LPPool", axes);
            Draws.number("LPPool", "norm", norm);
        }

        /** With other options. */
        public LPPool withOptions(PoolOptions others) {
            return new LPPool(axes, norm, kernel, others);
        }

        @Override
        public Tensor apply(Tensor x) {
            int[] window = kernel.toArray();
            return switch (axes) {
                case 1 -> F.lpPool1d(x, norm, window, options);
                case 2 -> F.lpPool2d(x, norm, window, options);
                default -> F.lpPool3d(x, norm, window, options);
            };
        }
    }

    /**
     * The means of windows that give a result of a size: {@code F.adaptiveAvgPool1d, F.adaptiveAvgPool2d, F.adaptiveAvgPool3d}.
     *
     * @param axes 1, 2 or 3
     * @param size lengths of the result's last axes
     */
    record AdaptiveAvgPool(int axes, Ints size) implements Pooling {
        /** Checks the number of axes. */
        public AdaptiveAvgPool {
            Present.require(AdaptiveAvgPool.class, size);
            require("AdaptiveAvgPool", axes);
        }

        @Override
        public Tensor apply(Tensor x) {
            int[] output = size.toArray();
            return switch (axes) {
                case 1 -> F.adaptiveAvgPool1d(x, output);
                case 2 -> F.adaptiveAvgPool2d(x, output);
                default -> F.adaptiveAvgPool3d(x, output);
            };
        }
    }

    /**
     * The largest of windows that give a result of a size: {@code F.adaptiveMaxPool1d, F.adaptiveMaxPool2d, F.adaptiveMaxPool3d}.
     *
     * @param axes 1, 2 or 3
     * @param size lengths of the result's last axes
     */
    record AdaptiveMaxPool(int axes, Ints size) implements Pooling {
        /** Checks the number of axes. */
        public AdaptiveMaxPool {
            Present.require(AdaptiveMaxPool.class, size);
            require("AdaptiveMaxPool", axes);
        }

        @Override
        public Tensor apply(Tensor x) {
            int[] output = size.toArray();
            return switch (axes) {
                case 1 -> F.adaptiveMaxPool1d(x, output);
                case 2 -> F.adaptiveMaxPool2d(x, output);
                default -> F.adaptiveMaxPool3d(x, output);
            };
        }
    }

    private static void require(String layer, int axes) {
        ArgumentException.require(axes >= 1 && axes <= 3, layer, "axes", axes, "1, 2 or 3");
    }

    /** The largest of windows side by side along the last axis. */
    static MaxPool maxPool1d(int... kernel) {
        return new MaxPool(1, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The largest of windows side by side along the last two axes. */
    static MaxPool maxPool2d(int... kernel) {
        return new MaxPool(2, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The largest of windows side by side along the last three axes. */
    static MaxPool maxPool3d(int... kernel) {
        return new MaxPool(3, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The means of windows side by side along the last axis. */
    static AvgPool avgPool1d(int... kernel) {
        return new AvgPool(1, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The means of windows side by side along the last two axes. */
    static AvgPool avgPool2d(int... kernel) {
        return new AvgPool(2, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The means of windows side by side along the last three axes. */
    static AvgPool avgPool3d(int... kernel) {
        return new AvgPool(3, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The norms of windows side by side along the last axis. */
    static LPPool lpPool1d(double norm, int... kernel) {
        return new LPPool(1, norm, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The norms of windows side by side along the last two axes. */
    static LPPool lpPool2d(double norm, int... kernel) {
        return new LPPool(2, norm, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The norms of windows side by side along the last three axes. */
    static LPPool lpPool3d(double norm, int... kernel) {
        return new LPPool(3, norm, Ints.of(kernel), PoolOptions.DEFAULT);
    }

    /** The means of windows along the last axis that give a result of a size. */
    static AdaptiveAvgPool adaptiveAvgPool1d(int... size) {
        return new AdaptiveAvgPool(1, Ints.of(size));
    }

    /** The means of windows along the last two axes that give a result of a size. */
    static AdaptiveAvgPool adaptiveAvgPool2d(int... size) {
        return new AdaptiveAvgPool(2, Ints.of(size));
    }

    /** The means of windows along the last three axes that give a result of a size. */
    static AdaptiveAvgPool adaptiveAvgPool3d(int... size) {
        return new AdaptiveAvgPool(3, Ints.of(size));
    }

    /** The largest of windows along the last axis that give a result of a size. */
    static AdaptiveMaxPool adaptiveMaxPool1d(int... size) {
        return new AdaptiveMaxPool(1, Ints.of(size));
    }

    /** The largest of windows along the last two axes that give a result of a size. */
    static AdaptiveMaxPool adaptiveMaxPool2d(int... size) {
        return new AdaptiveMaxPool(2, Ints.of(size));
    }

    /** The largest of windows along the last three axes that give a result of a size. */
    static AdaptiveMaxPool adaptiveMaxPool3d(int... size) {
        return new AdaptiveMaxPool(3, Ints.of(size));
    }
}
