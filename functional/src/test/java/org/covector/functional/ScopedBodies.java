package org.covector.functional;

import java.lang.reflect.Method;
import org.covector.engine.Scope;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the bodies of all tests inside a scope of memory, if the system property {@code covector.scoped} is set. */
@SuppressWarnings("exports") // JUnit finds it by name, which wants it public
public final class ScopedBodies implements InvocationInterceptor {
    private static final boolean ON = Boolean.getBoolean("covector.scoped");

    /** Called by JUnit. */
    public ScopedBodies() {}

    @Override
    public void interceptTestMethod(Invocation<Void> body, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        scoped(body, context);
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<Void> body, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        scoped(body, context);
    }

    @Override
    public void interceptDynamicTest(Invocation<Void> body, DynamicTestInvocationContext call, ExtensionContext context) throws Throwable {
        scoped(body, context);
    }

    private static void scoped(Invocation<Void> body, ExtensionContext context) throws Throwable {
        boolean isExempt = AnnotationSupport.isAnnotated(context.getTestMethod(), Unscoped.class)
                || AnnotationSupport.isAnnotated(context.getTestClass(), Unscoped.class);
        if (!ON || isExempt) {
            body.proceed();
            return;
        }
        Scope scope = Scope.ofThread();
        int mark = scope.enter();
        try {
            body.proceed();
        } finally {
            scope.exit(mark);
        }
    }
}
