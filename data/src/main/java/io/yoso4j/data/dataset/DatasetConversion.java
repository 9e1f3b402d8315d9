package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFolder;
import io.yoso4j.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes data sets of any format as COCO instance annotations. */
public final class DatasetConversion {

  private DatasetConversion() {}

  /** What becomes of the image files. */
  public enum Images {
    /** They are copied beside the annotations. */
    COPY,
    /** They become hard links beside the annotations, or copies where there are no such links. */
    LINK,
    /** They stay where they are; only annotations are written. */
    LEAVE
  }

  /**
   * Reads all parts of a data set and writes {@code out/annotations/instances_PART.json} and, if
   * asked for, {@code out/PART/} with the images under their old names. The folder appears when it
   * is whole.
   *
   * @param out a folder that does not exist yet, or is empty
   * @return the parts as written; their images are the old ones if these were left
   * @throws DataException naming what is bad, or {@code out} when it cannot be written or is in use
   */
  public static DatasetLayout toCoco(
      DatasetLayout layout, Path out, ReadOptions options, Images images) {
    List<DatasetSplit> splits = layout.splits().stream().map(split -> split.read(options)).toList();
    return toCoco(splits, out, images);
  }

  /** The same of data that has been read, or changed. */
  public static DatasetLayout toCoco(List<DatasetSplit> splits, Path out, Images images) {
    for (DatasetSplit split : splits) {
      DatasetSplits.requireSame(splits.getFirst().data(), split.data());
      requireOutside(split.data(), out);
      if (images != Images.LEAVE) {
        split.data().verifyImages();
      }
    }
    if (!AtomicFolder.isFree(out)) {
      throw new DataException(out + ": already exists");
    }
    AtomicFolder.write(
        out,
        folder -> {
          for (DatasetSplit split : splits) {
            write(split, annotations(folder, split));
            if (images != Images.LEAVE) {
              CocoFolder.putImages(
                  folder,
                  split.name(),
                  split.data().images(),
                  images == Images.LINK ? CocoFolder.Transfer.LINK : CocoFolder.Transfer.COPY);
            }
          }
        });
    List<SplitPaths> written = new ArrayList<>();
    for (DatasetSplit split : splits) {
      Path folder = images != Images.LEAVE ? out.resolve(split.name()) : split.data().imageFolder();
      written.add(
          new SplitPaths(split.name(), DatasetFormat.COCO, annotations(out, split), folder));
    }
    return new DatasetLayout(written);
  }

  private static Path annotations(Path folder, DatasetSplit split) {
    return CocoFolder.annotations(folder, split.name());
  }

  private static void write(DatasetSplit split, Path file) {
    CocoDataset data = split.data();
    CocoWriter.write(
        file, Map.of(), data.categories(), data.images(), () -> data.annotations().iterator());
  }

  private static void requireOutside(CocoDataset data, Path out) {
    Path target = out.toAbsolutePath().normalize();
    Path folder = ImagePaths.dataFolder(data.source(), data.imageFolder());
    if (target.startsWith(folder)) {
      throw new DataException(
          "%s: lies inside the data set's folder %s, which is never written to"
              .formatted(out, folder));
    }
  }
}
