package io.yoso4j.train;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.CocoResult;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.mask.Box;
import io.yoso4j.data.mask.Rle;
import io.yoso4j.model.Segmenter;
import io.yoso4j.train.distributed.Ranks;
import io.yoso4j.train.pipeline.Shard;
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
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation whose images are divided among the ranks: rank 0 gets what all of them found, in
 * the order of the images, and so the numbers of one process.
 */
final class ShardedEvaluation {
  /**
   * Images of each rank between two questions to all. Bounds how long ranks wait for slower ones,
   * and for one that is asked to stop; a question costs far less than an image.
   */
  static final int TOGETHER = 8;

  /** Image, category, score, box, size and number of counts. */
  private static final int RESULT_BYTES = Long.BYTES + 4 * Integer.BYTES + 5 * Double.BYTES;

  private ShardedEvaluation() {}

  /**
   * The evaluation on rank 0, null elsewhere.
   *
   * @param stop whether this rank is asked to stop
   * @throws EvaluationStopped on all ranks if any of them is asked to stop
   */
  static @Nullable InstanceEvaluation run(
      Segmenter segmenter, CocoDataset data, Ranks ranks, BooleanSupplier stop) {
    List<CocoResult> mine = new ArrayList<>();
    go(
        data.images().size(),
        ranks.shard(),
        () -> ranks.any(stop.getAsBoolean()),
        image -> mine.addAll(InstanceEvaluation.find(segmenter, data.images().get(image))));
    if (!ranks.several()) {
      return InstanceEvaluation.of(data, mine);
    }
    List<byte[]> all = ranks.gather(write(mine));
    return ranks.first() ? InstanceEvaluation.of(data, merge(data, all)) : null;
  }

  /**
   * Goes through a rank's images. Every rank asks {@code stop} equally often and first after
   * equally many images, also one that has fewer of them.
   *
   * @param images of all ranks
   * @param stop whether any rank is asked to stop, which all of them must ask together
   * @param work takes the index of an image
   */
  static void go(int images, Shard shard, BooleanSupplier stop, IntConsumer work) {
    int together = shard.size() == 1 ? 1 : TOGETHER;
    int rounds = Math.ceilDiv(images, shard.size());
    for (int round = 0; round < rounds; round++) {
      int image = round * shard.size() + shard.rank();
      if (image < images) {
        work.accept(image);
      }
      if (((round + 1) % together == 0 || round + 1 == rounds) && stop.getAsBoolean()) {
        throw new EvaluationStopped();
      }
    }
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

  /**
   * @throws IllegalArgumentException if the bytes are not those of {@link #write}
   */
  static List<CocoResult> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int size = count(in, RESULT_BYTES, "results");
      List<CocoResult> results = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        long image = in.readLong();
        int category = in.readInt();
        double score = in.readDouble();
        Box box = new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        int height = in.readInt();
        int width = in.readInt();
        int[] counts = new int[count(in, Integer.BYTES, "counts of a mask")];
        for (int c = 0; c < counts.length; c++) {
          counts[c] = in.readInt();
        }
        results.add(
            new CocoResult(image, category, score, box, Rle.ofCounts(height, width, counts)));
      }
      return results;
    } catch (IOException e) {
      throw new IllegalArgumentException("what another rank found breaks off", e);
    }
  }

  private static int count(DataInputStream in, int bytesEach, String what) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available() / bytesEach) {
      throw new IllegalArgumentException(
          "what another rank found holds %d %s in %d bytes".formatted(count, what, in.available()));
    }
    return count;
  }
}
