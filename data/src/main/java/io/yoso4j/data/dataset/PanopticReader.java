package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.IdImage;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * COCO panoptic annotations, read as instances: every segment of a thing is an object, stuff is
 * left out. The id images lie in a folder named like the annotation file without its ending.
 */
final class PanopticReader implements DatasetReader {

  @Override
  public List<SplitPaths> find(Path folder) {
    return new AnnotationFiles(DatasetFormat.PANOPTIC, JsonKind.Content.PANOPTIC, "panoptic_")
        .find(folder);
  }

  @Override
  public boolean fits(Path annotations, Path images) {
    return JsonKind.isFile(annotations, JsonKind.Content.PANOPTIC);
  }

  @Override
  public CocoDataset read(SplitPaths split, ReadOptions options) {
    Path annotations = split.annotations();
    Path images = split.images();
    Path idImages = annotations.resolveSibling(Folder.stem(annotations));
    if (!Files.isDirectory(idImages)) {
      throw new DataException(
          "%s: the folder of its id images, %s, does not exist".formatted(annotations, idImages));
    }
    PanopticFile file = PanopticFile.readTruth(annotations, idImages);
    ImagePaths paths = new ImagePaths(idImages, ImagePaths.dataFolder(annotations, idImages));
    Map<Long, PanopticAnnotation> byImage = new HashMap<>();
    for (PanopticAnnotation annotation : file.annotations()) {
      paths.inside(annotation.idImage());
      byImage.put(annotation.imageId(), annotation);
    }
    Map<Long, Boolean> things = new HashMap<>();
    List<Category> categories = new ArrayList<>();
    for (PanopticCategory category : file.categories()) {
      things.put(category.id(), category.thing());
      if (category.thing()) {
        categories.add(new Category(category.id(), category.name(), null));
      }
    }
    if (categories.isEmpty()) {
      throw new DataException(annotations + ": no category is a thing");
    }
    DatasetBuilder builder = new DatasetBuilder(annotations, images, categories, options);
    InOrder.forEach(
        CocoFile.readImages(annotations, images, options),
        image -> objects(annotations, image, byImage.get(image.id()), things, options),
        builder::addWhole);
    return builder.build();
  }

  private static ImageObjects objects(
      Path file,
      ImageRecord image,
      @Nullable PanopticAnnotation annotation,
      Map<Long, Boolean> things,
      ReadOptions options) {
    String place = file + ": image " + image.id();
    if (annotation == null) {
      throw new DataException(place + " has no annotation");
    }
    IdImage ids = IdImage.read(annotation.idImage(), options.limits());
    if (ids.width() != image.width() || ids.height() != image.height()) {
      throw new DataException(
          "%s: %s is %dx%d, the image %dx%d"
              .formatted(
                  place,
                  annotation.idImage(),
                  ids.width(),
                  ids.height(),
                  image.width(),
                  image.height()));
    }
    Map<Integer, Rle> masks = IdMasks.of(annotation.idImage(), ids);
    List<RawAnnotation> objects = new ArrayList<>();
    for (PanopticSegment segment : annotation.segments()) {
      if (Boolean.FALSE.equals(things.get(segment.categoryId()))) {
        continue;
      }
      RawAnnotation raw = new RawAnnotation(objects.size());
      raw.where = place + ", segment " + segment.id();
      raw.categoryId = segment.categoryId();
      raw.crowd = segment.crowd();
      raw.mask = segment.id() == (int) segment.id() ? masks.get((int) segment.id()) : null;
      if (raw.mask == null) {
        raw.problem("has no pixel in " + annotation.idImage());
      }
      objects.add(raw);
    }
    return new ImageObjects(image, objects);
  }
}
