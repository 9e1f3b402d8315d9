package io.yoso4j.criterion;

import java.util.List;

/** Checks a batch against the configuration before any memory is allocated. */
final class Validation {
  private Validation() {}

  static void check(
      SetCriterionConfig config, List<StagePrediction> stages, List<ImageTargets> targets) {
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages (0) must be at least 1");
    }
    for (StagePrediction stage : stages) {
      if (stage.batch() != targets.size()) {
        throw new IllegalArgumentException(
            "stage "
                + stage.name()
                + " has "
                + stage.batch()
                + " images, but there are targets for "
                + targets.size());
      }
      if (stage.logits() != null) {
        checkColumns(config, stage);
      }
    }
    for (ImageTargets image : targets) {
      checkPresent(stages, image);
      for (int i = 0; i < image.count(); i++) {
        int label = image.labels()[i];
        if (label < 0 || label >= config.numClasses()) {
          throw new IllegalArgumentException(
              "image "
                  + image.imageId()
                  + ": label "
                  + i
                  + " ("
                  + label
                  + ") must be in [0, "
                  + config.numClasses()
                  + ")");
        }
      }
    }
  }

  private static void checkPresent(List<StagePrediction> stages, ImageTargets image) {
    boolean masks = stages.stream().anyMatch(stage -> stage.masks() != null);
    boolean boxes = stages.stream().anyMatch(stage -> stage.boxes() != null);
    if (masks && image.masks().size() != image.count()) {
      throw new IllegalArgumentException(
          "image "
              + image.imageId()
              + ": "
              + image.masks().size()
              + " masks for "
              + image.count()
              + " objects, but masks are predicted");
    }
    if (boxes && image.boxes() == null && image.count() > 0) {
      throw new IllegalArgumentException(
          "image " + image.imageId() + ": boxes are predicted, but the objects have none");
    }
  }

  private static void checkColumns(SetCriterionConfig config, StagePrediction stage) {
    int classes = config.numClasses();
    boolean focal = config.classification() instanceof Classification.SigmoidFocal;
    if (stage.columns() != classes + 1 && !(focal && stage.columns() == classes)) {
      throw new IllegalArgumentException(
          "stage "
              + stage.name()
              + ": columns ("
              + stage.columns()
              + ") must be "
              + (focal
                  ? classes + " or " + (classes + 1) + ", the classes with or without one more"
                  : classes + 1 + ", the classes and no-object"));
    }
  }
}
