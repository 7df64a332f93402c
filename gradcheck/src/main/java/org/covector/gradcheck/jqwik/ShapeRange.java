package org.covector.gradcheck.jqwik;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Ranks and lengths of {@code @ForAll Shape s} and {@code @ForAll Tensor x}; the lengths also bound the named ones of {@link TensorOf}. */
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ShapeRange {
    /** Fewest axes. */
    int minRank() default 0;

    /** Most axes. */
    int maxRank() default 3;

    /** Shortest axis. */
    int minLength() default 1;

    /** Longest axis. */
    int maxLength() default 4;
}
