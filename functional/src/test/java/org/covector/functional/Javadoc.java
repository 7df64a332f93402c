package org.covector.functional;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documentation comments of a source file with what each is of, read from the text: no compiler's modules are needed to look at it. */
final class Javadoc {
    static final Path SOURCES = Path.of("src/main/java/org/covector/functional");

    private static final Pattern COMMENT = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("^([^=;{(]*?)(\\w+)\\s*\\(");
    private static final Pattern TAG = Pattern.compile("(?m)^@(param|return|throws)\\b");

    /** A method with the text of its comment: what comes before the first block tag, and each tag with its text. */
    record Method(String file, int line, String modifiersAndType, String name, Map<String, String> parameters, String description,
            Map<String, String> params, String returns, List<String> raises) {
        boolean isPublic(boolean inInterface) {
            return inInterface ? !modifiersAndType.contains("private") : modifiersAndType.contains("public");
        }

        @Override
        public String toString() {
            return file + ":" + line + " " + name + parameters.values();
        }
    }

    /** A code example: its lines, and the line of the file at which the first stands. */
    record Snippet(String file, int line, String code) {}

    private Javadoc() {}

    /** The file that declares a class. */
    static Path source(Class<?> type) {
        return SOURCES.resolve(type.getName().substring("org.covector.functional.".length()).replace('.', '/') + ".java");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The methods of a file that have a comment. */
    static List<Method> methods(Path file) {
        String text = read(file);
        List<Method> all = new ArrayList<>();
        Matcher comment = COMMENT.matcher(text);
        while (comment.find()) {
            String after = declaration(text, comment.end());
            Matcher m = METHOD.matcher(after);
            if (m.find() && !m.group(1).endsWith("record ")) { // their components are no method's
                String list = after.substring(m.end(), closing(after, m.end() - 1));
                all.add(method(file.getFileName().toString(), lineOf(text, text.indexOf(after, comment.end())), m.group(1), m.group(2),
                        parameters(list), plain(comment.group())));
            }
        }
        return all;
    }

    private static Method method(String file, int line, String head, String name, Map<String, String> parameters, String text) {
        Map<String, String> params = new LinkedHashMap<>();
        List<String> raises = new ArrayList<>();
        String returns = "";
        Matcher tag = TAG.matcher(text);
        int from = tag.find() ? tag.start() : text.length();
        String description = text.substring(0, from);
        while (from < text.length()) {
            int to = tag.find() ? tag.start() : text.length();
            String[] words = text.substring(from, to).strip().split("\\s+", 3);
            switch (words[0]) {
                case "@param" -> params.put(words[1], words.length > 2 ? words[2] : "");
                case "@return" -> returns = text.substring(from + words[0].length(), to).strip();
                default -> raises.add(words.length > 2 ? words[2] : "");
            }
            from = to;
        }
        return new Method(file, line, head, name, parameters, description.strip(), params, returns, raises);
    }

    /** What follows a comment, without annotations and remarks. */
    private static String declaration(String text, int at) {
        int i = at;
        while (true) {
            while (Character.isWhitespace(text.charAt(i)) || text.startsWith("//", i)) {
                i = text.charAt(i) == '/' ? text.indexOf('\n', i) : i + 1;
            }
            if (text.charAt(i) != '@' || text.startsWith("@interface", i)) {
                return text.substring(i);
            }
            i++;
            while (Character.isJavaIdentifierPart(text.charAt(i)) || text.charAt(i) == '.') {
                i++;
            }
            i = text.charAt(i) == '(' ? closing(text, i) + 1 : i;
        }
    }

    /** Where the bracket at an index is closed. */
    private static int closing(String text, int at) {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            depth += "([{".indexOf(text.charAt(i)) >= 0 ? 1 : ")]}".indexOf(text.charAt(i)) >= 0 ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new AssertionError("a bracket that is not closed: " + text.substring(at, Math.min(text.length(), at + 80)));
    }

    /** Names of parameters to types. */
    private static Map<String, String> parameters(String list) {
        Map<String, String> all = new LinkedHashMap<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= list.length(); i++) {
            char c = i < list.length() ? list.charAt(i) : ',';
            depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
            if (c == ',' && depth == 0 && !list.substring(from, i).isBlank()) {
                String one = list.substring(from, i).strip();
                int gap = one.lastIndexOf(' ');
                all.put(one.substring(gap + 1), one.substring(0, gap).strip());
                from = i + 1;
            }
        }
        return all;
    }

    /** A comment without its stars. */
    private static String plain(String comment) {
        return comment.substring(3, comment.length() - 2).replaceAll("(?m)^ *\\* ?", "").strip();
    }

    /** The comment of the type that a file is named after. */
    static String ofType(Path file) {
        String text = read(file);
        String before = text.substring(0, text.indexOf("\npublic "));
        return plain(before.substring(before.lastIndexOf("/**"), before.lastIndexOf("*/") + 2));
    }

    /** The examples in the comments of a file. */
    static List<Snippet> snippets(Path file) {
        String text = read(file);
        List<Snippet> all = new ArrayList<>();
        for (int at = text.indexOf("{@snippet"); at >= 0; at = text.indexOf("{@snippet", at + 1)) {
            int colon = text.indexOf(':', at) + 1;
            String code = text.substring(colon, closing(text, at)).replaceAll("(?m)^ *\\* ?", "");
            all.add(new Snippet(file.getFileName().toString(), lineOf(text, colon), code));
        }
        return all;
    }

    private static int lineOf(String text, int at) {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
