package org.covector.engine.codegen;

import java.util.Locale;

/** Which loop serves a call. {@code -Dcovector.path=scalar} or {@code vector} forces one, so that tests can compare their bits. */
enum Path {
    /** The vector loop where it is warm and the array long enough. */
    CHOSEN,
    /** Always lane by lane. */
    SCALAR,
    /** Vectors, cold or not, wherever a row holds one. */
    VECTOR;

    static final Path FORCED = valueOf(System.getProperty("covector.path", "chosen").toUpperCase(Locale.ROOT));
}
