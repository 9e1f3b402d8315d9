package io.yoso4j.train.explain;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.Segmentation;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Tiling;
import io.yoso4j.model.yoso.InputSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the network sees of an image: all of it, or one of the tiles that it is cut into.
 *
 * @param record of the pixels, not of the whole image
 * @param objects in the view, no crowds
 * @param numbers of the objects, from 1, as counted in the whole image
 * @param visible share of each object's pixels that is in the view
 * @param crowds in the view
 * @param size how the pixels are resized for the network
 * @param tile which tile, null for the whole image
 */
record ViewedImage(
    ImageRecord record,
    RgbImage pixels,
    List<Annotation> objects,
    List<Integer> numbers,
    List<Double> visible,
    List<Annotation> crowds,
    InputSize size,
    ExplainedView.@Nullable Tile tile) {

  static ViewedImage of(
      ExplainRequest request, InputSize size, @Nullable Tiling tiling, InputSpec input) {
    if (tiling == null) {
      if (request.tile() != null) {
        throw new IllegalArgumentException(
            "tile %d is asked for, but the model does not cut images (eval.tile_size is null)"
                .formatted(request.tile()));
      }
      List<Annotation> objects =
          request.annotations().stream().filter(each -> !each.crowd()).toList();
      return new ViewedImage(
          request.image(),
          request.pixels(),
          objects,
          IntStream.rangeClosed(1, objects.size()).boxed().toList(),
          objects.stream().map(_ -> 1.0).toList(),
          request.annotations().stream().filter(Annotation::crowd).toList(),
          size,
          null);
    }
    ImageSize whole = new ImageSize(request.image().width(), request.image().height());
    List<Tiling.Tile> tiles =
        tiling.tiles(whole, size.of(request.image().width(), request.image().height()));
    if (request.tile() != null && (request.tile() < 1 || request.tile() > tiles.size())) {
      throw new IllegalArgumentException(
          "tile (%d) must be 1 to %d, the tiles of %s"
              .formatted(request.tile(), tiles.size(), request.image().fileName()));
    }
    List<ViewedImage> all = new ArrayList<>();
    int from = request.tile() == null ? 0 : request.tile() - 1;
    int to = request.tile() == null ? tiles.size() : request.tile();
    for (int i = from; i < to; i++) {
      all.add(ofTile(request, tiles.get(i), i + 1, tiles.size(), tiling, input));
    }
    int wanted = request.details().isEmpty() ? 0 : request.details().getFirst();
    return all.stream()
        .max(
            Comparator.comparingDouble((ViewedImage view) -> view.visible(wanted))
                .thenComparingInt(view -> view.objects().size()))
        .orElseThrow();
  }

  private double visible(int number) {
    int index = numbers.indexOf(number);
    return index < 0 ? 0 : visible.get(index);
  }

  private static ViewedImage ofTile(
      ExplainRequest request,
      Tiling.Tile tile,
      int number,
      int count,
      Tiling tiling,
      InputSpec input) {
    List<Annotation> objects = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    List<Double> visible = new ArrayList<>();
    List<Annotation> crowds = new ArrayList<>();
    int next = 0;
    for (Annotation annotation : request.annotations()) {
      next += annotation.crowd() ? 0 : 1;
      Annotation part = cut(annotation, request.image(), tile);
      if (part.area() == 0) {
        continue;
      }
      if (part.crowd()) {
        crowds.add(part);
      } else {
        objects.add(part);
        numbers.add(next);
        Rle whole = annotation.toRle(request.image().height(), request.image().width());
        visible.add(part.area() / whole.area());
      }
    }
    int color = 0;
    for (double mean : input.pixelMean()) {
      color = color << 8 | Math.clamp(Math.round(mean), 0, 255);
    }
    return new ViewedImage(
        new ImageRecord(
            request.image().id(),
            request.image().fileName(),
            tile.side(),
            tile.side(),
            request.image().path()),
        request.pixels().window(tile.left(), tile.top(), tile.side(), tile.side(), color),
        objects,
        numbers,
        visible,
        crowds,
        new InputSize.LongestSide(tiling.side()),
        new ExplainedView.Tile(
            number, count, tile.left(), tile.top(), tile.side(), next - objects.size()));
  }

  private static Annotation cut(Annotation annotation, ImageRecord image, Tiling.Tile tile) {
    Rle mask =
        annotation
            .toRle(image.height(), image.width())
            .place(tile.side(), tile.side(), -tile.top(), -tile.left());
    return new Annotation(
        annotation.id(),
        annotation.imageId(),
        annotation.category(),
        annotation.bbox(),
        mask.area(),
        annotation.crowd(),
        new Segmentation.RunLength(mask));
  }

  /** The mask of an object or crowd, of the size of the view. */
  Rle mask(Annotation annotation) {
    return annotation.toRle(record.height(), record.width());
  }
}
