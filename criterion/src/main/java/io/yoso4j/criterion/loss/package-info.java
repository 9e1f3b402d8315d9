/** Loss terms with their gradients. */
@NullMarked
package io.yoso4j.criterion.loss;

import org.jspecify.annotations.NullMarked;
