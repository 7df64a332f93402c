package org.covector.gradcheck.junit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.sample.Elements;
import org.covector.gradcheck.sample.Inputs;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a method annotated with {@link GradcheckTest} once per seed. Stateless. */
public final class GradcheckExtension implements TestTemplateInvocationContextProvider {
    /** For JUnit. */
    public GradcheckExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getElement(), GradcheckTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        GradcheckTest test = AnnotationSupport.findAnnotation(context.getElement(), GradcheckTest.class).orElseThrow();
        Inputs inputs = Inputs.of(List.of(test.shapes()), Elements.PLAIN, 1, test.longest());
        String name = test.name().isEmpty() ? context.getRequiredTestMethod().getName() : test.name();
        long[] seeds = test.seed().length > 0 ? test.seed() : LongStream.rangeClosed(1, test.seeds()).toArray();
        return Arrays.stream(seeds).mapToObj(seed ->
                run(test, inputs, Options.DEFAULT.withName(name).withSeed(seed).withOrder(test.order()), seed == seeds[0]));
    }

    private static TestTemplateInvocationContext run(GradcheckTest test, Inputs inputs, Options options, boolean first) {
        List<Tensor> drawn = inputs.draw(new Random(options.seed())).tensors();
        String again = "@GradcheckTest(seed = " + options.seed() + ", shapes = {"
                + Arrays.stream(test.shapes()).map(s -> '"' + s + '"').collect(Collectors.joining(", ")) + "})";
        return new GradcheckRun(drawn, options, new Failure(again, first));
    }

    /** What a report entry holds. */
    static Map<String, String> entry(Report report) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("gradcheck", report.name());
        entry.put("seed", Long.toString(report.seed()));
        entry.put("inputs", report.inputs().stream().map(t -> t.dtype() + " " + t.shape()).collect(Collectors.joining(", ")));
        entry.put("verdict", report.conclusion().toString().toLowerCase(Locale.ROOT));
        entry.put("elements", GradientSubject.counts(report));
        report.second().forEach(s -> entry.put("elements of order " + s.order(), GradientSubject.counts(s)));
        return entry;
    }
}
