/**
 * Learning rates over time, torch's {@code lr_scheduler}: pure functions of a progress, which is part of an optimiser's state.
 *
 * <p>A new schedule that is a function of the epoch alone is a {@link org.covector.functional.optim.schedule.Schedule.Simple} in
 * {@code Schedules}; one that remembers more keeps it in {@link org.covector.functional.optim.schedule.Progress}.
 */
@NullMarked
package org.covector.functional.optim.schedule;

import org.jspecify.annotations.NullMarked;
