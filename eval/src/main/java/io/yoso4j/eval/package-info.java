/** COCO average precision and recall, and panoptic quality. */
@NullMarked
package io.yoso4j.eval;

import org.jspecify.annotations.NullMarked;
