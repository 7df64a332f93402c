package org.covector.engine.codegen;

final class Placeholder {
    private Placeholder() {}
}
