/** Commands, exit codes, progress. */
@NullMarked
package io.yoso4j.cli;

import org.jspecify.annotations.NullMarked;
