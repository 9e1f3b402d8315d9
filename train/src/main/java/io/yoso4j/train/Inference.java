package io.yoso4j.train;

import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.model.ClassScores;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.ModelCard;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.Tiling;
import io.yoso4j.train.config.EvalSettings;
import io.yoso4j.train.config.TrainConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inference as a configuration has it. */
final class Inference {
  private Inference() {}

  static SegmenterOptions options(TrainConfig config) {
    EvalSettings eval = config.eval();
    return SegmenterOptions.defaults()
        .withInputSize(size(eval))
        .withMaxDetections(eval.maxDetections())
        .withScoreThreshold(eval.scoreThreshold())
        .withTiling(tiling(eval))
        .withClassScores(scores(config));
  }

  /** What a weight file says beyond its tensors; all classes are things. */
  static ModelCard card(TrainConfig config, List<Category> categories) {
    List<PanopticCategory> classes =
        categories.stream()
            .map(category -> new PanopticCategory(category.id(), category.name(), true))
            .toList();
    return new ModelCard(
        classes,
        config.model().temperature(),
        Networks.network(config.model(), classes.size()).input(),
        size(config.eval()),
        tiling(config.eval()),
        scores(config));
  }

  private static ClassScores scores(TrainConfig config) {
    return switch (config.loss().classification()) {
      case CROSS_ENTROPY -> ClassScores.SOFTMAX;
      case FOCAL -> ClassScores.SIGMOID;
    };
  }

  private static @Nullable Tiling tiling(EvalSettings eval) {
    Integer side = eval.tileSize();
    return side == null ? null : new Tiling(side, eval.tileOverlap(), eval.tileWhole());
  }

  private static InputSize size(EvalSettings eval) {
    Integer shortest = eval.shortestSide();
    return shortest == null
        ? new InputSize.LongestSide(eval.inputSize())
        : new InputSize.ShortestSide(shortest, eval.inputSize());
  }
}
