package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.IdImage;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PNG with one channel for each image: 0 is background, every other value an object. */
final class IdMasksReader extends MaskFolderReader {

  IdMasksReader() {
    super(DatasetFormat.ID_MASKS);
  }

  @Override
  List<Path> masks(MaskFiles files, Path image) {
    return List.of(files.ids(image));
  }

  @Override
  List<RawAnnotation> objects(
      Masked image, ImageSize size, MaskClasses classes, ReadOptions options) {
    Path file = image.masks().getFirst();
    IdImage ids = IdImage.readOneChannel(file, options.limits());
    if (ids.width() != size.width() || ids.height() != size.height()) {
      throw new DataException(
          "%s: is %dx%d, its image %dx%d"
              .formatted(file, ids.width(), ids.height(), size.width(), size.height()));
    }
    List<RawAnnotation> objects = new ArrayList<>();
    for (Map.Entry<Integer, Rle> object : IdMasks.of(file, ids).entrySet()) {
      RawAnnotation raw = new RawAnnotation(objects.size());
      raw.where = "%s: object %d".formatted(file, object.getKey());
      raw.mask = object.getValue();
      classes.assign(raw, image.name(), object.getKey().toString());
      objects.add(raw);
    }
    return objects;
  }
}
