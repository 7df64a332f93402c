package org.covector.functional;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface whose implementations are parts of models: where a record has a component of this type, a {@link Tree} derived from it looks
 * into the record that stands there; what is no record, a function, is fixed.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Parts {}
