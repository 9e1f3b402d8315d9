package io.yoso4j.data.dataset;

import java.nio.file.Path;
import java.util.List;

/** COCO instance annotations. */
final class CocoReader implements DatasetReader {

  @Override
  public List<SplitPaths> find(Path folder) {
    return new AnnotationFiles(DatasetFormat.COCO, JsonKind.Content.COCO, "instances_")
        .find(folder).stream()
            .filter(split -> !Folder.name(split.annotations()).equals(RoboflowReader.FILE))
            .toList();
  }

  @Override
  public boolean fits(Path annotations, Path images) {
    return !Folder.name(annotations).equals(RoboflowReader.FILE)
        && JsonKind.isFile(annotations, JsonKind.Content.COCO);
  }

  @Override
  public CocoDataset read(SplitPaths split, ReadOptions options) {
    return CocoFile.read(split.annotations(), split.images(), options);
  }
}
