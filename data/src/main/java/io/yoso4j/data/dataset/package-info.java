/** COCO-format data sets: reading, layout, writing. */
@NullMarked
package io.yoso4j.data.dataset;

import org.jspecify.annotations.NullMarked;
