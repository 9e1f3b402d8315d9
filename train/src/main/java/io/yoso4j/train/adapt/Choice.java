package io.yoso4j.train.adapt;

/**
 * A setting that was chosen for a data set.
 *
 * @param key of the configuration, such as {@code model.num_queries}
 * @param value as it stands in YAML
 * @param reason why, in one sentence with the numbers behind it
 */
public record Choice(String key, String value, String reason) {
  /** As {@code --set} takes it. */
  public String set() {
    return key + "=" + value;
  }
}
