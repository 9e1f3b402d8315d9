package io.yoso4j.data.json;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file read value by value, in one pass, in memory for one value.
 *
 * <p>The caller asks for what it expects: {@link #beginObject} and then {@link #nextName} until it
 * gives null, each followed by exactly one value; {@link #beginArray} and {@link #nextElement}
 * likewise. Everything that is not JSON, or not what was asked for, is a {@link DataException} that
 * names the file, line and column. The only extension is NaN and Infinity as numbers.
 *
 * <p>Not safe for use by several threads.
 */
public final class JsonReader implements AutoCloseable {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUE = 1 << 26;
  private static final int BUFFER = 1 << 17;
  private static final int NAMES = 64;
  private static final int NONE = -1;

  /** Null for a reader of bytes in memory. */
  private final @Nullable Path file;

  private final InputStream in;
  private byte[] buffer;
  private int position = 0;
  private int limit = 0;

  /** Where the value starts that must stay in the buffer, or {@link #NONE}. */
  private int mark = NONE;

  /** Bytes of the file before the buffer. */
  private long before = 0;

  private final boolean[] notFirst = new boolean[MAX_DEPTH + 1];
  private int depth = 0;

  /** Names seen, to make each but once. */
  private final @Nullable String[] names = new String[NAMES];

  private JsonReader(@Nullable Path file, InputStream in, byte[] buffer) {
    this.file = file;
    this.in = in;
    this.buffer = buffer;
  }

  /**
   * A reader of values in memory, to be given each with {@link #reset}. Its errors name no file.
   */
  public static JsonReader ofBytes() {
    return new JsonReader(null, InputStream.nullInputStream(), new byte[0]);
  }

  /** Starts anew with the one value in {@code bytes[from, to)}, which is read in place. */
  public void reset(byte[] bytes, int from, int to) {
    buffer = bytes;
    position = from;
    limit = to;
    mark = NONE;
    depth = 0;
  }

  /** What uses a reader. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads the one value of the file. */
    T read(JsonReader in);
  }

  /**
   * Opens a file, lets its one value be read, and closes it.
   *
   * @throws DataException if the file cannot be read, is not JSON, or goes on after the value
   */
  public static <T> T read(Path file, Reading<T> reading) {
    try (JsonReader in = new JsonReader(file, Files.newInputStream(file), new byte[BUFFER])) {
      in.skipByteOrderMark();
      T result = reading.read(in);
      in.requireEnd();
      return result;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Checks that nothing follows the value. */
  public void requireEnd() {
    if (skipBlanks() != NONE) {
      throw error("more content after the end");
    }
  }

  /** What kind of value comes next; its first byte decides. */
  public JsonKind peek() {
    int b = skipBlanks();
    return switch (b) {
      case '{' -> JsonKind.OBJECT;
      case '[' -> JsonKind.ARRAY;
      case '"' -> JsonKind.STRING;
      case 't', 'f' -> JsonKind.BOOLEAN;
      case 'n' -> JsonKind.NULL;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'N', 'I' -> JsonKind.NUMBER;
      case NONE -> throw error("the file ends too early");
      default -> throw error("a value must stand here, not " + shown(b));
    };
  }

  /** Goes into an object. */
  public void beginObject() {
    begin('{', "an object");
  }

  /** The name of the next member of the object, whose value is to be read; null at its end. */
  public @Nullable String nextName() {
    if (atEnd('}')) {
      return null;
    }
    if (skipBlanks() != '"') {
      throw error("the name of a member must stand here, not " + shown(skipBlanks()));
    }
    String name = name();
    if (skipBlanks() != ':') {
      throw error("':' must follow the name \"" + shortened(name) + "\"");
    }
    position++;
    return name;
  }

  /** Goes into an array. */
  public void beginArray() {
    begin('[', "a list");
  }

  /** Whether the array has another element, which is then to be read; false leaves the array. */
  public boolean nextElement() {
    return !atEnd(']');
  }

  /** The next value, a number. */
  public double number() {
    double value = plainNumber();
    return Double.isNaN(value) ? unusualNumber() : value;
  }

  /** A short number that ends within the buffer; NaN, with nothing taken, for all others. */
  private double plainNumber() {
    skipBlanks();
    int at = position;
    boolean negative = at < limit && buffer[at] == '-';
    if (negative) {
      at++;
    }
    int from = at;
    long digits = 0;
    int point = -1;
    for (; at < limit; at++) {
      int digit = buffer[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
      } else if (digit == '.' - '0' && point < 0) {
        point = at;
      } else {
        break;
      }
    }
    boolean ended = at < limit && (buffer[at] == ',' || buffer[at] == ']' || buffer[at] == '}');
    if (!ended || !JsonNumbers.isExact(buffer, from, point, at, digits)) {
      return Double.NaN;
    }
    position = at;
    double value = JsonNumbers.scaled(digits, point < 0 ? 0 : at - 1 - point);
    return negative ? -value : value;
  }

  private double unusualNumber() {
    if (peek() != JsonKind.NUMBER) {
      throw error("a number must stand here, not " + found());
    }
    int from = markNumber();
    try {
      return JsonNumbers.parse(buffer, from, position);
    } catch (NumberFormatException e) {
      throw error(e.getMessage());
    } finally {
      mark = NONE;
    }
  }

  /** The next value, a whole number; {@code 5.0} counts as 5. */
  public long integer() {
    if (peek() != JsonKind.NUMBER) {
      throw error("a whole number must stand here, not " + found());
    }
    int from = markNumber();
    boolean negative = buffer[from] == '-';
    int at = negative ? from + 1 : from;
    int digits = position - at;
    long value = 0;
    boolean plain = digits > 0 && digits <= 18 && (buffer[at] != '0' || digits == 1);
    while (plain && at < position) {
      int digit = buffer[at++] - '0';
      plain = digit >= 0 && digit <= 9;
      value = value * 10 + digit;
    }
    mark = NONE;
    if (plain) {
      return negative ? -value : value;
    }
    return unusualInteger(from);
  }

  private long unusualInteger(int from) {
    String text = new String(buffer, from, position - from, StandardCharsets.ISO_8859_1);
    try {
      double value = JsonNumbers.parse(buffer, from, position);
      if (Math.rint(value) == value && Math.abs(value) <= 0x1p53) {
        return (long) value;
      }
      if (!text.startsWith("-0")) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException _) {
      // Reported below.
    }
    throw error("a whole number must stand here, not " + shortened(text));
  }

  /** The next value, true or false; the numbers 1 and 0 and null count as such. */
  public boolean flag() {
    return switch (peek()) {
      case BOOLEAN -> {
        boolean value = skipBlanks() == 't';
        skip();
        yield value;
      }
      case NULL -> {
        skip();
        yield false;
      }
      case NUMBER -> {
        long value = integer();
        if (value != 0 && value != 1) {
          throw error("0 or 1 must stand here, not " + value);
        }
        yield value == 1;
      }
      default -> throw error("0 or 1 must stand here, not " + found());
    };
  }

  /** The next value, a text. */
  public String text() {
    if (peek() != JsonKind.STRING) {
      throw error("a text must stand here, not " + found());
    }
    int from = markString();
    String text = JsonText.unescape(buffer, from, position - 1);
    mark = NONE;
    if (text == null) {
      throw error("the text has a wrong escape");
    }
    return text;
  }

  /** The bytes of the next value, a text, with its escapes resolved. */
  public void text(ByteSink sink) {
    if (peek() != JsonKind.STRING) {
      throw error("a text must stand here, not " + found());
    }
    int from = markString();
    int length = position - 1 - from;
    for (int i = from; i < position - 1; i++) {
      if (buffer[i] == '\\') {
        byte[] resolved = JsonText.resolve(buffer, from, position - 1);
        mark = NONE;
        if (resolved == null) {
          throw error("the text has a wrong escape");
        }
        sink.accept(resolved, 0, resolved.length);
        return;
      }
    }
    mark = NONE;
    sink.accept(buffer, from, length);
  }

  /** Passes over the next value, with a check that it is JSON. */
  public void skip() {
    switch (peek()) {
      case OBJECT -> {
        beginObject();
        while (nextName() != null) {
          skip();
        }
      }
      case ARRAY -> {
        beginArray();
        while (nextElement()) {
          skip();
        }
      }
      case STRING -> {
        markString();
        mark = NONE;
      }
      case NUMBER -> number();
      case BOOLEAN -> literal(skipBlanks() == 't' ? "true" : "false");
      case NULL -> literal("null");
    }
  }

  /**
   * Copies the bytes of the next value. Only brackets and quotes are looked at: what is between is
   * for the caller to check.
   */
  public void copy(ByteSink sink) {
    JsonKind kind = peek();
    int from;
    switch (kind) {
      case OBJECT, ARRAY -> from = markNested();
      case STRING -> from = markString() - 1;
      case NUMBER -> from = markNumber();
      case BOOLEAN, NULL -> {
        mark = position;
        skip();
        from = mark;
      }
      default -> throw new AssertionError(kind);
    }
    sink.accept(buffer, from, position - from);
    mark = NONE;
  }

  /** Receives {@code bytes[from, from + length)}, which change afterwards. */
  @FunctionalInterface
  public interface ByteSink {
    /** Takes the bytes. */
    void accept(byte[] bytes, int from, int length);
  }

  /** An error at the current place. */
  public DataException error(@Nullable String message) {
    return new DataException(
        file == null
            ? String.valueOf(message)
            : file + ": " + JsonPlace.of(file, before + position) + ": " + message);
  }

  /** The next value in words, for messages. */
  private String found() {
    return switch (peek()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "the text \"" + shortened(text()) + "\"";
      case NUMBER -> "a number";
      case BOOLEAN -> skipBlanks() == 't' ? "true" : "false";
      case NULL -> "null";
    };
  }

  private void begin(char bracket, String what) {
    if (skipBlanks() != bracket) {
      throw error(what + " must stand here, not " + found());
    }
    if (depth == MAX_DEPTH) {
      throw error("nested deeper than " + MAX_DEPTH);
    }
    position++;
    notFirst[++depth] = false;
  }

  private boolean atEnd(char bracket) {
    int b = skipBlanks();
    if (b == bracket) {
      position++;
      depth--;
      return true;
    }
    if (notFirst[depth]) {
      if (b != ',') {
        throw error(
            b == NONE ? "the file ends too early" : "',' or '" + bracket + "' must stand here");
      }
      position++;
      // A comma promises more.
      if (skipBlanks() == bracket) {
        throw error("a value must follow the comma");
      }
    }
    notFirst[depth] = true;
    return false;
  }

  /** Windows programs start UTF-8 files with one. */
  private void skipByteOrderMark() {
    if (fill()
        && limit >= 3
        && buffer[0] == (byte) 0xef
        && buffer[1] == (byte) 0xbb
        && buffer[2] == (byte) 0xbf) {
      position = 3;
    }
  }

  /** The next byte that is not blank, without taking it; {@link #NONE} at the end. */
  private int skipBlanks() {
    while (true) {
      if (position == limit && !fill()) {
        return NONE;
      }
      byte b = buffer[position];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b & 0xff;
      }
      position++;
    }
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if ((position == limit && !fill()) || buffer[position] != word.charAt(i)) {
        throw error("a value must stand here; " + word + " is misspelt");
      }
      position++;
    }
  }

  /** Takes a number; it starts at the result, and at {@link #mark} until that is reset. */
  private int markNumber() {
    mark = position;
    while ((position < limit || fill()) && JsonNumbers.isPart(buffer[position])) {
      position++;
    }
    return mark;
  }

  /** Takes a string; what is between the quotes starts at the result and ends one before. */
  private int markString() {
    mark = position++;
    while (true) {
      if (position == limit && !fill()) {
        throw error("the file ends within a text");
      }
      byte b = buffer[position++];
      if (b == '"') {
        return mark + 1;
      }
      if (b == '\\') {
        if (position == limit && !fill()) {
          throw error("the file ends within a text");
        }
        position++;
      } else if (b >= 0 && b < ' ') {
        throw error("a text has an unescaped control character");
      }
    }
  }

  /** Takes an object or array by its brackets alone. */
  private int markNested() {
    mark = position;
    int open = 0;
    while (true) {
      if (position == limit && !fill()) {
        throw error("the file ends within a list or object");
      }
      byte b = buffer[position++];
      if (b <= '9' && b != '"') {
        continue;
      }
      if (b == '[' || b == '{') {
        open++;
      } else if (b == ']' || b == '}') {
        if (--open == 0) {
          return mark;
        }
      } else if (b == '"') {
        skipString();
      }
    }
  }

  private void skipString() {
    while (true) {
      if (position == limit && !fill()) {
        throw error("the file ends within a text");
      }
      byte b = buffer[position++];
      if (b == '"') {
        return;
      }
      if (b == '\\' && (position < limit || fill())) {
        position++;
      }
    }
  }

  private String name() {
    int from = markString();
    int length = position - 1 - from;
    int hash = length;
    for (int i = from; i < position - 1; i++) {
      hash = hash * 31 + buffer[i];
    }
    int slot = hash & NAMES - 1;
    String known = names[slot];
    if (known == null || !isAt(known, from, length)) {
      known = JsonText.unescape(buffer, from, position - 1);
      if (known == null) {
        throw error("the name of a member has a wrong escape");
      }
      names[slot] = known;
    }
    mark = NONE;
    return known;
  }

  private boolean isAt(String name, int from, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != buffer[from + i]) {
        return false;
      }
    }
    return true;
  }

  /** Gets more bytes behind those from {@link #mark} on; false at the end of the file. */
  private boolean fill() {
    if (file == null) {
      return false;
    }
    int keepFrom = mark == NONE ? limit : mark;
    int kept = limit - keepFrom;
    if (kept == buffer.length) {
      if (kept >= MAX_VALUE) {
        throw error("one value is larger than " + MAX_VALUE + " bytes");
      }
      buffer = Arrays.copyOf(buffer, kept * 2);
    } else {
      System.arraycopy(buffer, keepFrom, buffer, 0, kept);
    }
    before += keepFrom;
    position -= keepFrom;
    limit = kept;
    mark = mark == NONE ? NONE : 0;
    try {
      int read = in.read(buffer, limit, buffer.length - limit);
      limit += Math.max(read, 0);
      return read > 0;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String shown(int b) {
    return b > ' ' && b < 127 ? "'" + (char) b + "'" : b == NONE ? "the end" : "byte " + b;
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static DataException unreadable(Path file, IOException e) {
    String reason = Files.isDirectory(file) ? "it is a folder" : AtomicFile.reason(e);
    return new DataException(file + ": cannot be read: " + reason, e);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
