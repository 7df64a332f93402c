/**
 * placeholder
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.difference;
