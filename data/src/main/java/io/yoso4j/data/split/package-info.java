/** Dividing a data set into parts to train on and parts to measure on. */
@NullMarked
package io.yoso4j.data.split;

import org.jspecify.annotations.NullMarked;
