package org.covector.functional.scoped;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.covector.engine.runtime.EngineRuntime;

/** Where memory is poisoned the tries of properties are in scopes. */
class InScopesProperties {
    @Property(tries = 3)
    void aTryIsInAScope(@ForAll int any) {
        assertThat(EngineRuntime.thread().isInScope()).as("try " + any).isEqualTo(EngineRuntime.poison());
    }

    @OutsideScopes("shows that it is not")
    @Property(tries = 3)
    void unlessItSaysOtherwise(@ForAll int any) {
        assertThat(EngineRuntime.thread().isInScope()).as("try " + any).isFalse();
    }
}
