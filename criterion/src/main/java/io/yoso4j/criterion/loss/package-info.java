/**
 * Loss terms with their gradients, on arrays.
 *
 * <p>Every term returns its unscaled value and adds {@code scale × d(value)/d(logit)} to a gradient
 * array, so that weights and normalisation enter once, in {@code scale}. Values are computed in
 * double from float32 logits and stay exact for saturated ones.
 */
@NullMarked
package io.yoso4j.criterion.loss;

import org.jspecify.annotations.NullMarked;
