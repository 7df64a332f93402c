/**
 * What a pullback owes besides right numbers: linearity, determinism, types, absent cotangents, threads, batches. A new obligation that
 * concerns cotangents goes into {@code CotangentChecks} or {@code LinearityChecks}, and its kind into {@code Breach.Kind}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.contract;
