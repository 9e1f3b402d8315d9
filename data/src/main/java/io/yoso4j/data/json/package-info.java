/** JSON as bytes, read in one pass without a tree: for files of a million objects. */
@NullMarked
package io.yoso4j.data.json;

import org.jspecify.annotations.NullMarked;
