/**
 * Training made of functions. {@link org.covector.functional.train.Batches} are mini-batches of any tree of tensors, shuffled by a key; an
 * {@link org.covector.functional.train.Objective} gives the loss of a batch and the model after it; a
 * {@link org.covector.functional.train.Trainer} makes of both and an optimiser one pure step from a
 * {@link org.covector.functional.train.TrainState} to the next; {@link org.covector.functional.train.Fit} is the loop around it, with
 * evaluation, early stop, the best state, a {@link org.covector.functional.train.Listener} and cancellation.
 * {@link org.covector.functional.train.TrainingFile} saves a state, from which training continues bit for bit.
 * {@link org.covector.functional.train.Metrics} are functions of predictions and targets.
 *
 * <p>A new metric is a function in {@code Metrics}, or in {@code ConfusionMatrix} if counts say it all; what happens between steps is a
 * {@code Listener}; another loop is written around {@code Trainer.step}.
 */
@NullMarked
package org.covector.functional.train;

import org.jspecify.annotations.NullMarked;
