package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every function of F has the gradient it should have, because it exists. */
class CatalogueTest {
    private static final int SEEDS = 2;

    /** Pointwise functions from their domains, the others from their samples; a sample that names no function is refused. */
    static Catalogue catalogue() {
        Catalogue all = Catalogue.of(F.class).withProgress(Progress.SILENT).withNumbers("logit", 1e-3);
        List<OpInfo> operations = org.covector.functional.sample.Samples.all();
        Set<String> differentiable = differentiable();
        for (OpInfo op : operations) {
            for (Sample s : op.samples(SEEDS).stream().filter(s -> takesNumbers(s) || !differentiable.contains(op.function())).toList()) {
                all = all.with(op.function(), s.f(), s.inputs());
            }
        }
        return all;
    }

    private static Stream<DynamicTest> proofs(Catalogue catalogue) {
        Set<String> differentiable = differentiable();
        return catalogue.names().stream().filter(name -> differentiable.contains(name.replaceAll("[ ,(].*", "")))
                .map(name -> dynamicTest(name, () -> {
            CatalogueReport report = catalogue.only(name::equals).check();
            assertThat(report.isProven()).as(report.toString()).isTrue();
        }));
    }

    private static Set<String> differentiable() {
        return org.covector.functional.sample.Samples.all().stream().filter(CatalogueTest::takesNumbers).map(OpInfo::function)
                .collect(Collectors.toSet());
    }

    private static boolean takesNumbers(OpInfo op) {
        return op.samples(1).stream().anyMatch(CatalogueTest::takesNumbers);
    }

    private static boolean takesNumbers(Sample s) {
        return s.inputs().stream().anyMatch(t -> t.dtype().isFloating());
    }

    @Test
    void everyFunctionHasCases() {
        assertThat(catalogue().missing()).as("functions without @DefinedOn and without an entry in a table of cases").isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> isProvenToSecondOrder() {
        return proofs(catalogue());
    }

    @TestFactory
    Stream<DynamicTest> isProvenInSinglePrecision() {
        return proofs(catalogue().withDtype(DType.FLOAT32).withOptions(Options.DEFAULT.withOrder(1)));
    }
}
