package io.yoso4j.data.dataset;

import io.yoso4j.data.AtomicFile;
import io.yoso4j.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A text file with the path of an image in each line. */
final class ImageList {

  /** 2.5 million paths of 100 characters. */
  private static final long MAX_BYTES = 1L << 28;

  private ImageList() {}

  /**
   * The images in the order of their lines, each once.
   *
   * @param folder what the paths are relative to, with or without {@code ./}
   */
  static List<Path> read(Path file, Path folder) {
    ImagePaths paths = new ImagePaths(folder, folder);
    Set<Path> images = new LinkedHashSet<>();
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      if (Files.size(file) > MAX_BYTES) {
        throw new DataException("%s: larger than %d bytes".formatted(file, MAX_BYTES));
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String name = line.strip();
        if (!name.isEmpty()) {
          images.add(image(paths, name.startsWith("./") ? name.substring(2) : name, file, number));
        }
      }
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": is not a text file in UTF-8", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + AtomicFile.reason(e), e);
    }
    return List.copyOf(images);
  }

  private static Path image(ImagePaths paths, String name, Path file, int line) {
    try {
      return paths.resolve(name);
    } catch (DataException e) {
      throw e.in("%s: line %d".formatted(file, line));
    }
  }
}
