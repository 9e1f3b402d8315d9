/**
 * From a data set to batches: a deterministic order, augmentation of image and masks alike, and
 * loading ahead on several threads.
 */
@NullMarked
package io.yoso4j.train.pipeline;

import org.jspecify.annotations.NullMarked;
