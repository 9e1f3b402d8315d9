package io.yoso4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.yoso4j.data.DataException;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Average precision on the smaller of mask IoU and Boundary IoU. */
final class BoundaryApTest {
  /** Its diagonal is 28.3 pixels: boundaries are one pixel wide. */
  private static final int SIDE = 20;

  private static final String FIXTURES = "data/coco_eval_fixtures/";
  private static final String RESULTS = "instances_val2014_fakesegm100_results.json";

  @Test
  void aMissingCornerCostsTheLastThreshold() {
    // Object: 10 x 10, boundary of 36 pixels. Detection: without its corner, so that the pixel
    // diagonally behind it becomes boundary: 35 of 37 are shared, 0.946. Mask IoU is 0.99.
    Rle object = rectangle(3, 3, 13, 13);
    Rle found = object.difference(rectangle(3, 3, 4, 4));

    assertThat(evaluate(IouType.SEGM, object, found).ap()).isCloseTo(1, within(1e-12));
    CocoEvaluation boundary = evaluate(IouType.BOUNDARY, object, found);
    assertThat(boundary.ap()).isCloseTo(0.9, within(1e-12));
    assertThat(boundary.ar()).isCloseTo(0.9, within(1e-12));
    assertThat(boundary.type()).isEqualTo(IouType.BOUNDARY);
  }

  @Test
  void aShiftByOnePixelLosesTheSides() {
    // Mask IoU 90/110. Of two rings of 36 pixels, 18 are shared: 18/54.
    Rle object = rectangle(3, 3, 13, 13);
    Rle found = rectangle(4, 3, 14, 13);
    assertThat(iou(IouType.SEGM, object, found)).isCloseTo(90.0 / 110, within(1e-15));
    assertThat(iou(IouType.BOUNDARY, object, found)).isCloseTo(18.0 / 54, within(1e-15));
    assertThat(evaluate(IouType.BOUNDARY, object, found).ap()).isZero();
  }

  @Test
  void masksDecideWhereTheyOverlapLess() {
    // A frame that is all boundary: its boundary IoU with the filled square is 1, its mask IoU
    // less.
    Rle object = rectangle(3, 3, 13, 13);
    assertThat(iou(IouType.BOUNDARY, object, object.boundary(0.02)))
        .isCloseTo(36.0 / 100, within(1e-15));
  }

  @Test
  void onACrowdTheMaskCounts() {
    // The first detection lies deep in a crowd, far from its boundary: ignored, not wrong.
    Rle crowd = rectangle(0, 0, 10, 20);
    Rle object = rectangle(12, 2, 18, 8);
    CocoEvaluation result =
        CocoEvaluator.create(EvalConfig.coco().withThreads(1))
            .evaluate(
                IouType.BOUNDARY,
                List.of(1L),
                1,
                List.of(truth(1, crowd, true), truth(2, object, false)),
                List.of(detection(0.9, rectangle(4, 6, 6, 12)), detection(0.8, object)));
    assertThat(result.ap()).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1000})
  void boundariesAsWideAsTheImageGiveMaskAp(double ratio) {
    CocoCase coco = CocoCase.read(FIXTURES + "instances_val2014_100.json", FIXTURES + RESULTS);
    CocoEvaluation masks = coco.evaluate(IouType.SEGM, EvalConfig.coco());
    CocoEvaluation wide =
        coco.evaluate(IouType.BOUNDARY, EvalConfig.coco().withBoundaryRatio(ratio));
    assertThat(wide.stats()).isEqualTo(masks.stats());
    assertThat(wide.precision()).isEqualTo(masks.precision());
  }

  /** What pycocotools gives when its IoUs are replaced as boundary_iou_api does. */
  @Test
  void hundredCocoImagesHaveTheReferencesNumbers() {
    CocoCase coco = CocoCase.read(FIXTURES + "instances_val2014_100.json", FIXTURES + RESULTS);
    double[] expected = {
      0.22639400050237551,
      0.3775010774391817,
      0.22557984624218536,
      0.3873740315997838,
      0.2723674031279294,
      0.07554378414806898,
      0.18722550309388875,
      0.31265229701106306,
      0.3140431150818811,
      0.4694498622754236,
      0.34054347826086956,
      0.10387037037037035
    };
    assertThat(coco.evaluate(IouType.BOUNDARY, EvalConfig.coco()).stats())
        .containsExactly(expected, within(1e-12));
  }

  /** Masks of blobs that touch the border, against erosions by 3 x 3 squares on padded bitmaps. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void overlapIsThatOfSlowBitmaps(long seed) {
    Random random = new Random(seed);
    int height = 20 + random.nextInt(200);
    int width = 20 + random.nextInt(200);
    boolean[][] object = blob(random, height, width);
    boolean[][] found = blob(random, height, width);
    int radius = Math.max(1, (int) Math.rint(0.02 * Math.hypot(height, width)));
    double expected =
        Math.min(slowIou(object, found), slowIou(ring(object, radius), ring(found, radius)));
    assertThat(iou(IouType.BOUNDARY, encode(object), encode(found)))
        .as("seed %d, %dx%d", seed, height, width)
        .isCloseTo(expected, within(1e-15));
    assertThat(expected).as("the case has an overlap").isPositive();
  }

  @Test
  void boundariesAreNeverEasierThanMasks() {
    CocoCase coco = CocoCase.read(FIXTURES + "instances_val2014_100.json", FIXTURES + RESULTS);
    CocoEvaluation one = coco.evaluate(IouType.BOUNDARY, EvalConfig.coco().withThreads(1));
    assertThat(one.ap()).isBetween(0.05, coco.evaluate(IouType.SEGM, EvalConfig.coco()).ap());
    CocoEvaluation many = coco.evaluate(IouType.BOUNDARY, EvalConfig.coco().withThreads(3));
    assertThat(many.precision()).isEqualTo(one.precision());
  }

  @Test
  void needsMasksAndARatio() {
    assertThatThrownBy(() ->
            CocoEvaluator.create(EvalConfig.coco())
                .evaluate(
                    IouType.BOUNDARY,
                    List.of(1L),
                    1,
                    List.of(),
                    List.of(new Detection(1, 0, 1, rectangle(0, 0, 2, 2).bbox(), null))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no mask");
    for (double ratio : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EvalConfig.coco().withBoundaryRatio(ratio))
          .withMessageContaining("boundaryRatio is " + ratio);
    }
  }

  private static double iou(IouType type, Rle object, Rle found) {
    EvalData data =
        new EvalInput(type, List.of(1L), 1)
            .data(List.of(truth(1, object, false)), List.of(detection(1, found)));
    CellIous ious = new CellIous(data, new Cells(data, 1), Rle.BOUNDARY_RATIO);
    ious.compute(0);
    return ious.iou(0, 0);
  }

  private static CocoEvaluation evaluate(IouType type, Rle object, Rle found) {
    return CocoEvaluator.create(EvalConfig.coco().withThreads(1))
        .evaluate(
            type, List.of(1L), 1, List.of(truth(1, object, false)), List.of(detection(1, found)));
  }

  private static GroundTruth truth(long id, Rle mask, boolean crowd) {
    return new GroundTruth(id, 1, 0, mask.bbox(), mask.area(), crowd, mask);
  }

  private static Detection detection(double score, Rle mask) {
    return new Detection(1, 0, score, mask.bbox(), mask);
  }

  /** A large ellipse and a rectangle, both cut off by the image's border now and then. */
  private static boolean[][] blob(Random random, int height, int width) {
    boolean[][] pixels = new boolean[height][width];
    double centreY = height * (0.3 + 0.4 * random.nextDouble());
    double centreX = width * (0.3 + 0.4 * random.nextDouble());
    double radiusY = height * (0.3 + 0.4 * random.nextDouble());
    double radiusX = width * (0.3 + 0.4 * random.nextDouble());
    int right = random.nextInt(width);
    int bottom = random.nextInt(height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y][x] =
            Math.hypot((y - centreY) / radiusY, (x - centreX) / radiusX) < 1
                || (y < bottom && x < right);
      }
    }
    return pixels;
  }

  private static boolean[][] ring(boolean[][] mask, int radius) {
    boolean[][] inner = mask;
    for (int i = 0; i < radius; i++) {
      inner = eroded(inner);
    }
    boolean[][] ring = new boolean[mask.length][mask[0].length];
    for (int y = 0; y < mask.length; y++) {
      for (int x = 0; x < mask[0].length; x++) {
        ring[y][x] = mask[y][x] && !inner[y][x];
      }
    }
    return ring;
  }

  private static boolean[][] eroded(boolean[][] mask) {
    boolean[][] result = new boolean[mask.length][mask[0].length];
    for (int y = 1; y < mask.length - 1; y++) {
      for (int x = 1; x < mask[0].length - 1; x++) {
        boolean all = true;
        for (int i = 0; i < 9; i++) {
          all &= mask[y - 1 + i / 3][x - 1 + i % 3];
        }
        result[y][x] = all;
      }
    }
    return result;
  }

  private static double slowIou(boolean[][] a, boolean[][] b) {
    int both = 0;
    int either = 0;
    for (int y = 0; y < a.length; y++) {
      for (int x = 0; x < a[0].length; x++) {
        both += a[y][x] && b[y][x] ? 1 : 0;
        either += a[y][x] || b[y][x] ? 1 : 0;
      }
    }
    return (double) both / either;
  }

  private static Rle encode(boolean[][] pixels) {
    Bitmap bitmap = Bitmap.of(pixels.length, pixels[0].length);
    for (int y = 0; y < pixels.length; y++) {
      for (int x = 0; x < pixels[0].length; x++) {
        bitmap.set(y, x, pixels[y][x]);
      }
    }
    return Rle.encode(bitmap);
  }

  private static Rle rectangle(int left, int top, int right, int bottom) {
    Bitmap bitmap = Bitmap.of(SIDE, SIDE);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        bitmap.set(y, x, true);
      }
    }
    return Rle.encode(bitmap);
  }
}
