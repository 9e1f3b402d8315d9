/** COCO average precision and recall. */
@NullMarked
package io.yoso4j.eval;

import org.jspecify.annotations.NullMarked;
