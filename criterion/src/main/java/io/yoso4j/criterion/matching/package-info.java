/** Matching costs and the rectangular assignment solver. */
@NullMarked
package io.yoso4j.criterion.matching;

import org.jspecify.annotations.NullMarked;
