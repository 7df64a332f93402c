package org.covector.functional.scoped;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import org.covector.engine.Scope;
import org.covector.engine.runtime.EngineRuntime;

/**
 * Runs every try of a property in a scope of memory of its own where memory is poisoned, but those {@link OutsideScopes}. Its arguments
 * are made before. Found by jqwik as a service.
 */
public final class PropertiesInScopes implements AroundTryHook {
    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor test, List<Object> parameters) {
        if (!EngineRuntime.poison() || isOutside(context)) {
            return test.execute(parameters);
        }
        Scope scope = Scope.ofThread();
        int start = scope.enter();
        try {
            return test.execute(parameters);
        } finally {
            scope.exit(start);
        }
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public boolean appliesTo(Optional<AnnotatedElement> element) {
        return true;
    }

    private static boolean isOutside(LifecycleContext context) {
        return context.findAnnotation(OutsideScopes.class).isPresent()
                || !context.findAnnotationsInContainer(OutsideScopes.class).isEmpty();
    }
}
