package org.covector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's Java compiles and runs as it stands there. A block with a {@code main} is a complete program: it is run by {@code java
 * FILE}, and prints the text that follows it. Any other is a class of tests: it stands word for word among gradcheck's tests, where it
 * runs.
 */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```\\n(?:\\n?```text\\n(.*?)```)?", Pattern.DOTALL);

    private record Block(String code, String prints) {
        boolean isProgram() {
            return code.contains("void main()");
        }
    }

    @TempDir
    private Path folder;

    private static List<Block> blocks() throws IOException {
        Matcher m = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
        return m.results().map(r -> new Block(r.group(1), r.group(2) == null ? "" : r.group(2))).toList();
    }

    @TestFactory
    Stream<DynamicTest> programsRun() throws IOException {
        List<Block> programs = blocks().stream().filter(Block::isProgram).toList();
        assertThat(programs).hasSizeGreaterThanOrEqualTo(3);
        return IntStream.range(0, programs.size()).mapToObj(i -> dynamicTest("program " + (i + 1),
                () -> runs(programs.get(i), "Program" + i + ".java")));
    }

    private void runs(Block program, String name) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(name), program.code());
        String path = System.getProperty("jdk.module.path", "") + File.pathSeparator + System.getProperty("java.class.path");
        Path printed = folder.resolve(name + ".out");
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "-cp", path, file.toString())
                .redirectError(folder.resolve("errors").toFile()).redirectOutput(printed.toFile()).start();
        try {
            assertThat(java.waitFor(1, TimeUnit.MINUTES)).as("the program ends").isTrue();
            assertThat(java.exitValue()).as("%s%n%s", program.code(), Files.readString(folder.resolve("errors"))).isZero();
            assertThat(Files.readString(printed)).isEqualTo(program.prints());
        } finally {
            java.destroyForcibly();
        }
    }

    @Test
    void theFirstProgramNeedsOneImport() throws IOException {
        assertThat(blocks().getFirst().code().lines().filter(line -> line.startsWith("import ")))
                .containsExactly("import org.covector.functional.*;");
    }

    @Test
    void classesOfTestsRunInGradcheck() throws IOException {
        List<Block> classes = blocks().stream().filter(b -> !b.isProgram()).toList();
        assertThat(classes).hasSize(1);
        String tests = Files.readString(ROOT.resolve("gradcheck/src/test/java/org/covector/gradcheck/GradientsTest.java"));
        assertThat(tests).isEqualTo("package org.covector.gradcheck;\n\n" + classes.getFirst().code());
    }

    @Test
    void theKotlinPageShowsTheFilesThatItsProfileRuns() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/kotlin.md"));
        for (String file : List.of("Operators.kt", "First.kt")) {
            assertThat(page).contains("```kotlin\n" + Files.readString(Path.of("src/kotlin", file)) + "```");
        }
    }
}
