package io.yoso4j.train.pipeline;

import org.jspecify.annotations.Nullable;

/** The images that objects can be copied from. */
@FunctionalInterface
interface Donors {
  /** There are none. */
  Donors NONE = _ -> null;

  /** An image chosen by these numbers, or null if there is none. */
  @Nullable LabelledImage draw(CounterRandom random);
}
