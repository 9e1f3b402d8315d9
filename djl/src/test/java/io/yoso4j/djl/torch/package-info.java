/** DJL's engine for tests. */
@NullMarked
package io.yoso4j.djl.torch;

import org.jspecify.annotations.NullMarked;
