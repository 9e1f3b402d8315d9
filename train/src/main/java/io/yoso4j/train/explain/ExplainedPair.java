package io.yoso4j.train.explain;

import io.yoso4j.criterion.PointSample;
import org.jspecify.annotations.Nullable;

/**
 * An object and its query at one stage. Pulls are minus the gradient of the stage's weighted loss:
 * positive where the loss wants a higher value.
 *
 * @param object index of the object
 * @param query matched to it
 * @param lossMask pointwise mask term, unweighted, before the division by the number of objects
 * @param lossDice dice term, likewise
 * @param points where both were computed
 * @param logits mask logits of the query
 * @param maskPull of the pointwise mask term on the mask logits
 * @param dicePull of the dice term on the mask logits
 * @param classPull length of the class term's gradient with respect to the features of each cell;
 *     null in a stage without class logits
 */
public record ExplainedPair(
    int object,
    int query,
    double lossMask,
    double lossDice,
    PointSample points,
    ValueMap logits,
    ValueMap maskPull,
    ValueMap dicePull,
    @Nullable ValueMap classPull) {}
