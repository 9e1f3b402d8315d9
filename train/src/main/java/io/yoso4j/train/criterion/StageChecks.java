package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import io.yoso4j.model.yoso.StageTensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Checks a batch against the configuration before anything is sent to the device. */
final class StageChecks {
  private StageChecks() {}

  static void check(
      SetCriterionConfig config, List<StageTensors> stages, List<ImageTargets> targets) {
    require(!stages.isEmpty(), () -> "stages (0) must be at least 1");
    require(!targets.isEmpty(), () -> "targets (0) must be those of at least 1 image");
    Device device = stages.getFirst().masks().device();
    for (int i = 0; i < stages.size(); i++) {
      int stage = i;
      Tensor masks = stages.get(i).masks();
      requireShape(i, "masks", masks, targets.size(), 4, device);
      Tensor logits = stages.get(i).logits();
      if (logits != null) {
        requireShape(i, "logits", logits, targets.size(), 3, device);
        require(
            logits.size(1) == masks.size(1),
            () ->
                "stage s%d: logits are for %d queries, masks for %d"
                    .formatted(stage, logits.size(1), masks.size(1)));
        checkColumns(config, i, logits.size(2));
      }
    }
    targets.forEach(image -> checkLabels(config, image));
  }

  private static void requireShape(
      int stage, String name, Tensor tensor, int images, int rank, Device device) {
    long[] shape = tensor.shape();
    require(
        shape.length == rank && Arrays.stream(shape).allMatch(size -> size > 0),
        () ->
            "stage s%d: %s %s must have %d axes, none of size 0"
                .formatted(stage, name, Arrays.toString(shape), rank));
    require(
        shape[0] == images,
        () ->
            "stage s%d: %s are for %d images, but there are targets for %d"
                .formatted(stage, name, shape[0], images));
    require(
        tensor.device() == device,
        () ->
            "stage s%d: %s are on %s, the masks of stage s0 on %s"
                .formatted(stage, name, tensor.device(), device));
  }

  private static void checkColumns(SetCriterionConfig config, int stage, long columns) {
    int classes = config.numClasses();
    boolean focal = config.classification() instanceof Classification.SigmoidFocal;
    require(
        columns == classes + 1 || (focal && columns == classes),
        () ->
            "stage s%d: columns (%d) must be %s"
                .formatted(
                    stage,
                    columns,
                    focal
                        ? classes
                            + " or "
                            + (classes + 1)
                            + ", the classes with or without one more"
                        : classes + 1 + ", the classes and no-object"));
  }

  private static void checkLabels(SetCriterionConfig config, ImageTargets image) {
    require(
        image.masks().size() == image.count(),
        () ->
            "image %d: %d labels but %d masks"
                .formatted(image.imageId(), image.count(), image.masks().size()));
    for (int i = 0; i < image.count(); i++) {
      int index = i;
      int label = image.labels()[i];
      require(
          label >= 0 && label < config.numClasses(),
          () ->
              "image %d: label %d (%d) must be in [0, %d)"
                  .formatted(image.imageId(), index, label, config.numClasses()));
    }
  }

  private static void require(boolean holds, Supplier<String> message) {
    if (!holds) {
      throw new IllegalArgumentException(message.get());
    }
  }
}
