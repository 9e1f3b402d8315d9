/** What all parts of the data module share: errors. */
@NullMarked
package io.yoso4j.data;

import org.jspecify.annotations.NullMarked;
