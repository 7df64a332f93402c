package org.covector.engine.dispatch;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.kernel.norm.DoubleNorm;
import org.covector.engine.kernel.norm.DoubleSoftmax;
import org.covector.engine.kernel.norm.DoubleSoftmaxBackward;
import org.covector.engine.kernel.norm.FloatNorm;
import org.covector.engine.kernel.norm.FloatSoftmax;
import org.covector.engine.kernel.norm.FloatSoftmaxBackward;
import org.covector.engine.kernel.norm.NormKernel;
import org.covector.engine.kernel.norm.RunMap;
import org.covector.engine.kernel.reduction.ArgKernel;
import org.covector.engine.kernel.reduction.DoubleArg;
import org.covector.engine.kernel.reduction.DoubleExtremum;
import org.covector.engine.kernel.reduction.DoubleFinish;
import org.covector.engine.kernel.reduction.DoubleProduct;
import org.covector.engine.kernel.reduction.DoubleScan;
import org.covector.engine.kernel.reduction.DoubleShiftedSum;
import org.covector.engine.kernel.reduction.DoubleSum;
import org.covector.engine.kernel.reduction.FinishKernel;
import org.covector.engine.kernel.reduction.FloatArg;
import org.covector.engine.kernel.reduction.FloatExtremum;
import org.covector.engine.kernel.reduction.FloatFinish;
import org.covector.engine.kernel.reduction.FloatProduct;
import org.covector.engine.kernel.reduction.FloatScan;
import org.covector.engine.kernel.reduction.FloatShiftedSum;
import org.covector.engine.kernel.reduction.FloatSum;
import org.covector.engine.kernel.reduction.LongArg;
import org.covector.engine.kernel.reduction.LongReduce;
import org.covector.engine.kernel.reduction.LongScan;
import org.covector.engine.kernel.reduction.ReduceKernel;
import org.covector.engine.kernel.reduction.ScanKernel;
import org.covector.engine.kernel.reduction.ShiftedSumKernel;
import org.covector.engine.kernel.reduction.Term;

/** The kernels of reductions and their like for each dtype, in scalar or vector loops. */
public final class ReductionKernels {
    private ReductionKernels() {}

    /** What a kernel is shared under. */
    private record Key(String name, DType dtype, int variant) {}

    /** Sums. */
    public static ReduceKernel sum(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> tiered("sum", dtype, 0, FloatSum::new, KernelWarmup::reduction);
            case FLOAT64 -> tiered("sum", dtype, 0, DoubleSum::new, KernelWarmup::reduction);
            case INT64, BOOL -> LongReduce.SUM;
        };
    }

    /** Products. */
    public static ReduceKernel prod(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> new FloatProduct();
            case FLOAT64 -> new DoubleProduct();
            case INT64, BOOL -> LongReduce.PROD;
        };
    }

    /** The largest elements ({@code sign} 1) or the smallest (-1). */
    public static ReduceKernel extremum(DType dtype, int sign) {
        return switch (dtype) {
            case FLOAT32 -> tiered("extremum", dtype, sign, v -> new FloatExtremum(sign, v), KernelWarmup::reduction);
            case FLOAT64 -> tiered("extremum", dtype, sign, v -> new DoubleExtremum(sign, v), KernelWarmup::reduction);
            case INT64, BOOL -> sign > 0 ? LongReduce.MAX : LongReduce.MIN;
        };
    }

    /** As {@link #extremum}, with their indices. */
    public static ArgKernel arg(DType dtype, int sign) {
        return switch (dtype) {
            case FLOAT32 -> tiered("arg", dtype, sign, v -> new FloatArg(sign, v), KernelWarmup::arg);
            case FLOAT64 -> tiered("arg", dtype, sign, v -> new DoubleArg(sign, v), KernelWarmup::arg);
            case INT64, BOOL -> sign > 0 ? LongArg.MAX : LongArg.MIN;
        };
    }

    /** Sums of a term of x - m; {@code power} is the exponent of {@link Term#POWER}. */
    public static ShiftedSumKernel shiftedSum(DType dtype, Term term, double power) {
        if (term == Term.POWER) { // no vector loop worth waiting for, and any number of powers
            return switch (dtype) {
                case FLOAT32 -> new FloatShiftedSum(term, power, false);
                case FLOAT64 -> new DoubleShiftedSum(term, power, false);
                case INT64, BOOL -> throw ArgumentException.notFloating("shiftedSum", dtype);
            };
        }
        return switch (dtype) {
            case FLOAT32 -> tiered("shiftedSum", dtype, term.ordinal(), v -> new FloatShiftedSum(term, power, v), KernelWarmup::shiftedSum);
            case FLOAT64 -> tiered("shiftedSum", dtype, term.ordinal(), v -> new DoubleShiftedSum(term, power, v),
                    KernelWarmup::shiftedSum);
            case INT64, BOOL -> throw ArgumentException.notFloating("shiftedSum", dtype);
        };
    }

    /** Softmax, or its logarithm. */
    public static RunMap softmax(DType dtype, boolean log) {
        return switch (dtype) {
            case FLOAT32 -> tiered("softmax", dtype, log ? 1 : 0, v -> new FloatSoftmax(log, v), KernelWarmup::runMap);
            case FLOAT64 -> tiered("softmax", dtype, log ? 1 : 0, v -> new DoubleSoftmax(log, v), KernelWarmup::runMap);
            case INT64, BOOL -> throw ArgumentException.notFloating("softmax", dtype);
        };
    }

    /** The pullbacks of {@link #softmax}. */
    public static RunMap softmaxBackward(DType dtype, boolean log) {
        return switch (dtype) {
            case FLOAT32 -> tiered("softmaxBackward", dtype, log ? 1 : 0, v -> new FloatSoftmaxBackward(log, v), KernelWarmup::runMap);
            case FLOAT64 -> tiered("softmaxBackward", dtype, log ? 1 : 0, v -> new DoubleSoftmaxBackward(log, v), KernelWarmup::runMap);
            case INT64, BOOL -> throw ArgumentException.notFloating("softmaxBackward", dtype);
        };
    }

    /** Normalisation and its pullbacks. */
    public static NormKernel norm(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> tiered("norm", dtype, 0, FloatNorm::new, KernelWarmup::norm);
            case FLOAT64 -> tiered("norm", dtype, 0, DoubleNorm::new, KernelWarmup::norm);
            case INT64, BOOL -> throw ArgumentException.notFloating("norm", dtype);
        };
    }

    /** Prefix sums, products and extremes. */
    public static ScanKernel scan(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> new FloatScan();
            case FLOAT64 -> new DoubleScan();
            case INT64, BOOL -> new LongScan();
        };
    }

    /** What is done with finished sums. */
    public static FinishKernel finish(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> new FloatFinish();
            case FLOAT64 -> new DoubleFinish();
            case INT64, BOOL -> throw ArgumentException.notFloating("finish", dtype);
        };
    }

    private interface OnDtype<K> {
        void run(K kernel, DType dtype);
    }

    private static <K> K tiered(String name, DType dtype, int variant, TieredKernel.Factory<K> factory, OnDtype<K> warmup) {
        return TieredKernel.kernel(new Key(name, dtype, variant), new TieredKernel.Plan<>(factory, k -> warmup.run(k, dtype)));
    }
}
