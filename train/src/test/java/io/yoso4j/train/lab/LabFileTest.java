package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabFileTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("compare.json");
  }

  @Test
  void aResultComesBackEqual() {
    LabResult result = ExampleResults.result();

    LabFile.write(result, file);

    assertThat(LabFile.read(file)).isEqualTo(result);
  }

  @Test
  void namesAreThoseOfTheRunFolder() throws IOException {
    LabFile.write(ExampleResults.result(), file);

    assertThat(Files.readString(file))
        .contains(
            "\"best_ap\"", "\"AP50\"", "\"not_shown\"", "\"steps_to_target\"", "\"APl\" : null")
        .doesNotContain("NaN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{\"format\": 1}", "{\"format\": 1, \"plan\": 3}"})
  void whatIsNoResultIsSaidInOneLine(String text) throws IOException {
    Files.writeString(file, text);

    assertThatThrownBy(() -> LabFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": is not what a comparison of losses writes")
        .message()
        .hasLineCount(1)
        .doesNotContain("REDACTED");
  }

  /** A plan decides where files are written and how much is computed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"eval_every\" : 75|\"eval_every\" : 0|steps between evaluations (0)",
        "\"steps\" : 600|\"steps\" : 0|steps (0)",
        "\"name\" : \"set\"|\"name\" : \"../set\"|the name \"../set\"",
        "\"reference\" : \"set\"|\"reference\" : \"none\"|the reference (none)",
        "\"seeds\" : [ 1, 2, 3 ]|\"seeds\" : [ 1, 2, 1 ]|seeds ([1, 2, 1]) must differ",
        "\"resamples\" : 1000|\"resamples\" : 2000000000|resamples (2000000000)",
        "\"probe_images\" : 16|\"probe_images\" : 0|probeImages (0)"
      })
  void valuesOutsideTheirRangeAreSaid(String right, String wrong, String said) throws IOException {
    LabFile.write(ExampleResults.result(), file);
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replaceFirst(Pattern.quote(right), wrong));

    assertThatThrownBy(() -> LabFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": is not what a comparison of losses writes: ")
        .hasMessageContaining(said)
        .hasMessageNotContaining("io.yoso4j")
        .message()
        .hasLineCount(1);
  }

  @Test
  void anotherFormatAndAMissingFileAreNamed() throws IOException {
    LabFile.write(ExampleResults.result(), file);
    Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));

    assertThatThrownBy(() -> LabFile.read(file)).hasMessageContaining("has format 2");
    assertThatThrownBy(() -> LabFile.read(folder.resolve("none.json")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.json: no such file");
  }
}
