/** Data sets: formats, layouts, reading, writing as COCO. */
@NullMarked
package io.yoso4j.data.dataset;

import org.jspecify.annotations.NullMarked;
