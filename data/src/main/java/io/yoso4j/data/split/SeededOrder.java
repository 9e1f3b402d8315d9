package io.yoso4j.data.split;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A shuffled order of names that is the same on every machine, whatever other names there are. */
public final class SeededOrder {

  private SeededOrder() {}

  /**
   * Where a name stands: sort by this number, and by name where numbers are equal.
   *
   * @return the first 8 bytes of the SHA-256 of the seed (8 bytes, big-endian) and the name (UTF-8)
   */
  public static long of(String name, long seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
      return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
