/** The inner loops, scalar and vectorised; internal. */
@NullMarked
package io.yoso4j.criterion.kernels;

import org.jspecify.annotations.NullMarked;
