package io.yoso4j.djl.example;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.data.shapes.ShapesDataset;
import io.yoso4j.data.shapes.ShapesOptions;
import io.yoso4j.djl.SetCriterionLoss;
import io.yoso4j.djl.TargetArray;
import io.yoso4j.djl.TargetLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains {@link TwoStageBlock} on the built-in data set with DJL's own training loop: with each
 * loss on the way from focal loss and full masks to YOSO's, as the guide to migration goes it.
 */
final class TrainOnShapes {
  private static final TargetLayout LABELS =
      TargetLayout.of(
          TargetArray.LABELS, TargetArray.MASKS, TargetArray.COUNTS, TargetArray.IMAGE_IDS);

  private static final int CLASSES = ShapesDataset.categories().size();

  private TrainOnShapes() {}

  /** The guide's step 3, the loss of code that comes from focal loss and full masks. */
  static SetCriterionLoss baseline() {
    SetCriterionConfig baseline = SetCriterionConfig.baseline(CLASSES);

    SetCriterionLoss loss =
        SetCriterionLoss.builder(baseline, TwoStageBlock.STAGES).targets(LABELS).build();
    return loss;
  }

  /** Its step 4: masks at uncertain points, matched at random ones. */
  static SetCriterionLoss hybrid() {
    SetCriterionConfig hybrid =
        SetCriterionConfig.hybrid(CLASSES).toBuilder().numPoints(256).build();
    return SetCriterionLoss.builder(hybrid, TwoStageBlock.STAGES).targets(LABELS).build();
  }

  /** Its step 5, which is YOSO's loss: cross-entropy with "no object" besides. */
  static SetCriterionLoss set() {
    SetCriterionConfig set = SetCriterionConfig.yoso(CLASSES).toBuilder().numPoints(256).build();

    SetCriterionLoss loss =
        SetCriterionLoss.builder(set, TwoStageBlock.STAGES).targets(LABELS).build();
    return loss;
  }

  /**
   * @param loss decides how many columns of class logits the block has
   * @param folder where the images are written; must be empty
   * @param images number of training images; half as many are for validation
   * @return the mean of every evaluator after every epoch: {@code train_loss}, {@code
   *     validate_s1_loss_mask}, …
   */
  static List<Map<String, Float>> run(SetCriterionLoss loss, Path folder, int images, int epochs)
      throws IOException, TranslateException {
    ShapesOptions options = ShapesOptions.DEFAULT.withSize(64).withMaxShapes(3);
    ShapesDataset.write(folder, options.withCounts(images, images / 2));
    EvaluatorTrainingListener evaluations = new EvaluatorTrainingListener();
    List<Map<String, Float>> history = new ArrayList<>();
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(loss)
            .addEvaluators(loss.terms())
            .optInitializer(new NormalInitializer(0.05f), "vectors")
            .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.003f)).build())
            .addTrainingListeners(evaluations)
            .addTrainingListeners(
                new TrainingListenerAdapter() {
                  @Override
                  public void onEpoch(Trainer trainer) {
                    history.add(new TreeMap<>(evaluations.getLatestEvaluations()));
                  }
                });
    Engine.getEngine("PyTorch").setRandomSeed(1);
    try (Model model = Model.newInstance("shapes", "PyTorch")) {
      boolean softmax =
          loss.config().classification() instanceof Classification.SoftmaxCrossEntropy;
      int columns = softmax ? CLASSES + 1 : CLASSES; // the last one means "no object"
      model.setBlock(new TwoStageBlock(8, columns, 24));
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, 3, options.size(), options.size()));
        EasyTrain.fit(
            trainer,
            epochs,
            ShapesRecords.of(folder, "train", 4, LABELS),
            ShapesRecords.of(folder, "val", 4, LABELS));
      }
    }
    return history;
  }
}
