/**
 * Random inputs that can be made simpler: what the test frameworks' bridges draw, and programs of random operations. A new kind of
 * number goes into {@code Magnitude}, of memory into {@code Layout}, a new operation into the table of {@code Op}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.sample;
