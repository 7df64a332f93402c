package org.covector.functional.core;

import org.covector.engine.NdArray;
import org.covector.functional.Tensor;

/**
 * A primitive whose results have shapes that depend on elements: how many are not zero, or distinct. A program that is traced once for all
 * elements cannot hold it, and examples side by side would need results of different lengths: both refuse it by its name.
 */
public interface DataDependent extends Structural {
    @Override
    default Tensor[] batch(Batch at, Tensor... x) {
        throw refused("vmap: the mapped function");
    }

    /** The refusal of a transformation, described up to the word "calls". */
    default IllegalStateException refused(String transformation) {
        return new IllegalStateException(transformation + " calls " + name() + ", whose result has a shape that depends on elements;"
                + " accepted: functions whose shapes depend on shapes only");
    }

    /** The elements of an argument that decide the course of {@code function}, which is named where they may not be read. */
    public static NdArray elements(String function, Tensor x) {
        try {
            return x.array();
        } catch (IllegalStateException mapped) {
            throw new IllegalStateException(function + " reads the elements of an argument: " + mapped.getMessage(), mapped);
        }
    }
}
