/**
 * Random bits and how they become normal numbers. A new generator or distribution that needs a loop of its own goes here.
 */
@NullMarked
package org.covector.engine.kernel.random;

import org.jspecify.annotations.NullMarked;
