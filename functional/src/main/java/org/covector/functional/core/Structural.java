package org.covector.functional.core;

/**
 * A primitive of the library that is not pointwise: a record of its attributes. Its rules are not optional: one that lacks a forward or
 * batching rule does not compile. {@link Linear}, {@link Constant} and {@link Composed} have some that follow from what they are.
 */
public non-sealed interface Structural extends Primitive {}
