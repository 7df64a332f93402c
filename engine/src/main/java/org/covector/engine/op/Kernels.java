package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.kernel.ArgKernel;
import org.covector.engine.kernel.DoubleArg;
import org.covector.engine.kernel.DoubleExtremum;
import org.covector.engine.kernel.DoubleFinish;
import org.covector.engine.kernel.DoubleNorm;
import org.covector.engine.kernel.DoubleProduct;
import org.covector.engine.kernel.DoubleScan;
import org.covector.engine.kernel.DoubleShiftedSum;
import org.covector.engine.kernel.DoubleSum;
import org.covector.engine.kernel.FinishKernel;
import org.covector.engine.kernel.FloatArg;
import org.covector.engine.kernel.FloatExtremum;
import org.covector.engine.kernel.FloatFinish;
import org.covector.engine.kernel.FloatNorm;
import org.covector.engine.kernel.FloatProduct;
import org.covector.engine.kernel.FloatScan;
import org.covector.engine.kernel.FloatShiftedSum;
import org.covector.engine.kernel.FloatSum;
import org.covector.engine.kernel.LongArg;
import org.covector.engine.kernel.LongReduce;
import org.covector.engine.kernel.LongScan;
import org.covector.engine.kernel.NormKernel;
import org.covector.engine.kernel.ReduceKernel;
import org.covector.engine.kernel.ScanKernel;
import org.covector.engine.kernel.ShiftedSumKernel;
import org.covector.engine.kernel.Term;
import org.covector.engine.storage.Storage;

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

    static ShiftedSumKernel shiftedSum(DType dtype, Term term, double power) {
        return dtype == DType.FLOAT32 ? new FloatShiftedSum(term, power, true) : new DoubleShiftedSum(term, power, true);
    }

    static FinishKernel finish(DType dtype) {
        return dtype == DType.FLOAT32 ? new FloatFinish() : new DoubleFinish();
    }

    static NormKernel norm(DType dtype) {
        return dtype == DType.FLOAT32 ? new FloatNorm(true) : new DoubleNorm(true);
    }

    static ScanKernel scan(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> new FloatScan(true);
            case FLOAT64 -> new DoubleScan(true);
            case INT64, BOOL -> new LongScan();
        };
    }

    /** The elements dense in storage of which they are the first. */
    static NdArray compact(NdArray x) {
        NdArray d = x.dense();
        if (d.offset() == 0) {
            return d;
        }
        Storage s = Storage.allocate(d.dtype(), d.size());
        d.storage().copyRun(d.offset(), 1, s, 0, s.length());
        return NdArray.wrap(s, d.shape());
    }

    /** Throws, naming {@code function}, unless the dtype is FLOAT32 or FLOAT64. */
    static void requireFloat(String function, DType dtype) {
        ArgumentException.require(dtype == DType.FLOAT32 || dtype == DType.FLOAT64, function, "dtype of x", dtype, "FLOAT32 or FLOAT64");
    }
}
