package org.covector.functional.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.covector.functional.core.Trace;

/**
 * The part of a trace that some of its places depend on.
 *
 * @param steps in the trace's order
 * @param given places that these steps need and steps which were not followed fill
 */
record Slice(List<Trace.Step> steps, int[] given) {
    /** From {@code outputs} backwards through the steps that {@code isFollowed} accepts. */
    static Slice of(List<Trace.Step> steps, int places, int[] outputs, Predicate<Trace.Step> isFollowed) {
        boolean[] needed = new boolean[places];
        for (int o : outputs) {
            needed[o] = true;
        }
        List<Trace.Step> kept = new ArrayList<>();
        List<Integer> given = new ArrayList<>();
        for (Trace.Step s : steps.reversed()) {
            int[] used = Arrays.stream(s.outputs()).filter(o -> needed[o]).toArray();
            if (used.length > 0 && isFollowed.test(s)) {
                kept.add(s);
                for (int in : s.inputs()) {
                    needed[in] = true;
                }
            } else {
                Arrays.stream(used).forEach(given::add);
            }
        }
        return new Slice(kept.reversed(), given.stream().mapToInt(i -> i).toArray());
    }
}
