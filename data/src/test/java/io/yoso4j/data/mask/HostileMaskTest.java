package io.yoso4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yoso4j.data.DataException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileMaskTest {
  private static final double[] TRIANGLE = {1, 1, 5, 1, 3, 4};

  static Stream<Arguments> malformed() {
    return Stream.of(
        bad("-5", () -> Rle.ofCounts(3, 4, new int[] {2, -5, 15})),
        bad("13", () -> Rle.ofCounts(3, 4, new int[] {2, 11})),
        bad("11", () -> Rle.ofCounts(3, 4, new int[] {2, 9})),
        bad("sum to 0", () -> Rle.ofCounts(3, 4, new int[0])),
        bad("2147483647", () -> Rle.ofCounts(3, 4, filled(2, Integer.MAX_VALUE))),
        bad("1000000000x1000000000", () -> Rle.ofCounts(1_000_000_000, 1_000_000_000, new int[0])),
        bad("1000000000x1", () -> Bitmap.of(1_000_000_000, 1)),
        bad("0x7", () -> Bitmap.of(0, 7)),
        bad("-3x7", () -> Rle.ofCompressed(-3, 7, "0")),
        bad("46341x46341", () -> Polygons.rasterize(List.of(TRIANGLE), 46341, 46341)),
        bad("2 words", () -> Bitmap.of(8, 9, new long[1])),
        bad("last pixel 8", () -> Bitmap.of(3, 3, new long[] {1L << 9})),
        bad("U+0020", () -> Rle.ofCompressed(3, 4, "2 ")),
        bad("'p'", () -> Rle.ofCompressed(3, 4, "2p")),
        bad("U+000A", () -> Rle.ofCompressed(3, 4, "2\n")),
        bad("U+2603", () -> Rle.ofCompressed(3, 4, "\u2603")),
        bad("cut off", () -> Rle.ofCompressed(3, 4, "2o")),
        bad("longer than 7", () -> Rle.ofCompressed(3, 4, "oooooooooooo1")),
        bad("run 1 is -1", () -> Rle.ofCompressed(3, 4, "2O")),
        bad("run 0 is 15", () -> Rle.ofCompressed(3, 4, "?")),
        bad("no masks", () -> Rle.union(List.of())),
        bad("3x4 and 4x3", () -> Rle.union(List.of(empty(3, 4), empty(4, 3)))),
        bad("3x4 and 4x3", () -> Rle.iou(empty(3, 4), empty(4, 3), false)),
        bad("no masks", () -> Rle.intersection(List.of())),
        bad("3x4 and 4x3", () -> empty(3, 4).intersection(empty(4, 3))),
        bad("3x4 and 4x3", () -> empty(3, 4).difference(empty(4, 3))),
        bad("3x4 and 4x3", () -> Bitmap.of(3, 4).sharedPixels(Bitmap.of(4, 3))),
        bad("3x4 and 4x3", () -> Bitmap.of(3, 4).unite(Bitmap.of(4, 3))),
        bad("1000000000x1000000000", () -> Rle.empty(1_000_000_000, 1_000_000_000)),
        bad("1000000000x2", () -> Rle.full(1_000_000_000, 2)),
        bad("1000000000x4", () -> empty(3, 4).resize(1_000_000_000, 4)),
        bad("3x-4", () -> empty(3, 4).resize(3, -4)),
        bad("3x1000000000", () -> empty(3, 4).place(3, 1_000_000_000, 0, 0)),
        bad("0x4", () -> empty(3, 4).crop(1, 0, 0, 4)),
        bad("no rings", () -> Polygons.rasterize(List.of(), 9, 9)),
        bad("ring 1 has 3 numbers", () -> polygon(TRIANGLE, new double[3])),
        bad("has 7 numbers", () -> polygon(new double[7])),
        bad("has 0 numbers", () -> polygon(new double[0])),
        bad("y of point 1 is NaN", () -> polygon(new double[] {1, 1, 5, Double.NaN, 3, 4})),
        bad("is -Infinity", () -> polygon(new double[] {Double.NEGATIVE_INFINITY, 1, 5, 1, 3, 4})),
        bad("is 1.0E9", () -> polygon(new double[] {1e9, 1, 5, 1, 3, 4})),
        bad("outline of about", () -> polygon(new double[] {1e8, 1, -1e8, 1, 3, 4})),
        bad("width is -1", () -> new Box(1, 2, -1, 3)),
        bad("x is NaN", () -> new Box(Double.NaN, 2, 1, 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void isRefusedInOneLineWithTheValue(String value, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(value)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void randomStringsAreReadOrRefused() {
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(6);
      for (int j = 0; j < length; j++) {
        text.append((char) (47 + random.nextInt(66)));
      }
      try {
        Rle mask = Rle.ofCompressed(2, 3, text.toString());
        assertThat(Rle.ofCompressed(2, 3, mask.toCompressedString())).isEqualTo(mask);
        read++;
      } catch (DataException refused) {
        assertThat(refused.getMessage()).as("seed 11 case %d", i).doesNotContain("\n");
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void emptyRunsAreTaken() {
    assertThat(Rle.ofCounts(2, 3, new int[] {1, 0, 1, 2, 0, 1, 1, 0}))
        .isEqualTo(Rle.ofCounts(2, 3, new int[] {2, 3, 1}));
    assertThat(Rle.ofCounts(2, 3, new int[] {6, 0}).bbox()).isEqualTo(new Box(0, 0, 0, 0));
  }

  @Test
  void farMovesLeaveNothing() {
    Rle mask = Rle.full(3, 4);

    for (int far : new int[] {Integer.MIN_VALUE, -4, 4, Integer.MAX_VALUE}) {
      assertThat(mask.place(3, 4, 0, far).area()).as("x %d", far).isZero();
      assertThat(mask.place(3, 4, far, 0).area()).as("y %d", far).isZero();
    }
  }

  @Test
  void windowsOutsideAndCrowdsWithoutMasksAreRefused() {
    Rle mask = Rle.full(3, 4);

    assertThatThrownBy(() -> mask.crop(0, 1, 3, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> mask.get(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Rle.iouMatrix(List.of(mask), List.of(mask), new boolean[2]))
        .hasMessageContaining("crowd has 2 values for 1");
  }

  @Test
  void degenerateRingsAreEmpty() {
    assertThat(polygon(new double[] {2, 2, 2, 2, 2, 2}).area()).isZero();
    assertThat(polygon(new double[] {-50, -50, -40, -50, -45, -40}).area()).isZero();
  }

  @Test
  void ringAroundTheImageFillsIt() {
    assertThat(polygon(new double[] {-50, -50, 50, -50, 50, 50, -50, 50}).area()).isEqualTo(81);
  }

  @Test
  void messageIsKeptToOneLineAndPlaced() {
    DataException error = new DataException("bad\r\nvalue\t7");

    assertThat(error).hasMessage("bad value 7");
    assertThat(error.in("annotation 3")).hasMessage("annotation 3: bad value 7").hasCause(error);
  }

  private static Rle polygon(double[]... rings) {
    return Polygons.rasterize(List.of(rings), 9, 9);
  }

  private static Rle empty(int height, int width) {
    return Rle.encode(Bitmap.of(height, width));
  }

  private static int[] filled(int count, int value) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return values;
  }

  private static Arguments bad(String value, ThrowingCallable action) {
    return Arguments.of(value, action);
  }
}
