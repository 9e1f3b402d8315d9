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
 * the folder: by their text, and, where they are symbolic links, by what they lead to.
 */
final class ImagePaths {

  private final Path folder;
  private final Path boundary;
  private final Map<Path, Boolean> linked = new HashMap<>();
  private @Nullable Path realBoundary;

  /**
   * @param folder what names are relative to
   * @param boundary the data set's folder, in which links may lead; {@code folder} or one above it
   */
  ImagePaths(Path folder, Path boundary) {
    this.folder = folder;
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
   * The file of that name in the folder.
   *
   * @throws DataException if the name is no relative path or leaves the folder, also through links
   */
  Path resolve(String name) {
    // A backslash or a drive letter is an escape on Windows only; one answer everywhere is simpler.
    boolean suspicious =
        name.isBlank()
            || name.startsWith("/")
            || name.contains("\\")
            || name.matches("[A-Za-z]:.*");
    try {
      Path relative = Path.of(name);
      boolean climbs = false;
      for (Path part : relative) {
        climbs |= part.toString().equals("..");
      }
      if (!suspicious && !climbs && !relative.isAbsolute()) {
        return requireInside(name, folder.resolve(relative).normalize());
      }
    } catch (InvalidPathException _) {
      // Reported below: no file has such a name.
    }
    throw new DataException(
        "file_name must be a path inside the image folder, got \"%s\"".formatted(name));
  }

  private Path requireInside(String name, Path file) {
    boolean links = Files.isSymbolicLink(file);
    for (Path above = file.getParent();
        !links && above != null && above.startsWith(folder) && !above.equals(folder);
        above = above.getParent()) {
      links = linked.computeIfAbsent(above, Files::isSymbolicLink);
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
            "\"%s\" is a link that leads to %s, outside the data set's folder %s"
                .formatted(name, real, boundary));
      }
      return file;
    } catch (IOException e) {
      throw new DataException("\"" + name + "\" cannot be followed: " + AtomicFile.reason(e), e);
    }
  }
}
