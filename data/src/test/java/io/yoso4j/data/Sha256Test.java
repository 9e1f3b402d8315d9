package io.yoso4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Sha256Test {
  /** FIPS 180-4's example of a message in one block. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void digestsOfTheStandard(@TempDir Path folder) throws IOException {
    assertThat(Sha256.start().add("abc").hex()).isEqualTo(OF_ABC).hasSize(Sha256.DIGITS);
    assertThat(Sha256.of(Files.writeString(folder.resolve("a"), "abc"))).isEqualTo(OF_ABC);
    assertThat(Sha256.start().add("a").add(MemorySegment.ofArray(new byte[] {'b', 'c'})).hex())
        .isEqualTo(OF_ABC);
  }

  @Test
  void piecesOfLargeMemoryAreTakenInOrder() {
    byte[] bytes = new byte[(5 << 20) / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 >> 5);
    }
    Sha256 apart = Sha256.start();
    for (int at = 0; at < bytes.length; at += 1000) {
      int length = Math.min(1000, bytes.length - at);
      apart.add(MemorySegment.ofArray(bytes).asSlice(at, length));
    }
    assertThat(Sha256.start().add(MemorySegment.ofArray(bytes)).hex()).isEqualTo(apart.hex());
  }
}
