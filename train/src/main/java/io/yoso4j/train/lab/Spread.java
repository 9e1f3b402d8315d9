package io.yoso4j.train.lab;

/**
 * A number over seeds.
 *
 * @param mean over the seeds
 * @param deviation standard deviation of a single seed, {@code n - 1} in the divisor; 0 for one
 * @param least over the seeds
 * @param most over the seeds
 * @param count how many seeds
 */
public record Spread(double mean, double deviation, double least, double most, int count) {}
