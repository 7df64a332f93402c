package org.covector.functional.scoped;

import java.lang.reflect.Method;
import org.covector.engine.Scope;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs the body of every test in a scope of memory of its own, but of those {@link OutsideScopes}. Found by JUnit where the pom says so.
 */
public final class InScopes implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(test, context);
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(test, context);
    }

    @Override
    public void interceptDynamicTest(Invocation<Void> test, DynamicTestInvocationContext dynamic, ExtensionContext context)
            throws Throwable {
        inScope(test, context);
    }

    private static void inScope(Invocation<Void> test, ExtensionContext context) throws Throwable {
        if (isOutside(context)) {
            test.proceed();
            return;
        }
        Scope scope = Scope.ofThread();
        int start = scope.enter();
        try {
            test.proceed();
        } finally {
            scope.exit(start);
        }
    }

    /** Whether the test, the method that makes it, or its class says so. */
    private static boolean isOutside(ExtensionContext context) {
        return context.getElement().filter(e -> e.isAnnotationPresent(OutsideScopes.class)).isPresent()
                || context.getParent().filter(InScopes::isOutside).isPresent();
    }
}
