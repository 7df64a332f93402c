package org.covector.gradcheck;

/** Placeholder of the first build. */
final class Gradcheck {
    private Gradcheck() {}
}
