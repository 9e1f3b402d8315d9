package io.yoso4j.data.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * Detectron2's data set dictionaries: a list of objects, one for each image with its annotations.
 * Names of classes are read from {@code metadata.json} beside it (key {@code thing_classes}).
 */
final class Detectron2Reader implements DatasetReader {

  @Override
  public List<SplitPaths> find(Path folder) {
    return new AnnotationFiles(DatasetFormat.DETECTRON2, JsonKind.Content.DETECTRON2, "instances_")
        .find(folder);
  }

  @Override
  public boolean fits(Path annotations, Path images) {
    return JsonKind.isFile(annotations, JsonKind.Content.DETECTRON2);
  }

  @Override
  public CocoDataset read(SplitPaths split, ReadOptions options) {
    Path annotations = split.annotations();
    Path images = split.images();
    DatasetBuilder builder =
        new DatasetBuilder(annotations, images, Detectron2Classes.of(annotations), options);
    ImagePaths paths = ImagePaths.of(annotations, images);
    JsonInput.read(
        annotations,
        in -> {
          Detectron2Parser parser = new Detectron2Parser(in, annotations, options);
          parser.images(entry -> builder.addWhole(() -> entry.toObjects(images, paths)));
          return true;
        });
    return builder.build();
  }
}
