package io.yoso4j.train.config;

import io.yoso4j.train.config.Setting.Scalar;
import io.yoso4j.train.config.Setting.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML into settings by dotted key, each with the line it stands on.
 *
 * <p>Only what a configuration needs is accepted: nested mappings, scalars and lists of scalars.
 * Anchors and aliases are refused, so that no input can grow while it is read.
 */
final class SettingsReader {
  /** Many times the size of a complete configuration. */
  static final int MAX_CHARACTERS = 1 << 20;

  private static final int MAX_DEPTH = 8;
  private static final YAMLFactory YAML = new YAMLFactory();

  private final String source;
  private final boolean preset;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Deque<String> path = new ArrayDeque<>();

  private SettingsReader(String source, boolean preset) {
    this.source = source;
    this.preset = preset;
  }

  /**
   * @param yaml at most {@link #MAX_CHARACTERS} characters
   * @param source name for messages
   */
  static Map<String, Setting> read(String yaml, String source, boolean preset) {
    if (yaml.length() > MAX_CHARACTERS) {
      throw new ConfigException(
          "%s: has %d characters, but a configuration has at most %d"
              .formatted(source, yaml.length(), MAX_CHARACTERS));
    }
    SettingsReader reader = new SettingsReader(source, preset);
    try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), yaml)) {
      reader.document(parser);
    } catch (JacksonException e) {
      throw reader.syntaxError(e);
    }
    return reader.settings;
  }

  private void document(JsonParser parser) {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first == JsonToken.VALUE_STRING && parser.getString().isBlank()) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      throw at(parser, "a configuration must be a mapping of keys to values");
    }
    mapping(parser);
    if (parser.nextToken() != null) {
      throw at(parser, "a configuration must be a single YAML document");
    }
  }

  private void mapping(JsonParser parser) {
    refuseAnchor(parser);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      path.addLast(parser.currentName());
      if (path.size() > MAX_DEPTH) {
        throw at(parser, "is nested more than %d levels deep".formatted(MAX_DEPTH));
      }
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        mapping(parser);
      } else {
        put(parser, value(parser, token));
      }
      path.removeLast();
    }
  }

  private Setting.@Nullable Value value(JsonParser parser, JsonToken token) {
    refuseAnchor(parser);
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.START_ARRAY) {
      return new Scalar(parser.getString());
    }
    List<String> items = new ArrayList<>();
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY;
        item = parser.nextToken()) {
      refuseAnchor(parser);
      if (!item.isScalarValue() || item == JsonToken.VALUE_NULL) {
        throw at(parser, key() + " must be a list of plain values");
      }
      items.add(parser.getString());
    }
    return new Sequence(List.copyOf(items));
  }

  private void put(JsonParser parser, Setting.@Nullable Value value) {
    String origin = source + ":" + line(parser.currentTokenLocation());
    Setting earlier = settings.put(key(), new Setting(value, origin, preset));
    if (earlier != null) {
      throw at(parser, key() + " is already set at " + earlier.origin());
    }
  }

  private void refuseAnchor(JsonParser parser) {
    if (parser instanceof YAMLParser yaml
        && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
      throw at(parser, "anchors and aliases are not allowed in a configuration");
    }
  }

  private String key() {
    return String.join(".", path);
  }

  private ConfigException at(JsonParser parser, String problem) {
    return new ConfigException(source + ":" + line(parser.currentTokenLocation()) + ": " + problem);
  }

  private ConfigException syntaxError(JacksonException e) {
    String reason = e.getOriginalMessage() == null ? "unreadable" : e.getOriginalMessage();
    String firstLine = reason.lines().findFirst().orElse(reason);
    String place = e.getLocation() == null ? source : source + ":" + line(e.getLocation());
    return new ConfigException(place + ": is not valid YAML: " + firstLine, e);
  }

  private static int line(TokenStreamLocation location) {
    return Math.max(1, location.getLineNr());
  }
}
