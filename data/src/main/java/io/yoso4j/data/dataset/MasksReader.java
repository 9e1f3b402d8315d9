package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.data.mask.Bitmap;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A mask image for each object: what is not black belongs to it. */
final class MasksReader extends MaskFolderReader {

  MasksReader() {
    super(DatasetFormat.MASKS);
  }

  @Override
  List<Path> masks(MaskFiles files, Path image) {
    return files.single(image);
  }

  @Override
  List<RawAnnotation> objects(
      Masked image, ImageSize size, MaskClasses classes, ReadOptions options) {
    List<RawAnnotation> objects = new ArrayList<>(image.masks().size());
    for (Path file : image.masks()) {
      RawAnnotation raw = new RawAnnotation(objects.size());
      raw.where = file.toString();
      classes.assign(raw, image.name(), Folder.stem(file));
      mask(raw, file, size, options);
      objects.add(raw);
    }
    return objects;
  }

  private static void mask(RawAnnotation raw, Path file, ImageSize size, ReadOptions options) {
    RgbImage pixels;
    try {
      pixels = ImageFiles.read(file, options.limits());
    } catch (DataException e) {
      raw.problem(e.messageWithout(file));
      return;
    }
    if (pixels.width() != size.width() || pixels.height() != size.height()) {
      raw.problem(
          "mask is %dx%d, its image %dx%d"
              .formatted(pixels.width(), pixels.height(), size.width(), size.height()));
      return;
    }
    Rle mask = Rle.encode(foreground(pixels));
    if (mask.area() == 0) {
      raw.problem("mask is empty");
      return;
    }
    raw.mask = mask;
  }

  private static Bitmap foreground(RgbImage pixels) {
    byte[] rgb = pixels.rgb();
    Bitmap mask = Bitmap.of(pixels.height(), pixels.width());
    long[] words = mask.words();
    for (int i = 0, at = 0; at < rgb.length; i++, at += 3) {
      if ((rgb[at] | rgb[at + 1] | rgb[at + 2]) != 0) {
        words[i >>> 6] |= 1L << i;
      }
    }
    return mask;
  }
}
