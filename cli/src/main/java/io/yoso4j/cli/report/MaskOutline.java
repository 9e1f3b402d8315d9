package io.yoso4j.cli.report;

import java.util.function.BiPredicate;

/**
 * The border of a mask as the path of an SVG, along the edges of the cells; areas that meet in a
 * corner only are kept apart. One unit is one cell.
 */
final class MaskOutline {
  private static final int[] DX = {1, 0, -1, 0};
  private static final int[] DY = {0, 1, 0, -1};

  private final int width;
  private final byte[] edges;

  private MaskOutline(int width, int height, BiPredicate<Integer, Integer> inside) {
    this.width = width;
    edges = new byte[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (!inside.test(y, x)) {
          continue;
        }
        mark(x, y, 0, y == 0 || !inside.test(y - 1, x));
        mark(x + 1, y, 1, x == width - 1 || !inside.test(y, x + 1));
        mark(x + 1, y + 1, 2, y == height - 1 || !inside.test(y + 1, x));
        mark(x, y + 1, 3, x == 0 || !inside.test(y, x - 1));
      }
    }
  }

  /**
   * The path, with the inside to the right of each line; empty if nothing is inside.
   *
   * @param inside tells of row and column
   */
  static String path(int width, int height, BiPredicate<Integer, Integer> inside) {
    MaskOutline outline = new MaskOutline(width, height, inside);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y <= height; y++) {
      for (int x = 0; x <= width; x++) {
        while (outline.edges[y * (width + 1) + x] != 0) {
          outline.ring(x, y, path);
        }
      }
    }
    return path.toString();
  }

  private void mark(int x, int y, int direction, boolean border) {
    if (border) {
      edges[y * (width + 1) + x] |= (byte) (1 << direction);
    }
  }

  private void ring(int startX, int startY, StringBuilder path) {
    int x = startX;
    int y = startY;
    int direction = Integer.numberOfTrailingZeros(edges[y * (width + 1) + x]);
    path.append('M').append(x).append(' ').append(y);
    int length = 0;
    while (true) {
      edges[y * (width + 1) + x] &= (byte) ~(1 << direction);
      x += DX[direction];
      y += DY[direction];
      length++;
      if (x == startX && y == startY) {
        break;
      }
      int next = next(x, y, direction);
      if (next != direction) {
        line(path, direction, length);
        length = 0;
        direction = next;
      }
    }
    line(path, direction, length);
    path.append('z');
  }

  /** To the right where lines cross, which keeps areas apart that meet in a corner. */
  private int next(int x, int y, int direction) {
    int open = edges[y * (width + 1) + x];
    for (int turn : new int[] {1, 0, 3}) {
      int next = (direction + turn) % 4;
      if ((open & 1 << next) != 0) {
        return next;
      }
    }
    throw new IllegalStateException("the outline ends at column " + x + ", row " + y);
  }

  private static void line(StringBuilder path, int direction, int length) {
    path.append(direction % 2 == 0 ? 'h' : 'v').append(direction < 2 ? length : -length);
  }
}
