package org.covector.gradcheck;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.covector.engine.ArgumentException;

/**
 * How to check; immutable. Giving {@code eps}, {@code atol} or {@code rtol} asks for the classical verdict with a tolerance.
 *
 * <p>Options carry the names that torch.autograd.gradcheck and gradgradcheck give them. Of theirs, these have no place here:
 * {@code raise_exception} (a check never throws; {@link Report#orThrow()} does), {@code check_batched_forward_grad} (batches are made of
 * cotangents), {@code masked} and {@code check_sparse_nnz} (there are no sparse tensors), {@code check_backward_ad} (pullbacks are what is
 * checked), {@code grad_outputs} (cotangents are random, never given), {@code check_fwd_over_rev} and {@code check_rev_over_rev} (the
 * gradient of the gradient is {@code order} 2 or more).
 *
 * @param name of the function, for the report
 * @param order highest derivative to check, from 1
 * @param seed of all random numbers
 * @param classical the classical verdict instead of ours
 * @param sampling when random directions stand for single elements
 * @param intervals where the inputs may lie, in order; inputs beyond the list anywhere
 * @param variations what the checker varies around the given inputs
 * @param pullbackChecks what is checked of the pullback besides right numbers
 * @param domains structure of inputs, by number, inside which they are moved
 */
public record Options(String name, int order, long seed, Option<Tolerance> classical, Sampling sampling, List<Interval> intervals,
        Set<Variation> variations, PullbackChecks pullbackChecks, Map<Integer, InputDomain> domains) {
    /** Second order, every element of up to 4096, everything varied. */
    public static final Options DEFAULT = new Options("function", 2, 20_26, Option.none(), Sampling.DEFAULT, List.of(),
            EnumSet.allOf(Variation.class), PullbackChecks.DEFAULT, Map.of());

    /** The classical verdict: {@code |analytic - numeric| <= atol + rtol |numeric|} with central differences of step {@code eps}. */
    public record Tolerance(double eps, double atol, double rtol) {
        /** The values of torch.autograd.gradcheck. */
        public static final Tolerance DEFAULT = new Tolerance(1e-6, 1e-5, 1e-3);

        /** Checks the numbers. */
        public Tolerance {
            ArgumentException.require(eps > 0 && eps < Double.POSITIVE_INFINITY, "gradcheck", "eps", eps, "above 0");
            ArgumentException.require(atol >= 0, "gradcheck", "atol", atol, "0 or more");
            ArgumentException.require(rtol >= 0, "gradcheck", "rtol", rtol, "0 or more");
        }
    }

    /**
     * When random directions stand for single elements.
     *
     * @param above this many input elements random directions are checked, and only suspicious elements one by one
     * @param miss the probability of overlooking a wrong element that is accepted
     */
    public record Sampling(int above, double miss) {
        /** Above 4096 elements; one miss in a million. */
        public static final Sampling DEFAULT = new Sampling(4096, 1e-6);
    }

    /** A closed interval. */
    public record Interval(double low, double high) {
        /** Everywhere. */
        public static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        /** Checks the ends. */
        public Interval {
            ArgumentException.require(low <= high, "gradcheck", "interval", low + " to " + high,
                    "a low end that is not above the high one");
        }

        /** Whether a number lies in it. */
        public boolean contains(double x) {
            return x >= low && x <= high;
        }
    }

    /**
     * What is checked of a pullback besides right numbers.
     *
     * @param nondetTol largest difference between two calls with the same arguments
     * @param checkUndefinedGrad whether cotangents that are zero by mathematics, and absent ones, are given too
     * @param checkGradDtypes whether cotangents must have the dtype and shape of their inputs
     * @param checkForwardAd whether forward rules are compared where they are independent
     * @param threads from how many threads the pullback is called at once
     * @param genNonContigGradOutputs whether cotangents are given as strided views too
     * @param checkBatchedGrad whether the pullback under {@code vmap} must give for many cotangents what it gives for each
     */
    public record PullbackChecks(double nondetTol, boolean checkUndefinedGrad, boolean checkGradDtypes, boolean checkForwardAd, int threads,
            boolean genNonContigGradOutputs, boolean checkBatchedGrad) {
        /** No difference between calls is accepted; all checks but that of batches, for a pullback that reads elements may be right. */
        public static final PullbackChecks DEFAULT = new PullbackChecks(0, true, true, true, 4, true, false);

        /** Checks the numbers. */
        public PullbackChecks {
            ArgumentException.require(nondetTol >= 0, "gradcheck", "nondetTol", nondetTol, "0 or more");
            ArgumentException.require(threads >= 1, "gradcheck", "threads", threads, "1 or more");
        }

        private PullbackChecks withNondetTol(double tolerance) {
            return new PullbackChecks(tolerance, checkUndefinedGrad, checkGradDtypes, checkForwardAd, threads, genNonContigGradOutputs,
                    checkBatchedGrad);
        }

        private PullbackChecks withCheckUndefinedGrad(boolean check) {
            return new PullbackChecks(nondetTol, check, checkGradDtypes, checkForwardAd, threads, genNonContigGradOutputs,
                    checkBatchedGrad);
        }

        private PullbackChecks withCheckGradDtypes(boolean check) {
            return new PullbackChecks(nondetTol, checkUndefinedGrad, check, checkForwardAd, threads, genNonContigGradOutputs,
                    checkBatchedGrad);
        }

        private PullbackChecks withCheckForwardAd(boolean check) {
            return new PullbackChecks(nondetTol, checkUndefinedGrad, checkGradDtypes, check, threads, genNonContigGradOutputs,
                    checkBatchedGrad);
        }

        private PullbackChecks withThreads(int number) {
            return new PullbackChecks(nondetTol, checkUndefinedGrad, checkGradDtypes, checkForwardAd, number, genNonContigGradOutputs,
                    checkBatchedGrad);
        }

        private PullbackChecks withGenNonContigGradOutputs(boolean give) {
            return new PullbackChecks(nondetTol, checkUndefinedGrad, checkGradDtypes, checkForwardAd, threads, give, checkBatchedGrad);
        }

        private PullbackChecks withCheckBatchedGrad(boolean check) {
            return new PullbackChecks(nondetTol, checkUndefinedGrad, checkGradDtypes, checkForwardAd, threads, genNonContigGradOutputs,
                    check);
        }
    }

    /** Checks the numbers. */
    public Options {
        ArgumentException.require(order >= 1, "gradcheck", "order", order, "1 or more");
        ArgumentException.require(sampling.above >= 0, "gradcheck", "projections", sampling.above, "0 or more");
        ArgumentException.require(sampling.miss > 0 && sampling.miss < 1, "gradcheck", "miss", sampling.miss, "between 0 and 1");
        intervals = List.copyOf(intervals);
        variations = Set.copyOf(variations);
        domains = Map.copyOf(domains);
    }

    /** With a name for the report. */
    public Options withName(String function) {
        return new Options(function, order, seed, classical, sampling, intervals, variations, pullbackChecks, domains);
    }

    /** With another highest order. */
    public Options withOrder(int highest) {
        return new Options(name, highest, seed, classical, sampling, intervals, variations, pullbackChecks, domains);
    }

    /** With another seed. */
    public Options withSeed(long number) {
        return new Options(name, order, number, classical, sampling, intervals, variations, pullbackChecks, domains);
    }

    /** The classical verdict, with this step. */
    public Options withEps(double eps) {
        Tolerance t = tolerance();
        return withTolerance(new Tolerance(eps, t.atol, t.rtol));
    }

    /** The classical verdict, with this absolute tolerance. */
    public Options withAtol(double atol) {
        Tolerance t = tolerance();
        return withTolerance(new Tolerance(t.eps, atol, t.rtol));
    }

    /** The classical verdict, with this relative tolerance. */
    public Options withRtol(double rtol) {
        Tolerance t = tolerance();
        return withTolerance(new Tolerance(t.eps, t.atol, rtol));
    }

    /** With random directions above this many elements. */
    public Options withProjections(int above) {
        return withSampling(new Sampling(above, sampling.miss));
    }

    /** With another accepted probability of a miss in random directions. */
    public Options withMiss(double probability) {
        return withSampling(new Sampling(sampling.above, probability));
    }

    /** Random directions for inputs of any size, as torch's fast mode; in the classical verdict just as there. */
    public Options withFastMode() {
        return withProjections(0);
    }

    /** Whether random directions stand for single elements at any size. */
    public boolean fastMode() {
        return sampling.above == 0;
    }

    /** With an input restricted to a closed interval. */
    public Options withInterval(int input, double low, double high) {
        List<Interval> all = new ArrayList<>(intervals);
        while (all.size() <= input) {
            all.add(Interval.ALL);
        }
        all.set(input, new Interval(low, high));
        return new Options(name, order, seed, classical, sampling, all, variations, pullbackChecks, domains);
    }

    /** With an input that has structure and is moved inside it only: a symmetric matrix, say. */
    public Options withDomain(int input, InputDomain domain) {
        ArgumentException.require(input >= 0, "gradcheck", "input", input, "0 or more");
        Map<Integer, InputDomain> all = new HashMap<>(domains);
        all.put(input, domain);
        return new Options(name, order, seed, classical, sampling, intervals, variations, pullbackChecks, all);
    }

    /** With only these variations; with none, the inputs are taken as they are given. */
    public Options withVariations(Variation... varied) {
        return new Options(name, order, seed, classical, sampling, intervals, Set.of(varied), pullbackChecks, domains);
    }

    /** With everything varied but these. */
    public Options withoutVariations(Variation... kept) {
        Set<Variation> all = EnumSet.allOf(Variation.class);
        Set.of(kept).forEach(all::remove);
        return new Options(name, order, seed, classical, sampling, intervals, all, pullbackChecks, domains);
    }

    /** With a largest difference between two calls with the same arguments. */
    public Options withNondetTol(double nondetTol) {
        return withPullbackChecks(pullbackChecks.withNondetTol(nondetTol));
    }

    /** With or without cotangents that are zero by mathematics or absent. */
    public Options withCheckUndefinedGrad(boolean check) {
        return withPullbackChecks(pullbackChecks.withCheckUndefinedGrad(check));
    }

    /** With or without a look at dtypes and shapes of cotangents. */
    public Options withCheckGradDtypes(boolean check) {
        return withPullbackChecks(pullbackChecks.withCheckGradDtypes(check));
    }

    /** With or without independent forward rules as an oracle. */
    public Options withCheckForwardAd(boolean check) {
        return withPullbackChecks(pullbackChecks.withCheckForwardAd(check));
    }

    /** With a pullback called from this many threads at once. */
    public Options withThreads(int threads) {
        return withPullbackChecks(pullbackChecks.withThreads(threads));
    }

    /** With or without cotangents that are strided views. */
    public Options withGenNonContigGradOutputs(boolean give) {
        return withPullbackChecks(pullbackChecks.withGenNonContigGradOutputs(give));
    }

    /** With or without a batch of cotangents under {@code vmap}, which must give what each of them gives. */
    public Options withCheckBatchedGrad(boolean check) {
        return withPullbackChecks(pullbackChecks.withCheckBatchedGrad(check));
    }

    /** Where an input may lie. */
    public Interval interval(int input) {
        return input < intervals.size() ? intervals.get(input) : Interval.ALL;
    }

    private Tolerance tolerance() {
        return classical.getOrElse(Tolerance.DEFAULT);
    }

    private Options withTolerance(Tolerance tolerance) {
        return new Options(name, order, seed, Option.of(tolerance), sampling, intervals, variations, pullbackChecks, domains);
    }

    private Options withSampling(Sampling other) {
        return new Options(name, order, seed, classical, other, intervals, variations, pullbackChecks, domains);
    }

    private Options withPullbackChecks(PullbackChecks other) {
        return new Options(name, order, seed, classical, sampling, intervals, variations, other, domains);
    }
}
