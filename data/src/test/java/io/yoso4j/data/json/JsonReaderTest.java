package io.yoso4j.data.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReaderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " [ 1 , -2.5e-3,\t0.1, 0, -0.0, 1E4 ] \n",
        "{\"a\": {\"b\": [[], {}, [[1]]]}, \"c\": null, \"d\": true, \"e\": false}",
        "\"plain, \\u00e9 \\ud83d\\ude00 \\\\ \\\" \\/ \\b\\f\\n\\r\\t é 😀\"",
        "{\"\\u0069d\": 3, \"é\": 4, \"é\\\\\": 5}",
        "\uFEFF[7]",
      })
  void readsWhatJacksonReads(String text) throws IOException {
    JsonNode expected = JsonMapper.shared().readTree(text.replace("\uFEFF", ""));

    assertThat(valueOf(text)).isEqualTo(any(expected));
    assertThat(read(text, JsonReaderTest::copied)).isEqualTo(any(expected));
    assertThat(read(text, JsonReaderTest::skipped)).isTrue();
  }

  /** Values lie across the end of the buffer at every offset. */
  @Test
  void readsOnAcrossItsBuffer() throws IOException {
    StringBuilder text = new StringBuilder("[");
    Random random = new Random(1);
    List<Object> expected = new ArrayList<>();
    while (text.length() < 600_000) {
      text.append(expected.isEmpty() ? "" : ", ");
      switch (random.nextInt(4)) {
        case 0 -> {
          double number = random.nextInt(100_000) / 100.0;
          text.append(number);
          expected.add(number);
        }
        case 1 -> {
          String word = "é\n".repeat(random.nextInt(40));
          text.append(JsonMapper.shared().writeValueAsString(word));
          expected.add(word);
        }
        case 2 -> {
          text.append("{\"name\": [3, \"}]\"]}");
          expected.add(Map.of("name", List.of(3.0, "}]")));
        }
        default -> {
          text.append("true");
          expected.add(true);
        }
      }
    }
    text.append(", \"").append("x".repeat(400_000)).append("\"]");
    expected.add("x".repeat(400_000));

    assertThat(valueOf(text.toString())).isEqualTo(expected);
    assertThat(read(text.toString(), JsonReaderTest::copied)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "~line 1, column 1: the file ends too early",
        "[1 2]~line 1, column 4: ',' or ']' must stand here",
        "[1,]~a value must follow the comma",
        "{\"a\":1,}~a value must follow the comma",
        "{\"a\" 1}~':' must follow the name \"a\"",
        "{a: 1}~the name of a member must stand here, not 'a'",
        "[}~a value must stand here, not '}'",
        "[01]~\"01\" is no number",
        "[1.]~\"1.\" is no number",
        "[-]~\"-\" is no number",
        "[1e]~\"1e\" is no number",
        "[1x]~\"1x\" is no number",
        "[.5]~a value must stand here, not '.'",
        "[+5]~a value must stand here, not '+'",
        "[\"\\x\"]~the text has a wrong escape",
        "[\"\\u00g0\"]~the text has a wrong escape",
        "[\"a~the file ends within a text",
        "[tru]~true is misspelt",
        "[1] 2~line 1, column 5: more content after the end",
        "[[1]~the file ends too early",
      })
  void whatIsNoJsonIsRefused(String text, String message) {
    String content = text == null ? "" : text;
    assertThatThrownBy(() -> read(content, JsonReaderTest::any))
        .isInstanceOf(DataException.class)
        .message()
        .startsWith(folder.toString())
        .hasLineCount(1)
        .contains(message);
  }

  @Test
  void controlCharactersNeedEscapes() {
    assertThatThrownBy(() -> read("\"a\nb\"", JsonReader::text))
        .hasMessageContaining("control character");
  }

  @Test
  void nestingIsLimited() {
    String deep = "[".repeat(200_000);
    assertThatThrownBy(() -> read(deep, JsonReaderTest::skipped))
        .hasMessageContaining("nested deeper than 100");
    assertThatThrownBy(() -> read(deep, in -> copiedLength(in)))
        .hasMessageContaining("the file ends within a list");
  }

  @Test
  void placesCountLines() {
    assertThatThrownBy(() -> read("[1,\n 2,\n  x]", JsonReaderTest::any))
        .hasMessageContaining("line 3, column 3");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> JsonReader.read(folder.resolve("none.json"), JsonReaderTest::any))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.json")
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "-17, -17",
    "5.0, 5",
    "2e3, 2000",
    "0, 0",
    "-0, 0",
    "9223372036854775807, 9223372036854775807",
    "999999999999999999, 999999999999999999",
    "1234567890123456789, 1234567890123456789"
  })
  void wholeNumbers(String text, long value) throws IOException {
    assertThat(read(text, JsonReader::integer)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.5", "9223372036854775808", "1e300", "NaN", "\"5\"", "null", "007"})
  void whatIsNoWholeNumber(String text) {
    assertThatThrownBy(() -> read(text, JsonReader::integer)).isInstanceOf(DataException.class);
  }

  @Test
  void pythonsNumbersAreTaken() throws IOException {
    assertThat(valueOf("[NaN, Infinity, -Infinity]"))
        .isEqualTo(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
  }

  @Test
  void valuesInMemoryAreReadInPlace() {
    byte[] bytes = "xx[1, 2.5]yy".getBytes(StandardCharsets.UTF_8);
    JsonReader in = JsonReader.ofBytes();
    in.reset(bytes, 2, 10);
    assertThat(any(in)).isEqualTo(List.of(1.0, 2.5));
    in.requireEnd();
    in.reset(bytes, 3, 4);
    assertThat(in.number()).isEqualTo(1);
    in.reset(bytes, 2, 9);
    assertThatThrownBy(() -> any(in)).hasMessage("the file ends too early");
  }

  private <T> T read(String text, JsonReader.Reading<T> reading) throws IOException {
    return JsonReader.read(Files.writeString(folder.resolve("a.json"), text), reading);
  }

  private Object valueOf(String text) throws IOException {
    return read(text, JsonReaderTest::any);
  }

  private static Object any(JsonReader in) {
    return switch (in.peek()) {
      case OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
          members.put(name, any(in));
        }
        yield members;
      }
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
          elements.add(any(in));
        }
        yield elements;
      }
      case STRING -> in.text();
      case NUMBER -> in.number();
      case BOOLEAN -> in.flag();
      case NULL -> {
        in.skip();
        yield "null";
      }
    };
  }

  /** Reads the copied bytes of a value, and its texts as bytes. */
  private static Object copied(JsonReader in) {
    List<byte[]> copies = new ArrayList<>();
    in.copy((bytes, from, length) -> copies.add(Arrays.copyOfRange(bytes, from, from + length)));
    JsonReader again = JsonReader.ofBytes();
    again.reset(copies.getFirst(), 0, copies.getFirst().length);
    if (again.peek() == JsonKind.STRING) {
      List<String> texts = new ArrayList<>();
      again.text((bytes, from, length) ->
          texts.add(new String(bytes, from, length, StandardCharsets.UTF_8)));
      return texts.getFirst();
    }
    return any(again);
  }

  private static boolean skipped(JsonReader in) {
    in.skip();
    return true;
  }

  private static int copiedLength(JsonReader in) {
    int[] length = new int[1];
    in.copy((_, _, count) -> length[0] = count);
    return length[0];
  }

  private static Object any(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> members = new LinkedHashMap<>();
      node.propertyNames().forEach(name -> members.put(name, any(node.get(name))));
      return members;
    }
    if (node.isArray()) {
      List<Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(any(element)));
      return elements;
    }
    return node.isNumber()
        ? (Object) Double.parseDouble(node.toString())
        : node.isBoolean() ? (Object) node.asBoolean() : node.isNull() ? "null" : node.asString();
  }
}
