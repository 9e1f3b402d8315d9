/** Training with several processes: who they are, what they agree on, and what if one is lost. */
@NullMarked
package io.yoso4j.train.distributed;

import org.jspecify.annotations.NullMarked;
