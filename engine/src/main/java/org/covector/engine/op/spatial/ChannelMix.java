package org.covector.engine.op.spatial;

import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.kernel.gemm.GemmMatrix;
import org.covector.engine.kernel.gemm.GemmTask;
import org.covector.engine.kernel.gemm.Tuning;
import org.covector.engine.op.Matmul;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/** A convolution whose kernel is a single element: for every image and group, a product of the weights with the pixels. */
record ChannelMix(int batch, int groups, int inputs, int outputs, int pixels) {
    /** {@code y = W x}, and a bias per row unless it is empty. */
    NdArray forward(NdArray x, NdArray w, NdArray bias, Shape shape) {
        Epilogue epilogue = bias.size() > 0 ? Epilogue.ROW_BIAS : Epilogue.NONE;
        Storage y = Storage.uninitialised(x.dtype(), shape.size());
        Object weights = w.storage().array();
        Object image = x.storage().array();
        Object to = y.array();
        Object added = bias.storage().array();
        each(x, (kernel, i) -> {
            int g = i % groups;
            kernel.multiply(new GemmTask(outputs, pixels, inputs,
                    new GemmMatrix(weights, w.offset() + g * outputs * inputs, 1, inputs),
                    new GemmMatrix(image, x.offset() + i * inputs * pixels, pixels, 1),
                    to, i * outputs * pixels, pixels, epilogue, added, bias.offset() + g * outputs));
        });
        return NdArray.wrap(y, shape);
    }

    /** {@code dx = W^T dy}. */
    NdArray inputGradient(NdArray dy, NdArray w, Shape shape) {
        Storage dx = Storage.uninitialised(dy.dtype(), shape.size());
        Object weights = w.storage().array();
        Object cotangent = dy.storage().array();
        Object to = dx.array();
        each(dy, (kernel, i) -> kernel.multiply(new GemmTask(inputs, pixels, outputs,
                new GemmMatrix(weights, w.offset() + i % groups * outputs * inputs, inputs, 1),
                new GemmMatrix(cotangent, dy.offset() + i * outputs * pixels, pixels, 1),
                to, i * inputs * pixels, pixels)));
        return NdArray.wrap(dx, shape);
    }

    /** {@code dW = sum over images of dy x^T}, in their order. */
    NdArray weightGradient(NdArray dy, NdArray x, Shape shape) {
        Storage dw = Storage.zeros(x.dtype(), shape.size()); // stays so without images
        GemmKernel kernel = Matmul.kernel(x.dtype());
        Object cotangent = dy.storage().array();
        Object image = x.storage().array();
        Object to = dw.array();
        EngineRuntime.parallel(groups, nanos(), g -> {
            for (int n = 0; n < batch; n++) {
                int i = n * groups + g;
                kernel.multiply(new GemmTask(outputs, inputs, pixels,
                        new GemmMatrix(cotangent, dy.offset() + i * outputs * pixels, 1, pixels),
                        new GemmMatrix(image, x.offset() + i * inputs * pixels, 1, pixels),
                        to, g * outputs * inputs, inputs, n == 0 ? Epilogue.NONE : Epilogue.ADD, to, 0));
            }
        });
        return NdArray.wrap(dw, shape);
    }

    private interface Product {
        void of(GemmKernel kernel, int imageAndGroup);
    }

    private void each(NdArray x, Product product) {
        GemmKernel kernel = Matmul.kernel(x.dtype());
        EngineRuntime.parallel(batch * groups, nanos(), i -> product.of(kernel, i));
    }

    private long nanos() {
        return Tuning.nanos((long) batch * groups * inputs * outputs * pixels);
    }
}
