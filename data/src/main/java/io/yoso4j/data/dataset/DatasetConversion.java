package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
    requireFree(out);
    Path temporary = AtomicFile.temporarySibling(out.toAbsolutePath().normalize());
    try {
      for (DatasetSplit split : splits) {
        write(split, annotations(temporary, split));
        if (images != Images.LEAVE) {
          putImages(
              split,
              temporary.resolve(split.name()),
              images == Images.LINK ? CocoFolder.Transfer.LINK : CocoFolder.Transfer.COPY);
        }
      }
      AtomicFile.move(temporary, out);
    } catch (IOException e) {
      throw new DataException(out + ": cannot be written: " + AtomicFile.reason(e), e);
    } finally {
      delete(temporary);
    }
    List<SplitPaths> written = new ArrayList<>();
    for (DatasetSplit split : splits) {
      Path folder = images != Images.LEAVE ? out.resolve(split.name()) : split.data().imageFolder();
      written.add(
          new SplitPaths(split.name(), DatasetFormat.COCO, annotations(out, split), folder));
    }
    return new DatasetLayout(written);
  }

  private static Path annotations(Path out, DatasetSplit split) {
    return out.resolve("annotations").resolve("instances_" + split.name() + ".json");
  }

  private static void write(DatasetSplit split, Path file) {
    CocoDataset data = split.data();
    CocoWriter.write(
        file, Map.of(), data.categories(), data.images(), () -> data.annotations().iterator());
  }

  private static void putImages(DatasetSplit split, Path folder, CocoFolder.Transfer transfer)
      throws IOException {
    Files.createDirectories(folder);
    ImagePaths paths = new ImagePaths(folder, folder);
    for (ImageRecord image : split.data().images()) {
      Path target = paths.resolve(image.fileName());
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      transfer.put(image, target);
    }
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

  private static void requireFree(Path out) {
    if (Files.exists(out) && !(Files.isDirectory(out) && isEmpty(out))) {
      throw new DataException(out + ": already exists");
    }
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  private static void delete(Path temporary) {
    try (Stream<Path> all = Files.walk(temporary)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException _) {
      // It was moved into place, or the error that led here is the one worth reporting.
    }
  }
}
