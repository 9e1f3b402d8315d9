package io.yoso4j.train.conformance;

import static io.yoso4j.train.conformance.CaseFiles.ANY;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.BitMask;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.StagePrediction;
import io.yoso4j.data.DataException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A case as its folder holds it: what goes into the loss, and what the original made of it. */
final class LossCase {
  private static final List<String> PREDICTIONS =
      List.of("pred_logits", "pred_masks", "pred_boxes");
  private static final int MAX_IMAGES = 1 << 12;
  private static final int MAX_LEVELS = 1 << 10;
  private static final int MAX_PIXELS = 1 << 26;
  private static final int MAX_PAIRS = 1 << 26;

  private final CaseFiles files;
  private final JsonFields meta;
  private final CaseConfig config;
  private final List<Level> levels;
  private final List<ImageTargets> targets;

  private LossCase(CaseFiles files, JsonFields meta) {
    this.files = files;
    this.meta = meta;
    config = CaseConfig.of(meta);
    levels = findLevels();
    targets = readTargets();
  }

  /**
   * Reads {@code meta.json} and the targets; other arrays are read when they are asked for.
   *
   * @throws DataException naming the file and what is wrong with it
   */
  static LossCase read(Path folder, JsonFields meta) {
    return new LossCase(new CaseFiles(folder), meta);
  }

  JsonFields meta() {
    return meta;
  }

  CaseConfig config() {
    return config;
  }

  CaseFiles files() {
    return files;
  }

  /** Calls in order, each followed by its auxiliary levels. */
  List<Level> levels() {
    return levels;
  }

  List<ImageTargets> targets() {
    return targets;
  }

  private List<Level> findLevels() {
    List<Level> found = new ArrayList<>();
    for (int call = 0; call < MAX_LEVELS && isPredicted(Level.ofCall(call)); call++) {
      found.add(Level.ofCall(call));
      int aux = 0;
      for (; aux < MAX_LEVELS && isPredicted(Level.ofAux(call, aux)); aux++) {
        found.add(Level.ofAux(call, aux));
      }
      if (config.auxOutputs() > aux) {
        throw new DataException(
            "%s: \"aux\" is %d, but there are no predictions %s"
                .formatted(
                    meta.where(), config.auxOutputs(), Level.ofAux(call, aux).array("pred_*.npy")));
      }
    }
    if (found.isEmpty()) {
      throw new DataException(files.path("c0.pred_masks") + ": no such file");
    }
    return List.copyOf(found);
  }

  private boolean isPredicted(Level level) {
    return PREDICTIONS.stream().anyMatch(part -> files.has(level.array(part)));
  }

  private List<ImageTargets> readTargets() {
    boolean masksNeeded = levels.stream().anyMatch(config::scoresMasks);
    List<ImageTargets> images = new ArrayList<>();
    for (int image = 0; image < MAX_IMAGES; image++) {
      String prefix = "tgt.b" + image + ".";
      if (image > 0 && !files.has(prefix + "labels")) {
        break;
      }
      int[] labels = files.readIndices(prefix + "labels", ANY, config.numClasses());
      int height = 0;
      int width = 0;
      List<BitMask> masks = List.of();
      if (masksNeeded || files.has(prefix + "masks")) {
        NpyArray array = files.read(prefix + "masks", NpyType.UINT8, labels.length, ANY, ANY);
        height = array.shape()[1];
        width = array.shape()[2];
        if ((long) height * width > MAX_PIXELS) {
          throw new DataException(
              "%s: masks of %d x %d must have at most %d pixels"
                  .formatted(array.source(), height, width, MAX_PIXELS));
        }
        masks = bits(array);
      }
      if (config.hasBoxes()) {
        float[] boxes = files.read(prefix + "boxes", NpyType.FLOAT32, labels.length, 4).floats();
        images.add(new ImageTargets(image, labels, masks, height, width, boxes, null));
      } else {
        images.add(new ImageTargets(image, labels, masks, height, width));
      }
    }
    return List.copyOf(images);
  }

  /** Masks {@code [N, H, W]} of zeros and ones. */
  static List<BitMask> bits(NpyArray array) {
    int height = array.shape()[1];
    int width = array.shape()[2];
    int pixels = height * width;
    List<BitMask> masks = new ArrayList<>();
    for (int target = 0; target < array.shape()[0]; target++) {
      long[] words = new long[(pixels + 63) / 64];
      for (int i = 0; i < pixels; i++) {
        if (array.data().get(target * pixels + i) != 0) {
          words[i >> 6] |= 1L << i;
        }
      }
      masks.add(BitMask.of(height, width, words));
    }
    return masks;
  }

  /** The predictions of a level as its criterion sees them. */
  StagePrediction prediction(Level level) {
    int batch = targets.size();
    int queries = ANY;
    NpyArray logits = null;
    NpyArray masks = null;
    NpyArray boxes = null;
    if (files.has(level.array("pred_logits"))) {
      logits =
          files.read(
              level.array("pred_logits"), NpyType.FLOAT32, batch, queries, config.logitColumns());
      queries = logits.shape()[1];
    }
    if (config.scoresMasks(level)) {
      masks = files.read(level.array("pred_masks"), NpyType.FLOAT32, batch, queries, ANY, ANY);
      queries = masks.shape()[1];
    }
    if (config.hasBoxes()) {
      boxes = files.read(level.array("pred_boxes"), NpyType.FLOAT32, batch, queries, 4);
      queries = boxes.shape()[1];
    }
    requireSolvable(level, queries);
    return new StagePrediction(
        level.name(),
        memory(logits),
        memory(masks),
        memory(boxes),
        batch,
        queries,
        logits == null ? 0 : logits.shape()[2],
        masks == null ? 0 : masks.shape()[2],
        masks == null ? 0 : masks.shape()[3]);
  }

  /** A cost matrix must be of a size that can be held. */
  private void requireSolvable(Level level, int queries) {
    for (ImageTargets image : targets) {
      if ((long) queries * image.count() > MAX_PAIRS) {
        throw new DataException(
            "%s: %d queries times %d targets of image %d must be at most %d"
                .formatted(
                    files.folder().resolve(level.array("pred_*.npy")),
                    queries,
                    image.count(),
                    image.imageId(),
                    MAX_PAIRS));
      }
    }
  }

  private static @Nullable MemorySegment memory(@Nullable NpyArray array) {
    return array == null ? null : MemorySegment.ofArray(array.floats());
  }

  /** The recorded assignment, or null if there is none. */
  @Nullable Assignment assignment(Level level, int image, int queries) {
    String src = level.array(image, "src");
    String tgt = level.array(image, "tgt");
    if (!files.has(src) && !files.has(tgt)) {
      return null;
    }
    int count = targets.get(image).count();
    int pairs = Math.min(queries, count);
    int[] rows = files.readIndices(src, pairs, queries);
    int[] columns = files.readIndices(tgt, pairs, count);
    for (int i = 1; i < pairs; i++) {
      if (rows[i] <= rows[i - 1]) {
        throw new DataException(
            "%s: query indices must ascend, but %d comes after %d"
                .formatted(files.path(src), rows[i], rows[i - 1]));
      }
    }
    int[] left =
        IntStream.range(0, count)
            .filter(target -> IntStream.of(columns).noneMatch(matched -> matched == target))
            .toArray();
    if (left.length != count - pairs) {
      throw new DataException(files.path(tgt) + ": a target is matched twice");
    }
    return new Assignment(rows, columns, left);
  }
}
