/** One typed configuration tree, its YAML form and its presets. */
@NullMarked
package io.yoso4j.train.config;

import org.jspecify.annotations.NullMarked;
