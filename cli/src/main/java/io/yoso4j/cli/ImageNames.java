package io.yoso4j.cli;

import io.yoso4j.data.dataset.ImageRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds images in a data set by file names with their folders, and without. */
final class ImageNames {
  private final Path file;
  private final Map<Path, ImageRecord> whole = new HashMap<>();
  private final Map<Path, List<ImageRecord>> plain = new HashMap<>();

  /**
   * @param file where the records come from
   * @throws CliException when an id or a name is there twice
   */
  ImageNames(Path file, List<ImageRecord> all) {
    this.file = file;
    Set<Long> ids = new HashSet<>();
    for (ImageRecord record : all) {
      Path name = Path.of(record.fileName()).normalize();
      if (!ids.add(record.id()) || whole.put(name, record) != null) {
        throw new CliException(
            ExitCode.DATA_ERROR,
            "%s: image %d (%s) is there twice".formatted(file, record.id(), record.fileName()));
      }
      plain.computeIfAbsent(name.getFileName(), _ -> new ArrayList<>()).add(record);
    }
  }

  /**
   * The image by as much of its path as names here have, or by the plain name if only one has it;
   * null if none fits.
   *
   * @throws CliException when several fit
   */
  @Nullable ImageRecord find(Path image) {
    Path path = image.toAbsolutePath().normalize();
    for (int from = 0; from < path.getNameCount(); from++) {
      ImageRecord record = whole.get(path.subpath(from, path.getNameCount()));
      if (record != null) {
        return record;
      }
    }
    List<ImageRecord> found = plain.getOrDefault(path.getFileName(), List.of());
    if (found.size() > 1) {
      throw new CliException(
          ExitCode.DATA_ERROR,
          "%s: %s may be %s"
              .formatted(
                  file,
                  image,
                  AnnotatedImages.some(found.stream().map(ImageRecord::fileName).toList())));
    }
    return found.isEmpty() ? null : found.getFirst();
  }
}
