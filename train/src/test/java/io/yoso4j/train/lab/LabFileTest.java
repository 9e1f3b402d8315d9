package io.yoso4j.train.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
