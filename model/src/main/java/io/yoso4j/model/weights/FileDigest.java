package io.yoso4j.model.weights;

import io.yoso4j.data.Sha256;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The digest that a safetensors file carries of itself, in its metadata under {@link #KEY}: the
 * SHA-256 of the whole file, header included, with the digest's own digits taken as zeros. So every
 * byte counts, and any change of one shows.
 */
final class FileDigest {
  static final String KEY = "yoso4j.sha256";

  /** What stands in the header while the digest is computed. */
  static final String UNSET = "0".repeat(Sha256.DIGITS);

  private static final byte[] START = ("\"" + KEY + "\":\"").getBytes(StandardCharsets.US_ASCII);

  private FileDigest() {}

  /** Where the digits stand in a header, or -1 where there are none in the form that is written. */
  static int find(byte[] header) {
    int last = header.length - START.length - Sha256.DIGITS - 1;
    for (int at = 0; at <= last; at++) {
      int digits = at + START.length;
      if (Arrays.equals(header, at, digits, START, 0, START.length)
          && header[digits + Sha256.DIGITS] == '"') {
        return digits;
      }
    }
    return -1;
  }

  /** Puts the digest's digits, or {@link #UNSET}, into a header. */
  static void put(byte[] header, int at, String digits) {
    System.arraycopy(digits.getBytes(StandardCharsets.US_ASCII), 0, header, at, Sha256.DIGITS);
  }

  /**
   * Checks a file against its digest.
   *
   * @param dataStart bytes before the tensors' data
   * @param stated the metadata's value
   * @throws WeightException if they disagree
   */
  static void verify(ByteView file, long dataStart, String stated) {
    byte[] header = file.slice(0, dataStart).toArray(ValueLayout.JAVA_BYTE);
    int at = find(header);
    if (at < 0) {
      throw file.error("metadata " + KEY + " is not a SHA-256 in the form that yoso4j writes");
    }
    put(header, at, UNSET);
    String actual =
        Sha256.start()
            .add(MemorySegment.ofArray(header))
            .add(file.slice(dataStart, file.size() - dataStart))
            .hex();
    if (!actual.equals(stated)) {
      throw file.error(
          "its bytes have the SHA-256 %s, but it says %s: it was damaged, or changed by another program"
              .formatted(actual, WeightException.quote(stated)));
    }
  }
}
