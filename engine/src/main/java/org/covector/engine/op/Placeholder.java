package org.covector.engine.op;

final class Placeholder {
    private Placeholder() {}
}
