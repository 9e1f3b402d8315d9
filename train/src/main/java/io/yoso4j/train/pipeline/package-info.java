/** Augmentation and the deterministic, multi-threaded loader. */
@NullMarked
package io.yoso4j.train.pipeline;

import org.jspecify.annotations.NullMarked;
