/** Weight files in and out; no engine needed. */
@NullMarked
package io.yoso4j.model.weights;

import org.jspecify.annotations.NullMarked;
