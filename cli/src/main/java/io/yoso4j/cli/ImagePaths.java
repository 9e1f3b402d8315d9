package io.yoso4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Images named one by one, by folder or by pattern. */
final class ImagePaths {

  private static final Set<String> SUFFIXES =
      Set.of("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff");

  private ImagePaths() {}

  /**
   * All images the arguments name, each once, sorted within an argument.
   *
   * @throws CliException when an argument names none
   */
  static List<Path> find(List<String> arguments) {
    Set<Path> all = new LinkedHashSet<>();
    for (String argument : arguments) {
      List<Path> found = find(argument);
      if (found.isEmpty()) {
        throw new CliException(
            ExitCode.NO_INPUT,
            "--images %s: no image there (looked for %s)"
                .formatted(argument, String.join(", ", SUFFIXES.stream().sorted().toList())));
      }
      all.addAll(found);
    }
    return List.copyOf(all);
  }

  private static List<Path> find(String argument) {
    try {
      Path path = Path.of(argument);
      if (Files.isRegularFile(path)) {
        return List.of(path);
      }
      if (Files.isDirectory(path)) {
        return under(path, Integer.MAX_VALUE, _ -> true);
      }
    } catch (InvalidPathException _) {
      // On Windows a pattern is no valid path.
    }
    int wildcard = firstWildcard(argument);
    if (wildcard < 0) {
      throw new CliException(
          ExitCode.NO_INPUT, "--images %s: no such file or folder".formatted(argument));
    }
    int slash = argument.lastIndexOf('/', wildcard);
    Path base = slash < 0 ? Path.of("") : Path.of(argument.substring(0, slash + 1));
    if (!Files.isDirectory(base)) {
      throw new CliException(
          ExitCode.NO_INPUT, "--images %s: no folder %s".formatted(argument, base));
    }
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + argument.substring(slash + 1));
    return under(base, 32, path -> matcher.matches(base.relativize(path)));
  }

  private static List<Path> under(Path folder, int depth, Predicate<Path> wanted) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      List<Path> found = new ArrayList<>();
      files
          .filter(Files::isRegularFile)
          .filter(ImagePaths::isImage)
          .filter(wanted)
          .sorted()
          .forEach(found::add);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isImage(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static int firstWildcard(String argument) {
    for (int i = 0; i < argument.length(); i++) {
      if ("*?[{".indexOf(argument.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
