package io.yoso4j.cli;

import io.yoso4j.cli.Workflows.PanopticThresholds;
import io.yoso4j.cli.Workflows.PredictRequest;
import io.yoso4j.cli.Workflows.PredictResult;
import io.yoso4j.cli.Workflows.PredictSettings;
import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.ImageRecord;
import io.yoso4j.data.dataset.PanopticCategory;
import io.yoso4j.data.image.ImageFiles;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.model.ImageResult;
import io.yoso4j.model.PanopticOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All images of one prediction, batch by batch; a bad one does not keep the others. */
final class PredictionRun {

  private final PredictionModel model;
  private final PredictRequest request;
  private final PredictProgress progress;
  private final MatchedClasses classes;
  private final @Nullable PanopticOptions panoptic;
  private int unreadable;

  private record Item(Path file, RgbImage image) {}

  private PredictionRun(PredictionModel model, PredictRequest request, PredictProgress progress) {
    this.model = model;
    this.request = request;
    this.progress = progress;
    classes =
        request.truth() == null
            ? MatchedClasses.own(model.classes())
            : MatchedClasses.of(
                model.classes(),
                request.truth().categories(),
                request.truth().file(),
                "With --weights, --categories FILE names the model's classes.");
    panoptic = panoptic(request.settings().panoptic(), model.classes());
  }

  static PredictResult of(PredictionModel model, PredictRequest request, PredictProgress progress) {
    return new PredictionRun(model, request, progress).run();
  }

  private static @Nullable PanopticOptions panoptic(
      @Nullable PanopticThresholds thresholds, List<PanopticCategory> classes) {
    if (thresholds == null) {
      return null;
    }
    Set<Integer> things = new HashSet<>();
    for (int i = 0; i < classes.size(); i++) {
      if (classes.get(i).thing()) {
        things.add(i);
      }
    }
    return new PanopticOptions(things, thresholds.object(), thresholds.overlap());
  }

  private PredictResult run() {
    tellAbsentClasses();
    PredictSettings settings = request.settings();
    List<Path> files = request.images();
    boolean interrupted = false;
    try (PredictionFolder folder =
        PredictionFolder.open(request.out(), classes.classes(), settings)) {
      List<Item> batch = new ArrayList<>();
      int done = 0;
      for (Path file : files) {
        if (progress.stopRequested()) {
          interrupted = true;
          break;
        }
        done++;
        read(file, batch);
        if (batch.size() == settings.batch() || done == files.size()) {
          predict(batch, folder);
          batch.clear();
        }
        progress.advanced(done, files.size(), folder.instances());
      }
      if (folder.images() > 0) {
        folder.finish();
      }
      return new PredictResult(folder.images(), folder.instances(), unreadable, interrupted);
    }
  }

  private void tellAbsentClasses() {
    if (request.truth() == null || classes.absent().isEmpty()) {
      return;
    }
    String absent =
        "%d of %d classes of the model are not in %s: %s"
            .formatted(
                classes.absent().size(),
                classes.classes().size(),
                request.truth().file(),
                AnnotatedImages.some(classes.absentNames()));
    if (panoptic != null) {
      throw new CliException(ExitCode.DATA_ERROR, absent + "; --panoptic needs all");
    }
    progress.note(absent + "; their objects are left out");
  }

  private void read(Path file, List<Item> batch) {
    try {
      RgbImage image = ImageFiles.read(file);
      requireAnnotatedSize(file, image);
      batch.add(new Item(file, image));
    } catch (DataException e) {
      unreadable++;
      progress.unreadable(String.valueOf(e.getMessage()));
    }
  }

  private void requireAnnotatedSize(Path file, RgbImage image) {
    ImageRecord record = record(file);
    if (record != null && (image.width() != record.width() || image.height() != record.height())) {
      throw new DataException(
          "%s: is %dx%d, but image %d of %s is %dx%d"
              .formatted(
                  file,
                  image.width(),
                  image.height(),
                  record.id(),
                  Objects.requireNonNull(request.truth()).file(),
                  record.width(),
                  record.height()));
    }
  }

  private @Nullable ImageRecord record(Path file) {
    return request.truth() == null ? null : request.truth().records().get(file);
  }

  private void predict(List<Item> batch, PredictionFolder folder) {
    List<RgbImage> images = batch.stream().map(Item::image).toList();
    List<ImageResult> results =
        model.segmenter().analyse(images, panoptic, request.settings().semantic());
    for (int i = 0; i < batch.size(); i++) {
      ImageResult result = results.get(i);
      Item item = batch.get(i);
      ImageRecord record = record(item.file());
      folder.add(
          record == null ? folder.images() + 1L : record.id(),
          item.file(),
          item.image(),
          new ImageResult(classes.known(result.instances()), result.panoptic(), result.semantic()));
    }
  }
}
