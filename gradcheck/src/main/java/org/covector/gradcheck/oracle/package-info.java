/**
 * What judges a gradient besides difference quotients: Taylor remainders and forward mode, and how their votes are counted. A new oracle
 * goes here.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.oracle;
