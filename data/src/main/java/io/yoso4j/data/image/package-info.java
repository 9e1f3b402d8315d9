/** Image decoding, orientation, resizing, writing. */
@NullMarked
package io.yoso4j.data.image;

import org.jspecify.annotations.NullMarked;
