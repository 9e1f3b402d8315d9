package io.yoso4j.data.image;

/**
 * The eight EXIF orientations, in the order of their codes 1 to 8: how the stored pixels must be
 * turned to stand upright.
 */
enum Orientation {
  UPRIGHT(1),
  MIRRORED(2),
  ROTATED_180(3),
  FLIPPED(4),
  TRANSPOSED(5),
  ROTATED_90(6),
  TRANSVERSED(7),
  ROTATED_270(8);

  private final int code;

  Orientation(int code) {
    this.code = code;
  }

  /** The EXIF code. */
  int code() {
    return code;
  }

  /** The orientation of an EXIF code; an unknown code means upright, as every viewer takes it. */
  static Orientation ofCode(int code) {
    return code >= 1 && code <= 8 ? values()[code - 1] : UPRIGHT;
  }

  boolean swapsSides() {
    return switch (this) {
      case UPRIGHT, MIRRORED, ROTATED_180, FLIPPED -> false;
      case TRANSPOSED, ROTATED_90, TRANSVERSED, ROTATED_270 -> true;
    };
  }

  /** The upright pixels of a stored image {@code [height, width, 3]}. */
  byte[] apply(byte[] rgb, int width, int height) {
    int start =
        switch (this) {
          case UPRIGHT, TRANSPOSED -> 0;
          case MIRRORED, ROTATED_270 -> width - 1;
          case ROTATED_180, TRANSVERSED -> width * height - 1;
          case FLIPPED, ROTATED_90 -> (height - 1) * width;
        };
    // How far the source pixel moves for one step right and one step down in the upright image.
    int stepX =
        switch (this) {
          case UPRIGHT, FLIPPED -> 1;
          case MIRRORED, ROTATED_180 -> -1;
          case TRANSPOSED, ROTATED_270 -> width;
          case ROTATED_90, TRANSVERSED -> -width;
        };
    int stepY =
        switch (this) {
          case UPRIGHT, MIRRORED -> width;
          case ROTATED_180, FLIPPED -> -width;
          case TRANSPOSED, ROTATED_90 -> 1;
          case TRANSVERSED, ROTATED_270 -> -1;
        };
    int outWidth = swapsSides() ? height : width;
    int outHeight = swapsSides() ? width : height;
    byte[] out = new byte[rgb.length];
    int to = 0;
    for (int y = 0; y < outHeight; y++) {
      int from = (start + y * stepY) * 3;
      for (int x = 0; x < outWidth; x++) {
        out[to] = rgb[from];
        out[to + 1] = rgb[from + 1];
        out[to + 2] = rgb[from + 2];
        to += 3;
        from += stepX * 3;
      }
    }
    return out;
  }
}
