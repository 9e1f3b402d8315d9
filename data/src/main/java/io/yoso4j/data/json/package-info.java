/** JSON files: read as bytes in one pass without a tree, for a million objects; written whole. */
@NullMarked
package io.yoso4j.data.json;

import org.jspecify.annotations.NullMarked;
