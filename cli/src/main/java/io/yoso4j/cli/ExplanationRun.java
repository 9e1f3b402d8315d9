package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.ExplainResult;
import io.yoso4j.cli.Workflows.ExplainTask;
import io.yoso4j.cli.report.ExplainPage;
import io.yoso4j.cli.report.ExplainWords;
import io.yoso4j.data.dataset.Annotation;
import io.yoso4j.data.dataset.Category;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.train.TrainedModel;
import io.yoso4j.train.config.ConfigLoader;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.explain.ExplainRequest;
import io.yoso4j.train.explain.ExplainedLoss;
import io.yoso4j.train.explain.LossExplainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One image found, explained and written down. */
final class ExplanationRun {
  private final ExplainTask task;
  private final List<String> notes = new ArrayList<>();

  ExplanationRun(ExplainTask task) {
    this.task = task;
  }

  ExplainResult run() {
    TrainConfig config = ConfigLoader.read(task.run().resolve("config.yaml"), task.overrides());
    ExplanationFile file = new ExplanationFile(task);
    file.requireHarmless(config.data());
    ImageInData found = ImageInData.find(task, config.data());
    RgbImage pixels = ImageFiles.read(found.file());
    requireAnnotatedSize(found, pixels);
    String doubt = found.doubt();
    if (doubt != null) {
      notes.add(doubt);
    }
    try (TrainedModel model = TrainedModel.open(task.run(), task.checkpoint(), config)) {
      ExplainedLoss loss =
          LossExplainer.explain(
              model,
              new ExplainRequest(
                  found.record(),
                  pixels,
                  annotations(found, model.categories()),
                  task.tile(),
                  task.threshold(),
                  task.objects()));
      Path page = file.of(found, loss.view().tile());
      ExplainPage.write(page, loss, origin());
      ExplainWords words = new ExplainWords(loss);
      return new ExplainResult(
          page,
          words.summary(),
          loss.verdicts().stream()
              .filter(verdict -> verdict.found() == null)
              .map(words::verdict)
              .toList(),
          notes);
    }
  }

  private static void requireAnnotatedSize(ImageInData found, RgbImage pixels) {
    if (pixels.width() != found.record().width() || pixels.height() != found.record().height()) {
      throw new CliException(
          ExitCode.DATA_ERROR,
          "%s: is %dx%d, but image %d of %s is %dx%d"
              .formatted(
                  found.file(),
                  pixels.width(),
                  pixels.height(),
                  found.record().id(),
                  found.data().source(),
                  found.record().width(),
                  found.record().height()));
    }
  }

  /** Those of the model's classes, with its indices. */
  private List<Annotation> annotations(ImageInData found, List<Category> known) {
    CocoDataset data = found.data();
    MatchedClasses matched =
        MatchedClasses.of(
            classes(known),
            classes(data.categories()),
            data.source(),
            "Classes are matched by name; give annotations that name them as the model does.");
    Map<Long, Integer> indices = new HashMap<>();
    for (int i = 0; i < matched.classes().size(); i++) {
      if (!matched.absent().contains(i)) {
        indices.put(matched.classes().get(i).id(), i);
      }
    }
    List<Annotation> kept = new ArrayList<>();
    Map<String, Integer> unknown = new TreeMap<>();
    for (Annotation annotation : data.annotations(found.record().id())) {
      Category category = data.categories().get(annotation.category());
      Integer index = indices.get(category.id());
      if (index == null) {
        unknown.merge(category.name(), 1, Integer::sum);
        continue;
      }
      kept.add(
          new Annotation(
              annotation.id(),
              annotation.imageId(),
              index,
              annotation.bbox(),
              annotation.area(),
              annotation.crowd(),
              annotation.segmentation()));
    }
    unknown.forEach((name, count) ->
        notes.add(
            "%s: %d %s of class \"%s\", which the model does not know, %s left out"
                .formatted(
                    data.source(),
                    count,
                    count == 1 ? "object" : "objects",
                    name,
                    count == 1 ? "is" : "are")));
    return kept;
  }

  private static List<PanopticCategory> classes(List<Category> categories) {
    return categories.stream()
        .map(category -> new PanopticCategory(category.id(), category.name(), true))
        .toList();
  }

  private String origin() {
    String checkpoint =
        switch (task.checkpoint()) {
          case BEST -> "best";
          case LAST -> "last";
        };
    String changed =
        task.overrides().isEmpty() ? "" : " with " + String.join(", ", task.overrides());
    return "%s checkpoint of %s%s".formatted(checkpoint, task.run(), changed);
  }
}
