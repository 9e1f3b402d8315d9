/** Metrics as JSON lines and TensorBoard event files. */
@NullMarked
package io.yoso4j.train.log;

import org.jspecify.annotations.NullMarked;
