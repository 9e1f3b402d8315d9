package io.yoso4j.train;

import io.yoso4j.model.tensor.EngineException;
import io.yoso4j.train.config.TrainConfig;
import java.util.Optional;

/** Explains a failure for lack of memory by the settings that decide how much is needed. */
final class OutOfMemory {
  private OutOfMemory() {}

  /**
   * @param doing what the training was at, such as {@code step 13}
   * @return empty if the reason is another
   */
  static Optional<TrainException> explain(Throwable failure, TrainConfig config, String doing) {
    String where =
        switch (failure) {
          case OutOfMemoryError heap -> "of Java's memory (" + RunJson.firstLine(heap) + ")";
          case EngineException engine when engine.outOfMemory() ->
              "of memory for tensors (" + engine.getMessage() + ")";
          default -> null;
        };
    if (where == null) {
      return Optional.empty();
    }
    return Optional.of(
        new TrainException(
            TrainException.Kind.MEMORY,
            ("%s ran out %s; lower train.batch_size (%d), augment.image_size (%d),"
                    + " model.num_queries (%d), loss.num_points (%d) or eval.input_size (%d); the last"
                    + " checkpoint is kept")
                .formatted(
                    doing,
                    where,
                    config.train().batchSize(),
                    config.augment().imageSize(),
                    config.model().numQueries(),
                    config.loss().numPoints(),
                    config.eval().inputSize()),
            failure));
  }
}
