package io.yoso4j.data.dataset;

import java.nio.file.Path;

/** Paths of files that lie as images do, in a folder of another name. */
final class MirrorFolder {

  private MirrorFolder() {}

  /**
   * The path with its last part {@code images} below the data set's folder replaced; the same path
   * when it has none.
   */
  static Path of(Path path, Path root, String name) {
    Path absolute = path.toAbsolutePath().normalize();
    Path base = root.toAbsolutePath().normalize();
    if (!absolute.startsWith(base)) {
      return path;
    }
    Path below = base.relativize(absolute);
    for (int i = below.getNameCount() - 1; i >= 0; i--) {
      if (below.getName(i).toString().equals("images")) {
        Path mirrored = i == 0 ? base : base.resolve(below.subpath(0, i));
        mirrored = mirrored.resolve(name);
        return i + 1 < below.getNameCount()
            ? mirrored.resolve(below.subpath(i + 1, below.getNameCount()))
            : mirrored;
      }
    }
    return path;
  }
}
