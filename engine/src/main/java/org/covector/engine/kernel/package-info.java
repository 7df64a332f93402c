/**
 * Loops over dense or constant runs of primitives, one package per family; no shapes, no Vavr, no NdArray, which are {@code op}'s.
 *
 * <p>A new kernel goes to the package of its family, or to a new one beside them; packages know each other without circles, and have at
 * most 35 files. Classes named {@code Float...} are the one source of two dtypes: the build derives {@code Double...} from them.
 */
@NullMarked
package org.covector.engine.kernel;

import org.jspecify.annotations.NullMarked;
