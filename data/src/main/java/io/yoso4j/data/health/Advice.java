package io.yoso4j.data.health;

/**
 * A recommended setting.
 *
 * @param key of the configuration, such as {@code model.num_queries}
 * @param value what to set it to
 * @param reason why, in one sentence with the numbers behind it
 */
public record Advice(String key, int value, String reason) {}
