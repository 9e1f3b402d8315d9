package io.yoso4j.eval;

import io.yoso4j.data.DataException;
import io.yoso4j.data.mask.Rle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checked objects and detections, by category and image. Images are in ascending order of id. */
final class EvalInput {
  private final IouType type;
  private final List<Long> imageIds;
  private final int categories;
  private final Map<Long, Integer> indexOfImage = new HashMap<>();
  private final @Nullable Rle[] sizeOfImage;

  /** By {@code category * images + image}: ascending keys are the order of accumulation. */
  private final TreeMap<Long, Group> groups = new TreeMap<>();

  private record Group(List<GroundTruth> truths, List<Detection> detections) {}

  /** A cell with the indices of its category and image. */
  record Placed(int category, int image, ImageCell cell) {}

  EvalInput(
      IouType type,
      List<Long> imageIds,
      int categories,
      List<GroundTruth> truths,
      List<Detection> detections) {
    if (categories < 0) {
      throw new IllegalArgumentException(
          "numCategories is " + categories + "; it must not be negative");
    }
    this.type = type;
    this.categories = categories;
    this.imageIds = imageIds.stream().sorted().distinct().toList();
    for (int i = 0; i < this.imageIds.size(); i++) {
      indexOfImage.put(this.imageIds.get(i), i);
    }
    sizeOfImage = new Rle[this.imageIds.size()];
    for (GroundTruth truth : truths) {
      add(truth);
    }
    for (int i = 0; i < detections.size(); i++) {
      add(detections.get(i), i);
    }
  }

  /** Image ids, ascending, each once. */
  List<Long> imageIds() {
    return imageIds;
  }

  /** The cells that hold anything, by category, then image. */
  List<Placed> cells(int maxDetections) {
    List<Placed> cells = new ArrayList<>(groups.size());
    groups.forEach((key, group) ->
        cells.add(
            new Placed(
                (int) (key / imageIds.size()),
                (int) (key % imageIds.size()),
                ImageCell.of(group.truths, group.detections, maxDetections))));
    return cells;
  }

  private void add(GroundTruth truth) {
    String name = "annotation " + truth.id();
    if (!(truth.area() >= 0 && Double.isFinite(truth.area()))) {
      throw new DataException(
          name + ": area is " + truth.area() + "; it must be finite and not negative");
    }
    group(name, truth.imageId(), truth.category(), truth.mask()).truths.add(truth);
  }

  private void add(Detection detection, int index) {
    String name = "detection " + index;
    if (!Double.isFinite(detection.score())) {
      throw new DataException(
          "%s (image %d): score is %s; it must be finite"
              .formatted(name, detection.imageId(), detection.score()));
    }
    group(name, detection.imageId(), detection.category(), detection.mask())
        .detections
        .add(detection);
  }

  private Group group(String name, long imageId, int category, @Nullable Rle mask) {
    Integer image = indexOfImage.get(imageId);
    if (image == null) {
      throw new DataException(
          "%s is for image %d, which is not among the %d evaluated images"
              .formatted(name, imageId, imageIds.size()));
    }
    if (category < 0 || category >= categories) {
      throw new DataException(
          "%s (image %d): category index is %d; it must be from 0 to %d"
              .formatted(name, imageId, category, categories - 1));
    }
    if (type == IouType.SEGM) {
      checkMask(name, imageId, image, mask);
    }
    long key = (long) category * imageIds.size() + image;
    return groups.computeIfAbsent(key, k -> new Group(new ArrayList<>(), new ArrayList<>()));
  }

  private void checkMask(String name, long imageId, int image, @Nullable Rle mask) {
    if (mask == null) {
      throw new DataException(
          "%s (image %d) has no mask, but masks are evaluated".formatted(name, imageId));
    }
    Rle first = sizeOfImage[image];
    if (first == null) {
      sizeOfImage[image] = mask;
    } else if (first.height() != mask.height() || first.width() != mask.width()) {
      throw new DataException(
          "%s (image %d): mask is %dx%d, but the image's first mask is %dx%d (height x width)"
              .formatted(
                  name, imageId, mask.height(), mask.width(), first.height(), first.width()));
    }
  }
}
