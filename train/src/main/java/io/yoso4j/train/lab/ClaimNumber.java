package io.yoso4j.train.lab;

import org.jspecify.annotations.Nullable;

/**
 * A number behind a claim.
 *
 * @param label what it is
 * @param unit {@code ms}, {@code MiB}, {@code steps}, {@code s}, {@code AP}, {@code nats} or {@code
 *     share}
 * @param first of the variant measured against; null where it is unknown, or where there is only
 *     one number
 * @param second of the variant the claim is of; null where it is unknown
 * @param low lower end of the 95% interval of the difference {@code second - first}; null without
 *     one
 * @param high upper end
 */
public record ClaimNumber(
    String label,
    String unit,
    @Nullable Double first,
    @Nullable Double second,
    @Nullable Double low,
    @Nullable Double high) {}
