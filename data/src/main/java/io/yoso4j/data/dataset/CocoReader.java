package io.yoso4j.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** COCO instance annotations. */
final class CocoReader implements DatasetReader {

  @Override
  public List<SplitPaths> find(Path folder) {
    return new AnnotationFiles(DatasetFormat.COCO, JsonKind.Content.COCO, "instances_")
        .find(folder).stream()
            .filter(split -> !Folder.name(split.annotations()).equals("_annotations.coco.json"))
            .toList();
  }

  @Override
  public boolean fits(Path annotations, Path images) {
    return Files.isRegularFile(annotations)
        && JsonKind.of(annotations).content() == JsonKind.Content.COCO;
  }

  @Override
  public CocoDataset read(Path annotations, Path images, ReadOptions options) {
    return CocoFile.read(annotations, images, options);
  }
}
