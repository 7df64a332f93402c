package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.functional.Javadoc.Method;
import org.covector.functional.pointwise.Arithmetic;
import org.covector.functional.pointwise.Comparison;
import org.covector.functional.pointwise.Elementary;
import org.covector.functional.pointwise.Rounding;
import org.junit.jupiter.api.Test;

/** Every public function is documented in all parts: formula, sentence, parameters, result, errors, example. */
class JavadocTest {
    /** What says of which shape or dtype a tensor is. */
    private static final Pattern SHAPE_OR_DTYPE = Pattern.compile("\\b(shapes?|dtypes?|scalars?|vectors?|matrix|matrices|ax[ei]s|rank|"
            + "FLOAT32|FLOAT64|INT64|BOOL|floating|numbers?|length)\\b|\\[|\\([A-Z]|\\bx\\b");
    private static final Pattern TENSORS = Pattern.compile("\\b(Tensor|Tensors|Selected)\\b");
    private static final Pattern FLOATING_ONLY = Pattern.compile("FLOAT32 or FLOAT64|floating");
    private static final Pattern TAG = Pattern.compile("\\{@\\w+[^{}]*(\\{[^{}]*}[^{}]*)*}");

    /** Arithmetic element by element: a formula says it all. */
    private static final Set<Class<?>> POINTWISE = Set.of(Arithmetic.class, Rounding.class, Comparison.class, Elementary.class);

    /** Functions that refuse nothing, though they take several tensors. */
    private static final Set<String> REFUSE_NOTHING = Set.of("isin", "contentEquals", "equal", "allClose");

    /** F's families, and what stands beside them. */
    private static List<Class<?>> classes() {
        List<Class<?>> all = Stream.<Class<?>>iterate(F.class, c -> c != Object.class, Class::getSuperclass)
                .collect(Collectors.toCollection(ArrayList::new));
        all.addAll(List.of(Tensor.class, Autograd.class, Functions.class, Memory.class, Key.class));
        return all;
    }

    private static List<Method> documented(Class<?> type) {
        return Javadoc.methods(Javadoc.source(type)).stream()
                .filter(m -> m.isPublic(type.isInterface())).toList();
    }

    @Test
    void everyFunctionHasAComment() {
        List<String> missing = new ArrayList<>();
        for (Class<?> type : classes()) {
            Map<String, Long> told = documented(type).stream()
                    .collect(Collectors.groupingBy(m -> m.name() + "/" + m.parameters().size(), Collectors.counting()));
            Map<String, Long> there = Arrays.stream(type.getDeclaredMethods())
                    .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic() && !overrides(m.getName()))
                    .collect(Collectors.groupingBy(m -> m.getName() + "/" + m.getParameterCount(), Collectors.counting()));
            there.forEach((name, count) -> {
                if (told.getOrDefault(name, 0L) < count) {
                    missing.add(type.getSimpleName() + "." + name + " parameters: " + count + " methods, " + told.get(name) + " comments");
                }
            });
        }
        assertThat(missing).isEmpty();
    }

    private static boolean overrides(String name) {
        return Set.of("equals", "hashCode", "toString", "iterator").contains(name);
    }

    @Test
    void everyCommentHasAllParts() {
        List<String> missing = classes().stream().flatMap(type -> documented(type).stream()).filter(m -> !overrides(m.name()))
                .flatMap(m -> parts(m).map(part -> m + ": " + part)).toList();
        assertThat(missing).isEmpty();
    }

    /** The parts that a method's comment lacks. */
    private static Stream<String> parts(Method m) {
        Stream.Builder<String> missing = Stream.builder();
        if (!m.description().startsWith("{@code ")) {
            missing.add("formula first");
        }
        if (TAG.matcher(m.description().split("\\{@snippet")[0]).replaceAll("").split("[A-Za-z]+").length < 3) {
            missing.add("a sentence");
        }
        m.parameters().forEach((name, type) -> {
            String text = m.params().getOrDefault(name, "");
            if (text.isBlank()) {
                missing.add("@param " + name);
            } else if (TENSORS.matcher(type).find() && !type.matches(".*(Function|Supplier).*") && !SHAPE_OR_DTYPE.matcher(text).find()) {
                missing.add("@param " + name + ": shape or dtype");
            }
        });
        String type = m.modifiersAndType();
        if (!type.matches(".*\\bvoid\\b.*") && m.returns().isBlank()) {
            missing.add("@return");
        } else if (TENSORS.matcher(type).find() && !type.contains("Function") && !SHAPE_OR_DTYPE.matcher(m.returns()).find()) {
            missing.add("@return: shape or dtype");
        }
        if (m.raises().isEmpty() && !REFUSE_NOTHING.contains(m.name()) && !type.contains("Function") && canRefuse(m)) {
            missing.add("@throws");
        }
        return missing.build();
    }

    /** Whether arguments can be refused: axes, lengths and options out of range, tensors that do not fit each other, a dtype. */
    private static boolean canRefuse(Method m) {
        boolean several = m.parameters().values().stream().filter(t -> t.startsWith("Tensor") || t.startsWith("List<Tensor>")).count() > 1;
        boolean places = m.parameters().keySet().stream().anyMatch(n -> n.matches("axis|axes|dims|index|axis[01]|kernelSize|options"));
        boolean floating = m.params().values().stream().anyMatch(text -> FLOATING_ONLY.matcher(text).find() && !text.contains("any"));
        return several || places || floating && m.file().endsWith("Functions.java");
    }

    @Test
    void everyNameHasAnExample() {
        List<String> missing = new ArrayList<>();
        for (Class<?> type : classes()) {
            if (!POINTWISE.contains(type)) {
                documented(type).stream().filter(m -> !overrides(m.name()) && !shown(type, m))
                        .collect(Collectors.groupingBy(m -> type.isAssignableFrom(F.class) ? m.name()
                                : m.name().replaceAll("[23]$", ""))) // grad2 and grad3 are grad of two tensors and of three
                        .forEach((name, all) -> {
                            if (all.stream().noneMatch(m -> m.description().contains("{@snippet"))) {
                                missing.add(type.getSimpleName() + "." + name);
                            }
                        });
            }
        }
        assertThat(missing.stream().sorted()).isEmpty();
    }

    @Test
    void everyTypeOfModelsOptimisersFilesAndTrainingHasAnExample() {
        List<Class<?>> types = ModelMisuseProperties.types().stream().filter(t -> t.getEnclosingClass() == null).toList();
        assertThat(types).hasSizeGreaterThan(100);
        assertThat(types.stream().filter(t -> !Javadoc.ofType(source(t)).contains("{@snippet"))).isEmpty();
    }

    private static Path source(Class<?> type) {
        String below = type.getPackageName().substring(F.class.getPackageName().length() + 1);
        return Javadoc.SOURCES.resolve(below.replace('.', '/')).resolve(type.getSimpleName() + ".java");
    }

    /** Whether a method of a tensor is a function that F has, with its example there. */
    private static boolean shown(Class<?> type, Method m) {
        return type == Tensor.class && !m.modifiersAndType().contains("static")
                && Arrays.stream(F.class.getMethods()).anyMatch(f -> f.getName().equals(m.name()));
    }
}
