package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns file names in annotation files into paths. They come from anywhere, so they must stay in
 * the folder: by their text, and, where they are symbolic links, by what they lead to. The folder
 * itself may be a link: that is its owner's choice. Not thread-safe.
 */
final class ImagePaths {

  private static final int MAX_SHOWN = 200;

  private final Path folder;
  private final Path absoluteFolder;
  private final Path boundary;
  private final Map<Path, Boolean> linked = new HashMap<>();
  private @Nullable Path realBoundary;

  /**
   * @param folder what names are relative to
   * @param boundary the data set's folder, in which links may lead; {@code folder} or one above it
   */
  ImagePaths(Path folder, Path boundary) {
    this.folder = folder;
    this.absoluteFolder = folder.toAbsolutePath().normalize();
    this.boundary = boundary;
  }

  /** Those of a part of a data set; {@code annotations} is its annotation file or folder. */
  static ImagePaths of(Path annotations, Path folder) {
    return new ImagePaths(folder, dataFolder(annotations, folder));
  }

  /**
   * The folder of a data set: that of its annotation file, or the one above if its name is {@code
   * annotations}, when the images lie in it; else the folder of images.
   */
  static Path dataFolder(Path annotations, Path images) {
    Path folder = images.toAbsolutePath().normalize();
    Path place = annotations.toAbsolutePath().normalize();
    if (!Files.isDirectory(place)) {
      place = place.getParent();
      if (place != null && Folder.name(place).equals("annotations")) {
        place = place.getParent();
      }
    }
    return place != null && folder.startsWith(place) ? place : folder;
  }

  /**
   * Whether a name is no relative path: on Windows, on other systems, or as a URL. One answer
   * everywhere is simpler.
   */
  static boolean isAbsolute(String name) {
    return name.startsWith("/")
        || name.startsWith("\\")
        || name.matches("(?s)[A-Za-z]:.*|[A-Za-z][A-Za-z0-9+.-]*://.*");
  }

  /**
   * The file of that name in the folder.
   *
   * @throws DataException if the name is no relative path or leaves the folder, also through links
   */
  Path resolve(String name) {
    boolean suspicious = name.isBlank() || name.contains("\\") || isAbsolute(name);
    try {
      Path relative = Path.of(name);
      boolean climbs = false;
      for (Path part : relative) {
        climbs |= part.toString().equals("..");
      }
      if (!suspicious && !climbs && !relative.isAbsolute()) {
        return inside(folder.resolve(relative).normalize());
      }
    } catch (InvalidPathException _) {
      // Reported below: no file has such a name.
    }
    throw new DataException(
        "file_name must be a path inside the image folder, got \"%s\""
            .formatted(name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…"));
  }

  /**
   * The same file, found in the folder by listing it.
   *
   * @throws DataException if it is a link, or lies in a linked folder, that leads out
   */
  Path inside(Path file) {
    boolean links = Files.isSymbolicLink(file);
    Path above = file.toAbsolutePath().normalize().getParent();
    while (!links
        && above != null
        && above.startsWith(absoluteFolder)
        && !above.equals(absoluteFolder)) {
      links = linked.computeIfAbsent(above, Files::isSymbolicLink);
      above = above.getParent();
    }
    if (!links || !Files.exists(file)) {
      return file;
    }
    try {
      if (realBoundary == null) {
        realBoundary = boundary.toRealPath();
      }
      Path real = file.toRealPath();
      if (!real.startsWith(realBoundary) && !real.startsWith(folder.toRealPath())) {
        throw new DataException(
            "%s is a link that leads to %s, outside the data set's folder %s"
                .formatted(file, real, boundary));
      }
      return file;
    } catch (IOException e) {
      throw new DataException(file + ": link cannot be followed: " + AtomicFile.reason(e), e);
    }
  }
}
