package io.yoso4j.train.config;

import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.train.config.Setting.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The loss of a configuration written for the original code: the keys {@code MODEL.YOSO.*} (YOSO),
 * {@code MODEL.MASK_FORMER.*} (Mask2Former) and {@code MODEL.DETR.*} of detectron2's YAML, or
 * DETR's command-line arguments ({@code eos_coef}, {@code set_cost_class}, …).
 *
 * <p>A key that is left out has the original's default, which differs between the codebases. Keys
 * that do not concern the loss are listed, not used. A key that looks like one of the loss but is
 * none is an error that names the nearest. DETR's arguments hold no number of classes: {@code
 * num_classes} is read as if they did, else there are 91 as for COCO.
 */
public final class UpstreamLossKeys {
  private static final Pattern LIKE_A_LOSS =
      Pattern.compile("(?i).*(weight|cost|coef|loss|points|ratio).*");

  private UpstreamLossKeys() {}

  /**
   * A loss and what else was written.
   *
   * @param criterion the loss
   * @param ignored keys that do not concern it, in the order they were written
   */
  public record Imported(SetCriterionConfig criterion, List<String> ignored) {
    /** Copies the list. */
    public Imported {
      ignored = List.copyOf(ignored);
    }
  }

  /**
   * Reads a YAML or JSON file and the files it names under {@code _BASE_}.
   *
   * @throws ConfigException naming file, line and key
   */
  public static Imported read(Path file) {
    return of(file.toString(), UpstreamYaml.read(file));
  }

  /**
   * Takes keys as they are written in a file, nested ones joined by dots.
   *
   * @throws ConfigException naming the key
   */
  public static Imported of(Map<String, String> keys) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    keys.forEach(
        (key, value) -> settings.put(key, new Setting(new Scalar(value), "upstream keys", false)));
    return of("upstream keys", settings);
  }

  private static Imported of(String source, Map<String, Setting> settings) {
    UpstreamDialect dialect = dialect(source, settings);
    Map<String, Double> values = new LinkedHashMap<>(dialect.defaults);
    List<String> ignored = new ArrayList<>();
    settings.forEach((key, setting) -> {
      if (dialect.defaults.containsKey(key)) {
        values.put(key, number(key, setting));
      } else {
        requireUnrelated(dialect, key, setting);
        ignored.add(key);
      }
    });
    try {
      return new Imported(dialect.criterion(values), ignored);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(source + ": " + e.getMessage(), e);
    }
  }

  private static UpstreamDialect dialect(String source, Map<String, Setting> settings) {
    List<UpstreamDialect> found =
        Arrays.stream(UpstreamDialect.values())
            .filter(dialect ->
                settings.keySet().stream()
                    .anyMatch(key ->
                        dialect.section.isEmpty()
                            ? dialect.defaults.containsKey(key)
                            : key.startsWith(dialect.section)))
            .toList();
    if (found.isEmpty()) {
      throw new ConfigException(
          source
              + ": names no loss: there are no keys MODEL.YOSO.*, MODEL.MASK_FORMER.*, MODEL.DETR.*"
              + " or DETR's arguments such as eos_coef");
    }
    if (found.size() > 1) {
      throw new ConfigException(
          "%s: names several losses: keys of %s"
              .formatted(
                  source,
                  String.join(
                      " and ",
                      found.stream()
                          .map(d -> d.section.isEmpty() ? "DETR's arguments" : d.section + "*")
                          .toList())));
    }
    return found.getFirst();
  }

  private static double number(String key, Setting setting) {
    try {
      Object value =
          Convert.to(UpstreamDialect.isWhole(key) ? int.class : double.class, key, setting.value());
      return value instanceof Number number ? number.doubleValue() : Double.NaN;
    } catch (ConfigException e) {
      throw new ConfigException(setting.origin() + ": " + e.getMessage(), e);
    }
  }

  /** Refuses a key that was probably meant for the loss. */
  private static void requireUnrelated(UpstreamDialect dialect, String key, Setting setting) {
    boolean inside = key.startsWith(dialect.section);
    String name = inside ? key.substring(dialect.section.length()) : key;
    boolean known = name.startsWith("TEST.") || dialect.others.contains(name);
    if (!inside || known) {
      return;
    }
    Optional<String> nearest = Suggestion.nearest(key, dialect.defaults.keySet());
    boolean typo = nearest.isPresent() && !dialect.section.isEmpty();
    if (typo || LIKE_A_LOSS.matcher(name).matches()) {
      throw new ConfigException(
          "%s: unknown key %s%s"
              .formatted(
                  setting.origin(),
                  ConfigException.quoted(key),
                  nearest
                      .map(k -> "; did you mean " + k + "?")
                      .orElse(
                          "; the loss has "
                              + String.join(
                                  ", ", dialect.defaults.keySet().stream().sorted().toList()))));
    }
  }
}
