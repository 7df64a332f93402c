package org.covector.functional.golden;

import com.google.gson.JsonObject;

/** Runs the reference cases of one group, {@code optim}, {@code schedule}, {@code init} or {@code layer}: the first part of their ids. */
interface ModelDispatch {
    /** The group. */
    String group();

    /**
     * Runs a case and compares.
     *
     * @throws UnsupportedCase where the operation or an option is unknown
     * @throws org.covector.engine.ArgumentException where the case's input is refused: what cases that must fail expect
     */
    void run(JsonObject c);
}
