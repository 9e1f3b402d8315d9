/** The built-in, generated data set. */
@NullMarked
package io.yoso4j.data.shapes;

import org.jspecify.annotations.NullMarked;
