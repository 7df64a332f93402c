/** Models as values: initialisers of parameters. */
@NullMarked
package org.covector.functional.nn;

import org.jspecify.annotations.NullMarked;
