/**
 * Other inputs, and a quick check of the gradient there. Other numbers go into {@code Perturbations}, other integers into {@code
 * IndexVariations}, other shapes into {@code ShapeVariations}; how far an input with a domain may be moved,
 * into {@code InteriorPoints}; in which order they are tried, into {@code InputVariations}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.variation;
