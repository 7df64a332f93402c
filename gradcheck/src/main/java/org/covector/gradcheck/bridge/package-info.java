/** What the bridges to test frameworks share; not exported. */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.bridge;
