/** The peers, called as a Java program can call them at their fastest. Compiled by the profile {@code peers} only. */
@NullMarked
package org.covector.bench.peer;

import org.jspecify.annotations.NullMarked;
