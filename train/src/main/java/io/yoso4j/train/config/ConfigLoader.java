package io.yoso4j.train.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link TrainConfig} from a preset, a YAML file and single overrides, the later winning.
 *
 * <p>A key that does not exist, a value of the wrong type or outside its range is a {@link
 * ConfigException} of one line that begins with where the value was written.
 */
public final class ConfigLoader {
  private static final String BASE = "base";
  private static final List<String> PRESETS = List.of("tiny", "mnv2", "r18", "r50");

  private ConfigLoader() {}

  /** Names of the presets, the smallest first. */
  public static List<String> presets() {
    return PRESETS;
  }

  /** All keys, such as {@code train.steps}, in the order of the tree. */
  public static List<String> keys() {
    return Schema.keys();
  }

  /**
   * @param preset one of {@link #presets()}
   * @param yaml file with settings to change, or null for none; a configuration of the original
   *     ({@link UpstreamConfig}) stands on its own, whatever the preset
   * @param sets overrides of the form {@code key=value}, such as {@code train.steps=500} or {@code
   *     optim.milestones=[0.8,0.95]}; the value {@code null} clears a setting that may be empty
   */
  public static TrainConfig load(String preset, @Nullable Path yaml, List<String> sets) {
    Map<String, Setting> settings = new LinkedHashMap<>(presetSettings(BASE));
    if (!PRESETS.contains(preset)) {
      throw unknownPreset(preset);
    }
    boolean original = yaml != null && UpstreamConfig.isUpstream(yaml);
    settings.putAll(presetSettings(original ? "r50" : preset));
    if (yaml != null) {
      merge(
          settings,
          original
              ? UpstreamConfig.settings(yaml)
              : SettingsReader.read(text(yaml), yaml.toString(), false));
    }
    for (String set : sets) {
      merge(settings, override(set));
    }
    return build(settings);
  }

  /**
   * Reads a configuration that stands on its own, such as a run's {@code config.yaml}, with
   * overrides. Keys it leaves out have the defaults of the base preset.
   */
  public static TrainConfig read(Path yaml, List<String> sets) {
    return load("r50", yaml, sets);
  }

  private static TrainConfig build(Map<String, Setting> settings) {
    try {
      return Schema.build(settings);
    } catch (ConfigException e) {
      List<Setting> involved =
          e.keys().stream()
              .flatMap(key -> Optional.ofNullable(settings.get(key)).stream())
              .toList();
      Optional<Setting> culprit = involved.stream().filter(s -> !s.preset()).findFirst();
      String origin =
          culprit.or(() -> involved.stream().findFirst()).map(Setting::origin).orElse("");
      String message = e.getMessage();
      throw new ConfigException(
          origin.isEmpty() ? String.valueOf(message) : origin + ": " + message, e);
    }
  }

  private static void merge(Map<String, Setting> settings, Map<String, Setting> changes) {
    changes.forEach((key, setting) -> {
      if (Schema.isKey(key)) {
        settings.put(key, setting);
      } else if (!Schema.isSection(key) || setting.value() != null) {
        throw unknownKey(key, setting);
      }
    });
  }

  private static ConfigException unknownKey(String key, Setting setting) {
    if (Schema.isSection(key)) {
      return new ConfigException(
          "%s: %s is a section, not a setting; set one of its keys (%s)"
              .formatted(setting.origin(), key, sectionKeys(key)));
    }
    String hint =
        Suggestion.nearest(key, Schema.keys()).map(k -> "; did you mean " + k + "?").orElse("");
    return new ConfigException(
        "%s: unknown key %s%s".formatted(setting.origin(), ConfigException.quoted(key), hint));
  }

  private static String sectionKeys(String section) {
    String prefix = section + ".";
    return String.join(", ", Schema.keys().stream().filter(k -> k.startsWith(prefix)).toList());
  }

  private static Map<String, Setting> override(String set) {
    String origin = "--set " + set.strip();
    int equals = set.indexOf('=');
    if (equals <= 0) {
      throw new ConfigException(
          "--set %s: must have the form key=value".formatted(ConfigException.quoted(set)));
    }
    String key = set.substring(0, equals).strip();
    String value = set.substring(equals + 1).strip();
    if (value.startsWith("[")) {
      Setting parsed = SettingsReader.read("v: " + value, origin, false).get("v");
      return Map.of(key, new Setting(parsed == null ? null : parsed.value(), origin, false));
    }
    boolean empty = value.isEmpty() || value.equals("null");
    return Map.of(key, new Setting(empty ? null : new Setting.Scalar(value), origin, false));
  }

  private static Map<String, Setting> presetSettings(String name) {
    String resource = "presets/" + name + ".yaml";
    try (InputStream in = ConfigLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SettingsReader.read(yaml, "preset " + name, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConfigException unknownPreset(String preset) {
    String hint =
        Suggestion.nearest(preset, PRESETS).map(p -> "; did you mean " + p + "?").orElse("");
    return new ConfigException(
        "unknown preset %s, the presets are %s%s"
            .formatted(ConfigException.quoted(preset), String.join(", ", PRESETS), hint));
  }

  /** A configuration file's text, if it has no more than what is allowed. */
  static String text(Path yaml) {
    try {
      long size = Files.size(yaml);
      if (size > SettingsReader.MAX_CHARACTERS) {
        throw new ConfigException(
            "%s: has %d bytes, but a configuration has at most %d"
                .formatted(yaml, size, SettingsReader.MAX_CHARACTERS));
      }
      return Files.readString(yaml);
    } catch (NoSuchFileException e) {
      throw new ConfigException(yaml + ": no such configuration file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(yaml + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigException(yaml + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
