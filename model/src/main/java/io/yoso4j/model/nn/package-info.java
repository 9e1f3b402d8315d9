/** Layers and the named parameter tree. */
@NullMarked
package io.yoso4j.model.nn;

import org.jspecify.annotations.NullMarked;
