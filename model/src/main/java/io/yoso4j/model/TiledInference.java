package io.yoso4j.model;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.Tiling.Tile;
import io.yoso4j.model.yoso.InputSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The instances of an image from those of its tiles. An object in the overlap of tiles is found in
 * each: an instance yields when half of it lies in one of its class with a higher score. Those that
 * a tile's inner border cuts come last, and score less: they are whole in another tile, or a part.
 * The whole image, where wanted, is one more tile.
 */
final class TiledInference {
  /** Share of an instance that lies in another one, from which they are the same object. */
  private static final double SAME = 0.5;

  /** Factor on the score of what a border cuts and nothing whole covers. */
  private static final double CUT_SCORE = 0.3;

  /** Tiles that go through the network together. */
  private static final int BATCH = 8;

  private final RgbImage image;
  private final SegmenterOptions options;
  private final int padding;

  private record Found(Instance instance, boolean cut) {}

  private TiledInference(RgbImage image, SegmenterOptions options, int padding) {
    this.image = image;
    this.options = options;
    this.padding = padding;
  }

  /**
   * @param tiling how to cut
   * @param options what to return
   * @param input whose mean colour lies beyond the image
   * @param network the instances of square images, with masks of their size
   */
  static List<Instance> segment(
      RgbImage image,
      Tiling tiling,
      SegmenterOptions options,
      InputSpec input,
      Function<List<RgbImage>, List<List<Instance>>> network) {
    List<Tile> tiles =
        tiling.tiles(
            new ImageSize(image.width(), image.height()),
            options.inputSize().of(image.width(), image.height()));
    return new TiledInference(image, options, meanColor(input)).segment(tiles, network);
  }

  private static int meanColor(InputSpec input) {
    int color = 0;
    for (double mean : input.pixelMean()) {
      color = color << 8 | Math.clamp(Math.round(mean), 0, 255);
    }
    return color;
  }

  private List<Instance> segment(
      List<Tile> tiles, Function<List<RgbImage>, List<List<Instance>>> network) {
    List<Found> found = new ArrayList<>();
    for (int from = 0; from < tiles.size(); from += BATCH) {
      List<Tile> some = tiles.subList(from, Math.min(tiles.size(), from + BATCH));
      List<List<Instance>> results = network.apply(some.stream().map(this::pixels).toList());
      for (int i = 0; i < some.size(); i++) {
        Tile tile = some.get(i);
        results.get(i).forEach(instance -> place(instance, tile, found));
      }
    }
    found.sort(
        Comparator.comparing(Found::cut)
            .thenComparing(each -> each.instance().score(), Comparator.reverseOrder()));
    List<Instance> kept = new ArrayList<>();
    for (Found each : found) {
      if (kept.stream().noneMatch(other -> same(each.instance(), other))) {
        kept.add(each.instance());
      }
    }
    return kept.stream()
        .sorted(Comparator.comparingDouble(Instance::score).reversed())
        .limit(options.maxDetections())
        .toList();
  }

  private RgbImage pixels(Tile tile) {
    return image.window(tile.left(), tile.top(), tile.side(), tile.side(), padding);
  }

  private void place(Instance instance, Tile tile, List<Found> found) {
    Rle mask = instance.mask().place(image.height(), image.width(), tile.top(), tile.left());
    if (mask.area() == 0) {
      return;
    }
    Box box = mask.bbox();
    boolean cut =
        (box.x() <= tile.left() && tile.left() > 0)
            || (box.y() <= tile.top() && tile.top() > 0)
            || touches(box.x() + box.width(), tile.left() + tile.side(), image.width())
            || touches(box.y() + box.height(), tile.top() + tile.side(), image.height());
    double score = cut ? CUT_SCORE * instance.score() : instance.score();
    found.add(
        new Found(new Instance(instance.category(), score, box, mask, instance.query()), cut));
  }

  private static boolean touches(double end, int border, int imageEnd) {
    return border < imageEnd && end >= border;
  }

  private static boolean same(Instance one, Instance other) {
    if (one.category() != other.category() || !meet(one.bbox(), other.bbox())) {
      return false;
    }
    // As a crowd, the other one counts only as far as this one reaches.
    return Rle.iou(one.mask(), other.mask(), true) >= SAME;
  }

  private static boolean meet(Box a, Box b) {
    return a.x() < b.x() + b.width()
        && b.x() < a.x() + a.width()
        && a.y() < b.y() + b.height()
        && b.y() < a.y() + a.height();
  }
}
