package io.yoso4j.train;

import io.yoso4j.criterion.NonFinite;
import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.nn.ParameterMap;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.GradientSum;
import io.yoso4j.model.tensor.RankGroup;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.train.config.ModelSettings;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageLoss;
import io.yoso4j.train.distributed.Ranks;
import io.yoso4j.train.pipeline.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What ranks exchange in a step, so that all of them take the step that one process with the whole
 * batch takes: every rank divides its losses by the totals over all ranks, and gradients and terms
 * are added up. With one rank nothing is sent.
 */
final class StepExchange implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private final Ranks ranks;
  private final BooleanSupplier stop;
  private final @Nullable GradientSum gradients;
  private final List<Tensor> averaged;
  private boolean stopAgreed;

  private StepExchange(
      Ranks ranks, BooleanSupplier stop, @Nullable GradientSum gradients, List<Tensor> averaged) {
    this.ranks = ranks;
    this.stop = stop;
    this.gradients = gradients;
    this.averaged = averaged;
  }

  /**
   * @param parameters of the network; outlive this
   * @param stop whether this rank is asked to stop
   */
  static StepExchange create(
      Ranks ranks, TrainConfig config, ParameterMap parameters, BooleanSupplier stop) {
    RankGroup group = ranks.group();
    if (group == null) {
      return new StepExchange(ranks, stop, null, List.of());
    }
    List<Tensor> learned = parameters.trainable().stream().map(Parameter::tensor).toList();
    return new StepExchange(
        ranks,
        stop,
        GradientSum.create(group, learned, config.distributed().bucketMb() * MEBIBYTE),
        config.model().norm() == ModelSettings.Norm.BATCH
            ? runningStatistics(parameters)
            : List.of());
  }

  /** Those of layers that learn; each rank follows its own images. */
  private static List<Tensor> runningStatistics(ParameterMap parameters) {
    List<Tensor> running = new ArrayList<>();
    for (Parameter parameter : parameters.all()) {
      int dot = parameter.name().lastIndexOf('.');
      if (parameter.name().startsWith("running_", dot + 1)) {
        Parameter weight = parameters.find(parameter.name().substring(0, dot + 1) + "weight");
        if (weight != null && weight.trainable()) {
          running.add(parameter.tensor());
        }
      }
    }
    return running;
  }

  /** This rank's part of every batch. */
  Shard shard() {
    return ranks.shard();
  }

  /** The next backward is the last of the step: its gradients leave while it runs. */
  void lastBackward() {
    if (gradients != null) {
      gradients.begin();
    }
  }

  /** Waits for the gradients of the other ranks and adds them. */
  void finishGradients() {
    if (gradients == null) {
      return;
    }
    gradients.finish();
    RankGroup group = ranks.group();
    if (group != null && !averaged.isEmpty()) {
      try (TensorScope _ = TensorScope.open();
          Autograd.NoGrad _ = Autograd.noGrad()) {
        group.sum(averaged);
        averaged.forEach(statistics -> statistics.mulInPlace(1.0 / ranks.size()));
      }
    }
  }

  /** Whether any rank was asked to stop before the last {@link #total}. */
  boolean stopRequested() {
    return ranks.several() ? stopAgreed : stop.getAsBoolean();
  }

  /** The report of the images of all ranks; unweighted losses and assignments stay this rank's. */
  LossReport total(LossReport mine) {
    if (!ranks.several()) {
      return mine;
    }
    double[] values = ranks.sum(values(mine));
    int[] next = {0};
    stopAgreed = values[next[0]++] > 0;
    double total = values[next[0]++];
    List<StageLoss> stages = new ArrayList<>();
    for (StageLoss stage : mine.stages()) {
      Map<String, Double> weighted = new LinkedHashMap<>();
      stage.weighted().keySet().forEach(term -> weighted.put(term, values[next[0]++]));
      stages.add(new StageLoss(stage.name(), stage.losses(), weighted, stage.assignments()));
    }
    return new LossReport(
        total,
        mine.numMasks(),
        stages,
        Double.isFinite(total) ? List.of() : nonFinite(mine.nonFinite()));
  }

  private double[] values(LossReport mine) {
    List<Double> values = new ArrayList<>();
    values.add(stop.getAsBoolean() ? 1.0 : 0.0);
    // A cost that is not finite need not show in the total.
    values.add(mine.nonFinite().isEmpty() ? mine.total() : Double.NaN);
    for (StageLoss stage : mine.stages()) {
      values.addAll(stage.weighted().values());
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private List<NonFinite> nonFinite(List<NonFinite> mine) {
    NonFinite[] own = mine.toArray(NonFinite[]::new);
    List<NonFinite> all = new ArrayList<>();
    for (String json : ranks.gather(RunJson.write(own))) {
      all.addAll(Arrays.asList(RunJson.read(json, NonFinite[].class)));
    }
    return all;
  }

  @Override
  public void close() {
    if (gradients != null) {
      gradients.close();
    }
  }
}
