package io.yoso4j.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A page with holes, read from a resource file next to this class.
 *
 * <p>{@code {{key}}} inserts a value, escaped unless it is {@link Html}. {@code {{#key}}…{{/key}}}
 * repeats its content for each map of a list, or keeps it when the value (of {@code key?}: of the
 * list) is {@code true} or a non-empty string; {@code {{^key}}…{{/key}}} keeps it in the opposite
 * case. Keys are looked up from the innermost map outwards, and an unknown key is an error, so a
 * misspelled hole cannot become an empty page.
 */
final class Template {

  private final String name;
  private final String text;

  private Template(String name, String text) {
    this.name = name;
    this.text = text;
  }

  static Template load(String resource) {
    return new Template(resource, Resources.text(resource));
  }

  static Template of(String name, String text) {
    return new Template(name, text);
  }

  Html render(Map<String, ?> values) {
    StringBuilder out = new StringBuilder(text.length() * 2);
    Deque<Map<String, ?>> scopes = new ArrayDeque<>();
    scopes.push(values);
    render(text, scopes, out);
    return new Html(out.toString());
  }

  private void render(String part, Deque<Map<String, ?>> scopes, StringBuilder out) {
    int at = 0;
    while (true) {
      int open = part.indexOf("{{", at);
      if (open < 0) {
        out.append(part, at, part.length());
        return;
      }
      out.append(part, at, open);
      int close = part.indexOf("}}", open);
      if (close < 0) {
        throw new IllegalStateException(
            "template " + name + ": '{{' without '}}' at character " + open);
      }
      String tag = part.substring(open + 2, close);
      at = close + 2;
      char kind = tag.isEmpty() ? ' ' : tag.charAt(0);
      if (kind == '#' || kind == '^') {
        String key = tag.substring(1);
        String end = "{{/" + key + "}}";
        int endAt = part.indexOf(end, at);
        if (endAt < 0) {
          throw new IllegalStateException(
              "template " + name + ": section '" + key + "' has no end");
        }
        section(condition(key, scopes), kind == '#', part.substring(at, endAt), scopes, out);
        at = endAt + end.length();
      } else {
        Object value = lookup(tag, scopes);
        out.append(value instanceof Html html ? html.markup() : Html.escape(value.toString()));
      }
    }
  }

  private void section(
      Object value, boolean wanted, String body, Deque<Map<String, ?>> scopes, StringBuilder out) {
    if (wanted && value instanceof List<?> rows) {
      for (Object row : rows) {
        scopes.push(asScope(row));
        render(body, scopes, out);
        scopes.pop();
      }
    } else if (truth(value) == wanted) {
      render(body, scopes, out);
    }
  }

  /** A key that ends in a question mark asks whether the value without it is there. */
  private Object condition(String key, Deque<Map<String, ?>> scopes) {
    return key.endsWith("?")
        ? truth(lookup(key.substring(0, key.length() - 1), scopes))
        : lookup(key, scopes);
  }

  private static boolean truth(Object value) {
    return switch (value) {
      case Boolean flag -> flag;
      case List<?> rows -> !rows.isEmpty();
      case String string -> !string.isEmpty();
      default -> true;
    };
  }

  @SuppressWarnings("unchecked") // sections are only ever given lists of maps with string keys
  private static Map<String, ?> asScope(Object row) {
    return (Map<String, ?>) row;
  }

  private Object lookup(String key, Deque<Map<String, ?>> scopes) {
    for (Map<String, ?> scope : scopes) {
      Object value = scope.get(key);
      if (value != null) {
        return value;
      }
    }
    throw new IllegalStateException("template " + name + ": no value for '" + key + "'");
  }

  /** Resource files of this package. */
  static final class Resources {
    private Resources() {}

    static String text(String resource) {
      try (InputStream in = Template.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("resource " + resource + " is missing from the jar");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read resource " + resource, e);
      }
    }
  }
}
