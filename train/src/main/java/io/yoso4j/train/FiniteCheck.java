package io.yoso4j.train;

import io.yoso4j.criterion.NonFinite;
import io.yoso4j.data.DataException;
import io.yoso4j.data.dataset.CocoDataset;
import io.yoso4j.data.image.RgbImage;
import io.yoso4j.train.config.LoopSettings;
import io.yoso4j.train.config.TrainConfig;
import io.yoso4j.train.conformance.FailedStep;
import io.yoso4j.train.criterion.LossReport;
import io.yoso4j.train.criterion.StageOutputs;
import io.yoso4j.train.distributed.Ranks;
import io.yoso4j.train.pipeline.Batch;
import io.yoso4j.train.pipeline.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a step whose loss or gradient is not finite: the first few are recorded
 * in the run folder, then the training stops or leaves the step out, as {@code train.on_non_finite}
 * says. Not thread-safe.
 */
final class FiniteCheck {
  /** A batch can take hundreds of megabytes. */
  private static final int MAX_RECORDED = 3;

  private final TrainConfig config;
  private final RunPaths paths;
  private final CocoDataset data;
  private final Trainer.Progress progress;
  private final Ranks ranks;

  /** This rank's batches of the step at hand, as far as it has come. */
  private final List<Batch> batches = new ArrayList<>();

  private final List<LossReport> losses = new ArrayList<>();
  private long latestStep = -1;
  private int inARow;

  /**
   * @param data names the images
   * @param progress counts the steps left out
   * @param ranks of which the one with the first bad image records the step
   */
  FiniteCheck(
      TrainConfig config,
      RunPaths paths,
      CocoDataset data,
      Trainer.Progress progress,
      Ranks ranks) {
    this.config = config;
    this.paths = paths;
    this.data = data;
    this.progress = progress;
    this.ranks = ranks;
  }

  /**
   * @param all the loss of all ranks
   * @param mine what this rank has of it
   * @param classWeights what the class terms were divided by, or null for each stage's own
   * @param step steps taken before this one
   * @param batch of this rank
   * @param stages what {@code mine} was computed from; recorded if {@code all} is not finite
   * @throws TrainException naming term, stage, query and image, if the training is to stop
   * @throws SkippedStep if this step is to be left out
   */
  void loss(
      LossReport all,
      LossReport mine,
      @Nullable Double classWeights,
      long step,
      Batch batch,
      List<StageOutputs> stages) {
    if (step != latestStep) {
      batches.clear();
      losses.clear();
      latestStep = step;
    }
    batches.add(batch);
    losses.add(mine);
    if (all.nonFinite().isEmpty() && Double.isFinite(all.total())) {
      return;
    }
    NonFinite first = all.nonFinite().isEmpty() ? null : all.nonFinite().getFirst();
    String what =
        "step %d: the loss is not finite (%s)"
            .formatted(step + 1, first == null ? all.total() : describe(first));
    boolean own = first == null ? ranks.first() : holds(batch, first.imageId());
    fail(
        what,
        "lower optim.lr or optim.clip_norm",
        own ? record(step, what, List.of(batch), mine, classWeights, stages) : "");
  }

  /**
   * @param norm of the whole gradient; the optimiser has made no step if it is not finite
   * @param step steps taken before this one
   * @throws TrainException with the norm, if the training is to stop
   * @throws SkippedStep if this step is to be left out
   */
  void gradient(double norm, long step) {
    if (Double.isFinite(norm)) {
      inARow = 0;
      return;
    }
    String what =
        "step %d: the loss is finite, but the norm of its gradient is %s".formatted(step + 1, norm);
    boolean own = ranks.first() && !losses.isEmpty();
    fail(
        what,
        "lower optim.lr",
        own ? record(step, what, batches, LossReport.sum(losses), null, List.of()) : "");
  }

  private void fail(String what, String remedy, String recorded) {
    inARow++;
    LoopSettings settings = config.train();
    if (settings.onNonFinite() == LoopSettings.OnNonFinite.SKIP && inARow <= settings.maxSkips()) {
      progress.incidents.add(Incidents.Kind.SKIPPED_STEPS, 1, what);
      throw new SkippedStep(what + "; the step is left out" + recorded);
    }
    String many = inARow == 1 ? "" : ", %d times in a row (train.max_skips)".formatted(inARow);
    throw new TrainException(
        TrainException.Kind.NON_FINITE,
        what + many + "; " + remedy + "; the last checkpoint is kept" + recorded);
  }

  /** Where the step is recorded, as the end of a sentence; empty if it is not. */
  private String record(
      long step,
      String reason,
      List<Batch> parts,
      LossReport loss,
      @Nullable Double classWeights,
      List<StageOutputs> stages) {
    if (recorded() >= MAX_RECORDED) {
      return "";
    }
    List<Sample> samples = parts.stream().flatMap(part -> part.samples().stream()).toList();
    Path folder = paths.failures().resolve("step-" + (step + 1));
    try {
      new FailedStep(
              config,
              data.categories().size(),
              step,
              reason,
              stages,
              parts.stream().flatMap(part -> Targets.of(part).stream()).toList(),
              samples.stream().map(FiniteCheck::image).toList(),
              samples.stream().map(s -> data.image(s.imageId()).fileName()).toList(),
              loss,
              classWeights,
              state())
          .write(folder);
      return stages.isEmpty()
          ? "; its images are in " + folder
          : "; './yoso4j conformance " + folder + "' replays it";
    } catch (UncheckedIOException | DataException e) {
      return "; it could not be recorded: " + RunJson.firstLine(e);
    }
  }

  private static boolean holds(Batch batch, long imageId) {
    return Arrays.stream(batch.imageIds()).anyMatch(id -> id == imageId);
  }

  private int recorded() {
    if (!Files.isDirectory(paths.failures())) {
      return 0;
    }
    try (Stream<Path> folders = Files.list(paths.failures())) {
      return (int) folders.count();
    } catch (IOException e) {
      return MAX_RECORDED;
    }
  }

  private Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("seed", config.seed());
    state.put("folder", paths.root().toAbsolutePath().toString());
    state.put(
        "weights", "those of checkpoints/last.safetensors and the steps after it, which are exact");
    // What rank 0 has saved, the others know from the file alone.
    state.put("saved_step", ranks.first() ? progress.savedStep : Checkpoints.lastStep(paths));
    state.put("rank", ranks.rank());
    state.put("ranks", ranks.size());
    // Of train.accumulate, from 0.
    state.put("batch", batches.size() - 1);
    return state;
  }

  private static RgbImage image(Sample sample) {
    int pixels = sample.height() * sample.width();
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      for (int channel = 0; channel < 3; channel++) {
        rgb[3 * i + channel] = sample.pixels()[channel * pixels + i];
      }
    }
    return RgbImage.of(sample.width(), sample.height(), rgb);
  }

  private String describe(NonFinite first) {
    return "%s of stage %s, query %d, image %d (%s)"
        .formatted(
            first.term(),
            first.stage(),
            first.query(),
            first.imageId(),
            data.image(first.imageId()).fileName());
  }
}
