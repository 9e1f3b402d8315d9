package io.yoso4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest in the making. Not thread-safe. */
public final class Sha256 {
  /** Hexadecimal digits of a digest. */
  public static final int DIGITS = 64;

  private static final int CHUNK = 1 << 20;

  private final MessageDigest digest;

  private Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest of nothing yet. */
  public static Sha256 start() {
    return new Sha256();
  }

  /** The digest of a file's bytes, in lower-case hexadecimal. */
  public static String of(Path file) throws IOException {
    Sha256 sha = start();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        sha.digest.update(chunk, 0, got);
      }
    }
    return sha.hex();
  }

  /** Goes on with {@code bytes}; returns this. */
  public Sha256 add(MemorySegment bytes) {
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      digest.update(bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at)).asByteBuffer());
    }
    return this;
  }

  /** Goes on with {@code text} in UTF-8; returns this. */
  public Sha256 add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The digest in lower-case hexadecimal; begins anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
