/** Masks: run-length encoding, polygons, bitmaps. */
@NullMarked
package io.yoso4j.data.mask;

import org.jspecify.annotations.NullMarked;
