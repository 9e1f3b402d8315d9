package io.yoso4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.yoso.InputSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a network that finds in each tile the rectangles that were painted there. */
final class TiledInferenceTest {
  private static final InputSpec INPUT =
      new InputSpec(List.of(10.0, 20.0, 30.0), List.of(1.0, 1.0, 1.0), 32);

  private final List<RgbImage> seen = new ArrayList<>();

  /** A rectangle in a colour of its own, whose red channel is 100 plus its class. */
  private record Shape(int x, int y, int width, int height, int color) {
    Rle mask(RgbImage image) {
      return painted(image, color);
    }
  }

  private static Rle painted(RgbImage image, int color) {
    Bitmap bitmap = Bitmap.of(image.height(), image.width());
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        bitmap.set(y, x, image.color(x, y) == color);
      }
    }
    return Rle.encode(bitmap);
  }

  private static RgbImage paint(int width, int height, List<Shape> shapes) {
    byte[] rgb = new byte[3 * width * height];
    for (Shape shape : shapes) {
      for (int y = shape.y(); y < shape.y() + shape.height(); y++) {
        for (int x = shape.x(); x < shape.x() + shape.width(); x++) {
          for (int channel = 0; channel < 3; channel++) {
            rgb[3 * (y * width + x) + channel] = (byte) (shape.color() >> (16 - 8 * channel));
          }
        }
      }
    }
    return RgbImage.of(width, height, rgb);
  }

  /** Scores grow with the area, so that what a border cuts scores lower, unless {@code flat}. */
  private List<Instance> find(RgbImage image, List<Shape> shapes, boolean flat, int most) {
    return find(image, shapes, flat, most, new Tiling(32, 0.5));
  }

  private List<Instance> find(
      RgbImage image, List<Shape> shapes, boolean flat, int most, Tiling tiling) {
    SegmenterOptions options =
        SegmenterOptions.defaults().withInputSize(new InputSize.Original()).withMaxDetections(most);
    return TiledInference.segment(
        image,
        tiling,
        options,
        INPUT,
        tiles -> {
          seen.addAll(tiles);
          return tiles.stream().map(tile -> found(tile, shapes, flat)).toList();
        });
  }

  private static List<Instance> found(RgbImage tile, List<Shape> shapes, boolean flat) {
    List<Instance> found = new ArrayList<>();
    for (Shape shape : shapes) {
      Rle mask = painted(tile, shape.color());
      if (mask.area() > 0) {
        double score = flat ? 1.0 / (1 + mask.area()) : mask.area() / 10_000.0;
        found.add(new Instance((shape.color() >> 16) - 100, score, mask.bbox(), mask, 0));
      }
    }
    return found;
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(0, 0, 12, 9, 0x640001),
          new Shape(28, 3, 14, 14, 0x640002),
          new Shape(43, 3, 5, 14, 0x650003),
          new Shape(60, 40, 15, 16, 0x640004),
          new Shape(84, 55, 16, 15, 0x650005));

  @Test
  void objectsInTheOverlapComeOnceAndWhole() {
    RgbImage image = paint(100, 70, SHAPES);
    for (boolean flat : new boolean[] {false, true}) {
      List<Instance> found = find(image, SHAPES, flat, 100);
      assertThat(found)
          .extracting(Instance::mask)
          .containsExactlyInAnyOrderElementsOf(
              SHAPES.stream().map(shape -> shape.mask(image)).toList());
      assertThat(found).allSatisfy(one -> assertThat(one.bbox()).isEqualTo(one.mask().bbox()));
      assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    }
  }

  @Test
  void whatIsLargerThanATileIsFoundInTheWholeImageAlone() {
    Shape large = new Shape(10, 5, 70, 50, 0x660006);
    RgbImage image = paint(100, 70, List.of(large));
    List<Shape> shapes = List.of(large);
    assertThat(find(image, shapes, false, 100))
        .isNotEmpty()
        .extracting(Instance::mask)
        .doesNotContain(large.mask(image));
    assertThat(find(image, shapes, false, 100, new Tiling(32, 0.5, true)))
        .singleElement()
        .satisfies(one -> assertThat(one.mask()).isEqualTo(large.mask(image)));
  }

  @Test
  void onlyTheBestStay() {
    RgbImage image = paint(100, 70, SHAPES);
    assertThat(find(image, SHAPES, false, 2))
        .extracting(Instance::mask)
        .containsExactlyElementsOf(
            find(image, SHAPES, false, 100).stream().limit(2).map(Instance::mask).toList());
  }

  @Test
  void anImageSmallerThanATileIsPaddedWithTheMeanColour() {
    List<Shape> shapes = List.of(new Shape(2, 3, 6, 5, 0x640001));
    RgbImage image = paint(20, 10, shapes);
    assertThat(find(image, shapes, false, 10))
        .singleElement()
        .extracting(Instance::mask)
        .isEqualTo(shapes.getFirst().mask(image));
    assertThat(seen)
        .singleElement()
        .satisfies(tile -> {
          assertThat(tile.width()).isEqualTo(32);
          assertThat(tile.height()).isEqualTo(32);
          assertThat(tile.color(25, 5)).isEqualTo(0x0a141e);
        });
  }
}
