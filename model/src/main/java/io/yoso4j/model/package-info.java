/** Inference: from image to instances. */
@NullMarked
package io.yoso4j.model;

import org.jspecify.annotations.NullMarked;
