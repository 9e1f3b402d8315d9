/** Weights that others publish: where they are, downloading, verifying, the cache. */
@NullMarked
package io.yoso4j.model.zoo;

import org.jspecify.annotations.NullMarked;
