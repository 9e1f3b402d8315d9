/** Point sampling and counter-based draws. */
@NullMarked
package io.yoso4j.criterion.sampling;

import org.jspecify.annotations.NullMarked;
