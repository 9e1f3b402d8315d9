package io.yoso4j.train.criterion;

import io.yoso4j.criterion.Classification;
import io.yoso4j.criterion.ImageTargets;
import io.yoso4j.criterion.SetCriterionConfig;
import io.yoso4j.model.tensor.Device;
import io.yoso4j.model.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks a batch against the configuration before anything is sent to the device. */
final class StageChecks {
  private static final int BOX = 4;

  private StageChecks() {}

  static void check(
      SetCriterionConfig config, List<StageOutputs> stages, List<ImageTargets> targets) {
    require(!stages.isEmpty(), () -> "stages (0) must be at least 1");
    require(!targets.isEmpty(), () -> "targets (0) must be those of at least 1 image");
    Device device = stages.getFirst().any().device();
    for (int i = 0; i < stages.size(); i++) {
      int stage = i;
      StageOutputs outputs = stages.get(i);
      checkShape(i, "masks", outputs.masks(), outputs, targets.size(), 4, device);
      checkShape(i, "logits", outputs.logits(), outputs, targets.size(), 3, device);
      checkShape(i, "boxes", outputs.boxes(), outputs, targets.size(), 3, device);
      Tensor logits = outputs.logits();
      if (logits != null) {
        checkColumns(config, i, logits.size(2));
      }
      Tensor boxes = outputs.boxes();
      if (boxes != null) {
        require(
            boxes.size(2) == BOX,
            () -> "stage s%d: boxes have %d values, expected 4".formatted(stage, boxes.size(2)));
      }
    }
    boolean masks = stages.stream().anyMatch(stage -> stage.masks() != null);
    boolean boxes = stages.stream().anyMatch(stage -> stage.boxes() != null);
    targets.forEach(image -> checkTargets(config, image, masks, boxes));
  }

  private static void checkShape(
      int stage,
      String name,
      @Nullable Tensor tensor,
      StageOutputs outputs,
      int images,
      int rank,
      Device device) {
    if (tensor == null) {
      return;
    }
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
        shape[1] == outputs.any().size(1),
        () ->
            "stage s%d: %s are for %d queries, other tensors for %d"
                .formatted(stage, name, shape[1], outputs.any().size(1)));
    require(
        tensor.device() == device,
        () ->
            "stage s%d: %s are on %s, those of stage s0 on %s"
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

  private static void checkTargets(
      SetCriterionConfig config, ImageTargets image, boolean masks, boolean boxes) {
    require(
        !masks || image.masks().size() == image.count(),
        () ->
            "image %d: %d masks for %d objects, but masks are predicted"
                .formatted(image.imageId(), image.masks().size(), image.count()));
    require(
        !boxes || image.count() == 0 || image.boxes() != null,
        () ->
            "image %d: boxes are predicted, but the objects have none".formatted(image.imageId()));
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
