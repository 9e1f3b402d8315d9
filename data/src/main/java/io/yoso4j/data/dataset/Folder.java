package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Listings of folders, always in the same order and without hidden files. */
final class Folder {

  /** Deeper nesting is not a data set. */
  private static final int MAX_DEPTH = 10;

  /** 16 million names need some 3 GB; the largest data sets have two million images. */
  private static final int MAX_FILES = 1 << 24;

  private static final Set<String> IMAGE_ENDINGS =
      Set.of("png", "jpg", "jpeg", "jpe", "bmp", "gif", "webp", "tif", "tiff");

  private Folder() {}

  /** What lies directly in a folder, by name; empty when there is no such folder. */
  static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return sorted(folder, entries.filter(entry -> !hidden(entry)));
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, Objects.requireNonNull(e.getCause()));
    }
  }

  /** Sub-folders, by name. */
  static List<Path> folders(Path folder) {
    return entries(folder).stream().filter(Files::isDirectory).toList();
  }

  /** Files at any depth that satisfy a condition, by their path below the folder. */
  static List<Path> files(Path folder, Predicate<Path> condition) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try {
      // A folder may be a link, but walking does not enter links.
      Path real = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
      try (Stream<Path> entries = Files.walk(real, MAX_DEPTH)) {
        return sorted(
            folder,
            entries
                .map(entry -> folder.resolve(real.relativize(entry)))
                .filter(entry ->
                    condition.test(entry) && !hidden(folder, entry) && Files.isRegularFile(entry)));
      }
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, Objects.requireNonNull(e.getCause()));
    }
  }

  /** Image files directly in a folder, by name. */
  static List<Path> images(Path folder) {
    return entries(folder).stream()
        .filter(entry -> isImage(entry) && Files.isRegularFile(entry))
        .toList();
  }

  /** Whether a name ends like an image's; the content is not looked at. */
  static boolean isImage(Path file) {
    return IMAGE_ENDINGS.contains(ending(file));
  }

  /** What follows the last dot of a name, in lower case; empty without a dot. */
  static String ending(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** The name without its ending. */
  static String stem(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  /** The last part of a path. */
  static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** The path below a folder with {@code /} between its parts, on every system. */
  static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** The name to sort by, made once. */
  private record Named(String name, Path path) {}

  private static List<Path> sorted(Path folder, Stream<Path> paths) {
    List<Path> list =
        paths
            .limit(MAX_FILES + 1L)
            .map(path -> new Named(relative(folder, path), path))
            .sorted(Comparator.comparing(Named::name))
            .map(Named::path)
            .toList();
    if (list.size() > MAX_FILES) {
      throw new DataException(folder + ": more than " + MAX_FILES + " files");
    }
    return list;
  }

  private static boolean hidden(Path folder, Path entry) {
    for (Path part : folder.relativize(entry)) {
      if (hidden(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hidden(Path entry) {
    String name = name(entry);
    return (name.startsWith(".") && name.length() > 1) || name.equals("__MACOSX");
  }

  private static DataException unreadable(Path folder, IOException e) {
    return new DataException(folder + ": cannot be read: " + AtomicFile.reason(e), e);
  }
}
