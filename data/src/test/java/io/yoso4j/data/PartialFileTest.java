package io.yoso4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartialFileTest {
  @TempDir private Path folder;

  @Test
  void appearsWhenItIsWhole() throws IOException {
    Path target = folder.resolve("new/a.txt");
    try (PartialFile file = PartialFile.open(target)) {
      file.out().write("whole".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(target).doesNotExist();
      file.commit();
    }
    assertThat(target).hasContent("whole");
    assertThat(target.getParent().toFile().list()).containsExactly("a.txt");
  }

  @Test
  void leavesTheOlderFileWhenItIsGivenUp() throws IOException {
    Path target = Files.writeString(folder.resolve("a.txt"), "old");
    try (PartialFile file = PartialFile.open(target)) {
      file.out().write(new byte[100_000]);
    }
    assertThat(target).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void namesTheFileThatCannotBeWritten() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> PartialFile.open(inTheWay.resolve("a.txt")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.txt: cannot be written");
  }
}
