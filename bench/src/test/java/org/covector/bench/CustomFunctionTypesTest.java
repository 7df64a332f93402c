package org.covector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of cotangents is in the type of a custom function. Here, because this module sees the compiler. */
class CustomFunctionTypesTest {
    @TempDir
    private Path classes;

    @Test
    void doesNotCompileWithAWrongNumberOfCotangents() {
        assertThat(compiles("() -> dy, () -> dy")).isTrue();
        assertThat(compiles("() -> dy")).isFalse();
        assertThat(compiles("() -> dy, () -> dy, () -> dy")).isFalse();
    }

    private boolean compiles(String cotangents) {
        String code = """
                import io.vavr.Function2;
                import io.vavr.Tuple;
                import org.covector.functional.CustomVjp;
                import org.covector.functional.F;
                import org.covector.functional.Tensor;
                class Snippet {
                    Function2<Tensor, Tensor, Tensor> f = CustomVjp.customVjp("f", (Tensor x, Tensor y) ->
                            CustomVjp.withPullback(F.add(x, y), dy -> Tuple.of(%s)));
                }
                """.formatted(cotangents);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignored) {
                return code;
            }
        };
        String path = System.getProperty("jdk.module.path", "") + File.pathSeparator + System.getProperty("java.class.path");
        return compiler.getTask(new StringWriter(), null, _ -> { }, List.of("-proc:none", "-d", classes.toString(), "-cp", path), null,
                List.of(source)).call();
    }
}
