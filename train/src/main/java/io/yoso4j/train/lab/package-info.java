/**
 * The loss lab: variants of the loss trained side by side under equal conditions, measured and
 * compared, with what the numbers show and what they do not.
 */
@NullMarked
package io.yoso4j.train.lab;

import org.jspecify.annotations.NullMarked;
