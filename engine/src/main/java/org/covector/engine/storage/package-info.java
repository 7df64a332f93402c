/**
 * The memory behind arrays. Not exported: nobody outside the engine ever holds a mutable buffer.
 */
@NullMarked
package org.covector.engine.storage;

import org.jspecify.annotations.NullMarked;
