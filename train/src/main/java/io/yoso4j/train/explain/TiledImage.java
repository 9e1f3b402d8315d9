package io.yoso4j.train.explain;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Tiling;
import io.yoso4j.model.yoso.InputSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An image that is cut into tiles: which tile to look at, and what of the objects lies in it. Every
 * annotation is drawn once, and only the tile that is looked at gets pixels.
 */
final class TiledImage {
  private final ExplainRequest request;
  private final Tiling tiling;
  private final List<Tiling.Tile> tiles;
  private final List<Drawn> drawn = new ArrayList<>();

  /**
   * @param number of an object, from 1; 0 for a crowd
   * @param mask of the size of the whole image
   */
  private record Drawn(Annotation annotation, int number, Rle mask) {
    /** The share of its pixels that lies in the tile. */
    double visible(Tiling.Tile tile) {
      Box box = mask.bbox();
      double right = tile.left() + (double) tile.side();
      double bottom = tile.top() + (double) tile.side();
      if (mask.area() == 0
          || box.x() >= right
          || box.y() >= bottom
          || box.x() + box.width() <= tile.left()
          || box.y() + box.height() <= tile.top()) {
        return 0;
      }
      boolean inside =
          box.x() >= tile.left()
              && box.y() >= tile.top()
              && box.x() + box.width() <= right
              && box.y() + box.height() <= bottom;
      return inside ? 1 : (double) part(tile).area() / mask.area();
    }

    Rle part(Tiling.Tile tile) {
      return mask.place(tile.side(), tile.side(), -tile.top(), -tile.left());
    }
  }

  TiledImage(ExplainRequest request, InputSize size, Tiling tiling) {
    this.request = request;
    this.tiling = tiling;
    ImageRecord image = request.image();
    tiles =
        tiling.tiles(
            new ImageSize(image.width(), image.height()), size.of(image.width(), image.height()));
    int next = 1;
    for (Annotation annotation : request.annotations()) {
      int number = annotation.crowd() ? 0 : next++;
      drawn.add(new Drawn(annotation, number, annotation.toRle(image.height(), image.width())));
    }
  }

  /**
   * The tile that is asked for, or the best one.
   *
   * @throws IllegalArgumentException if the tile asked for is not there
   */
  ViewedImage view(InputSpec input) {
    Integer asked = request.tile();
    if (asked != null && (asked < 1 || asked > tiles.size())) {
      throw new IllegalArgumentException(
          "tile (%d) must be 1 to %d, the tiles of %s"
              .formatted(asked, tiles.size(), request.image().fileName()));
    }
    return view(asked == null ? best() : asked - 1, input);
  }

  private int best() {
    Tiling.Tile best =
        request.details().isEmpty() ? mostObjects() : showing(request.details().getFirst());
    return tiles.indexOf(best);
  }

  private Tiling.Tile showing(int number) {
    return tiles.stream()
        .max(
            Comparator.comparingDouble((Tiling.Tile tile) ->
                    drawn.stream()
                        .filter(each -> each.number() == number)
                        .mapToDouble(each -> each.visible(tile))
                        .sum())
                .thenComparing(Tiling.Tile::side, Comparator.reverseOrder())
                .thenComparingLong(this::objects))
        .orElseThrow();
  }

  /**
   * The whole image always has the most objects, so it counts only where the others cut them all.
   */
  private Tiling.Tile mostObjects() {
    List<Tiling.Tile> cuts = tiles.stream().filter(tile -> !whole(tile)).toList();
    boolean wholeObjects =
        drawn.stream()
            .anyMatch(each ->
                each.number() > 0 && cuts.stream().anyMatch(tile -> each.visible(tile) == 1));
    return !wholeObjects && whole(tiles.getFirst())
        ? tiles.getFirst()
        : cuts.stream().max(Comparator.comparingLong(this::objects)).orElseThrow();
  }

  /** Whether it is the one that holds the whole image besides the others. */
  private boolean whole(Tiling.Tile tile) {
    return tile.side() > tiles.getLast().side();
  }

  private long objects(Tiling.Tile tile) {
    return drawn.stream().filter(each -> each.number() > 0 && each.visible(tile) > 0).count();
  }

  private ViewedImage view(int index, InputSpec input) {
    Tiling.Tile tile = tiles.get(index);
    List<Annotation> objects = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    List<Double> visible = new ArrayList<>();
    List<Annotation> crowds = new ArrayList<>();
    int outside = 0;
    for (Drawn each : drawn) {
      double share = each.visible(tile);
      if (each.number() == 0) {
        if (share > 0) {
          crowds.add(cut(each, tile));
        }
      } else if (share > 0) {
        objects.add(cut(each, tile));
        numbers.add(each.number());
        visible.add(share);
      } else {
        outside++;
      }
    }
    ImageRecord image = request.image();
    return new ViewedImage(
        new ImageRecord(image.id(), image.fileName(), tile.side(), tile.side(), image.path()),
        request
            .pixels()
            .window(tile.left(), tile.top(), tile.side(), tile.side(), meanColor(input)),
        objects,
        numbers,
        visible,
        crowds,
        new InputSize.LongestSide(tiling.side()),
        new ExplainedView.Tile(
            index + 1, tiles.size(), tile.left(), tile.top(), tile.side(), whole(tile), outside));
  }

  private static int meanColor(InputSpec input) {
    int color = 0;
    for (double mean : input.pixelMean()) {
      color = color << 8 | Math.clamp(Math.round(mean), 0, 255);
    }
    return color;
  }

  private static Annotation cut(Drawn whole, Tiling.Tile tile) {
    Annotation annotation = whole.annotation();
    Rle mask = whole.part(tile);
    return new Annotation(
        annotation.id(),
        annotation.imageId(),
        annotation.category(),
        annotation.bbox(),
        mask.area(),
        annotation.crowd(),
        new Segmentation.RunLength(mask));
  }
}
