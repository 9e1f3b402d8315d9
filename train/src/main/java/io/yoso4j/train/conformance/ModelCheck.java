package io.yoso4j.train.conformance;

import static io.yoso4j.train.conformance.Deviation.Kind.ACTIVATION;

import io.yoso4j.data.image.ImageSize;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.InputSize;
import io.yoso4j.model.PanopticOptions;
import io.yoso4j.model.Segmenter;
import io.yoso4j.model.SegmenterOptions;
import io.yoso4j.model.tensor.Autograd;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Engine;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.tensor.TensorScope;
import io.yoso4j.model.yoso.InputSpec;
import io.yoso4j.model.yoso.QueryNetwork;
import io.yoso4j.model.yoso.StageTensors;
import io.yoso4j.model.yoso.YosoNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares a network with a recorded one: activations and results of every case, training. */
final class ModelCheck {
  private final ModelCase model;
  private final ModelTolerances tolerances;
  private final Findings findings;
  private final TensorCheck tensors;

  ModelCheck(ModelCase model, ModelTolerances tolerances, Findings findings) {
    this.model = model;
    this.tolerances = tolerances;
    this.findings = findings;
    tensors = new TensorCheck(model.files(), findings);
  }

  void run() {
    try (YosoNetwork network = model.network()) {
      for (String name : model.meta().object("cases").keys().stream().sorted().toList()) {
        if (model.files().has(name + ".backbone.input")) {
          activations(network, name);
        } else {
          findings.notCompared(name + ".backbone.input");
        }
        results(network, name);
      }
      if (model.meta().has("train")) {
        new TrainingCheck(model, network, tolerances, findings).run();
      }
    }
  }

  private void activations(YosoNetwork network, String name) {
    try (TensorScope _ = TensorScope.open();
        Autograd.NoGrad _ = Autograd.noGrad()) {
      NpyArray input = model.files().read(name + ".backbone.input", NpyType.FLOAT32, -1, 3, -1, -1);
      Tensor images =
          Tensor.of(input.floats(), Arrays.stream(input.shape()).asLongStream().toArray())
              .to(Engine.device());
      List<Tensor> features = network.backboneFeatures(images, false);
      for (int i = 0; i < features.size(); i++) {
        check(name + ".backbone.res" + (i + 2), features.get(i));
      }
      Tensor merged = network.mergeFeatures(features, false);
      check(name + ".neck", merged);
      List<StageTensors> stages = network.heads(merged, false);
      for (int i = 0; i < stages.size(); i++) {
        check(name + ".head.s" + i + ".masks", stages.get(i).masks());
      }
      Tensor logits = stages.getLast().logits();
      if (logits != null) {
        check(name + ".head.cls", logits);
      }
    }
  }

  private void check(String name, Tensor actual) {
    tensors.check(ACTIVATION, name, actual, tolerances.values());
  }

  private void results(YosoNetwork network, String name) {
    JsonFields thisCase = model.meta().object("cases").object(name);
    List<RgbImage> images = new ArrayList<>();
    for (int i = 0; i < thisCase.whole("n_images", 1); i++) {
      images.add(model.image(name + ".image" + i));
    }
    SegmenterOptions options =
        SegmenterOptions.defaults()
            .withInputSize(new InputSize.Original())
            .withMaxDetections(model.maxDetections());
    InstancesCheck instances = new InstancesCheck(model.files(), tolerances, findings);
    PanopticCheck panoptic = new PanopticCheck(model.files(), tolerances, findings);
    try (Segmenter segmenter = Segmenter.of(new Lent(network), options)) {
      if (all(images, name + ".instances", ".masks")) {
        List<ImageSize> sizes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
          sizes.add(instances.size(name + ".instances" + i));
        }
        var found = segmenter.segment(images, sizes);
        for (int i = 0; i < images.size(); i++) {
          instances.check(name + ".instances" + i, found.get(i));
        }
      }
      if (all(images, name + ".panoptic", ".seg")) {
        List<ImageSize> sizes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
          sizes.add(panoptic.size(name + ".panoptic" + i + ".seg"));
        }
        var found = segmenter.panoptic(images, sizes, options(thisCase, model.meta()));
        List<JsonFields> recorded = thisCase.objects("results");
        for (int i = 0; i < images.size(); i++) {
          JsonFields result =
              i < recorded.size() ? recorded.get(i) : JsonFields.empty(thisCase.where());
          panoptic.check(
              name + ".panoptic" + i + ".seg",
              result.object("panoptic").objects("segments_info"),
              found.get(i));
        }
      }
    }
  }

  private boolean all(List<RgbImage> images, String prefix, String suffix) {
    for (int i = 0; i < images.size(); i++) {
      if (!model.files().has(prefix + i + suffix)) {
        findings.notCompared(prefix + i + suffix);
        return false;
      }
    }
    return true;
  }

  /** Thresholds of a case; the classes that are things stand beside the cases. */
  static PanopticOptions options(JsonFields thresholds, JsonFields meta) {
    Set<Integer> things =
        Arrays.stream(meta.numbers("things"))
            .mapToObj(thing -> (int) thing)
            .collect(Collectors.toSet());
    return new PanopticOptions(
        things,
        thresholds.number("object_mask_threshold", 0.8),
        thresholds.number("overlap_threshold", 0.8));
  }

  /**
   * The network as it is recorded, left open. With norms folded into convolutions, the last bits
   * differ, and a pixel at the edge of a stage's hard mask can move everything after it.
   */
  private record Lent(YosoNetwork network) implements QueryNetwork {
    @Override
    public InputSpec input() {
      return network.input();
    }

    @Override
    public int numClasses() {
      return network.numClasses();
    }

    @Override
    public Device device() {
      return network.device();
    }

    @Override
    public StageTensors predict(Tensor images) {
      return network.predict(images);
    }

    @Override
    public void close() {}
  }
}
