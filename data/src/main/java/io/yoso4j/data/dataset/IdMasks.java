package io.yoso4j.data.dataset;

import io.yoso4j.data.DataException;
import io.yoso4j.data.image.IdImage;
import io.yoso4j.data.mask.Rle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The masks of all ids of an id image, found in one pass over its pixels. */
final class IdMasks {

  /** As many as 16 bits tell apart, and far more than an image has objects. */
  private static final int MAX_IDS = 1 << 16;

  private IdMasks() {}

  /**
   * Masks by id, without id 0, which is background.
   *
   * @param file what the image was read from
   * @throws DataException naming the file if there are more than 65,536 ids: then the image is a
   *     photo
   */
  static SortedMap<Integer, Rle> of(Path file, IdImage image) {
    int height = image.height();
    int width = image.width();
    Map<Integer, Runs> runs = new HashMap<>();
    Runs current = null;
    int currentId = 0;
    int position = 0;
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++, position++) {
        int id = image.id(y * width + x);
        if (id != currentId) {
          end(current, position);
          currentId = id;
          current = id == 0 ? null : start(file, runs, id, position);
        }
      }
    }
    end(current, position);
    SortedMap<Integer, Rle> masks = new TreeMap<>();
    for (Map.Entry<Integer, Runs> entry : runs.entrySet()) {
      masks.put(entry.getKey(), entry.getValue().toMask(height, width));
    }
    return masks;
  }

  private static Runs start(Path file, Map<Integer, Runs> runs, int id, int position) {
    Runs of = runs.computeIfAbsent(id, _ -> new Runs());
    if (runs.size() > MAX_IDS) {
      throw new DataException("%s: more than %d ids in one image".formatted(file, MAX_IDS));
    }
    of.change(position);
    return of;
  }

  private static void end(@Nullable Runs runs, int position) {
    if (runs != null) {
      runs.change(position);
    }
  }

  /** Run lengths of one id, growing. */
  private static final class Runs {
    private int[] counts = new int[8];
    private int size = 0;
    private int last = 0;

    void change(int position) {
      if (size == counts.length) {
        counts = Arrays.copyOf(counts, 2 * size);
      }
      counts[size++] = position - last;
      last = position;
    }

    Rle toMask(int height, int width) {
      change(height * width);
      return Rle.ofCounts(height, width, Arrays.copyOf(counts, size));
    }
  }
}
