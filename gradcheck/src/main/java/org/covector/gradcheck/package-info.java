/**
 * Proof of backward formulas: what users name. {@code Gradcheck} and {@code Catalogue} ask, {@code Options}, {@code Variation} and
 * {@code InputDomain} say how, {@code Report} and {@code CatalogueReport} say what was found: verdicts on elements, breaches, causes,
 * evidence. A new question goes into {@code Gradcheck}, a new option into {@code Options}, a new kind of finding into {@code
 * Breach.Kind} or {@code Cause.Kind}; how something is checked goes into a room.
 *
 * <p>These packages are not exported. From the lowest, each knowing only those before it: {@code threshold}, {@code flat}, {@code
 * difference}, {@code element}, {@code oracle}; {@code contract} and {@code diagnosis} know {@code flat}; {@code variation} and {@code
 * check} are on top; {@code render} stands beside.
 *
 * <p>One circle is allowed: options, elements, breaches, causes, evidence and reports are the words that all rooms speak, and they live
 * here, so that one import suffices; the doors beside them know the rooms. The words know no room, except that the two reports render
 * themselves.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck;
