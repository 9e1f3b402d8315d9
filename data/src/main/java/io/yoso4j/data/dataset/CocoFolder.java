package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes data sets as COCO-format folders, which every reader of COCO knows:
 *
 * <pre>
 * DIR/annotations/instances_PART.json
 * DIR/PART/FILE_NAME …
 * </pre>
 */
public final class CocoFolder {

  private CocoFolder() {}

  /**
   * A part to write.
   *
   * @param name {@code train}, {@code val} or {@code test}
   * @param info free entries of the {@code info} object
   * @param categories in the order that {@link Annotation#category()} counts
   * @param images with unique ids and file names; {@link ImageRecord#path()} is the file to take
   * @param annotations with unique ids, of these images
   */
  public record Part(
      String name,
      Map<String, String> info,
      List<Category> categories,
      List<ImageRecord> images,
      List<Annotation> annotations) {
    /** Copies the lists. */
    public Part {
      info = Map.copyOf(info);
      categories = List.copyOf(categories);
      images = List.copyOf(images);
      annotations = List.copyOf(annotations);
    }
  }

  /** How an image file gets into the folder. */
  @FunctionalInterface
  public interface Transfer {
    /** The bytes are copied. */
    Transfer COPY = (image, target) -> Files.copy(image.path(), target);

    /** A hard link, which takes no space; a copy where the file system has no such thing. */
    Transfer LINK =
        (image, target) -> {
          try {
            Files.createLink(target, image.path().toRealPath());
          } catch (FileAlreadyExistsException e) {
            throw e;
          } catch (UnsupportedOperationException | IOException _) {
            Files.copy(image.path(), target);
          }
        };

    /** Makes {@code target}, whose folder is there, from the image's file. */
    void put(ImageRecord image, Path target) throws IOException;
  }

  /**
   * Writes parts into a folder that holds none of their files.
   *
   * @throws DataException naming the file that cannot be read or written
   */
  public static void write(Path folder, List<Part> parts, Transfer transfer) {
    for (Part part : parts) {
      putImages(folder, part.name(), part.images(), transfer);
      CocoWriter.write(
          annotations(folder, part.name()),
          part.info(),
          part.categories(),
          part.images(),
          part.annotations());
    }
  }

  static Path annotations(Path folder, String part) {
    return folder.resolve("annotations").resolve("instances_" + part + ".json");
  }

  /** Puts the images of a part in place; a file that several entries name is put there once. */
  static void putImages(Path folder, String part, List<ImageRecord> images, Transfer transfer) {
    Path target = folder.resolve(part);
    Set<String> done = new HashSet<>();
    for (ImageRecord image : images) {
      if (done.add(image.fileName())) {
        put(image, target.resolve(image.fileName()).normalize(), target, transfer);
      }
    }
  }

  private static void put(ImageRecord image, Path target, Path images, Transfer transfer) {
    if (!target.startsWith(images)) {
      throw new DataException(
          "image %d: file name \"%s\" leads out of the folder"
              .formatted(image.id(), image.fileName()));
    }
    try {
      Files.createDirectories(target.getParent());
      transfer.put(image, target);
    } catch (IOException e) {
      throw new DataException(
          "%s: image %d cannot be copied to %s: %s"
              .formatted(image.path(), image.id(), target, AtomicFile.reason(e)),
          e);
    }
  }
}
