package org.covector.bench.tour.model;

/**
 * What a pass over the data came to.
 *
 * @param number from 1
 * @param trainLoss mean over the pass's batches
 * @param testLoss after it
 * @param score on the test part after it: accuracy, or the part of the variance that is explained
 */
public record Epoch(int number, double trainLoss, double testLoss, double score) {}
