package io.yoso4j.train.config;

import io.yoso4j.train.config.Setting.Scalar;
import io.yoso4j.train.config.Setting.Sequence;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text to the types of the configuration; what does not fit is an error that names the key. */
final class Convert {
  private Convert() {}

  static @Nullable Object to(Type type, String key, Setting.@Nullable Value value) {
    return switch (value) {
      case null -> nothing(type, key);
      case Scalar scalar -> scalar(type, key, scalar.text().strip());
      case Sequence sequence -> sequence(type, key, sequence);
    };
  }

  private static @Nullable Object nothing(Type type, String key) {
    if (type instanceof Class<?> primitive && primitive.isPrimitive()) {
      throw new ConfigException(
          List.of(key), key + " must be " + name(type) + ", but has no value");
    }
    return null;
  }

  private static Object scalar(Type type, String key, String text) {
    try {
      if (type == int.class || type == Integer.class) {
        return Integer.parseInt(whole(text));
      }
      if (type == long.class) {
        return Long.parseLong(whole(text));
      }
      if (type == double.class || type == Double.class) {
        return number(text);
      }
      if (type == String.class && !text.isEmpty()) {
        return text;
      }
      if (type == Path.class && !text.isEmpty()) {
        return Path.of(text);
      }
    } catch (NumberFormatException | InvalidPathException e) {
      throw mismatch(type, key, text);
    }
    if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    if (type instanceof Class<?> choice && choice.isEnum()) {
      return constant(choice, key, text);
    }
    throw mismatch(type, key, text);
  }

  private static Object sequence(Type type, String key, Sequence sequence) {
    if (!(type instanceof ParameterizedType list) || list.getRawType() != List.class) {
      throw mismatch(type, key, sequence.text());
    }
    try {
      return sequence.items().stream().map(Convert::number).toList();
    } catch (NumberFormatException e) {
      throw mismatch(type, key, sequence.text());
    }
  }

  private static String whole(String text) {
    return text.replace("_", "");
  }

  /** Java accepts suffixes and hexadecimal floats; a configuration does not. */
  private static Double number(String text) {
    if (!text.matches("[-+]?(\\d[\\d_]*)?\\.?\\d*([eE][-+]?\\d{1,4})?")) {
      throw new NumberFormatException(text);
    }
    return Double.valueOf(text.replace("_", ""));
  }

  private static Object constant(Class<?> choice, String key, String text) {
    for (Object constant : choice.getEnumConstants()) {
      if (spelling(constant).equals(text)) {
        return constant;
      }
    }
    throw new ConfigException(
        List.of(key),
        "%s is %s, but must be one of %s"
            .formatted(key, ConfigException.quoted(text), spellings(choice)));
  }

  /** The name of an enum constant in YAML. */
  static String spelling(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  private static String spellings(Class<?> choice) {
    return Arrays.stream(choice.getEnumConstants())
        .map(Convert::spelling)
        .collect(Collectors.joining(", "));
  }

  private static ConfigException mismatch(Type type, String key, String text) {
    return new ConfigException(
        List.of(key),
        "%s must be %s, but is %s".formatted(key, name(type), ConfigException.quoted(text)));
  }

  private static String name(Type type) {
    if (type == int.class || type == Integer.class || type == long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type == Path.class) {
      return "a path";
    }
    return type instanceof ParameterizedType ? "a list of numbers" : "one of its choices";
  }
}
