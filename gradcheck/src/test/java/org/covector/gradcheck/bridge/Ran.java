package org.covector.gradcheck.bridge;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A test class run by the platform inside a test: what happened, by display name. */
public final class Ran implements TestExecutionListener {
    private final Map<String, TestExecutionResult> results = new ConcurrentHashMap<>();
    private final List<Map<String, String>> entries = new CopyOnWriteArrayList<>();

    private Ran() {}

    /** Runs a class. */
    public static Ran run(Class<?> tests, String... configuration) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests));
        request.configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.database",
                System.getProperty("java.io.tmpdir") + "/jqwik-" + tests.getSimpleName() + "-" + System.nanoTime());
        for (int i = 0; i < configuration.length; i += 2) {
            request.configurationParameter(configuration[i], configuration[i + 1]);
        }
        LauncherDiscoveryRequest built = request.build();
        Ran ran = new Ran();
        LauncherFactory.create().execute(built, ran);
        return ran;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            results.put(test.getDisplayName(), result);
        }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        entries.add(entry.getKeyValuePairs());
    }

    /** Names of tests. */
    public List<String> names() {
        return results.keySet().stream().sorted().toList();
    }

    /** Whether all tests passed, and there were some. */
    public boolean passed() {
        return !results.isEmpty() && results.values().stream().allMatch(r -> r.getStatus() == TestExecutionResult.Status.SUCCESSFUL);
    }

    /** The failure of a test. */
    public Throwable failure(String name) {
        return results.get(name).getThrowable().orElseThrow();
    }

    /** All failures. */
    public List<Throwable> failures() {
        List<Throwable> all = new ArrayList<>();
        results.values().forEach(r -> r.getThrowable().ifPresent(all::add));
        return all;
    }

    /** What tests published. */
    public List<Map<String, String>> entries() {
        return entries;
    }

    /** What tests published, as text. */
    public String text() {
        return String.join("\n", entries.stream().flatMap(e -> e.entrySet().stream()).map(e -> e.getKey() + ": " + e.getValue()).toList());
    }
}
