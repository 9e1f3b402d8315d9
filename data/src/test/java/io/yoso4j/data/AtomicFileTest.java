package io.yoso4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

  @TempDir private Path folder;

  @Test
  void aFailureKeepsTheOldFileAndLeavesNothingBehind() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, out -> out.write('1'));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  out.write('2');
                  throw new IOException("No space left on device");
                }))
        .withMessage(file + ": cannot be written: No space left on device");
    assertThat(file).hasContent("1");
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactly(file);
    }
    AtomicFile.write(file, out -> out.write('3'));
    assertThat(file).hasContent("3");
  }

  @Test
  void aFileInTheWayOfAFolderIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("a"));
    Path below = file.resolve("b.txt");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> AtomicFile.write(below, out -> out.write('1')))
        .withMessageStartingWith(below + ": cannot be written: ");
  }

  @Test
  void aFailureOfASyncedFileKeepsTheOldOne() throws IOException {
    Path file = folder.resolve("a.bin");
    AtomicFile.writeSynced(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {'1'})));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            AtomicFile.writeSynced(
                file,
                channel -> {
                  channel.write(ByteBuffer.wrap(new byte[] {'2'}));
                  throw new IOException("No space left on device");
                }));
    assertThat(file).hasContent("1");
    try (var entries = Files.list(folder)) {
      assertThat(entries).containsExactly(file);
    }
  }

  @Test
  void knowsItsTemporaryNames() {
    assertThat(AtomicFile.isTemporary(AtomicFile.temporarySibling(folder.resolve("a.txt"))))
        .isTrue();
    assertThat(AtomicFile.isTemporary(folder.resolve("a.txt"))).isFalse();
    assertThat(AtomicFile.isTemporary(folder.resolve(".a.partial"))).isFalse();
  }
}
