/** The set-prediction loss: configuration, inputs, results. */
@NullMarked
package io.yoso4j.criterion;

import org.jspecify.annotations.NullMarked;
