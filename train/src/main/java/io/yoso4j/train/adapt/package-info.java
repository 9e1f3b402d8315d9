/** Settings that fit a data set, with the reason for each. */
@NullMarked
package io.yoso4j.train.adapt;

import org.jspecify.annotations.NullMarked;
