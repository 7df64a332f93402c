package org.covector.engine.expr;

/** Functions without a formula of bounded size. */
public final class Special {
    private Special() {}
}
