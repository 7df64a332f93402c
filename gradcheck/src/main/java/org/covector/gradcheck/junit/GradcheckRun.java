package org.covector.gradcheck.junit;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.opentest4j.AssertionFailedError;

/** One run with one seed: its name, its parameters, and the watch that something is checked. */
final class GradcheckRun implements TestTemplateInvocationContext, ParameterResolver, AfterTestExecutionCallback {
    private final List<Tensor> inputs;
    private final Options options;
    private final Failure failure;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicInteger checks = new AtomicInteger();

    GradcheckRun(List<Tensor> inputs, Options options, Failure failure) {
        this.inputs = inputs;
        this.options = options;
        this.failure = failure;
    }

    @Override
    public String getDisplayName(int number) {
        String shapes = inputs.stream().map(x -> x.dtype().toString().toLowerCase(Locale.ROOT) + x.shape())
                .collect(Collectors.joining(", "));
        return options.name() + " at " + shapes + ", seed " + options.seed();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == GradientSubject.class || type == long.class || type == Tensor.class && place(parameter) < inputs.size();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == long.class) {
            return options.seed();
        }
        if (type == Tensor.class) {
            return inputs.get(place(parameter));
        }
        asked.set(true);
        return new GradientSubject(inputs, options, failure, report -> {
            checks.incrementAndGet();
            context.publishReportEntry(GradcheckExtension.entry(report));
        });
    }

    /** How many tensors stand before this parameter. */
    private static int place(ParameterContext parameter) {
        int tensors = 0;
        for (int i = 0; i < parameter.getIndex(); i++) {
            tensors += parameter.getDeclaringExecutable().getParameterTypes()[i] == Tensor.class ? 1 : 0;
        }
        return tensors;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (asked.get() && checks.get() == 0 && context.getExecutionException().isEmpty()) {
            throw new AssertionFailedError("no gradient was checked: the GradientSubject is not used");
        }
    }
}
