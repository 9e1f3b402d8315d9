package io.yoso4j.data.health;

import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.ReadOptions;
import io.yoso4j.data.dataset.SplitPaths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a data set as it was found.
 *
 * @param data null when it cannot be read
 * @param failure why it cannot be read; empty otherwise
 * @param images in the order of the data set
 */
record PartFacts(
    SplitPaths paths, @Nullable CocoDataset data, String failure, List<ImageCase> images) {

  /** An image with its file and its objects. */
  record ImageCase(ImageRecord image, ImageFacts file, List<ObjectFacts> objects) {

    static ImageCase of(CocoDataset data, ImageRecord image, boolean decode) {
      List<ObjectFacts> objects = new ArrayList<>();
      Map<ObjectFacts.Shape, Long> seen = new HashMap<>();
      for (Annotation annotation : data.annotations(image.id())) {
        objects.add(ObjectFacts.of(image, annotation, seen));
      }
      return new ImageCase(image, ImageFacts.of(image, decode), List.copyOf(objects));
    }

    long objectsToFind() {
      return objects.stream().filter(o -> !o.annotation().crowd()).count();
    }
  }

  /** Images are looked at in parallel; the result does not depend on that. */
  static PartFacts of(SplitPaths paths, boolean decode) {
    CocoDataset data;
    try {
      data = paths.read(ReadOptions.REPAIR).data();
    } catch (DataException e) {
      return new PartFacts(paths, null, String.valueOf(e.getMessage()), List.of());
    }
    List<ImageCase> images =
        data.images().parallelStream().map(image -> ImageCase.of(data, image, decode)).toList();
    return new PartFacts(paths, data, "", images);
  }

  String name() {
    return paths.name();
  }

  long objectCount() {
    return data == null ? 0 : data.annotationCount();
  }
}
