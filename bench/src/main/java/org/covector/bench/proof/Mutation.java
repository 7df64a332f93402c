package org.covector.bench.proof;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.covector.bench.compare.Progress;
import org.covector.bench.report.Finished;
import org.covector.functional.sample.Arguments;
import org.covector.functional.sample.OpInfo;
import org.covector.functional.sample.Sample;
import org.covector.functional.sample.Samples;
import org.covector.gradcheck.Options;

/** Corrupts the rules of the library, one place at a time, and counts what the checker notices. */
public final class Mutation {
    private static final int POINTS = 60;
    private static final int FURTHER = 240;

    private Mutation() {}

    /**
     * {@code -Dproof.samples=2} argument forms an operation, {@code -Dproof.output=FILE}, {@code -Dproof.only=NAME,NAME}; goes on where it
     * was as {@link Finished} says.
     */
    public static void main(String[] args) throws IOException {
        int samples = Integer.getInteger("proof.samples", 2);
        String only = System.getProperty("proof.only", "");
        List<OpInfo> ops = Samples.named(only);
        List<Tally> all = new ArrayList<>();
        Finished<Tally> finished = Finished.of("mutation-" + samples, Tally.class);
        try (Progress progress = Progress.of("mutation", ops.size())) {
            for (OpInfo op : ops) {
                Tally tally = finished.computeIfAbsent(op.name(), () -> run(op, samples, 1));
                all.add(tally);
                progress.step(tally.toString());
                tally.survivors.forEach(s -> System.out.println("    survives: " + s));
            }
        }
        Files.writeString(ProofTable.output(only), table(all, samples));
    }

    /** What became of the mutants of one operation. */
    static final class Tally {
        final String name;
        final List<String> survivors = new ArrayList<>();
        final List<String> rounding = new ArrayList<>();
        int mutants;
        int equivalent;
        int kinks;
        int killed;
        int killedByVariation;
        int killedElsewhere;

        @JsonCreator
        Tally(@JsonProperty("name") String name) {
            this.name = name;
        }

        int counted() {
            return killed + survivors.size();
        }

        private void add(Tally t) {
            mutants += t.mutants;
            equivalent += t.equivalent;
            kinks += t.kinks;
            killed += t.killed;
            killedByVariation += t.killedByVariation;
            killedElsewhere += t.killedElsewhere;
            survivors.addAll(t.survivors);
            rounding.addAll(t.rounding);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s: %d mutants, %d equivalent, %d of last bits, %d at kinks only, %d killed, %d survive",
                    name, mutants, equivalent,
                    rounding.size(), kinks, killed, survivors.size());
        }
    }

    /** Every {@code stride}-th mutant of some forms of an operation. */
    static Tally run(OpInfo op, int samples, int stride) {
        Tally tally = new Tally(op.name());
        int number = 0;
        for (int s = 0; s < samples; s++) {
            long form = 101L * s + op.name().hashCode();
            Sample sample = op.sample(new Arguments(form, form + 1, Arguments.Style.PLAIN));
            if (sample.inputs().stream().allMatch(t -> t.size() < 2 || !t.dtype().isFloating())) {
                sample = op.sample(new Arguments(form + 57, form + 1, Arguments.Style.PLAIN));
                form += 57;
            }
            Rule rule = new Rule(sample);
            Difference difference = new Difference(op, form, POINTS);
            for (Mutant m : rule.mutants()) {
                if (number++ % stride == 0) {
                    judge(new Trial(op, form, rule, difference), m, tally);
                }
            }
        }
        return tally;
    }

    /** One form of an operation: the rule at the arguments to be checked, and the differences at others. */
    private record Trial(OpInfo op, long form, Rule rule, Difference difference) {
        /** Whether the checker finds the corruption at other arguments of the same form. */
        boolean isFoundElsewhere(Mutant m) {
            for (int k = 1; k <= FURTHER; k++) {
                Sample other = op.sample(new Arguments(form, form + 1000 + k,
                        Arguments.Style.values()[k % Arguments.Style.values().length]));
                if (Rule.check(new Rule(other).corrupted(m), Options.DEFAULT.withOrder(1).withVariations()).isWrong()) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void judge(Trial trial, Mutant m, Tally tally) {
        tally.mutants++;
        switch (trial.difference.of(m)) {
            case EQUIVALENT -> tally.equivalent++;
            case ROUNDING -> tally.rounding.add(m.toString());
            case OTHER -> {
                Sample corrupted = trial.rule.corrupted(m);
                Options options = Options.DEFAULT.withOrder(1);
                if (Rule.check(corrupted, options.withVariations()).isWrong()) {
                    tally.killed++;
                } else if (Rule.check(corrupted, options).isWrong()) {
                    tally.killed++;
                    tally.killedByVariation++;
                } else if (trial.isFoundElsewhere(m)) {
                    tally.killed++;
                    tally.killedElsewhere++;
                } else if (trial.difference.isNoise(m)) {
                    tally.rounding.add(m + ", in more last bits than usual");
                } else if (trial.difference.isWithinError(m)) {
                    tally.rounding.add(m + ", within the error of what is proven");
                } else if (trial.difference.isWhereDifferentiable(m)) {
                    tally.survivors.add(m + String.format(Locale.ROOT, " (off by %.1g at most)", trial.difference.size(m)));
                } else {
                    tally.kinks++;
                }
            }
        }
    }

    private static String table(List<Tally> all, int samples) {
        Tally sum = new Tally("**all**");
        StringBuilder text =
                new StringBuilder("# Mutation of the library's rules\n\nThe pullback of every operation, traced into its steps for "
                + samples
                + " random forms of arguments, with one place corrupted at a time: what it is given, what each step gives (of pointwise "
                        + "steps every node of the formula), what it returns. "
                + "A mutant whose gradient has equal numbers at " + POINTS
                        + " random points is *equivalent*, one that differs by less than 1e-13 of the greatest element is of *last bits*, "
                + "and so is one that nothing finds and whose difference everywhere changes its sign between points close by (a "
                        + "rounding error), or lies within the error stated for the right gradient, "
                + "one that differs only where the right gradient is at a kink or an edge is *at kinks*; none of these changes the "
                        + "derivative. "
                + "*By variation*: found only because the checker varies what it is given. *Elsewhere*: found at one of " + FURTHER
                + " further samples of the operation's domain, as a catalogue has them. Generated by `mvn -Pmutation`.\n\n"
                + "| op | mutants | equivalent | last bits | at kinks | counted | killed | by variation | elsewhere | rate "
                        + "|\n|---|---|---|---|---|---|---|---|---|---|\n");
        for (Tally t : all) {
            line(text, t);
            sum.add(t);
        }
        line(text, sum);
        text.append("\n## Survivors\n\n");
        all.forEach(t -> t.survivors.forEach(s -> text.append("- ").append(t.name).append(", ").append(s).append('\n')));
        text.append(sum.survivors.isEmpty() ? "None.\n" : "").append("\n## Of last bits\n\n");
        all.forEach(t -> t.rounding.forEach(s -> text.append("- ").append(t.name).append(", ").append(s).append('\n')));
        return text.toString();
    }

    private static void line(StringBuilder text, Tally t) {
        text.append(String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %s |%n", t.name, t.mutants, t.equivalent,
                t.rounding.size(), t.kinks, t.counted(),
                t.killed, t.killedByVariation, t.killedElsewhere, t.counted() == 0 ? "-"
                        : String.format(Locale.ROOT, "%.1f %%", 100.0 * t.killed / t.counted())));
    }
}
