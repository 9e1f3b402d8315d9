/**
 * A fuzz target per parser. Each class is {@code NameFuzzTest} with one method; its corpus is in
 * {@code resources/io/yoso4j/fuzz/NameFuzzTestInputs/METHOD}. Ordinary builds replay the corpus;
 * {@code .ci/fuzz} mutates it for a bounded time.
 */
@NullMarked
package io.yoso4j.fuzz;

import org.jspecify.annotations.NullMarked;
