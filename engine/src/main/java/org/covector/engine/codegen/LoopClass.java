package org.covector.engine.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;

/** Generated code becomes a hidden class, collected with its last kernel. */
final class LoopClass {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** Where class files are written for inspection; a directory. */
    private static final String DUMP = "covector.dump";

    private LoopClass() {}

    /** A loop of the program, of vectors or lane by lane. */
    static Loop define(Program program, boolean isVector) {
        String name = identifier(program) + (isVector ? "_vector" : "_scalar");
        byte[] file = LoopEmitter.emit(program, isVector, ClassDesc.of(Loop.class.getPackageName(), name));
        dump(name, file);
        try {
            Class<?> c = LOOKUP.defineHiddenClass(file, true).lookupClass();
            return (Loop) LOOKUP.findConstructor(c, MethodType.methodType(void.class)).invoke();
        } catch (Throwable e) { // MethodHandle.invoke declares it
            throw new IllegalStateException("cannot load the generated class of " + program.name(), e);
        }
    }

    private static String identifier(Program p) {
        StringBuilder b = new StringBuilder(p.name());
        for (int i = 0; i < b.length(); i++) {
            if (!Character.isJavaIdentifierPart(b.charAt(i))) {
                b.setCharAt(i, '_');
            }
        }
        b.append('_').append(p.element());
        for (int k = 0; k < p.inputs().size() && p.constants() != 0; k++) {
            b.append(p.isConstant(k) ? 'c' : 'd');
        }
        return b.toString();
    }

    private static void dump(String name, byte[] file) {
        String directory = System.getProperty(DUMP, "");
        if (directory.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(Path.of(directory));
            Files.write(Path.of(directory, name + ".class"), file);
        } catch (IOException e) {
            throw new UncheckedIOException("-D" + DUMP + "=" + directory, e);
        }
    }
}
