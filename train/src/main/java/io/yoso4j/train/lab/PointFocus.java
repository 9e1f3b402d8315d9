package io.yoso4j.train.lab;

import org.jspecify.annotations.Nullable;

/**
 * Where the mask terms of the matched pairs of the last stage look, against uniformly random points
 * of the same pairs.
 *
 * @param points looked at, of all pairs
 * @param nearBoundary share of them at most one cell of the predicted mask away from the object's
 *     outline, 0 to 1; null without pairs
 * @param uniformNearBoundary the same of uniform points
 * @param loss mean binary cross-entropy at the points, in nats
 * @param uniformLoss the same at uniform points
 */
public record PointFocus(
    long points,
    @Nullable Double nearBoundary,
    @Nullable Double uniformNearBoundary,
    @Nullable Double loss,
    @Nullable Double uniformLoss) {}
