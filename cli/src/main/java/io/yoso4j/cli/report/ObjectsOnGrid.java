package io.yoso4j.cli.report;

import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.train.explain.ExplainedLoss;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Objects on the grid of the predictions, where all stages predict: the cells whose centre is in
 * the object. Each is drawn once.
 */
final class ObjectsOnGrid {
  private final ExplainedLoss loss;
  private final Map<Integer, Bitmap> drawn = new LinkedHashMap<>();

  ObjectsOnGrid(ExplainedLoss loss) {
    this.loss = loss;
  }

  /** The cells of an object, {@code [h, w]}. */
  Bitmap of(int object) {
    return drawn.computeIfAbsent(object, this::draw);
  }

  /** The outline of an object as the path of an SVG. */
  String path(int object) {
    return MaskOutline.path(
        loss.view().grid().width(), loss.view().grid().height(), of(object)::get);
  }

  private Bitmap draw(int object) {
    int width = loss.view().grid().width();
    int height = loss.view().grid().height();
    Bitmap mask = loss.objects().get(object).mask().toBitmap();
    Bitmap label = Bitmap.of(height, width);
    double scaleX = (double) loss.view().padded().width() / width * mask.width();
    double scaleY = (double) loss.view().padded().height() / height * mask.height();
    for (int y = 0; y < height; y++) {
      int row = (int) ((y + 0.5) * scaleY / loss.view().scaled().height());
      for (int x = 0; x < width && row < mask.height(); x++) {
        int column = (int) ((x + 0.5) * scaleX / loss.view().scaled().width());
        label.set(y, x, column < mask.width() && mask.get(row, column));
      }
    }
    return label;
  }
}
