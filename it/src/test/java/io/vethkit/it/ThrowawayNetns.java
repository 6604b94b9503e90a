package io.vethkit.it;

import io.vethkit.linux.ErrnoException;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs every test method, with nothing else, in a network namespace of its own.
 *
 * <p>Without the right to make one, tests are skipped, or fail with {@code
 * -Dkernel.tests=required}.
 */
public final class ThrowawayNetns implements InvocationInterceptor, ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            NetworkNamespace.createAnonymous().close();
            return ConditionEvaluationResult.enabled("namespaces can be made");
        } catch (ErrnoException e) {
            if (System.getProperty("kernel.tests", "optional").equals("required")) {
                throw new IllegalStateException("kernel tests are required", e);
            }
            return ConditionEvaluationResult.disabled(e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        inNewNamespace(invocation);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        inNewNamespace(invocation);
    }

    /** Fails in the machine's own namespace, which {@code @BeforeEach} methods run in. */
    public static void require() throws IOException {
        Path own = Path.of("/proc/thread-self/ns/net");
        if (Files.readSymbolicLink(own)
                .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")))) {
            throw new IllegalStateException("this is the machine's own network namespace");
        }
    }

    private static void inNewNamespace(Invocation<Void> invocation) throws Throwable {
        Throwable thrown = NetworkNamespace.callInNew(() -> thrownBy(invocation));
        if (thrown != null) {
            throw thrown;
        }
    }

    private static Throwable thrownBy(Invocation<Void> invocation) {
        try {
            invocation.proceed();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}
