package org.covector.functional;

/** Functions of tensors. */
public final class F extends Activation {
    private F() {}
}
