package org.covector.functional.core;

/** A primitive of the library that is not pointwise: a record of its attributes. Users' own go to {@link Custom}. */
public non-sealed interface Structural extends Primitive {}
