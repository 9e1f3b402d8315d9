package io.yoso4j.train.config;

import io.yoso4j.train.config.Setting.Scalar;
import io.yoso4j.train.config.Setting.Sequence;
import io.yoso4j.train.config.UpstreamConfig.Entry;
import io.yoso4j.train.config.UpstreamConfig.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an original configuration while they are turned into settings: what was written or
 * else its default, and what became of it.
 */
final class UpstreamKeys {
  private final Path file;
  private final Map<String, Setting> written;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();

  UpstreamKeys(Path file, Map<String, Setting> written) {
    this.file = file;
    this.written = written;
  }

  Map<String, Setting> settings() {
    return settings;
  }

  /** What became of every key, those written in the file first and in its order. */
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>();
    for (String key : written.keySet()) {
      all.add(Objects.requireNonNull(entries.get(key), key));
    }
    entries.values().stream().filter(entry -> !entry.written()).forEach(all::add);
    return List.copyOf(all);
  }

  /** The keys written of which nothing has become yet. */
  Set<String> unused() {
    Set<String> unused = new LinkedHashSet<>(written.keySet());
    unused.removeAll(entries.keySet());
    return unused;
  }

  /** The keys asked for so far. */
  Set<String> known() {
    return known;
  }

  String text(String key, String fallback) {
    return switch (value(key)) {
      case null -> fallback;
      case Scalar(String text) -> text.strip();
      case Sequence list -> throw problem(key, "must be a plain value, but is " + list.text());
    };
  }

  boolean flag(String key, boolean fallback) {
    return switch (text(key, Boolean.toString(fallback))) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      case String other ->
          throw problem(key, "must be True or False, but is " + ConfigException.quoted(other));
    };
  }

  int whole(String key, int fallback) {
    return (int) number(int.class, key, fallback);
  }

  double number(String key, double fallback) {
    return number(double.class, key, fallback);
  }

  private double number(Class<?> type, String key, Number fallback) {
    Setting.Value value = value(key);
    if (value == null) {
      return fallback.doubleValue();
    }
    try {
      return Convert.to(type, key, value) instanceof Number number
          ? number.doubleValue()
          : fallback.doubleValue();
    } catch (ConfigException e) {
      Setting setting = written.get(key);
      throw new ConfigException(
          (setting == null ? file.toString() : setting.origin()) + ": " + e.getMessage(), e);
    }
  }

  /** A YAML list, or a tuple written as text: {@code (640, 640)}. */
  List<String> items(String key, List<String> fallback) {
    return switch (value(key)) {
      case null -> fallback;
      case Sequence(List<String> items) -> items;
      case Scalar(String text) -> tuple(text.strip());
    };
  }

  private static List<String> tuple(String text) {
    String inner =
        text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
    return Arrays.stream(inner.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  List<Double> numbers(String key, List<Double> fallback) {
    List<Double> numbers = new ArrayList<>();
    for (String item : items(key, fallback.stream().map(Numbers::text).toList())) {
      if (!(convert(key, item) instanceof Double number)) {
        throw problem(key, "must hold numbers, but holds " + ConfigException.quoted(item));
      }
      numbers.add(number);
    }
    return numbers;
  }

  private Object convert(String key, String item) {
    try {
      return Objects.requireNonNullElse(Convert.to(double.class, key, new Scalar(item)), item);
    } catch (ConfigException _) {
      return item;
    }
  }

  /** A key that decides settings here, named with their values. */
  void take(String key, Object value, String... ours) {
    for (String name : ours) {
      settings.put(name, new Setting(setting(value), origin(key), false));
    }
    enter(key, value, Use.TAKEN, String.join(", ", ours));
  }

  /** A key that decides one setting here, which spells the value in another way. */
  void translate(String key, Object value, String ours, Object meant) {
    set(ours, meant, key);
    enter(key, value, Use.TAKEN, ours + " " + meant);
  }

  /** A key that says which others count. */
  void accept(String key, Object value, String meaning) {
    enter(key, value, Use.TAKEN, meaning);
  }

  /** A key whose effect is had differently or not at all here, so that results differ. */
  void replace(String key, Object value, String instead) {
    enter(key, value, Use.REPLACED, instead);
  }

  /** A key that changes nothing here. Only mentioned where it was written. */
  void ignore(String key, String reason) {
    known.add(key);
    if (written.containsKey(key)) {
      enter(key, "", Use.IGNORED, reason);
    }
  }

  /** Sets one of the settings here that no single key of the original decides. */
  void set(String ours, Object value, String key) {
    settings.put(ours, new Setting(setting(value), origin(key), false));
  }

  /** A key that must have one value, since nothing else is supported. */
  void require(String key, String fallback, String expected) {
    String value = text(key, fallback);
    boolean same =
        value.equals(expected)
            || (expected.matches("True|False") && value.equalsIgnoreCase(expected));
    if (!same) {
      throw unsupported(key, value, "only " + expected + " is supported");
    }
    enter(key, value, Use.TAKEN, "as it is here");
  }

  /** As {@link #require(String, String, String)}, for lists. */
  void require(String key, List<String> expected) {
    List<String> value = items(key, expected).stream().map(UpstreamKeys::unquoted).toList();
    if (!value.equals(expected)) {
      throw unsupported(key, value, "only " + expected + " is supported");
    }
    enter(key, value, Use.TAKEN, "as it is here");
  }

  private static String unquoted(String text) {
    return text.replaceAll("^[\"'](.*)[\"']$", "$1");
  }

  ConfigException unsupported(String key, Object value, String constraint) {
    return problem(
        key,
        "is %s%s, but %s"
            .formatted(
                value, written.containsKey(key) ? "" : " (the original's default)", constraint));
  }

  ConfigException problem(String key, String problem) {
    return new ConfigException(List.of(key), "%s: %s %s".formatted(place(key), key, problem));
  }

  private String place(String key) {
    Setting setting = written.get(key);
    return setting == null ? file.toString() : setting.origin();
  }

  private String origin(String key) {
    return place(key) + ": " + key;
  }

  private Setting.@Nullable Value value(String key) {
    known.add(key);
    Setting setting = written.get(key);
    return setting == null ? null : setting.value();
  }

  private void enter(String key, Object value, Use use, String meaning) {
    known.add(key);
    Setting setting = written.get(key);
    Setting.Value text = setting == null ? null : setting.value();
    entries.put(
        key,
        new Entry(
            key, text == null ? value.toString() : text.text(), setting != null, use, meaning));
  }

  private static Setting.@Nullable Value setting(Object value) {
    return switch (value) {
      case Double number -> new Scalar(Numbers.text(number));
      case List<?> list ->
          new Sequence(
              list.stream()
                  .map(item -> item instanceof Double n ? Numbers.text(n) : item.toString())
                  .toList());
      case String text when text.isEmpty() -> null;
      default -> new Scalar(value.toString());
    };
  }
}
