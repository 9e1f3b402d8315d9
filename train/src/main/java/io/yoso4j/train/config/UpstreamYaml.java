package io.yoso4j.train.config;

import io.yoso4j.train.config.Setting.Scalar;
import io.yoso4j.train.config.Setting.Sequence;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * The scalars and flat lists of a detectron2 configuration by dotted key, with those of the file it
 * names under {@code _BASE_}. Of lists that hold more than scalars only the scalars are kept. Tags
 * are never acted on, aliases are never followed.
 */
final class UpstreamYaml {
  private static final String BASE = "_BASE_";
  private static final int MAX_BASES = 8;
  private static final int MAX_DEPTH = 16;
  private static final YAMLFactory YAML = new YAMLFactory();

  private final Path file;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private UpstreamYaml(Path file) {
    this.file = file;
  }

  /**
   * @throws ConfigException naming file and line
   */
  static Map<String, Setting> read(Path file) {
    return read(file, 0);
  }

  private static Map<String, Setting> read(Path file, int bases) {
    if (bases > MAX_BASES) {
      throw new ConfigException(
          "%s: is the %dth file in a chain of _BASE_, at most %d are read"
              .formatted(file, bases + 1, MAX_BASES));
    }
    UpstreamYaml yaml = new UpstreamYaml(file);
    yaml.parse(ConfigLoader.text(file));
    Setting base = yaml.settings.remove(BASE);
    if (base == null || !(base.value() instanceof Scalar(String name))) {
      return yaml.settings;
    }
    Map<String, Setting> all = new LinkedHashMap<>(read(yaml.sibling(base, name), bases + 1));
    all.putAll(yaml.settings);
    return all;
  }

  private Path sibling(Setting base, String name) {
    try {
      Path sibling = file.resolveSibling(name);
      if (Files.exists(sibling) && !Files.isRegularFile(sibling)) {
        throw new ConfigException(
            "%s: _BASE_ must be a file, but %s is none".formatted(base.origin(), sibling));
      }
      return sibling;
    } catch (InvalidPathException e) {
      throw new ConfigException(
          base.origin() + ": _BASE_ must be a path, but is " + ConfigException.quoted(name), e);
    }
  }

  private void parse(String text) {
    try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return;
      }
      if (first != JsonToken.START_OBJECT) {
        throw new ConfigException(file + ":1: must be a mapping of keys to values");
      }
      mapping(parser, "", 0);
    } catch (JacksonException e) {
      String reason = e.getOriginalMessage() == null ? "unreadable" : e.getOriginalMessage();
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new ConfigException(
          "%s:%d: is not valid YAML: %s"
              .formatted(file, line, reason.lines().findFirst().orElse(reason)),
          e);
    }
  }

  private void mapping(JsonParser parser, String prefix, int depth) {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = prefix + parser.currentName();
      int line = Math.max(1, parser.currentTokenLocation().getLineNr());
      if (depth > MAX_DEPTH) {
        throw new ConfigException(
            "%s:%d: is nested more than %d levels deep".formatted(file, line, MAX_DEPTH));
      }
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        mapping(parser, key + ".", depth + 1);
      } else {
        settings.put(key, new Setting(value(parser, token), file + ":" + line, false));
      }
    }
  }

  private static Setting.@Nullable Value value(JsonParser parser, JsonToken token) {
    if (token == JsonToken.START_ARRAY) {
      return list(parser);
    }
    return token == JsonToken.VALUE_NULL ? null : new Scalar(parser.getString());
  }

  private static Sequence list(JsonParser parser) {
    List<String> items = new ArrayList<>();
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY;
        item = parser.nextToken()) {
      if (item.isScalarValue()) {
        items.add(item == JsonToken.VALUE_NULL ? "null" : parser.getString());
      } else {
        parser.skipChildren();
      }
    }
    return new Sequence(List.copyOf(items));
  }
}
