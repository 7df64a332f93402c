package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every function of F has the gradient it should have, because it exists. */
class CatalogueTest {
    private static final List<Case> TABLE =
            Case.join(ReductionCases.all(), MatrixCases.all(), SoftmaxAndLossCases.all(), ShapeCases.all(), ConvolutionCases.all());

    /** Pointwise functions from their domains, the others from the tables; a case that names no function is refused. */
    static Catalogue catalogue() {
        Catalogue all = Catalogue.of(F.class).withProgress(Progress.SILENT).withNumbers("logit", 1e-3);
        for (Case c : TABLE) {
            all = all.with(c.method(), c.f(), c.inputs());
        }
        return all;
    }

    private static Stream<DynamicTest> proofs(Catalogue catalogue) {
        return catalogue.names().stream().map(name -> dynamicTest(name, () -> {
            CatalogueReport report = catalogue.only(name::equals).check();
            assertThat(report.isProven()).as(report.toString()).isTrue();
        }));
    }

    @Test
    void everyFunctionHasCases() {
        assertThat(catalogue().missing()).as("functions without @Domain and without an entry in a table of cases").isEmpty();
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
