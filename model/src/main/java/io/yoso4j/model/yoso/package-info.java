/** The YOSO network: backbone, neck, head. */
@NullMarked
package io.yoso4j.model.yoso;

import org.jspecify.annotations.NullMarked;
