package org.covector.engine.kernel;

final class Placeholder {
    private Placeholder() {}
}
