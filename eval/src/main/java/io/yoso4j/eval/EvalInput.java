package io.yoso4j.eval;

import io.yoso4j.data.DataException;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Checks objects and detections given as records and puts them into columns. */
final class EvalInput {
  private final IouType type;
  private final long[] imageIds;
  private final int categories;
  private final ImageIndex images;
  private final @Nullable Rle[] sizeOfImage;

  EvalInput(IouType type, List<Long> imageIds, int categories) {
    if (categories < 0) {
      throw new IllegalArgumentException(
          "numCategories is " + categories + "; it must not be negative");
    }
    this.type = type;
    this.categories = categories;
    this.imageIds = imageIds.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
    this.images = new ImageIndex(this.imageIds);
    this.sizeOfImage = new Rle[this.imageIds.length];
  }

  EvalData data(List<GroundTruth> truths, List<Detection> detections) {
    return new EvalData(type, imageIds, categories, truths(truths), detections(detections));
  }

  private ObjectTable truths(List<GroundTruth> truths) {
    IntFunction<String> names = i -> "annotation " + truths.get(i).id();
    ObjectTable table =
        table(truths.size(), 0, names, truths.stream().map(GroundTruth::mask).toList());
    for (int i = 0; i < truths.size(); i++) {
      GroundTruth truth = truths.get(i);
      if (!(truth.area() >= 0 && Double.isFinite(truth.area()))) {
        throw new DataException(
            names.apply(i) + ": area is " + truth.area() + "; it must be finite and not negative");
      }
      put(table, i, truth.imageId(), truth.category(), truth.bbox(), truth.area(), truth.mask());
      table.crowds().set(i, truth.crowd());
    }
    return table;
  }

  private ObjectTable detections(List<Detection> detections) {
    IntFunction<String> names = i -> "detection " + i;
    ObjectTable table =
        table(
            detections.size(),
            detections.size(),
            names,
            detections.stream().map(Detection::mask).toList());
    for (int i = 0; i < detections.size(); i++) {
      Detection found = detections.get(i);
      if (!Double.isFinite(found.score())) {
        throw new DataException(
            "%s (image %d): score is %s; it must be finite"
                .formatted(names.apply(i), found.imageId(), found.score()));
      }
      put(table, i, found.imageId(), found.category(), found.bbox(), found.area(), found.mask());
      table.scores()[i] = found.score();
    }
    return table;
  }

  private ObjectTable table(
      int size, int scores, IntFunction<String> names, List<@Nullable Rle> masks) {
    return new ObjectTable(
        size,
        new int[size],
        new int[size],
        new double[type.usesBoxes() ? Math.multiplyExact(size, 4) : 0],
        new double[size],
        new double[scores],
        new BitSet(),
        (i, _) -> Objects.requireNonNull(masks.get(i)),
        names);
  }

  private void put(
      ObjectTable table,
      int i,
      long imageId,
      int category,
      Box box,
      double area,
      @Nullable Rle mask) {
    int image = images.of(imageId);
    if (image < 0) {
      throw new DataException(
          "%s is for image %d, which is not among the %d evaluated images"
              .formatted(table.names().apply(i), imageId, imageIds.length));
    }
    if (category < 0 || category >= categories) {
      throw new DataException(
          "%s (image %d): category index is %d; it must be from 0 to %d"
              .formatted(table.names().apply(i), imageId, category, categories - 1));
    }
    table.images()[i] = image;
    table.categories()[i] = category;
    table.areas()[i] = area;
    if (type.usesBoxes()) {
      table.setBox(i, box);
    } else {
      checkMask(table.names().apply(i), imageId, image, mask);
    }
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
