package org.covector.functional;

/** Placeholder of the first build. */
final class F {
    private F() {}
}
