package org.covector.functional.golden;

/** A function, or a form of one, that the library does not have (yet). */
final class UnsupportedCase extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedCase(String message) {
        super(message);
    }

    static void require(boolean ok, String form) {
        if (!ok) {
            throw new UnsupportedCase(form);
        }
    }
}
