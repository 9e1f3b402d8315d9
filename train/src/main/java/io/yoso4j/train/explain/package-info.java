/** Why the loss of one image is what it is, and why its objects were found or missed. */
@NullMarked
package io.yoso4j.train.explain;

import org.jspecify.annotations.NullMarked;
