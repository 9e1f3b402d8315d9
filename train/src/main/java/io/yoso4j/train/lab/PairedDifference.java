package io.yoso4j.train.lab;

import org.jspecify.annotations.Nullable;

/**
 * A number of two variants, means over the seeds.
 *
 * @param first of the first variant; null where there is nothing to find
 * @param second of the second
 * @param difference {@code second - first}
 * @param low lower end of its 95% interval; null where too little is there to draw from
 * @param high upper end
 * @param clear whether the interval leaves out 0; whether that counts says {@link LabResult#shown}
 */
public record PairedDifference(
    @Nullable Double first,
    @Nullable Double second,
    @Nullable Double difference,
    @Nullable Double low,
    @Nullable Double high,
    boolean clear) {}
