package org.covector.functional.optim;

/**
 * What one step gives.
 *
 * @param leaves the next parameters, or the gradients as changed by a {@link Transform}
 * @param state the next state
 */
public record Moved(Leaves leaves, Node state) {}
