package io.yoso4j.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders {@code train}, {@code valid} and {@code test} with images and a COCO file in each. */
final class RoboflowReader implements DatasetReader {

  static final String FILE = "_annotations.coco.json";

  @Override
  public List<SplitPaths> find(Path folder) {
    List<SplitPaths> found = new ArrayList<>();
    for (List<String> names : AnnotationFiles.PARTS) {
      names.stream()
          .map(folder::resolve)
          .filter(part -> Files.isRegularFile(part.resolve(FILE)))
          .findFirst()
          .ifPresent(part -> found.add(split(names.getFirst(), part)));
    }
    if (found.isEmpty() && Files.isRegularFile(folder.resolve(FILE))) {
      found.add(split("train", folder));
    }
    return found;
  }

  private static SplitPaths split(String name, Path part) {
    return new SplitPaths(name, DatasetFormat.ROBOFLOW, part.resolve(FILE), part);
  }

  @Override
  public boolean fits(Path annotations, Path images) {
    return Folder.name(annotations).equals(FILE) && Files.isRegularFile(annotations);
  }

  @Override
  public CocoDataset read(SplitPaths split, ReadOptions options) {
    return CocoFile.read(split.annotations(), split.images(), options);
  }
}
