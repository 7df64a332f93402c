package org.covector.bench.tour.page;

import org.covector.bench.tour.Story;

/** The page. */
public final class Page {
    private Page() {}

    /** As HTML. */
    public static String of(Story story) {
        return "<!doctype html><title>Covector</title>";
    }
}
