package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.kernel.ArgKernel;
import org.covector.engine.kernel.DoubleArg;
import org.covector.engine.kernel.DoubleExpSum;
import org.covector.engine.kernel.DoubleExtremum;
import org.covector.engine.kernel.DoubleProduct;
import org.covector.engine.kernel.DoubleSum;
import org.covector.engine.kernel.ExpSumKernel;
import org.covector.engine.kernel.FloatArg;
import org.covector.engine.kernel.FloatExpSum;
import org.covector.engine.kernel.FloatExtremum;
import org.covector.engine.kernel.FloatProduct;
import org.covector.engine.kernel.FloatSum;
import org.covector.engine.kernel.LongArg;
import org.covector.engine.kernel.LongReduce;
import org.covector.engine.kernel.ReduceKernel;

/** The reduction kernel of each dtype. */
final class Kernels {
    private Kernels() {}

    static ReduceKernel sum(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> new FloatSum(true);
            case FLOAT64 -> new DoubleSum(true);
            case INT64, BOOL -> LongReduce.SUM;
        };
    }

    static ReduceKernel prod(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> new FloatProduct();
            case FLOAT64 -> new DoubleProduct();
            case INT64, BOOL -> LongReduce.PROD;
        };
    }

    static ReduceKernel extremum(DType dtype, int sign) {
        return switch (dtype) {
            case FLOAT32 -> new FloatExtremum(sign, true);
            case FLOAT64 -> new DoubleExtremum(sign, true);
            case INT64, BOOL -> sign > 0 ? LongReduce.MAX : LongReduce.MIN;
        };
    }

    static ArgKernel arg(DType dtype, int sign) {
        return switch (dtype) {
            case FLOAT32 -> new FloatArg(sign, true);
            case FLOAT64 -> new DoubleArg(sign, true);
            case INT64, BOOL -> sign > 0 ? LongArg.MAX : LongArg.MIN;
        };
    }

    static ExpSumKernel expSum(DType dtype) {
        return dtype == DType.FLOAT32 ? new FloatExpSum(true) : new DoubleExpSum(true);
    }

    /** Throws, naming {@code function}, unless the dtype is FLOAT32 or FLOAT64. */
    static void requireFloat(String function, DType dtype) {
        ArgumentException.require(dtype == DType.FLOAT32 || dtype == DType.FLOAT64, function, "dtype of x", dtype, "FLOAT32 or FLOAT64");
    }
}
