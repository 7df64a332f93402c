/**
 * From expressions to kernels: hidden classes assembled with {@code java.lang.classfile}. Not exported.
 */
@NullMarked
package org.covector.engine.codegen;

import org.jspecify.annotations.NullMarked;
