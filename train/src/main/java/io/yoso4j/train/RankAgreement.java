package io.yoso4j.train;

import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.distributed.Ranks;
import java.util.List;

/** Sees to it that ranks which were started apart train the same thing. */
final class RankAgreement {
  private RankAgreement() {}

  /**
   * Compares configuration, device and data of all ranks; on every rank.
   *
   * @throws TrainException naming rank and first difference, on every rank
   */
  static void check(Ranks ranks, TrainConfig config, TrainingData data) {
    if (!ranks.several()) {
      return;
    }
    List<String> all = ranks.gather(describe(config, data));
    List<String> first = all.getFirst().lines().toList();
    for (int rank = 1; rank < all.size(); rank++) {
      List<String> other = all.get(rank).lines().toList();
      for (int line = 0; line < Math.max(first.size(), other.size()); line++) {
        String there = line < other.size() ? other.get(line).strip() : "nothing";
        String here = line < first.size() ? first.get(line).strip() : "nothing";
        if (!there.equals(here)) {
          throw new TrainException(
              TrainException.Kind.RANKS,
              "rank %d has \"%s\" where rank 0 has \"%s\"".formatted(rank, there, here));
        }
      }
    }
    // The same on all ranks only now.
    if (config.train().batchSize() < ranks.size()) {
      throw new TrainException(
          TrainException.Kind.RANKS,
          "train.batch_size (%d) must be at least the number of processes (%d)"
              .formatted(config.train().batchSize(), ranks.size()));
    }
  }

  private static String describe(TrainConfig config, TrainingData data) {
    CocoDataset val = data.val();
    return config.toYaml()
        + "\ndevice: "
        + Engine.device()
        + "\ntraining data: "
        + describe(data.train())
        + "\nvalidation data: "
        + (val == null ? "none" : describe(val));
  }

  private static String describe(CocoDataset data) {
    long images = 1;
    for (ImageRecord image : data.images()) {
      images = 31 * images + Long.hashCode(image.id());
      images = 31 * images + image.fileName().hashCode();
    }
    return "%d images (%016x), %d objects"
        .formatted(data.images().size(), images, data.annotationCount());
  }
}
