/** JMH benchmarks and comparison benches. */
@NullMarked
package io.yoso4j.benchmarks;

import org.jspecify.annotations.NullMarked;
