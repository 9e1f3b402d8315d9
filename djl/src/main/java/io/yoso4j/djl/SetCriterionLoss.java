package io.yoso4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.loss.Loss;
import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.CriterionResult;
import io.yoso4j.criterion.GradientLayout;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.PointDraws;
import io.yoso4j.criterion.SetCriterion;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.criterion.StageResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * {@link SetCriterion} as a loss of DJL, for the PyTorch engine.
 *
 * <p>Predictions are the arrays of all stages one after another, as {@link StageLayout} says;
 * labels are padded arrays, as {@link TargetLayout} says. Images may have any number of objects,
 * none too.
 *
 * <p><b>Gradients.</b> The criterion computes value and gradients itself, on the CPU. {@link
 * #evaluate} returns a scalar of exactly the loss's value whose gradient with respect to the
 * predictions is exactly the criterion's, so that {@code GradientCollector.backward} goes on
 * through the block. There is no second derivative. Predictions of other types and on other devices
 * are copied to float32 on the CPU, and their gradients back.
 *
 * <p><b>Memory.</b> The scalar belongs to the manager of the predictions, as the values of DJL's
 * own losses do, and to the {@link NDScope} that is open, if any. Everything else is freed before
 * {@link #evaluate} returns; what the graph needs lives as long as the graph. Labels and
 * predictions are borrowed.
 *
 * <p><b>Logged values.</b> DJL's listeners ask the loss, and the evaluators of {@link #terms}, for
 * the same batch again. They are given what {@link #evaluate} found for these very arrays; a batch
 * that is new (of validation) is evaluated without gradients, on points of step {@link
 * #VALIDATION_STEP}, so that validations can be compared.
 *
 * <p>Safe for use by several threads, one per device as DJL has it. Random points are a function of
 * seed, step, image id and stage. Without {@link Builder#step}, steps are counted by calls of
 * {@link #evaluate}: the same calls draw the same points. With several devices at once give the
 * step, as calls then come in any order, and hold {@link TargetArray#IMAGE_IDS} in the labels.
 */
public final class SetCriterionLoss extends Loss {
  /** The step whose points are drawn for batches that are not trained on. */
  public static final long VALIDATION_STEP = -1;

  private final SetCriterion criterion;
  private final List<StageLayout> stages;
  private final TargetLayout targets;
  private final long seed;
  private final LongSupplier step;
  private final List<Evaluator> terms;
  private final RecentValues recent = new RecentValues();
  private final Means means = new Means();

  private SetCriterionLoss(Builder from) {
    super(from.name);
    criterion =
        SetCriterion.create(from.config.toBuilder().gradientLayout(GradientLayout.DENSE).build());
    stages = from.stages;
    targets = from.targets;
    seed = from.seed;
    step = from.step;
    terms = termNames().stream().<Evaluator>map(name -> new LossTerm(name, this)).toList();
  }

  /**
   * A builder with {@link TargetLayout#DEFAULT}, seed 0 and counted steps.
   *
   * @param config the loss; its {@link GradientLayout} does not matter here
   * @param stages what the block predicts, in its order; at least one stage, of different names
   * @throws IllegalArgumentException if there are no stages or two of one name
   */
  public static Builder builder(SetCriterionConfig config, List<StageLayout> stages) {
    return new Builder(config, stages);
  }

  /** The loss's configuration. */
  public SetCriterionConfig config() {
    return criterion.config();
  }

  /**
   * The terms of every stage, to be added to a training's evaluators: their means then are logged
   * beside the loss's. Named after stage and term, as {@code s1_loss_mask}; weighted as in the
   * total, which is their sum. If the configuration has diagnostics, these follow, unweighted.
   */
  public List<Evaluator> terms() {
    return terms;
  }

  /**
   * The loss of a batch.
   *
   * @param labels the objects, arrays of the {@link TargetLayout}
   * @param predictions arrays of all stages
   * @return a scalar, differentiable once with respect to the predictions
   * @throws IllegalArgumentException if arrays are missing or do not fit; the message names array
   *     or stage, and the value
   */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray loss;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      List<StageArrays> arrays = StageArrays.split(stages, predictions);
      Gradients gradients = new Gradients(predictions.head().getManager());
      List<ImageTargets> objects = targets.read(labels);
      CriterionResult result =
          criterion.evaluate(
              arrays.stream().map(StageArrays::memory).toList(),
              objects,
              draws(step.getAsLong(), objects),
              gradients);
      List<Gradients.Term> summands = new ArrayList<>();
      for (int i = 0; i < arrays.size(); i++) {
        StageResult stage = result.stages().get(i);
        Gradients.Term.addTo(summands, arrays.get(i).logits(), stage.gradLogits());
        Gradients.Term.addTo(summands, arrays.get(i).masks(), stage.gradMasks());
        Gradients.Term.addTo(summands, arrays.get(i).boxes(), stage.gradBoxes());
      }
      loss = gradients.surrogate(result.total(), summands);
      NDScope.unregister(loss);
      recent.put(labels, predictions, TermValues.of(result));
    }
    NDScope.register(loss);
    return loss;
  }

  /**
   * Everything the criterion says of a batch: terms, assignments, where values are not finite. The
   * gradients are arrays on the Java heap.
   *
   * @param labels as in {@link #evaluate}
   * @param predictions as in {@link #evaluate}
   * @param atStep whose random points are drawn
   * @throws IllegalArgumentException as {@link #evaluate}
   */
  public CriterionResult result(NDList labels, NDList predictions, long atStep) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      List<ImageTargets> objects = targets.read(labels);
      return criterion.evaluate(
          StageArrays.split(stages, predictions).stream().map(StageArrays::memory).toList(),
          objects,
          draws(atStep, objects));
    }
  }

  /** What was found for these arrays, or is found now. */
  TermValues values(NDList labels, NDList predictions) {
    TermValues known = recent.get(labels, predictions);
    if (known == null) {
      known = TermValues.of(result(labels, predictions, VALIDATION_STEP));
      recent.put(labels, predictions, known);
    }
    return known;
  }

  private PointDraws draws(long atStep, List<ImageTargets> objects) {
    return PointDraws.counterBased(
        seed, atStep, objects.stream().mapToLong(ImageTargets::imageId).toArray());
  }

  private List<String> termNames() {
    List<String> names = new ArrayList<>();
    boolean diagnostics =
        config().diagnostics()
            && config().classification() instanceof Classification.SoftmaxCrossEntropy;
    for (StageLayout stage : stages) {
      List<String> of = new ArrayList<>();
      if (stage.logits()) {
        of.add(StageResult.LOSS_CE);
      }
      if (stage.masks()) {
        of.addAll(List.of(StageResult.LOSS_MASK, StageResult.LOSS_DICE));
      }
      if (stage.boxes()) {
        of.addAll(List.of(StageResult.LOSS_BBOX, StageResult.LOSS_GIOU));
      }
      if (stage.logits() && diagnostics) {
        of.addAll(List.of(StageResult.CARDINALITY_ERROR, StageResult.CLASS_ERROR));
      }
      of.forEach(term -> names.add(TermValues.name(stage.name(), term)));
    }
    return names;
  }

  @Override
  public void addAccumulator(String key) {
    means.begin(key);
  }

  @Override
  public void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
    double total = values(labels, predictions).total();
    for (String key : keys) {
      means.add(key, total);
    }
  }

  @Override
  public void resetAccumulator(String key) {
    means.begin(key);
  }

  /** The mean total over the batches since the accumulator was reset; NaN without any. */
  @Override
  public float getAccumulator(String key) {
    return means.get(key);
  }

  /** Settings beside the criterion's. */
  public static final class Builder {
    private final SetCriterionConfig config;
    private final List<StageLayout> stages;
    private String name = "SetCriterionLoss";
    private TargetLayout targets = TargetLayout.DEFAULT;
    private long seed;
    private LongSupplier step = new AtomicLong()::getAndIncrement;

    private Builder(SetCriterionConfig config, List<StageLayout> stages) {
      this.config = Objects.requireNonNull(config, "config");
      this.stages = List.copyOf(stages);
      if (stages.isEmpty()) {
        throw new IllegalArgumentException("stages (0) must be at least 1");
      }
      if (stages.stream().map(StageLayout::name).distinct().count() != stages.size()) {
        throw new IllegalArgumentException("stages " + stages + " must have different names");
      }
    }

    /** The name under which DJL logs the total. */
    public Builder name(String value) {
      name = Objects.requireNonNull(value, "name");
      return this;
    }

    /** Which arrays the labels hold. */
    public Builder targets(TargetLayout value) {
      targets = Objects.requireNonNull(value, "targets");
      return this;
    }

    /** Seed of the random points. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Asked once per {@link SetCriterionLoss#evaluate}, on its thread, for the training's step. */
    public Builder step(LongSupplier value) {
      step = Objects.requireNonNull(value, "step");
      return this;
    }

    /** The loss. */
    public SetCriterionLoss build() {
      return new SetCriterionLoss(this);
    }
  }
}
