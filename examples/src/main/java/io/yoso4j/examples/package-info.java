/** Short programs that use one part of yoso4j each. */
@NullMarked
package io.yoso4j.examples;

import org.jspecify.annotations.NullMarked;
