package org.covector.bench.jmh;

import java.io.IOException;
import org.covector.bench.workload.Catalogue;
import org.covector.bench.workload.Workload;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** JMH with its own options; without {@code -p workload=NAME}, {@link WorkloadBenchmark} runs every row of the comparison. */
public final class Benchmarks {
    private Benchmarks() {}

    /** Arguments as of JMH's own main class. */
    public static void main(String[] args) throws IOException, RunnerException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(args);
        boolean asks = given.shouldHelp() || given.shouldList() || given.shouldListWithParams() || given.shouldListProfilers()
                || given.shouldListResultFormats();
        if (asks || given.getParameter("workload").hasValue()) {
            Main.main(args);
            return;
        }
        String[] all = Catalogue.all().map(Workload::name).toJavaArray(String[]::new);
        new Runner(new OptionsBuilder().parent(given).param("workload", all).build()).run();
    }
}
