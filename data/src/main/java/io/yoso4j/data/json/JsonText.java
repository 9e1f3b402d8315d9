package io.yoso4j.data.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The text between two quotes. */
final class JsonText {
  private JsonText() {}

  /** The text with its escapes resolved, or null if one is wrong. */
  static @Nullable String unescape(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        byte[] resolved = resolve(bytes, from, to);
        return resolved == null ? null : new String(resolved, StandardCharsets.UTF_8);
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** The bytes of the text in UTF-8, or null if an escape is wrong. */
  static byte @Nullable [] resolve(byte[] bytes, int from, int to) {
    // No escape is shorter than what it stands for.
    byte[] out = new byte[to - from];
    int size = 0;
    int i = from;
    while (i < to) {
      byte b = bytes[i++];
      if (b != '\\') {
        out[size++] = b;
        continue;
      }
      byte escape = i < to ? bytes[i++] : 0;
      switch (escape) {
        case '"', '\\', '/' -> out[size++] = escape;
        case 'b' -> out[size++] = '\b';
        case 'f' -> out[size++] = '\f';
        case 'n' -> out[size++] = '\n';
        case 'r' -> out[size++] = '\r';
        case 't' -> out[size++] = '\t';
        case 'u' -> {
          String text = resolveUnicode(new String(bytes, from, to - from, StandardCharsets.UTF_8));
          return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
        default -> {
          return null;
        }
      }
    }
    return Arrays.copyOf(out, size);
  }

  private static @Nullable String resolveUnicode(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = i < raw.length() ? raw.charAt(i++) : ' ';
      switch (escape) {
        case '"', '\\', '/' -> text.append(escape);
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          int code = i + 4 <= raw.length() ? hex(raw, i) : -1;
          if (code < 0) {
            return null;
          }
          text.append((char) code);
          i += 4;
        }
        default -> {
          return null;
        }
      }
    }
    return text.toString();
  }

  private static int hex(String raw, int from) {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = raw.charAt(i) < 128 ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }
}
