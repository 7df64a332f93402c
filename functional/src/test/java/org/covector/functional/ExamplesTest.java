package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.NdArray;
import org.covector.functional.Javadoc.Snippet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of the documentation compiles and runs. Where a comment follows a statement that assigns a variable, at its end or alone
 * on the next line, the variable has the value that it says: text as it stands, numbers with decimals to as many as are written.
 */
class ExamplesTest {
    private static final String IMPORTS = """
            import io.vavr.*;
            import io.vavr.collection.Seq;
            import io.vavr.control.Option;
            import java.util.*;
            import java.util.function.*;
            import org.covector.engine.*;
            import org.covector.functional.*;
            import org.covector.functional.io.*;
            import org.covector.functional.nn.*;
            import org.covector.functional.optim.*;
            import org.covector.functional.optim.schedule.*;
            import org.covector.functional.train.*;
            """;

    /** A statement that assigns a variable, from its last line break on. */
    private static final Pattern ASSIGNS = Pattern.compile("^(?:[\\w.]+(?:<.*?>)?(?:\\[])* )?(\\w+) = ", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?");
    private static final double EXACT = 1e-6;

    @TempDir
    private Path folder;

    /** What an example said and what was found, by variable. */
    private record Program(Snippet snippet, String name, String source, List<String> values) {}

    private static List<Program> programs() throws IOException {
        try (Stream<Path> files = Files.walk(Javadoc.SOURCES)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().flatMap(f -> Javadoc.snippets(f).stream())
                    .map(ExamplesTest::program).toList();
        }
    }

    private static Program program(Snippet snippet) {
        String name = snippet.file().replace(".java", "") + "_" + snippet.line();
        List<String> values = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (String statement : statements(snippet.code())) {
            int comment = comment(statement);
            String code = statement.substring(0, comment).strip();
            Matcher assigns = ASSIGNS.matcher(code);
            body.append(code).append('\n');
            if (comment < statement.length() && assigns.find()) {
                body.append("seen.accept(").append(values.size()).append(", ").append(assigns.group(1)).append(");\n");
                values.add(statement.substring(comment).replaceAll("(?m)^\\s*//", " ").strip());
            }
        }
        return new Program(snippet, name, IMPORTS + "public class " + name
                + " {\npublic static void run(BiConsumer<Integer, Object> seen) throws Exception {\n" + body + "}\n}\n", values);
    }

    /** Statements, each with the comments that follow it up to an empty line or the next statement; comments in front stand alone. */
    private static List<String> statements(String code) {
        List<String> all = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '"' || c == '\'') {
                i = literal(code, i);
            } else if (code.startsWith("//", i)) {
                i = Math.min(code.length(), (code + "\n").indexOf('\n', i)) - 1;
            } else {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                if (depth == 0 && (c == ';' || c == '}' && !code.substring(i + 1).strip().matches("(?s)[;,).].*"))) {
                    int end = comments(code, i + 1);
                    all.add(code.substring(from, end).strip());
                    from = end;
                    i = end - 1;
                }
            }
        }
        all.add(code.substring(from).strip());
        return all.stream().filter(s -> !s.isBlank()).toList();
    }

    /** The end of a literal that begins at an index. */
    private static int literal(String code, int at) {
        int i = at + 1;
        while (code.charAt(i) != code.charAt(at)) {
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    /** The end of the comments that follow an index without an empty line between. */
    private static int comments(String code, int at) {
        Matcher m = Pattern.compile("\\G[ \\t]*\\n?[ \\t]*//[^\\n]*").matcher(code);
        int end = at;
        while (m.find(end)) {
            end = m.end();
        }
        return end;
    }

    /** Where the comments that end a statement begin. */
    private static int comment(String statement) {
        Matcher m = Pattern.compile("[;}]\\s*(//[^\\n]*\\s*)+$").matcher(statement);
        return m.find() ? m.start() + 1 : statement.length();
    }

    @Test
    void examplesCompileAndHaveTheirValues() throws IOException {
        List<Program> programs = programs();
        assertThat(programs.size()).isGreaterThan(300);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        String errors = compile(programs, classes);
        assertThat(errors).as("examples that do not compile: the name is the file with the line of the example").isEmpty();
        List<String> wrong = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {url(classes)}, Tensor.class.getClassLoader())) {
            programs.forEach(p -> run(p, loader, wrong));
        }
        assertThat(wrong).isEmpty();
    }

    /** What javac says. */
    private String compile(List<Program> programs, Path classes) throws IOException {
        String path = Stream.of(Tensor.class, NdArray.class, Tuple.class).map(ExamplesTest::home)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments = new ArrayList<>(
                List.of("-nowarn", "-proc:none", "-Xmaxerrs", "1000", "-d", classes.toString(), "-cp", path));
        for (Program p : programs) {
            arguments.add(Files.writeString(folder.resolve(p.name() + ".java"), p.source()).toString());
        }
        StringWriter said = new StringWriter();
        int result = ToolProvider.findFirst("javac").orElseThrow()
                .run(new PrintWriter(said), new PrintWriter(said), arguments.toArray(String[]::new));
        return result == 0 ? "" : said.toString();
    }

    private static String home(Class<?> member) {
        CodeSource source = member.getProtectionDomain().getCodeSource();
        return Path.of(URI.create(source.getLocation().toString())).toString();
    }

    private static URL url(Path folder) {
        try {
            return folder.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void run(Program p, ClassLoader loader, List<String> wrong) {
        String at = p.snippet().file() + ":" + p.snippet().line() + ": ";
        BiConsumer<Integer, Object> seen = (i, value) -> {
            String found = show(value);
            if (!agree(p.values().get(i), found)) {
                wrong.add(at + p.values().get(i) + " is " + found);
            }
        };
        try {
            loader.loadClass(p.name()).getMethod("run", BiConsumer.class).invoke(null, seen);
        } catch (InvocationTargetException e) {
            wrong.add(at + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(at, e);
        }
    }

    // ---- values as text

    static String show(Object value) {
        return switch (value) {
            case Tensor t -> tensor(Autograd.stopGradient(t));
            case Tuple t -> t.toSeq().map(ExamplesTest::show).mkString("(", ", ", ")");
            case Iterable<?> all -> io.vavr.collection.List.ofAll(all).map(ExamplesTest::show).mkString("[", ", ", "]");
            case double[] all -> Arrays.stream(all).mapToObj(ExamplesTest::number).collect(Collectors.joining(", ", "[", "]"));
            case int[] all -> Arrays.toString(all);
            case long[] all -> Arrays.toString(all);
            case float[] all -> Arrays.toString(all);
            case boolean[] all -> Arrays.toString(all);
            case Object[] all -> Arrays.stream(all).map(ExamplesTest::show).collect(Collectors.joining(", ", "[", "]"));
            case Double d -> number(d);
            default -> String.valueOf(value);
        };
    }

    private static String tensor(Tensor t) {
        if (t.rank() > 0) {
            return IntStream.range(0, t.dim(0)).mapToObj(i -> tensor(F.select(t, 0, i))).collect(Collectors.joining(", ", "[", "]"));
        }
        return switch (t.dtype()) {
            case BOOL -> String.valueOf(t.item() != 0);
            case INT64 -> String.valueOf(t.toLongArray()[0]);
            default -> number(t.item());
        };
    }

    private static String number(double d) {
        return Double.isFinite(d) ? new BigDecimal(d == 0 ? 0 : d).toPlainString() : String.valueOf(d);
    }

    /** Whether texts agree but for spaces, and numbers to the digits that are said. */
    static boolean agree(String said, String found) {
        Matcher a = NUMBER.matcher(said);
        Matcher b = NUMBER.matcher(found);
        int i = 0;
        int j = 0;
        while (a.find()) {
            if (!b.find() || !words(said.substring(i, a.start())).equals(words(found.substring(j, b.start())))
                    || !close(new BigDecimal(a.group()), new BigDecimal(b.group()))) {
                return false;
            }
            i = a.end();
            j = b.end();
        }
        return !b.find() && words(said.substring(i)).equals(words(found.substring(j)));
    }

    private static String words(String text) {
        return text.replaceAll("\\s", "");
    }

    private static boolean close(BigDecimal said, BigDecimal found) {
        double half = said.scale() > 0 ? 0.5000001 * said.ulp().doubleValue() : EXACT * Math.max(1, Math.abs(said.doubleValue()));
        return said.subtract(found).abs().doubleValue() <= half;
    }
}
