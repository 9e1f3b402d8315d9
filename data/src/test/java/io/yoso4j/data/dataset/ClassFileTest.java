package io.yoso4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassFileTest {
  @TempDir private Path folder;

  @Test
  void linesAreNumbered() throws IOException {
    assertThat(ClassFile.read(file("cat\r\n\n red fox \n")))
        .containsExactly(
            new PanopticCategory(1, "cat", true), new PanopticCategory(2, "red fox", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%s]",
        "{\"images\": [{\"id\": 1}], \"categories\": [%s], \"annotations\": []}",
        " \n{\"categories\": [%s]}"
      })
  void categoriesComeInTheOrderOfTheirIds(String document) throws IOException {
    String list =
        "{\"id\": 9, \"name\": \"sky\", \"isthing\": 0}, {\"id\": 2, \"name\": \"cat\", \"color\": [1]}";
    assertThat(ClassFile.read(file(document.formatted(list))))
        .containsExactly(
            new PanopticCategory(2, "cat", true), new PanopticCategory(9, "sky", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "{}",
        "[]",
        "[1]",
        "{\"categories\": 3}",
        "[{\"id\": 1}]",
        "[{\"name\": \"a\"}]",
        "[{\"id\": 1, \"name\": \"a\"}, {\"id\": 1, \"name\": \"b\"}]",
        "[{\"id\": 1, \"name\": \"a\"}"
      })
  void wrongFilesAreRefusedInOneLine(String content) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> ClassFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file.toString())
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("classes"), content);
  }
}
