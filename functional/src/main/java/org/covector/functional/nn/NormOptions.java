package org.covector.functional.nn;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.core.Present;

/**
 * Options of batch and instance norms.
 *
 * {@snippet :
 * NormOptions o = NormOptions.batch(2).withAffine(false).withTrackRunningStats(false);
 * BatchNorm1d norm = BatchNorm1d.init(o);
 * long parameters = BatchNorm1d.TREE.count(norm); // 0
 * }
 *
 * @param numFeatures channels
 * @param eps added to the variance
 * @param momentum how far running statistics move; none means {@code 1 / number of batches}, the mean of all
 * @param affine whether there are a weight and a bias
 * @param trackRunningStats whether there are running statistics
 * @param dtype FLOAT32 or FLOAT64
 */
public record NormOptions(int numFeatures, double eps, Option<Double> momentum, boolean affine, boolean trackRunningStats, DType dtype) {
    /** Checks the number of channels. */
    public NormOptions {
        Present.require(NormOptions.class, momentum, dtype);
        ArgumentException.require(numFeatures >= 0, "BatchNorm", "numFeatures", numFeatures, "0 or more");
        NormState.check("BatchNorm", Option.none(), Option.none(), momentum, eps);
    }

    /** eps 1e-5, momentum 0.1, affine, with running statistics, FLOAT32: the defaults of batch norms. */
    public static NormOptions batch(int numFeatures) {
        return new NormOptions(numFeatures, 1e-5, Option.of(0.1), true, true, DType.FLOAT32);
    }

    /** eps 1e-5, momentum 0.1, nothing else, FLOAT32: the defaults of instance norms. */
    public static NormOptions instance(int numFeatures) {
        return new NormOptions(numFeatures, 1e-5, Option.of(0.1), false, false, DType.FLOAT32);
    }

    /** With another eps. */
    public NormOptions withEps(double added) {
        return new NormOptions(numFeatures, added, momentum, affine, trackRunningStats, dtype);
    }

    /** With another momentum. */
    public NormOptions withMomentum(Option<Double> fraction) {
        return new NormOptions(numFeatures, eps, fraction, affine, trackRunningStats, dtype);
    }

    /** With or without weight and bias. */
    public NormOptions withAffine(boolean is) {
        return new NormOptions(numFeatures, eps, momentum, is, trackRunningStats, dtype);
    }

    /** With or without running statistics. */
    public NormOptions withTrackRunningStats(boolean is) {
        return new NormOptions(numFeatures, eps, momentum, affine, is, dtype);
    }

    /** Of another dtype than FLOAT32. */
    public NormOptions withDtype(DType other) {
        return new NormOptions(numFeatures, eps, momentum, affine, trackRunningStats, other);
    }
}
