package io.yoso4j.train.explain;

import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.Tiling;
import io.yoso4j.model.yoso.InputSpec;
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

  /**
   * @throws IllegalArgumentException if a tile is asked for that is not there
   */
  static ViewedImage of(
      ExplainRequest request, InputSize size, @Nullable Tiling tiling, InputSpec input) {
    if (tiling != null) {
      return new TiledImage(request, size, tiling).view(input);
    }
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

  /** The mask of an object or crowd, of the size of the view. */
  Rle mask(Annotation annotation) {
    return annotation.toRle(record.height(), record.width());
  }
}
