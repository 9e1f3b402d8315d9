package io.yoso4j.data.mask;

import io.yoso4j.data.DataException;
import java.util.Arrays;

/**
 * COCO's text form of run lengths. Each number is written five bits at a time, lowest first, as the
 * character 48 + bits, plus 32 while more follow; bit 16 of the last group is the sign. From the
 * fourth run on, the number is the difference to the run two before.
 */
final class RleString {
  private static final int FIRST_CHAR = 48;
  private static final int LAST_CHAR = FIRST_CHAR + 63;
  private static final int DIGIT_BITS = 5;

  /** Seven groups hold 34 bits and a sign, more than any difference of two allowed runs. */
  private static final int MAX_DIGITS = 7;

  private RleString() {}

  static String write(int[] counts) {
    StringBuilder text = new StringBuilder(counts.length * 2);
    for (int i = 0; i < counts.length; i++) {
      int rest = i > 2 ? counts[i] - counts[i - 2] : counts[i];
      boolean more = true;
      while (more) {
        int digit = rest & 31;
        rest >>= DIGIT_BITS;
        more = rest != ((digit & 16) != 0 ? -1 : 0);
        text.append((char) (FIRST_CHAR + digit + (more ? 32 : 0)));
      }
    }
    return text.toString();
  }

  /** One byte for each character; a character that no byte can hold is refused here. */
  static byte[] bytes(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      if (c > 0xff) {
        throw notAllowed(i, c);
      }
      bytes[i] = (byte) c;
    }
    return bytes;
  }

  /** Reads runs; that they fit a mask is left to the caller, but each is from 0 to maxCount. */
  static int[] read(byte[] text, int from, int to, int maxCount) {
    int[] counts = new int[(to - from) / 2 + 1];
    int size = 0;
    int position = from;
    while (position < to) {
      long value = 0;
      int shift = 0;
      int digit;
      do {
        if (position == to || shift == MAX_DIGITS * DIGIT_BITS) {
          throw new DataException(
              "compressed mask: run %d %s at character %d"
                  .formatted(
                      size,
                      position == to ? "is cut off" : "is longer than 7 characters",
                      position - from));
        }
        digit = text[position++] - FIRST_CHAR;
        if (digit < 0 || digit > LAST_CHAR - FIRST_CHAR) {
          throw notAllowed(position - 1 - from, (char) (text[position - 1] & 0xff));
        }
        value |= (long) (digit & 31) << shift;
        shift += DIGIT_BITS;
      } while ((digit & 32) != 0);
      if ((digit & 16) != 0) {
        value |= -1L << shift;
      }
      if (size > 2) {
        value += counts[size - 2];
      }
      if (value < 0 || value > maxCount) {
        throw new DataException(
            "compressed mask: run %d is %d; it must be from 0 to %d"
                .formatted(size, value, maxCount));
      }
      if (size == counts.length) {
        counts = Arrays.copyOf(counts, size * 2);
      }
      counts[size++] = (int) value;
    }
    return Arrays.copyOf(counts, size);
  }

  private static DataException notAllowed(int position, char c) {
    return new DataException(
        "compressed mask: character %d is %s; allowed are '0' to 'o'"
            .formatted(position, c > ' ' && c < 127 ? "'" + c + "'" : "U+%04X".formatted((int) c)));
  }
}
