package io.yoso4j.cli.report;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.train.explain.ExplainedCrowd;
import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.ExplainedObject;
import io.yoso4j.train.explain.QueryResult;
import io.yoso4j.train.explain.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Annotated and predicted masks over the image, and the areas of the objects to click at. Masks are
 * held at the size of the picture, never at that of the image.
 */
final class ExplainPictures {
  private static final int OUTLINE_SIDE = 160;

  private final ExplainedLoss loss;
  private final ExplainWords words;
  private final RgbImage picture;

  ExplainPictures(ExplainedLoss loss, ExplainWords words) {
    this.loss = loss;
    this.words = words;
    RgbImage pixels = loss.view().pixels();
    ImageSize size = Gallery.pictureSize(pixels.width(), pixels.height());
    picture =
        size.equals(new ImageSize(pixels.width(), pixels.height()))
            ? pixels
            : pixels.resizeBilinear(size.width(), size.height());
  }

  /** Objects and crowds, as a data URI. */
  String truth() {
    List<OverlayInstance> truth = new ArrayList<>();
    for (ExplainedObject object : loss.objects()) {
      truth.add(
          new OverlayInstance(
              "%d %s".formatted(object.number(), words.category(object.category())),
              truth.size(),
              small(object.mask())));
    }
    for (ExplainedCrowd crowd : loss.crowds()) {
      truth.add(
          new OverlayInstance(
              "crowd " + words.category(crowd.category()), truth.size(), small(crowd.mask())));
    }
    return Gallery.picture(picture, truth);
  }

  /** Detections, each in the colour of the object that it counts for, as a data URI. */
  String prediction() {
    List<OverlayInstance> found = new ArrayList<>();
    int next = loss.objects().size() + loss.crowds().size();
    for (QueryResult detection : loss.detections()) {
      int owner = owner(detection);
      found.add(
          new OverlayInstance(
              "q%d %s %s"
                  .formatted(
                      detection.query(),
                      words.category(detection.category()),
                      ExplainWords.fixed(detection.score())),
              owner >= 0 ? owner : next++,
              small(detection.mask())));
    }
    return Gallery.picture(picture, found);
  }

  private int owner(QueryResult detection) {
    return loss.verdicts().stream()
        .filter(verdict -> {
          QueryResult by = verdict.found();
          return by != null && by.query() == detection.query();
        })
        .mapToInt(Verdict::object)
        .findFirst()
        .orElse(-1);
  }

  private Bitmap small(Rle mask) {
    return mask.resize(picture.height(), picture.width()).toBitmap();
  }

  /** The size of the areas' own coordinates. */
  ImageSize areaSize() {
    double shrink =
        Math.min(1, (double) OUTLINE_SIDE / Math.max(picture.width(), picture.height()));
    return new ImageSize(
        Math.max(1, (int) Math.round(picture.width() * shrink)),
        Math.max(1, (int) Math.round(picture.height() * shrink)));
  }

  /** An area for each object; those without maps say so. */
  List<Map<String, ?>> areas() {
    ImageSize size = areaSize();
    List<Map<String, ?>> areas = new ArrayList<>();
    for (int i = 0; i < loss.objects().size(); i++) {
      Bitmap mask = loss.objects().get(i).mask().resize(size.height(), size.width()).toBitmap();
      areas.add(
          Map.of(
              "object", i,
              "name", words.object(i),
              "detailed", loss.detailed().contains(i),
              "without", loss.detailed().contains(i) ? "" : words.withoutMaps(i),
              "path", MaskOutline.path(size.width(), size.height(), mask::get)));
    }
    return areas;
  }
}
