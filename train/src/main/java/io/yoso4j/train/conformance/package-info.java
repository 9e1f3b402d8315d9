/**
 * Comparing an implementation of the loss with recorded cases, {@code docs/formats.md}.
 *
 * <p>{@link io.yoso4j.train.conformance.Conformance} reads a case, gives its inputs and random
 * draws to a {@link io.yoso4j.train.conformance.LossEngine}, and reports how far costs,
 * assignments, terms and gradients are from the recorded ones.
 */
@NullMarked
package io.yoso4j.train.conformance;

import org.jspecify.annotations.NullMarked;
