package org.covector.engine.runtime;

/**
 * Says what to do where the JVM lacks the module that gives Java its vectors. Mentions none of that module's types: it must run
 * where they cannot be loaded. Asked where something is computed, never where a class is initialised: a class that failed to initialise
 * says so ever after, and not why.
 */
public final class VectorModuleCheck {
    private static final String MODULE = "jdk.incubator.vector";
    private static final boolean PRESENT = ModuleLayer.boot().findModule(MODULE).isPresent();

    private VectorModuleCheck() {}

    /** Returns if vectors are available, else throws with the flag and the places to put it. */
    public static void requireVectors() {
        if (!PRESENT) {
            throw new IllegalStateException(message());
        }
    }

    static String message() {
        String flag = "--add-modules " + MODULE;
        return """
                Covector needs the JDK module %s, which a JVM started with a class path does not load by itself. Add
                    %s
                in one of these places:
                  1. the command line:      java %s -cp ... YourMain
                  2. the build's JVM flags: Maven surefire <argLine>%s</argLine>, Gradle jvmArgs("--add-modules", "%s")
                  3. the environment:       JDK_JAVA_OPTIONS="%s"
                On the module path ("requires org.covector.engine") no flag is needed."""
                .formatted(MODULE, flag, flag, flag, MODULE, flag);
    }
}
