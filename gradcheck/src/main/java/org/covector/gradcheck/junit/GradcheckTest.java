package org.covector.gradcheck.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.covector.gradcheck.sample.Inputs;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once per seed, each time with other random inputs, and says how to run a failed one again.
 *
 * <pre>{@code
 * @GradcheckTest(shapes = {"m,k", "n,k", "n"}, seeds = 5)
 * void linear(GradientSubject subject) {
 *     subject.assertProven3((x, w, b) -> F.linear(x, w, b));
 * }
 * }</pre>
 *
 * <p>The method may also take the inputs themselves, as many parameters of type {@code Tensor} as there are shapes, the seed as a
 * {@code long}, and whatever other extensions give. JUnit wants it to return nothing. Display names carry the seed and the shapes;
 * each check publishes a report entry with the verdicts counted; a failure is an {@code AssertionFailedError} that expects the
 * difference quotients. A method that checks nothing fails. Tests may run at the same time.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(GradcheckExtension.class)
public @interface GradcheckTest {
    /**
     * The inputs, a text for each: {@code "3,4"}, {@code ""} for a scalar, {@code "n,k"} with lengths random but equal by name,
     * {@code "float32 5"}, {@code "n in 0.1..2"}, {@code "int64 b below n"}; see {@link Inputs}.
     */
    String[] shapes();

    /** How many seeds, from 1. */
    int seeds() default 3;

    /** These seeds and no others: to run a failed test again. */
    long[] seed() default {};

    /** The highest order of differentiation. */
    int order() default 2;

    /** The longest of the lengths that have names. */
    int longest() default 5;

    /** The name of the function in reports; empty for that of the method. */
    String name() default "";
}
