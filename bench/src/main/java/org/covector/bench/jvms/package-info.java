/** What differs from JVM to JVM: programs in fresh JVMs, their bytes per call and their times. */
@NullMarked
package org.covector.bench.jvms;

import org.jspecify.annotations.NullMarked;
