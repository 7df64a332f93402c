package org.covector.engine.codegen;

/** Which loop serves a call. {@code -Dcovector.path=scalar} or {@code vector} forces one, so that tests can compare their bits. */
enum Path {
    /** The vector loop where it is warm and the array long enough. */
    CHOSEN,
    /** Always lane by lane. */
    SCALAR,
    /** Vectors, compiled or not, wherever a row holds one. */
    VECTOR;

    static final Path FORCED = named(System.getProperty("covector.path", "chosen"));

    private static Path named(String name) {
        for (Path p : values()) {
            if (p.name().equalsIgnoreCase(name)) {
                return p;
            }
        }
        throw new IllegalArgumentException("-Dcovector.path=" + name + ": chosen, scalar or vector");
    }
}
