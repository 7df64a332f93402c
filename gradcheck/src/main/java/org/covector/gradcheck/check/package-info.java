/**
 * The checks as a whole: of one derivative and the next, and the classical ones with a tolerance. Which part of a check runs when is
 * decided here.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.check;
