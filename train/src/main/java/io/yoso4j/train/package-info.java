/** The trainer: optimiser, schedule, criterion on tensors, checkpoints, run folder. */
@NullMarked
package io.yoso4j.train;

import org.jspecify.annotations.NullMarked;
