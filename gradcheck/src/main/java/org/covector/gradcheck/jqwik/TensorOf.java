package org.covector.gradcheck.jqwik;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.covector.engine.DType;
import org.covector.gradcheck.sample.Inputs;
import org.covector.gradcheck.sample.Layout;
import org.covector.gradcheck.sample.Magnitude;

/**
 * Which tensors {@code @ForAll Tensor x} stands for, or, with several texts, which lists {@code @ForAll List<Tensor> x} does:
 * {@code @TensorOf({"m,k", "n,k", "n"})}.
 */
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TensorOf {
    /** Inputs in words, as {@code "float32 3,n in 0.1..2"}; see {@link Inputs}. None: any shape. */
    String[] value() default {};

    /** Element types, the simplest first. */
    DType[] dtype() default DType.FLOAT64;

    /** The smallest element. */
    double low() default Double.NEGATIVE_INFINITY;

    /** The largest element. */
    double high() default Double.POSITIVE_INFINITY;

    /** Magnitudes of elements without bounds; none named means all. */
    Magnitude[] magnitude() default {};

    /** Layouts; none named means all. */
    Layout[] layout() default {};

    /** Whether some tensors have few different elements. */
    boolean ties() default true;
}
