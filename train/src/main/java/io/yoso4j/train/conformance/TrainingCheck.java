package io.yoso4j.train.conformance;

import static io.yoso4j.train.conformance.CaseFiles.ANY;
import static io.yoso4j.train.conformance.Deviation.Kind.ACTIVATION;
import static io.yoso4j.train.conformance.Deviation.Kind.GRADIENT;
import static io.yoso4j.train.conformance.Deviation.Kind.TERM;
import static io.yoso4j.train.conformance.Deviation.Kind.WEIGHT;

import io.yoso4j.criterion.Assignment;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.data.DataException;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.nn.Parameter;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Gradients;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoNetwork;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageLoss;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.criterion.StepCriterion;
import io.yoso4j.train.criterion.StepLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Compares training steps with recorded ones, from the same images, targets and draws. */
final class TrainingCheck {
  private final ModelCase model;
  private final YosoNetwork network;
  private final ModelTolerances tolerances;
  private final Findings findings;
  private final TensorCheck tensors;
  private final SetCriterionConfig config;
  private final JsonFields recorded;

  TrainingCheck(
      ModelCase model, YosoNetwork network, ModelTolerances tolerances, Findings findings) {
    this.model = model;
    this.network = network;
    this.tolerances = tolerances;
    this.findings = findings;
    tensors = new TensorCheck(model.files(), findings);
    config = model.criterion();
    recorded = model.meta().object("train");
  }

  void run() {
    List<ImageTargets> targets = targets();
    float[] pixels = pixels(targets.size());
    RgbImage first = model.image("train.image0");
    long[] shape = {targets.size(), 3, first.height(), first.width()};
    try (StepCriterion criterion = StepCriterion.create(config, Engine.device())) {
      step(criterion, pixels, shape, targets);
      for (RecordedOptimizer.Kind kind : RecordedOptimizer.Kind.values()) {
        if (recorded.has(kind.spelling())) {
          optimise(kind, criterion, pixels, shape, targets);
        }
      }
    }
  }

  private List<ImageTargets> targets() {
    List<ImageTargets> targets = new ArrayList<>();
    for (int image = 0; model.files().has("train.tgt" + image + ".labels"); image++) {
      String prefix = "train.tgt" + image + ".";
      int[] labels = model.files().readIndices(prefix + "labels", ANY, config.numClasses());
      NpyArray masks = model.files().read(prefix + "masks", NpyType.UINT8, labels.length, ANY, ANY);
      targets.add(
          new ImageTargets(
              image, labels, LossCase.bits(masks), masks.shape()[1], masks.shape()[2]));
    }
    if (targets.isEmpty()) {
      throw new DataException(model.files().path("train.tgt0.labels") + ": no such file");
    }
    return targets;
  }

  /** {@code [B, 3, H, W]}, 0 to 255. */
  private float[] pixels(int images) {
    int[] shape = null;
    float[] pixels = new float[0];
    for (int image = 0; image < images; image++) {
      NpyArray array = model.files().read("train.image" + image, NpyType.UINT8, 3, ANY, ANY);
      if (shape == null) {
        shape = array.shape();
        pixels = new float[Math.multiplyExact(images, array.count())];
      }
      if (array.count() * images != pixels.length || array.shape()[1] != shape[1]) {
        throw new DataException(
            array.source() + ": must be of the size of the other images of its batch");
      }
      System.arraycopy(array.floats(), 0, pixels, image * array.count(), array.count());
    }
    return pixels;
  }

  private void step(
      StepCriterion criterion, float[] pixels, long[] shape, List<ImageTargets> targets) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor images = network.normalise(Tensor.of(pixels, shape).to(Engine.device()));
      Tensor merged = network.mergeFeatures(network.backboneFeatures(images, true), true);
      tensors.check(ACTIVATION, "train.neck", merged.detach(), tolerances.values());
      List<StageTensors> stages = network.heads(merged, true);
      for (int i = 0; i < stages.size(); i++) {
        String stage = "train.head.s" + i;
        Tensor masks = stages.get(i).masks().detach();
        tensors.check(ACTIVATION, stage + ".masks", masks, tolerances.values());
        Tensor logits = stages.get(i).logits();
        if (logits != null) {
          Tensor scaled = logits.detach().mul(network.config().temperature());
          tensors.check(ACTIVATION, stage + ".cls_before_temperature", scaled, tolerances.values());
        }
      }
      LossReport report = backward(criterion, stages, targets, "train.draw.", 0);
      boolean exact = recorded.has("f64");
      terms("train", report, recorded.object(exact ? "f64" : "f32"), exact ? "f64" : "f32");
      for (Parameter parameter : network.parameters().all()) {
        if (parameter.role() == Parameter.Role.BUFFER) {
          String name = "train.buffer." + parameter.name();
          if (model.files().has(name)) {
            tensors.check(ACTIVATION, name, parameter.tensor(), tolerances.values());
          }
        }
        Tensor gradient = parameter.trainable() ? parameter.tensor().grad() : null;
        if (gradient != null) {
          tensors.check(GRADIENT, "train.grad." + parameter.name(), gradient, tolerances.values());
        }
      }
    }
  }

  /** Evaluates twice: which row of the draws a pair has is known once pairs are matched. */
  private LossReport backward(
      StepCriterion criterion,
      List<StageTensors> stages,
      List<ImageTargets> targets,
      String prefix,
      int first) {
    SequentialDraws draws =
        SequentialDraws.read(
            model.files(),
            prefix,
            first,
            stages.size(),
            targets,
            config,
            network.config().numQueries());
    List<StageOutputs> outputs = StageOutputs.of(stages);
    try (StepLoss matching = criterion.evaluate(outputs, targets, draws)) {
      List<List<Assignment>> pairs =
          matching.report().stages().stream().map(StageLoss::assignments).toList();
      draws.matched(pairs);
    }
    network.parameters().clearGrads();
    try (StepLoss loss = criterion.evaluate(outputs, targets, draws)) {
      loss.backward();
      return loss.report();
    }
  }

  private void terms(String name, LossReport report, JsonFields step, String reference) {
    JsonFields losses = step.object("losses");
    for (StageLoss stage : report.stages()) {
      stage
          .weighted()
          .forEach((term, value) -> {
            Double expected = losses.number(stage.name() + "_" + term);
            if (expected != null) {
              term("%s %s %s".formatted(name, stage.name(), term), value, expected, reference);
            }
          });
    }
    Double total = step.number("total");
    if (total != null) {
      term(name + " total", report.total(), total, reference);
    }
  }

  private void term(String name, double actual, double expected, String reference) {
    double deviation = Deviation.relative(new double[] {actual}, new double[] {expected});
    findings.measured(TERM, name, reference, deviation, tolerances.values());
  }

  private void optimise(
      RecordedOptimizer.Kind kind,
      StepCriterion criterion,
      float[] pixels,
      long[] shape,
      List<ImageTargets> targets) {
    model.load(network);
    network.parameters().clearGrads();
    String prefix = "train." + kind.spelling();
    JsonFields run = recorded.object(kind.spelling());
    List<JsonFields> steps = run.objects("steps");
    double clip = Objects.requireNonNullElse(run.number("clip_full_model_norm"), 0.0);
    try (RecordedOptimizer optimizer = RecordedOptimizer.create(kind, network.parameters())) {
      for (int i = 0; i < steps.size(); i++) {
        try (TensorScope _ = TensorScope.open()) {
          Tensor images = network.normalise(Tensor.of(pixels, shape).to(Engine.device()));
          List<StageTensors> stages = network.forwardNormalised(images, true);
          int first = i * SequentialDraws.count(stages.size(), targets.size(), config);
          LossReport report = backward(criterion, stages, targets, prefix + ".draw.", first);
          String name = "%s step %d".formatted(prefix, i + 1);
          terms(name, report, steps.get(i), "f32");
          double norm = Gradients.clip(optimizer.gradients(), clip);
          Double expected = steps.get(i).number("grad_norm_before_clip");
          if (expected != null) {
            term(name + " gradient norm", norm, expected, "f32");
          }
          optimizer.step();
        }
      }
    }
    for (Parameter parameter : network.parameters().all()) {
      String name = prefix + ".final." + parameter.name();
      if (model.files().has(name)) {
        tensors.check(WEIGHT, name, parameter.tensor().detach(), tolerances.weights());
      }
    }
  }
}
