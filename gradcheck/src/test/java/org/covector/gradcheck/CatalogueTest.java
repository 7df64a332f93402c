package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.functional.Domain;
import org.covector.functional.F;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every function of F has the gradient it should have, because it exists. */
class CatalogueTest {
    private static final List<Case> TABLE =
            Case.join(ReductionCases.all(), MatrixCases.all(), SoftmaxAndLossCases.all(), ShapeCases.all(), ConvolutionCases.all());

    private static Stream<Method> methods() {
        return Arrays.stream(F.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers())).sorted(Comparator.comparing(Method::toString));
    }

    static Map<String, List<Case>> cases() {
        Map<String, List<Case>> all = new LinkedHashMap<>();
        methods().filter(m -> m.isAnnotationPresent(Domain.class)).forEach(m -> all.put(signature(m), PointwiseCases.of(m)));
        all.putAll(TABLE.stream().collect(Collectors.groupingBy(Case::method)));
        return all;
    }

    private static String signature(Method m) {
        return m.getName() + Arrays.stream(m.getParameterTypes()).map(Class::getSimpleName).toList();
    }

    @Test
    void everyFunctionHasCases() {
        TreeSet<String> missing = new TreeSet<>();
        methods().filter(m -> !m.isAnnotationPresent(Domain.class)).filter(m -> TABLE.stream().noneMatch(c -> c.method().equals(m.getName())))
                .forEach(m -> missing.add(signature(m)));
        assertThat(missing).as("functions without @Domain and without an entry in a table of cases").isEmpty();
    }

    @Test
    void everyCaseNamesAFunction() {
        assertThat(TABLE).allMatch(c -> methods().anyMatch(m -> m.getName().equals(c.method())));
    }

    @TestFactory
    Stream<DynamicTest> isProvenToSecondOrder() {
        return cases().entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> prove(e.getValue(), 2)));
    }

    @TestFactory
    Stream<DynamicTest> isProvenInSinglePrecision() {
        return cases().entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> prove(e.getValue().stream().map(Case::single).toList(), 1)));
    }

    private static void prove(List<Case> cases, int order) {
        List<String> failed = new ArrayList<>();
        for (Case c : cases) {
            Report report = c.check(order);
            if (!report.isProven()) {
                failed.add(c + "\n" + report);
            }
        }
        assertThat(failed).isEmpty();
    }
}
