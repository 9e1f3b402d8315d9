package io.yoso4j.train;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.Segmenter;
import io.yoso4j.train.distributed.Ranks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation whose images are divided among the ranks: rank 0 gets what all of them found, in
 * the order of the images, and so the numbers of one process.
 */
final class ShardedEvaluation {
  private ShardedEvaluation() {}

  /**
   * The evaluation on rank 0, null elsewhere.
   *
   * @param stop whether this rank is asked to stop; looked at after every image
   * @throws EvaluationStopped on all ranks if any of them is asked to stop
   */
  static @Nullable InstanceEvaluation run(
      Segmenter segmenter, CocoDataset data, Ranks ranks, BooleanSupplier stop) {
    List<CocoResult> mine = InstanceEvaluation.find(segmenter, data, ranks.shard(), stop);
    if (ranks.any(stop.getAsBoolean())) {
      throw new EvaluationStopped();
    }
    if (!ranks.several()) {
      return InstanceEvaluation.of(data, mine);
    }
    List<byte[]> all = ranks.gather(write(mine));
    return ranks.first() ? InstanceEvaluation.of(data, merge(data, all)) : null;
  }

  private static List<CocoResult> merge(CocoDataset data, List<byte[]> all) {
    Map<Long, List<CocoResult>> byImage = new HashMap<>();
    for (byte[] part : all) {
      for (CocoResult result : read(part)) {
        byImage.computeIfAbsent(result.imageId(), _ -> new ArrayList<>()).add(result);
      }
    }
    List<CocoResult> merged = new ArrayList<>();
    for (ImageRecord image : data.images()) {
      merged.addAll(byImage.getOrDefault(image.id(), List.of()));
    }
    return merged;
  }

  static byte[] write(List<CocoResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(results.size());
      for (CocoResult result : results) {
        out.writeLong(result.imageId());
        out.writeInt(result.category());
        out.writeDouble(result.score());
        out.writeDouble(result.bbox().x());
        out.writeDouble(result.bbox().y());
        out.writeDouble(result.bbox().width());
        out.writeDouble(result.bbox().height());
        out.writeInt(result.mask().height());
        out.writeInt(result.mask().width());
        int[] counts = result.mask().counts();
        out.writeInt(counts.length);
        for (int count : counts) {
          out.writeInt(count);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static List<CocoResult> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int size = in.readInt();
      List<CocoResult> results = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        long image = in.readLong();
        int category = in.readInt();
        double score = in.readDouble();
        Box box = new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        int height = in.readInt();
        int width = in.readInt();
        int[] counts = new int[in.readInt()];
        for (int c = 0; c < counts.length; c++) {
          counts[c] = in.readInt();
        }
        results.add(
            new CocoResult(image, category, score, box, Rle.ofCounts(height, width, counts)));
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
