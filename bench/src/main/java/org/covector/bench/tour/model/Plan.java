package org.covector.bench.tour.model;

import org.covector.functional.Key;

/**
 * How to train.
 *
 * @param epochs passes over the data
 * @param batch samples per update
 * @param rate the learning rate at the start; it falls to 0 along a cosine
 * @param key of the samples' order
 */
public record Plan(int epochs, int batch, double rate, Key key) {}
