package org.covector.bench.tour;

/**
 * All that the tour has seen.
 *
 * @param seconds it took
 */
public record Story(Composition composition, Gradients gradients, Learning learning, Speed speed, double seconds) {}
