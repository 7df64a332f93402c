package org.covector.gradcheck.junit;

import java.util.Locale;
import org.covector.gradcheck.Report;

/**
 * What a failed run says: the first seed of a test all that fits a screen, the others a few lines, so that one wrong formula is not told
 * once per seed.
 *
 * @param again how to run this seed alone, which makes it the first
 * @param first whether it is the first seed
 */
record Failure(String again, boolean first) {
    String message(String expected, Report found) {
        return String.format(Locale.ROOT, "expected %s, but found:%n%s%nto run this alone%s: %s", expected, first ? found : found.summary(),
                first ? "" : ", with the whole report", again);
    }
}
