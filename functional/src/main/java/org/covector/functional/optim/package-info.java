/**
 * Optimisers as pure functions: {@code init(tree, params)} gives a state, {@code update(grads, state, params)} the next parameters and the
 * next state. States are immutable trees of tensors with names, so they are saved and resumed like models.
 *
 * <p>A new optimiser that treats each leaf alone is a record that implements {@link org.covector.functional.optim.LeafOptimizer}: its slots
 * and one step, written as one formula of all of them ({@code Kernel}), so that the step of a leaf is one loop, and many small leaves are
 * one array. What changes gradients before an optimiser sees them is a {@link org.covector.functional.optim.Transform}; what acts around
 * one ({@code Groups}, {@code Chain}, {@code Accumulate}, {@code Lookahead}) implements
 * {@link org.covector.functional.optim.Optimizer} itself. Learning rates over time are
 * {@link org.covector.functional.optim.schedule.Schedule}s.
 */
@NullMarked
package org.covector.functional.optim;

import org.jspecify.annotations.NullMarked;
